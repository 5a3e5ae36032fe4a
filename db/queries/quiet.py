"""Hours in which a person wants to hear nothing that can wait."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Date,
    Time,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import User


def over(at: datetime, zone: str) -> ColumnElement[datetime]:
    """When the person's quiet hours are over, if they are in them then; the zone is for those
    who have chosen none."""
    moment = literal(at)
    chosen = func.coalesce(User.timezone, zone)
    local = func.timezone(chosen, moment)
    hour = cast(local, Time)
    since, until = User.quiet_from, User.quiet_to
    is_quiet = case(
        (since < until, and_(hour >= since, hour < until)),
        (since > until, or_(hour >= since, hour < until)),
        else_=False,
    )
    day = cast(local, Date) + case((hour >= until, 1), else_=0)
    return case((is_quiet, func.timezone(chosen, day + until)), else_=moment)


async def ends(
    session: AsyncSession, user_ids: Collection[int], at: datetime, zone: str
) -> dict[int, datetime]:
    """The same for each of these people."""
    statement = select(User.id, over(at, zone)).where(User.id.in_(user_ids))
    return {row[0]: row[1] for row in await session.execute(statement)}


async def knows(session: AsyncSession, zone: str) -> bool:
    """Whether the server has that zone, too: one that it has not would stop what is asked of all
    people at once."""
    statement = text("SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = :zone)")
    return await session.scalar(statement, {"zone": zone}) is True

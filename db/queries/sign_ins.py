"""Sessions in browsers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import User, WebSession
from db.queries import consents, lists


@dataclass(frozen=True)
class SignInPage:
    lines: Sequence[WebSession]
    number: int
    """From 0."""
    total: int
    """Of sessions, on all pages."""


@dataclass(frozen=True)
class OpenSignIn:
    """One that somebody comes with now."""

    sign_in: WebSession
    user: User
    has_agreed: bool
    """To be kept."""


async def open_by_hash(
    session: AsyncSession, token_hash: bytes, *, now: datetime
) -> OpenSignIn | None:
    statement = (
        select(WebSession, User, consents.has_given())
        .join(User, User.id == WebSession.user_id)
        .where(WebSession.token_hash == token_hash, *still_open(now))
    )
    row = (await session.execute(statement)).one_or_none()
    return OpenSignIn(row[0], row[1], row[2]) if row else None


async def note_used(session: AsyncSession, sign_in_id: int, *, at: datetime) -> None:
    await session.execute(update(WebSession).filter_by(id=sign_in_id).values(last_used_at=at))


async def page(
    session: AsyncSession, user_id: int, *, number: int, size: int, now: datetime
) -> SignInPage:
    """What is open, used last first; beyond the end is the last page."""
    mine = open_of(user_id, now)
    count = select(func.count()).select_from(mine.subquery()).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    statement = mine.add_columns(count, number_now).order_by(
        func.coalesce(WebSession.last_used_at, WebSession.created_at).desc(), WebSession.id.desc()
    )
    rows = (await session.execute(statement.limit(size).offset(number_now * size))).all()
    if not rows:
        return SignInPage([], 0, 0)
    return SignInPage([row[0] for row in rows], number=rows[0][2], total=rows[0][1])


async def lock(session: AsyncSession, user_id: int, sign_in_id: int) -> WebSession | None:
    """The person's own one, held for a change."""
    statement = select(WebSession).filter_by(id=sign_in_id, user_id=user_id).with_for_update()
    return await session.scalar(statement, execution_options={"populate_existing": True})


async def lock_open(session: AsyncSession, user_id: int, now: datetime) -> Sequence[WebSession]:
    """All that are open, held for a change."""
    statement = open_of(user_id, now).order_by(WebSession.id).with_for_update()
    held = await session.scalars(statement, execution_options={"populate_existing": True})
    return held.all()


def open_of(user_id: int, now: datetime) -> Select[WebSession]:
    return select(WebSession).where(WebSession.user_id == user_id, *still_open(now))


def still_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return WebSession.revoked_at.is_(None), WebSession.expires_at > now

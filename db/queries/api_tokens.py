from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.direct import Direct
from db.models import ApiToken, Course, User
from db.queries import lists

OPENING = Direct(
    select(ApiToken.id, ApiToken.name, ApiToken.scopes, ApiToken.course_ids, ApiToken.last_used_at)
    .where(ApiToken.token_hash == bindparam("token_hash"), ApiToken.revoked_at.is_(None))
    .where(or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > bindparam("now")))
)


@dataclass(frozen=True)
class OpenToken:
    """One that opens something now."""

    id: int
    name: str
    scopes: Sequence[str]
    course_ids: Sequence[int] | None
    """None: all courses."""
    last_used_at: datetime | None


@dataclass(frozen=True)
class TokenView:
    token: ApiToken
    maker: str | None
    """None: the operator."""
    courses: Sequence[str] | None
    """Their names; None: all courses."""


@dataclass(frozen=True)
class TokenPage:
    tokens: Sequence[ApiToken]
    number: int
    """From 0."""
    total: int
    """Of tokens, on all pages."""


async def open_by_hash(
    session: AsyncSession, token_hash: bytes, *, now: datetime
) -> OpenToken | None:
    rows = await OPENING.fetch(session, token_hash=token_hash, now=now)
    return OpenToken(*rows[0]) if rows else None


async def lock(session: AsyncSession, token_id: int) -> ApiToken | None:
    return await session.get(ApiToken, token_id, with_for_update=True, populate_existing=True)


async def unrevoked(session: AsyncSession) -> Sequence[ApiToken]:
    """The newest first."""
    statement = select(ApiToken).where(ApiToken.revoked_at.is_(None)).order_by(ApiToken.id.desc())
    return (await session.scalars(statement)).all()


async def named(session: AsyncSession, name: str) -> Sequence[ApiToken]:
    """Those of that name that are not revoked."""
    return (await session.scalars(select(ApiToken).filter_by(name=name, revoked_at=None))).all()


async def page(session: AsyncSession, number: int, *, size: int) -> TokenPage:
    """Of those that are not revoked, the newest first."""
    those = select(ApiToken.id).where(ApiToken.revoked_at.is_(None)).cte("those")
    count = select(func.count()).select_from(those).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    statement = select(ApiToken, count, number_now).join(those, those.c.id == ApiToken.id)
    shown = statement.order_by(ApiToken.id.desc()).limit(size).offset(number_now * size)
    rows = (await session.execute(shown)).all()
    if not rows:
        return TokenPage([], number=0, total=0)
    _, total, number = rows[0]
    return TokenPage([row[0] for row in rows], number, total)


async def view(session: AsyncSession, token_id: int) -> TokenView | None:
    """None where it is revoked."""
    statement = select(ApiToken, User.full_name).outerjoin(User, User.id == ApiToken.created_by)
    found = statement.where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
    row = (await session.execute(found)).one_or_none()
    if row is None:
        return None
    token, maker = row
    course_ids = token.course_ids
    names = None if course_ids is None else await names_of(session, course_ids)
    return TokenView(token, maker, names)


async def names_of(session: AsyncSession, course_ids: Collection[int]) -> Sequence[str]:
    """Of those of the courses that there are."""
    there = Course.id.in_(course_ids), Course.deleted_at.is_(None)
    return (await session.scalars(select(Course.name).where(*there).order_by(Course.id))).all()


async def note_used(session: AsyncSession, token_id: int, *, at: datetime) -> None:
    await session.execute(update(ApiToken).filter_by(id=token_id).values(last_used_at=at))

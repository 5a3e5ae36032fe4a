from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import Course, CourseStaff, Invite, Role, StaffPart, User
from db.queries import lists

Maker, MakersPart = aliased(User), aliased(CourseStaff)
Profile, Taker = aliased(User), aliased(User)


@dataclass(frozen=True)
class InviteView:
    """A link, and those whom it concerns."""

    invite: Invite
    course: Course | None
    maker: str | None
    """None: the operator."""
    profile: str | None
    """The name in the row that its opener becomes."""
    taker: str | None
    """Who has accepted it."""
    is_backed: bool
    """Whether its maker may still give what it gives."""

    def is_taken_by(self, user_id: int | None) -> bool:
        return user_id is not None and self.invite.used_by == user_id


@dataclass(frozen=True)
class InvitePage:
    lines: Sequence[InviteView]
    number: int
    """From 0."""
    total: int
    """Of links, on all pages."""


async def add(session: AsyncSession, **link: Any) -> Invite | None:
    """Write the link down; none if there is one with that public id."""
    statement = insert(Invite).values(link).on_conflict_do_nothing().returning(Invite)
    return await session.scalar(statement)


async def view(session: AsyncSession, public_id: int) -> InviteView | None:
    row = (await session.execute(_views().where(Invite.public_id == public_id))).one_or_none()
    return InviteView(*row) if row else None


async def page_of_open(
    session: AsyncSession, course_id: int | None, number: int, *, size: int, now: datetime
) -> InvitePage:
    """Links that somebody may still accept, newest first: of a course, or of no course."""
    those = _open(course_id, now).cte("those")
    count = select(func.count()).select_from(those).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    statement = _views().add_columns(count, number_now).join(those, those.c.id == Invite.id)
    shown = statement.order_by(Invite.id.desc()).limit(size).offset(number_now * size)
    rows = (await session.execute(shown)).all()
    if not rows:
        return InvitePage([], 0, 0)
    return InvitePage([InviteView(*row[:-2]) for row in rows], rows[0][-1], rows[0][-2])


async def lock(session: AsyncSession, public_id: int) -> Invite | None:
    """Held, so that only one can accept it; what was read before may be out of date."""
    statement = select(Invite).filter_by(public_id=public_id).with_for_update()
    return await session.scalar(statement, execution_options={"populate_existing": True})


async def of_operator(session: AsyncSession, role: Role, *, until: datetime) -> Invite | None:
    """One that nobody has used, and that is good for longer than that."""
    return await session.scalar(
        select(Invite)
        .where(Invite.role == role, Invite.created_by.is_(None), *_is_unused())
        .where(Invite.expires_at > until)
        .order_by(Invite.id)
        .limit(1)
    )


def _views() -> Select[*tuple[Any, ...]]:
    names = Maker.full_name, Profile.full_name, Taker.full_name
    return (
        _with_maker(select(Invite, Course, *names, _is_backed()))
        .outerjoin(Course, Course.id == Invite.course_id)
        .outerjoin(Profile, Profile.id == Invite.user_id)
        .outerjoin(Taker, Taker.id == Invite.used_by)
    )


def _open(course_id: int | None, now: datetime) -> Select[int]:
    return _with_maker(select(Invite.id)).where(
        Invite.course_id.is_not_distinct_from(course_id),
        *_is_unused(),
        Invite.expires_at > now,
        _is_backed(),
    )


def _is_unused() -> tuple[ColumnElement[bool], ...]:
    return Invite.used_at.is_(None), Invite.revoked_at.is_(None)


def _with_maker(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    theirs = MakersPart.course_id == Invite.course_id, MakersPart.user_id == Invite.created_by
    return statement.outerjoin(Maker, Maker.id == Invite.created_by).outerjoin(
        MakersPart, and_(*theirs)
    )


def _is_backed() -> ColumnElement[bool]:
    may_act = and_(Maker.blocked_at.is_(None), Maker.erased_at.is_(None))
    may_give = or_(
        and_(Invite.course_id.is_(None), Maker.role == Role.ADMIN),
        MakersPart.part == StaffPart.MANAGER,
    )
    return or_(Invite.created_by.is_(None), func.coalesce(and_(may_act, may_give), false()))

"""Who works on a course. Whoever changes it holds the course's row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, CourseStatus, Lesson, StaffPart, User
from db.queries import lists


@dataclass(frozen=True)
class Member:
    user_id: int
    name: str
    part: StaffPart


@dataclass(frozen=True)
class StaffPage:
    members: Sequence[Member]
    number: int
    """From 0."""
    total: int
    """Of people, on all pages."""


async def page(session: AsyncSession, course_id: int, number: int, *, size: int) -> StaffPage:
    """Those who work on the course: managers first, then by name."""
    those = (
        select(CourseStaff.user_id, CourseStaff.part, User.full_name)
        .join(CourseStaff.user)
        .where(CourseStaff.course_id == course_id, User.erased_at.is_(None))
        .cte("those")
    )
    count = select(func.count()).select_from(those).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    rank = case({part: rank for rank, part in enumerate(StaffPart)}, value=those.c.part)
    statement = (
        select(those.c.user_id, those.c.full_name, those.c.part, count, number_now)
        .order_by(rank, lists.folded(those.c.full_name), those.c.user_id)
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return StaffPage([], 0, 0)
    return StaffPage([Member(*row[:3]) for row in rows], number=rows[0][4], total=rows[0][3])


async def is_anywhere(session: AsyncSession, user_id: int) -> bool:
    """Whether they work on some course that is published."""
    parts = (
        select(CourseStaff.user_id)
        .join(Course, Course.id == CourseStaff.course_id)
        .where(
            CourseStaff.user_id == user_id,
            Course.status == CourseStatus.PUBLISHED,
            Course.deleted_at.is_(None),
        )
    )
    return await session.scalar(select(parts.exists())) is True


async def course(session: AsyncSession, course_id: int) -> Course | None:
    """For those who may not see it any more, too."""
    return await session.get(Course, course_id)


async def get(session: AsyncSession, course_id: int, user_id: int) -> Member | None:
    statement = (
        select(User.id, User.full_name, CourseStaff.part)
        .join(CourseStaff.user)
        .where(CourseStaff.course_id == course_id, CourseStaff.user_id == user_id)
    )
    row = (await session.execute(statement)).one_or_none()
    return Member(*row) if row else None


async def parts(
    session: AsyncSession, user_id: int | None, course_ids: Collection[int]
) -> dict[int, StaffPart]:
    """Of that person, in those of these courses where they have one."""
    statement = select(CourseStaff.course_id, CourseStaff.part).where(
        CourseStaff.user_id == user_id, CourseStaff.course_id.in_(course_ids)
    )
    return {row.course_id: row.part for row in await session.execute(statement)}


async def is_managed_without(session: AsyncSession, course_id: int, user_id: int) -> bool:
    """Whether somebody else manages it who can still do so."""
    others = (
        select(CourseStaff.user_id)
        .join(CourseStaff.user)
        .where(
            CourseStaff.course_id == course_id,
            CourseStaff.part == StaffPart.MANAGER,
            CourseStaff.user_id != user_id,
            User.blocked_at.is_(None),
            User.erased_at.is_(None),
        )
    )
    return await session.scalar(select(others.exists())) is True


async def members(
    session: AsyncSession, course_id: int, *, after_id: int, limit: int
) -> Sequence[Member]:
    """By the people's ids, those after that one."""
    statement = (
        select(User.id, User.full_name, CourseStaff.part)
        .join(CourseStaff.user)
        .where(CourseStaff.course_id == course_id, User.id > after_id, User.erased_at.is_(None))
        .order_by(User.id)
        .limit(limit)
    )
    return [Member(*row) for row in await session.execute(statement)]


async def put(session: AsyncSession, course_id: int, user_id: int, part: StaffPart) -> None:
    """Give the part, in place of another."""
    row = {"course_id": course_id, "user_id": user_id, "part": part}
    statement = insert(CourseStaff).values(row)
    key = [CourseStaff.course_id, CourseStaff.user_id]
    await session.execute(statement.on_conflict_do_update(index_elements=key, set_={"part": part}))


async def remove(
    session: AsyncSession, course_id: int, user_id: int, *, now: datetime
) -> Sequence[int]:
    """Returns the ids of the lessons that they give no more."""
    theirs = {"course_id": course_id, "user_id": user_id}
    await session.execute(delete(CourseStaff).filter_by(**theirs))
    return await free_lessons(session, course_id, user_id, now=now)


async def free_lessons(
    session: AsyncSession, course_id: int, user_id: int, *, now: datetime
) -> Sequence[int]:
    """Those that they gave stay as they were; those to come are for others to give.

    Returns the ids of these.
    """
    to_come = Lesson.course_id == course_id, Lesson.host_id == user_id, Lesson.ends_at > now
    statement = update(Lesson).where(*to_come).values(host_id=None).returning(Lesson.id)
    return sorted(await session.scalars(statement))

"""People as a list that is read to its end."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, Enrollment, LogEntry, Role, User
from db.queries.people import has_word


@dataclass(frozen=True)
class PeopleFilter:
    words: tuple[str, ...] | None = None
    """All of which a person must have."""
    role: Role | None = None


async def page(
    session: AsyncSession,
    which: PeopleFilter,
    *,
    course_ids: Collection[int] | None,
    after_id: int,
    limit: int,
) -> Sequence[User]:
    """By id, those after that one; of some courses only, if they are named."""
    chosen = [User.id > after_id, *_chosen(which), *_known(course_ids)]
    statement = select(User).where(*chosen).order_by(User.id).limit(limit)
    return (await session.scalars(statement)).all()


async def one(
    session: AsyncSession, user_id: int, *, course_ids: Collection[int] | None
) -> User | None:
    return await session.scalar(select(User).where(User.id == user_id, *_known(course_ids)))


async def is_registered_by(session: AsyncSession, user_id: int, *, token_id: int) -> bool:
    entry = select(LogEntry.id).filter_by(
        entity="users", entity_id=user_id, action="register", token_id=token_id
    )
    return await session.scalar(entry.limit(1)) is not None


async def parts_of(session: AsyncSession, user_id: int) -> Sequence[CourseStaff]:
    """By course, but for those that were deleted."""
    statement = (
        select(CourseStaff)
        .join(Course, Course.id == CourseStaff.course_id)
        .where(CourseStaff.user_id == user_id, Course.deleted_at.is_(None))
        .order_by(CourseStaff.course_id)
    )
    return (await session.scalars(statement)).all()


async def id_of(session: AsyncSession, **unique: Any) -> int | None:
    """Of whoever has the first of these values, or else the next; None is no value."""
    for name, value in unique.items():
        found = select(User.id).where(getattr(User, name) == value)
        user_id = None if value is None else await session.scalar(found)
        if user_id is not None:
            return user_id
    return None


def _chosen(which: PeopleFilter) -> Iterator[ColumnElement[bool]]:
    yield from map(has_word, which.words or ())
    if which.role is not None:
        yield User.role == which.role


def _known(course_ids: Collection[int] | None) -> Iterator[ColumnElement[bool]]:
    """Who is there still, and takes one of the courses or works on it."""
    yield User.erased_at.is_(None)
    if course_ids is not None:
        takes = Enrollment.user_id == User.id, Enrollment.course_id.in_(course_ids)
        works_on = CourseStaff.user_id == User.id, CourseStaff.course_id.in_(course_ids)
        yield or_(
            select(Enrollment.id).where(*takes).exists(),
            select(CourseStaff.user_id).where(*works_on).exists(),
        )

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import (
    Banner,
    Course,
    CourseStaff,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    Role,
    StaffPart,
    User,
)

PUBLIC = (CourseStatus.PUBLISHED, CourseStatus.FINISHED)
LIVE = [status for status in EnrollmentStatus if status.is_live]
AFRESH = {"populate_existing": True}
"""What was read before the lock may be out of date."""
WAITLISTED = EnrollmentStatus.WAITLISTED


class Viewer(Protocol):
    """Through whose eyes the courses are seen."""

    @property
    def id(self) -> int | None: ...

    @property
    def role(self) -> Role: ...


@dataclass(frozen=True)
class StaffMember:
    name: str
    part: StaffPart


@dataclass(frozen=True)
class CourseView:
    """A course as one person sees it."""

    course: Course
    banner_file_id: str | None
    part: StaffPart | None
    mine: EnrollmentStatus | None
    rank: int
    """The person's place among those who wait, from 1; 0 for who does not wait."""
    waiting: int
    staff: Sequence[StaffMember]
    next_lesson: Lesson | None
    """The one that is on, or the soonest to come."""


async def view(
    session: AsyncSession, viewer: Viewer, course_id: int, *, now: datetime
) -> CourseView | None:
    """The course, if the person may see it."""
    upcoming = next_lesson(now)
    statement = (
        select(Course, Banner.file_id, CourseStaff.part, Enrollment.status)
        .add_columns(rank(), _waiting(), _staff(), upcoming)
        .outerjoin(Banner, Banner.id == Course.banner_id)
        .outerjoin(upcoming, true())
    )
    row = (await session.execute(_seen_by(statement, viewer, course_id))).one_or_none()
    return _as_view(row) if row else None


async def id_of(session: AsyncSession, public_id: int) -> int | None:
    return await session.scalar(select(Course.id).filter_by(public_id=public_id, deleted_at=None))


async def get(session: AsyncSession, course_id: int) -> Course | None:
    """Whoever may see it, and deleted or not."""
    return await session.get(Course, course_id)


async def lock(
    session: AsyncSession, viewer: Viewer, course_id: int
) -> tuple[Course, StaffPart | None] | None:
    """The course, held for a change, and the person's part in it; none if they may not see it."""
    statement = select(Course, CourseStaff.part).with_for_update(of=Course)
    seen = _seen_by(statement, viewer, course_id)
    row = (await session.execute(seen, execution_options=AFRESH)).one_or_none()
    return (row[0], row[1]) if row else None


async def seen(
    session: AsyncSession, viewer: Viewer, course_id: int
) -> tuple[Course, StaffPart | None] | None:
    """The course and the person's part in it; none if they may not see it."""
    statement = _seen_by(select(Course, CourseStaff.part), viewer, course_id)
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def lock_in_order(session: AsyncSession, course_ids: Sequence[int]) -> Sequence[Course]:
    """The courses, held for a change: by ascending id, so that nobody waits in a circle."""
    statement = (
        select(Course).where(Course.id.in_(course_ids)).order_by(Course.id).with_for_update()
    )
    return (await session.scalars(statement, execution_options=AFRESH)).all()


async def with_waiting_to_settle(session: AsyncSession, *, now: datetime) -> Sequence[int]:
    """The ids of courses for which people wait in vain, or beside a free seat."""
    waits = (
        select(Enrollment.id)
        .join(Enrollment.user)
        .where(of_course(), Enrollment.status == WAITLISTED)
    )
    in_vain = or_(Course.enroll_until < now, Course.status != CourseStatus.PUBLISHED)
    has_seat = or_(Course.capacity.is_(None), Course.taken < Course.capacity)
    reached = waits.where(User.reachable, User.blocked_at.is_(None))
    statement = select(Course.id).where(
        or_(and_(in_vain, waits.exists()), and_(has_seat, reached.exists()))
    )
    return (await session.scalars(statement.order_by(Course.id))).all()


def _seen_by(
    statement: Select[*tuple[Any, ...]], viewer: Viewer, course_id: int
) -> Select[*tuple[Any, ...]]:
    """With the person's part and place, and only if they may see the course."""
    return (
        statement.outerjoin(
            CourseStaff,
            and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == viewer.id),
        )
        .outerjoin(Enrollment, and_(of_course(), Enrollment.user_id == viewer.id))
        .where(Course.id == course_id, Course.deleted_at.is_(None), visible(viewer.role))
    )


def visible(role: Role) -> ColumnElement[bool]:
    return or_(
        literal(role is Role.ADMIN),
        and_(Course.status.in_(PUBLIC), Course.access_level.in_(role.at_most())),
        CourseStaff.part.is_not(None),
        Enrollment.status.in_(LIVE),
    )


def next_lesson(now: datetime) -> type[Lesson]:
    soonest = (
        select(Lesson)
        .where(
            Lesson.course_id == Course.id,
            Lesson.status == LessonStatus.SCHEDULED,
            Lesson.ends_at > now,
        )
        .order_by(Lesson.starts_at)
        .limit(1)
        .correlate(Course)
        .lateral()
    )
    return aliased(Lesson, soonest)


def of_course() -> ColumnElement[bool]:
    return Enrollment.course_id == Course.id


def _waiting() -> ScalarSelect[int]:
    other = aliased(Enrollment)
    statement = select(func.count()).where(
        other.course_id == Course.id, other.status == WAITLISTED
    )
    return statement.correlate(Course).scalar_subquery()


def rank() -> ScalarSelect[int]:
    other = aliased(Enrollment)
    statement = select(func.count()).where(
        other.course_id == Course.id, other.waitlist_place <= Enrollment.waitlist_place
    )
    return statement.correlate(Course, Enrollment).scalar_subquery()


def _staff() -> ScalarSelect[list[dict[str, str]]]:
    member = aliased(CourseStaff)
    person = func.json_build_object("name", User.full_name, "part", member.part)
    statement = (
        select(func.coalesce(func.json_agg(person), func.json_build_array()))
        .select_from(member)
        .join(User, User.id == member.user_id)
        .where(member.course_id == Course.id, User.erased_at.is_(None))
    )
    return statement.correlate(Course).scalar_subquery()


def _as_view(row: Row[*tuple[Any, ...]]) -> CourseView:
    course, file_id, part, mine, rank, waiting, staff, lesson = row
    members = [StaffMember(it["name"], StaffPart(it["part"])) for it in staff]
    members.sort(key=lambda it: (list(StaffPart).index(it.part), it.name))
    return CourseView(course, file_id, part, mine, rank, waiting, members, lesson)

"""Announcements themselves. Their messages are in ``announced``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Announcement,
    AnnouncementStatus,
    Course,
    CourseStaff,
    DeliveryStatus,
    Lesson,
    LessonStatus,
    StaffPart,
    User,
)
from db.queries import lists

AFRESH = {"populate_existing": True}
UNSETTLED = (DeliveryStatus.PENDING, DeliveryStatus.SENDING)
BEGUN = (AnnouncementStatus.SENDING, AnnouncementStatus.SENT)


@dataclass(frozen=True)
class Line:
    announcement: Announcement
    course_name: str | None
    author_name: str | None


@dataclass(frozen=True)
class Page:
    lines: Sequence[Line]
    number: int
    """From 0."""
    total: int


async def get(session: AsyncSession, announcement_id: int) -> Announcement | None:
    return await session.get(Announcement, announcement_id)


async def lock(session: AsyncSession, announcement_id: int) -> Announcement | None:
    return await session.get(
        Announcement, announcement_id, with_for_update=True, execution_options=AFRESH
    )


async def of_course(
    session: AsyncSession, course_id: int, user_id: int, number: int, *, size: int
) -> Page:
    """The newest first. Drafts are their author's."""
    is_told = Announcement.status != AnnouncementStatus.DRAFT
    shown = or_(is_told, Announcement.author_id == user_id)
    return await _page(session, [Announcement.course_id == course_id, shown], number, size)


async def mine(
    session: AsyncSession, user_id: int, number: int, *, size: int, with_general: bool
) -> Page:
    """The person's own, of the courses that they run; and those that are about no course, if that
    is wanted, but for the drafts of others."""
    is_mine = Announcement.author_id == user_id
    of_courses = and_(is_mine, _is_run_by(user_id))
    is_told = Announcement.status != AnnouncementStatus.DRAFT
    is_general = and_(Announcement.course_id.is_(None), or_(is_mine, is_told))
    which = or_(of_courses, is_general) if with_general else of_courses
    return await _page(session, [which], number, size)


async def listed(
    session: AsyncSession,
    course_ids: Sequence[int] | None,
    course_id: int | None,
    *,
    run_by: int | None,
    before_id: int | None,
    limit: int,
) -> Sequence[Announcement]:
    """Without drafts, the newest first. Run by: of the courses of that person, and of none."""
    statement = select(Announcement).where(Announcement.status != AnnouncementStatus.DRAFT)
    if course_ids is not None:
        statement = statement.where(Announcement.course_id.in_(course_ids))
    if course_id is not None:
        statement = statement.where(Announcement.course_id == course_id)
    if run_by is not None:
        is_theirs = or_(Announcement.course_id.is_(None), _is_run_by(run_by))
        statement = statement.where(is_theirs)
    if before_id is not None:
        statement = statement.where(Announcement.id < before_id)
    return (await session.scalars(statement.order_by(Announcement.id.desc()).limit(limit))).all()


async def author_name(session: AsyncSession, announcement: Announcement) -> str | None:
    if announcement.author_id is None:
        return None
    return await session.scalar(select(User.full_name).filter_by(id=announcement.author_id))


async def held_lessons(
    session: AsyncSession, course_id: int, *, limit: int, now: datetime
) -> Sequence[Lesson]:
    """Those that have begun, the latest first."""
    statement = select(Lesson).where(
        Lesson.course_id == course_id,
        Lesson.status == LessonStatus.SCHEDULED,
        Lesson.starts_at <= now,
    )
    return (await session.scalars(statement.order_by(Lesson.starts_at.desc()).limit(limit))).all()


async def has_card(session: AsyncSession, course_id: int, *, since: datetime) -> bool:
    """Whether the course was announced since then."""
    statement = select(Announcement.id).where(
        Announcement.is_card, Announcement.course_id == course_id, Announcement.send_at >= since
    )
    return await session.scalar(statement.limit(1)) is not None


def _is_run_by(user_id: int) -> ColumnElement[bool]:
    """Of its course, which is still there."""
    return (
        exists()
        .where(
            CourseStaff.course_id == Announcement.course_id,
            CourseStaff.user_id == user_id,
            CourseStaff.part != StaffPart.ASSISTANT,
            Course.id == CourseStaff.course_id,
            Course.deleted_at.is_(None),
        )
        .correlate(Announcement)
    )


async def _page(
    session: AsyncSession, which: Sequence[ColumnElement[bool]], number: int, size: int
) -> Page:
    total = select(func.count()).select_from(Announcement).where(*which).scalar_subquery()
    number_now = lists.page_within(number, total, size)
    statement = (
        select(Announcement, Course.name, User.full_name, total, number_now)
        .outerjoin(Course, Course.id == Announcement.course_id)
        .outerjoin(User, User.id == Announcement.author_id)
        .where(*which)
        .order_by(Announcement.id.desc())
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return Page([], 0, 0)
    return Page([Line(*it[:3]) for it in rows], number=rows[0][4], total=rows[0][3])

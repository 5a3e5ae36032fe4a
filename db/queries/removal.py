"""Deleting courses."""

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Announcement,
    Attendance,
    Course,
    CourseMute,
    CourseStaff,
    Enrollment,
    Invite,
    Lesson,
    Question,
    ReminderRule,
)
from db.queries import banners, lessons


async def is_used(session: AsyncSession, course_id: int) -> bool:
    """Whether anybody was ever on it, asked about it, or was written to because of it."""
    people = select(Enrollment.id).filter_by(course_id=course_id)
    letters = select(Announcement.id).filter_by(course_id=course_id)
    asked = select(Question.id).filter_by(course_id=course_id)
    uses = or_(people.exists(), letters.exists(), asked.exists())
    return await session.scalar(select(uses)) is True


async def has_attendance(session: AsyncSession, course_id: int) -> bool:
    marked = select(Attendance.id).join(Lesson).where(Lesson.course_id == course_id)
    return await session.scalar(select(marked.exists())) is True


async def remove(session: AsyncSession, course_id: int) -> None:
    """With everything that only belongs to it."""
    for kind in (ReminderRule, CourseMute, Invite, CourseStaff):
        await session.execute(delete(kind).filter_by(course_id=course_id))
    theirs = await session.scalars(select(Lesson.id).filter_by(course_id=course_id))
    await lessons.remove(session, theirs.all())
    gone = delete(Course).filter_by(id=course_id).returning(Course.banner_id)
    banner_id = await session.scalar(gone)
    if banner_id is not None:
        await banners.drop_unused(session, banner_id)

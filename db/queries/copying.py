"""What belongs to a course beside its row, for another one."""

from datetime import datetime

from sqlalchemy import insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Banner, Course, Lesson, LessonStatus, ReminderRule


async def made(session: AsyncSession, public_id: int) -> Course | None:
    """The course that is known by that already."""
    return await session.scalar(select(Course).filter_by(public_id=public_id))


async def banner(session: AsyncSession, banner_id: int | None) -> int | None:
    """The id of a picture of its own: deleted with one course, it stays with the other."""
    columns = ("content", "content_type", "width", "height", "file_id", "uploaded_by")
    source = select(*(getattr(Banner, it) for it in columns)).where(Banner.id == banner_id)
    statement = insert(Banner).from_select(columns, source).returning(Banner.id)
    return None if banner_id is None else await session.scalar(statement)


async def lessons(session: AsyncSession, course_id: int) -> list[Lesson]:
    """Those that take place, or took; the soonest first."""
    theirs = select(Lesson).filter_by(course_id=course_id, status=LessonStatus.SCHEDULED)
    return list(await session.scalars(theirs.order_by(Lesson.starts_at)))


async def reminders(
    session: AsyncSession, source_id: int, course_id: int, *, now: datetime
) -> None:
    rule = ReminderRule
    values = {
        rule.course_id: literal(course_id),
        rule.before: rule.before,
        rule.text: rule.text,
        rule.created_at: literal(now),
    }
    theirs = select(*values.values()).where(rule.course_id == source_id)
    await session.execute(insert(rule).from_select(list(values), theirs))

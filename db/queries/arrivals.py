"""Scans of people who have to be asked first."""

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Act, Course, Lesson, PendingStart
from db.queries.check_in import Sighting


async def by_code(session: AsyncSession, lesson_public_id: int) -> Sighting | None:
    """The lesson of a room code, as somebody sees it about whom nothing is known."""
    statement = (
        select(Lesson, Course)
        .join(Course, Course.id == Lesson.course_id)
        .where(Lesson.public_id == lesson_public_id, Course.deleted_at.is_(None))
    )
    row = (await session.execute(statement)).one_or_none()
    return _of_nobody(*row) if row else None


async def keep(
    session: AsyncSession, *, telegram_id: int, lesson_id: int, happened_at: datetime
) -> PendingStart:
    """What they have said of themselves stays, and of two scans of a lesson the first counts."""
    it = PendingStart
    scan = {"act": Act.CHECK_IN, "subject": lesson_id, "happened_at": happened_at}
    statement = insert(it).values(telegram_id=telegram_id, **scan)
    new, is_same = statement.excluded, (it.act == Act.CHECK_IN) & (it.subject == lesson_id)
    first = case((is_same, func.least(it.happened_at, new.happened_at)), else_=new.happened_at)
    kept = statement.on_conflict_do_update(
        index_elements=[it.telegram_id],
        set_=scan | {"happened_at": first},
    ).returning(it)
    return (await session.scalars(kept, execution_options={"populate_existing": True})).one()


def _of_nobody(lesson: Lesson, course: Course) -> Sighting:
    return Sighting(
        person_id=0,
        person_name="",
        lesson_id=lesson.id,
        lesson_public_id=lesson.public_id,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        closes_at=lesson.closes_at,
        fixed_code_at=lesson.fixed_code_at,
        lesson_status=lesson.status,
        course_id=course.id,
        course_name=course.name,
        course_status=course.status,
        points_per_visit=course.points_per_visit,
        opens_before=course.opens_before,
        late_after=course.late_after,
        renewing_pass_only=course.renewing_pass_only,
    )

"""One course of a file is imported."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, CourseStatus, StaffPart
from domain import (
    authoring,
    details,
    import_lessons,
    import_plan,
    journal,
    reminder_rules,
    timetable,
)
from domain.actor import Actor
from domain.campus import Campus
from domain.errors import CourseChanged
from domain.import_lessons import Difference
from domain.import_plan import Fate, Step


async def take(
    session: AsyncSession, actor: Actor, campus: Campus, step: Step, now: datetime
) -> None:
    """Unless what was shown is not what would be done now."""
    [again] = await import_plan.steps_of(session, actor.id, [step.wanted], now=now)
    if again.fate is Fate.SAME:
        return
    if again.error is not None:
        raise again.error
    if (again.fate, dict(again.changed)) != (step.fate, dict(step.changed)):
        raise CourseChanged
    if again.fate is Fate.CREATE:
        course = await _create(session, actor, campus, step, now)
        lessons = Difference(again.wanted.lessons)
    else:
        lessons = again.lessons
        assert again.course_id is not None
        fields, course_id = step.wanted.fields, again.course_id
        course = await authoring.edit(
            session, actor, campus, course_id=course_id, now=now, **fields
        )
    await import_lessons.apply(session, actor, course, lessons, now)


async def _create(
    session: AsyncSession, actor: Actor, campus: Campus, step: Step, now: datetime
) -> Course:
    """A draft of whoever imports it; of MISIS, nobody's until somebody takes it over."""
    course = Course(taken=0, schedule=[], status=CourseStatus.DRAFT, source_key=step.wanted.key)
    made = details.write(course, step.wanted.fields)
    session.add(course)
    await session.flush()
    if not course.is_from_misis:
        session.add(CourseStaff(course_id=course.id, user_id=actor.id, part=StaffPart.MANAGER))
    session.add_all(reminder_rules.usual(course, now=now))
    found = await timetable.follow(session, course, campus.tz, now=now)
    journal.note(session, actor, "import_course", course, now=now, **made, **found.told)
    return course

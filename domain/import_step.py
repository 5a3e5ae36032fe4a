"""One course of a file is imported."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, CourseStatus, Lesson, StaffPart
from domain import authoring, details, import_plan, journal, timetable
from domain.actor import Actor
from domain.campus import Campus
from domain.errors import CourseChanged
from domain.import_plan import Fate, Step


async def take(
    session: AsyncSession, actor: Actor, campus: Campus, step: Step, now: datetime
) -> None:
    """Unless what was shown is not what would be done now."""
    [again] = await import_plan.steps_of(session, actor.id, [step.wanted], now=now)
    if again.fate is Fate.SAME:
        return
    if (again.fate, dict(again.changed)) != (step.fate, dict(step.changed)):
        raise CourseChanged
    if again.fate is Fate.CREATE:
        course = await _create(session, actor, campus, step, now)
    else:
        assert again.course_id is not None
        fields, course_id = step.wanted.fields, again.course_id
        course = await authoring.edit(
            session, actor, campus, course_id=course_id, now=now, **fields
        )
    await _add_lessons(session, actor, course, again, now)


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
    journal.note(session, actor, "import_course", course, now=now, **made)
    await timetable.follow(session, course, campus.tz, now=now)
    return course


async def _add_lessons(
    session: AsyncSession, actor: Actor, course: Course, step: Step, now: datetime
) -> None:
    """Those that are no part of a schedule, which leaves them alone. Moved by hand, they are not
    made anew where the file has them."""
    if not step.wanted.lessons:
        return
    made = [
        Lesson(
            course_id=course.id,
            edited_at=now,
            starts_at=it.starts_at,
            ends_at=it.ends_at,
            planned_at=it.starts_at,
        )
        for it in step.wanted.lessons
    ]
    session.add_all(made)
    await timetable.ensure_no_clash(session)
    told = [[it.id, None, timetable.state(it)] for it in made]
    journal.note(session, actor, "import_lessons", course, now=now, timetable=told)

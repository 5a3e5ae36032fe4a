"""Other services mark people by name, on their own word."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttendanceStatus
from db.queries import check_in as sightings
from db.queries import lessons
from db.queries.check_in import Sighting
from domain import marks, roll_call
from domain.actor import Service
from domain.answers import Answer, CheckIn, Mark
from domain.campus import Campus
from domain.checking_in import mark_of
from domain.errors import LessonNotFound, PersonNotFound
from domain.judging import came
from domain.marks import Wanted


@dataclass(frozen=True)
class Named:
    lesson_id: int
    user_id: int
    status: AttendanceStatus | None = None
    """None: in time or late, as it was then."""
    at: datetime | None = None
    """None: now."""


async def mark(
    session: AsyncSession, service: Service, campus: Campus, named: Named, *, now: datetime
) -> CheckIn:
    """As the staff do in the roll, but that the service tells the person itself."""
    seen, at = await _sighting(session, service, named), named.at or now
    answer = roll_call.judge_by_name(seen, named.status, at)
    if answer is Answer.ALREADY:
        return CheckIn(answer, seen, mark_of(seen))
    if not answer.is_marked:
        return CheckIn(answer, seen)
    assert seen.enrollment_id is not None
    how = named.status or came(seen, at)
    if seen.attendance_id is None:
        wanted = Wanted(seen.enrollment_id, named.lesson_id, how)
        made = await marks.mark(session, service, campus, wanted, now=now)
    else:
        made = await marks.change(
            session, service, attendance_id=seen.attendance_id, came=how, now=now
        )
    return CheckIn(answer, seen, Mark(made.id, made.status, made.marked_at, made.points))


async def _sighting(session: AsyncSession, service: Service, named: Named) -> Sighting:
    seen = await sightings.by_id(session, named.lesson_id, user_id=named.user_id, viewer_id=None)
    if seen is not None and service.covers(seen.course_id):
        return seen
    lesson = await lessons.get(session, named.lesson_id)
    if lesson is None or not service.covers(lesson.course_id):
        raise LessonNotFound
    raise PersonNotFound

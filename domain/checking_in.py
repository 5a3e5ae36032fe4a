"""What a judged check-in leaves behind: a mark with its points, or an attempt."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceSource, CourseStatus, DeliveryKind
from db.queries import attempts, coming, marking, points, told_marks
from db.queries import check_in as sightings
from db.queries.attempts import Guesses, Tried
from db.queries.check_in import Sighting
from db.queries.marking import NewMark
from db.session import Conflict
from domain import completing, deliveries, journal, ways_in
from domain.actor import Actor
from domain.answers import Answer, CheckIn, Mark
from domain.campus import Campus
from domain.judging import came, is_settled
from domain.tokens import Signer


@dataclass(frozen=True)
class Desk:
    """Where people are checked in: by whom, and by which codes and clock."""

    actor: Actor
    campus: Campus
    signer: Signer
    now: datetime


@dataclass(frozen=True)
class Evidence:
    """What speaks for a mark."""

    at: datetime
    source: AttendanceSource
    unless: Guesses | None = None
    """Of digits: how many may be guessed."""


async def finish(
    session: AsyncSession,
    desk: Desk,
    seen: Sighting,
    answer: Answer,
    evidence: Evidence,
) -> CheckIn:
    """Write it down: of two at once one marks, and the other is told so."""
    if answer is Answer.ALREADY:
        return await _already(session, seen, evidence)
    if not answer.is_marked:
        return await _keep(session, desk, seen, answer, evidence)
    new = as_new(seen, desk, evidence)
    attendance_id = await _write(session, desk, seen, new, evidence.unless)
    if attendance_id is None:
        return await _obstacle(session, desk, seen, evidence.unless)
    if seen.course_status is CourseStatus.FINISHED:
        await completing.settle(session, desk.actor, [new.enrollment_id], now=desk.now)
    return CheckIn(answer, seen, Mark(attendance_id, new.status, evidence.at, new.points))


async def _already(session: AsyncSession, seen: Sighting, evidence: Evidence) -> CheckIn:
    """Who guesses on for others is not told which digits are right."""
    if evidence.unless is not None and await _is_over(session, seen, evidence.unless):
        return CheckIn(Answer.TOO_MANY_ATTEMPTS, seen)
    return CheckIn(Answer.ALREADY, seen, mark_of(seen))


async def _is_over(session: AsyncSession, seen: Sighting, limit: Guesses) -> bool:
    made = await attempts.guessed(session, seen.person_id, since=limit.since)
    return len(made) >= limit.most


async def _keep(
    session: AsyncSession, desk: Desk, seen: Sighting, answer: Answer, evidence: Evidence
) -> CheckIn:
    tried = Tried(seen.person_id, seen.lesson_id, answer, evidence.at, evidence.source)
    kept = await attempts.keep(session, tried, unless=evidence.unless)
    if kept is None and evidence.unless is None:
        # They were erased just now: whoever asks is told anew.
        raise Conflict
    if kept is None:
        return CheckIn(Answer.TOO_MANY_ATTEMPTS, seen)
    if answer is not Answer.NOT_ENROLLED:
        return CheckIn(answer, seen)
    obstacle = await ways_in.obstacle(session, desk.actor, seen, desk.now)
    return CheckIn(answer, seen, attempt_id=kept, obstacle=obstacle)


async def _write(
    session: AsyncSession, desk: Desk, seen: Sighting, new: NewMark, unless: Guesses | None
) -> int | None:
    if seen.attendance_id is None:
        return await marking.add(session, new, by=desk.actor, now=desk.now, unless=unless)
    held = Attendance(id=seen.attendance_id)
    by, now = desk.actor, desk.now
    if not await coming.after_all(session, held.id, new, by=by, now=now, unless=unless):
        return None
    details = {"status": [seen.attendance_status, new.status], "enrollment_id": new.enrollment_id}
    journal.note(session, by, "change_mark", held, now=now, **details)
    key, whose = points.key_of_mark(held.id), {"user_id": new.user_id, "course_id": new.course_id}
    await points.settle(session, key, due=new.points, now=now, **whose)
    # What was still to be told of the mark that it was is no more.
    await told_marks.take_back(session, held.id, user_id=new.user_id)
    if new.is_news:
        await _tell(session, new.user_id, held.id, now)
    return held.id


async def _obstacle(
    session: AsyncSession, desk: Desk, seen: Sighting, unless: Guesses | None
) -> CheckIn:
    """Why nothing was written: somebody else has marked them meanwhile, or all guesses are made.
    What else has changed is looked at anew."""
    whose = {"user_id": seen.person_id, "viewer_id": desk.actor.id}
    again = await sightings.by_id(session, seen.lesson_id, **whose)
    if again is not None and is_settled(again):
        return CheckIn(Answer.ALREADY, again, mark_of(again))
    if unless is not None and await _is_over(session, seen, unless):
        return CheckIn(Answer.TOO_MANY_ATTEMPTS, seen)
    raise Conflict


async def _tell(session: AsyncSession, user_id: int, attendance_id: int, now: datetime) -> None:
    """Whom the staff have checked in after all, however often."""
    kind, key = DeliveryKind.CHECKED_IN, f"{attendance_id}:{now.isoformat()}"
    owed = deliveries.notice(kind, user_id=user_id, key=key, now=now, attendance_id=attendance_id)
    await deliveries.owe(session, [owed])


def as_new(seen: Sighting, desk: Desk, evidence: Evidence) -> NewMark:
    assert seen.enrollment_id is not None
    return NewMark(
        enrollment_id=seen.enrollment_id,
        user_id=seen.person_id,
        course_id=seen.course_id,
        lesson_id=seen.lesson_id,
        starts_at=seen.starts_at,
        lesson_date=seen.starts_at.astimezone(desk.campus.tz).date(),
        status=came(seen, evidence.at),
        source=evidence.source,
        points=seen.points_per_visit,
        marked_at=evidence.at,
        is_news=seen.person_id != desk.actor.id,
    )


def mark_of(seen: Sighting) -> Mark:
    """The one that was found."""
    assert seen.attendance_id is not None
    assert seen.attendance_status is not None
    assert seen.marked_at is not None
    at, status = seen.marked_at, seen.attendance_status
    return Mark(seen.attendance_id, status, at, points=0, is_corrected=seen.is_corrected)

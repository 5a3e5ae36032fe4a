"""Who shows a good code of the room and has to be asked first: we have never met them, or somebody
else has registered them. The scan waits with its time, and is the only evidence that they came."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Act, AttendanceSource, PendingStart
from db.queries import arrivals, meetings, users
from db.queries import check_in as sightings
from db.queries.check_in import Sighting
from domain import attendance, checking_in, codes, walk_ins, ways_in
from domain.actor import Stranger, Viewer
from domain.answers import Answer, CheckIn
from domain.checking_in import Desk, Evidence
from domain.codes import RoomCode
from domain.errors import DomainError, LessonNotFound, MeetingNotBegun, ScanNotFound
from domain.judging import is_settled, judge
from domain.tokens import Kind, Signer, TokenNotValid

ROOM = AttendanceSource.ROOM_CODE

GOOD = {Answer.CHECKED_IN, Answer.LATE, Answer.NOT_ENROLLED}
"""Answers after which somebody would be marked, once they are on the course."""


@dataclass(frozen=True)
class Arrival:
    """What the code of somebody who has to be asked first led to."""

    checked: CheckIn
    start: PendingStart | None = None
    """The scan, kept until they have answered; none where they would not be marked in the end."""


async def meet(
    session: AsyncSession, signer: Signer, stranger: Stranger, scan: RoomCode, *, now: datetime
) -> Arrival:
    """Somebody whom we have never met."""
    checked = await _look(session, signer, scan)
    return await _keep(session, stranger, stranger.telegram_id, checked, scan.at, now)


async def ask(session: AsyncSession, desk: Desk, scan: RoomCode) -> Arrival:
    """Somebody who was registered by somebody else: judged as everybody, but not marked yet. What
    leads to nothing is kept, for the host to see."""
    async with session.begin_nested() as marking:
        checked = await attendance.check_in(session, desk, scan)
        assert isinstance(checked, CheckIn)
        if checked.answer in GOOD and checked.obstacle is None:
            await marking.rollback()
    user = await users.get(session, desk.actor.id)
    if user is None or user.telegram_id is None:
        # Erased just now.
        raise MeetingNotBegun
    return await _keep(session, desk.actor, user.telegram_id, checked, scan.at, desk.now)


async def enter(session: AsyncSession, desk: Desk, *, lesson_id: int) -> CheckIn:
    """They have agreed: what waits is done. A second time says that it is."""
    user = await users.get(session, desk.actor.id)
    start = await meetings.get(session, user.telegram_id) if user and user.telegram_id else None
    if start is None or (start.act, start.subject) != (Act.CHECK_IN, lesson_id):
        return await _already(session, desk, lesson_id)
    await session.delete(start)
    return await come(session, desk, lesson_id=lesson_id, at=start.happened_at)


async def come(session: AsyncSession, desk: Desk, *, lesson_id: int, at: datetime) -> CheckIn:
    """Enroll and check in as of when the code was scanned, which must be known to be good."""
    seen = await _seen(session, desk, lesson_id)
    if desk.now > at + walk_ins.KEPT:
        raise ScanNotFound
    answer = judge(seen, at, is_fresh=True)
    checked = await checking_in.finish(session, desk, seen, answer, Evidence(at, ROOM))
    if checked.attempt_id is None or checked.obstacle is not None:
        return checked
    try:
        async with session.begin_nested():
            return await walk_ins.enroll_and_check_in(session, desk, attempt_id=checked.attempt_id)
    except DomainError as refusal:
        # The scan stays: with it the host can still take them in.
        return replace(checked, obstacle=refusal)


async def _look(session: AsyncSession, signer: Signer, scan: RoomCode) -> CheckIn:
    """What somebody who is not on the course would be told."""
    try:
        stamped = signer.read_stamped(Kind.ROOM_CODE, codes.token_of(scan.text))
    except TokenNotValid:
        return CheckIn(Answer.CODE_INVALID)
    seen = await arrivals.by_code(session, stamped.subject)
    if seen is None:
        return CheckIn(Answer.CODE_INVALID)
    return CheckIn(
        judge(seen, scan.at, is_fresh=codes.is_fresh(seen, stamped.step, scan.at)), seen
    )


async def _keep(
    session: AsyncSession,
    viewer: Viewer,
    telegram_id: int,
    checked: CheckIn,
    at: datetime,
    now: datetime,
) -> Arrival:
    seen = checked.sighting
    if checked.answer not in GOOD or seen is None:
        return Arrival(checked)
    if checked.answer is Answer.NOT_ENROLLED:
        obstacle = await ways_in.obstacle(session, viewer, seen, now)
        if obstacle is not None:
            return Arrival(replace(checked, obstacle=obstacle))
    start = await arrivals.keep(
        session, telegram_id=telegram_id, lesson_id=seen.lesson_id, happened_at=at
    )
    return Arrival(checked, start)


async def _already(session: AsyncSession, desk: Desk, lesson_id: int) -> CheckIn:
    seen = await _seen(session, desk, lesson_id)
    if not is_settled(seen):
        raise MeetingNotBegun
    return await checking_in.finish(session, desk, seen, Answer.ALREADY, Evidence(desk.now, ROOM))


async def _seen(session: AsyncSession, desk: Desk, lesson_id: int) -> Sighting:
    whose = {"user_id": desk.actor.id, "viewer_id": desk.actor.id}
    seen = await sightings.by_id(session, lesson_id, **whose)
    if seen is None:
        raise LessonNotFound
    return seen

"""Check-in: the one engine behind every way in. Nobody is marked by a bare request: a participant
brings a code that was in the room, the staff bring a pass or a name."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttendanceSource
from db.queries import attempts
from db.queries import check_in as sightings
from db.queries.attempts import Guesses, Tried
from db.queries.check_in import Sighting
from db.session import Conflict
from domain import checking_in, codes, scanning
from domain.answers import Answer, CheckIn, WhichLesson
from domain.checking_in import Desk, Evidence
from domain.codes import Pass, RoomCode
from domain.judging import LATELY, SOON, judge, of_none_open
from domain.tokens import Kind, TokenNotValid

__all__ = ["Desk", "check_in"]

MOST_GUESSES, GUESSED_WITHIN = 10, timedelta(minutes=10)


async def check_in(
    session: AsyncSession, desk: Desk, scan: RoomCode | Pass
) -> CheckIn | WhichLesson:
    """Check oneself in by a code of the room, or somebody else by their pass.

    What comes of it is an answer, also where nobody is marked: failed attempts are kept.
    """
    match scan:
        case Pass():
            return await scanning.by_pass(session, desk, scan)
        case RoomCode() if digits := codes.digits_of(scan.text):
            return await _by_digits(session, desk, scan, digits)
        case _:
            return await _by_token(session, desk, scan)


async def _by_token(session: AsyncSession, desk: Desk, scan: RoomCode) -> CheckIn:
    try:
        stamped = desk.signer.read_stamped(Kind.ROOM_CODE, codes.token_of(scan.text))
    except TokenNotValid:
        return CheckIn(Answer.CODE_INVALID)
    seen = await sightings.by_code(session, stamped.subject, user_id=desk.actor.id)
    if seen is None:
        return CheckIn(Answer.CODE_INVALID)
    is_other = scan.lesson_id not in (None, seen.lesson_id)
    is_fresh = codes.is_fresh(seen, stamped.step, scan.at)
    answer = Answer.WRONG_LESSON if is_other else judge(seen, scan.at, is_fresh=is_fresh)
    evidence = Evidence(scan.at, AttendanceSource.ROOM_CODE)
    return await checking_in.finish(session, desk, seen, answer, evidence)


async def _by_digits(session: AsyncSession, desk: Desk, scan: RoomCode, digits: str) -> CheckIn:
    span = {"since": scan.at - LATELY, "until": scan.at + SOON}
    near = await sightings.own(session, user_id=desk.actor.id, **span)
    near = [it for it in near if scan.lesson_id in (None, it.lesson_id)]
    now_open = [it for it in near if it.is_open(scan.at)]
    if not now_open:
        return of_none_open(near, scan.at) if near else CheckIn(Answer.CODE_INVALID)
    limit = Guesses(since=scan.at - GUESSED_WITHIN, most=MOST_GUESSES)
    meant = [it for it in now_open if codes.is_typed(desk.signer, it, digits, scan.at)]
    if not meant:
        return await _wrong_guess(session, desk, scan, now_open, limit)
    answer = judge(meant[0], scan.at, is_fresh=True)
    evidence = Evidence(scan.at, AttendanceSource.ROOM_CODE, limit)
    finished = await checking_in.finish(session, desk, meant[0], answer, evidence)
    return await _with_end(session, desk, finished, limit)


async def _wrong_guess(
    session: AsyncSession, desk: Desk, scan: RoomCode, now_open: list[Sighting], limit: Guesses
) -> CheckIn:
    only = now_open[0] if len(now_open) == 1 else None
    lesson_id, source = only.lesson_id if only else None, AttendanceSource.ROOM_CODE
    tried = Tried(desk.actor.id, lesson_id, Answer.CODE_INVALID, scan.at, source)
    kept = await attempts.keep(session, tried, unless=limit)
    answer = Answer.TOO_MANY_ATTEMPTS if kept is None else Answer.CODE_INVALID
    return await _with_end(session, desk, CheckIn(answer, only), limit)


async def _with_end(
    session: AsyncSession, desk: Desk, checked: CheckIn, limit: Guesses
) -> CheckIn:
    """After too many guesses: when there will be one fewer within the time."""
    if checked.answer is not Answer.TOO_MANY_ATTEMPTS:
        return checked
    made = await attempts.guessed(session, desk.actor.id, since=limit.since)
    if not made:
        # Who guessed was erased just now.
        raise Conflict
    oldest = made[: limit.most][-1]
    return CheckIn(checked.answer, checked.sighting, again_at=oldest + GUESSED_WITHIN)

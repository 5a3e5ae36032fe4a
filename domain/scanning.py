"""The staff scan somebody's pass."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttendanceSource
from db.queries import check_in as sightings
from db.queries import lessons, staff, users
from db.queries.check_in import Sighting
from domain import checking_in, codes, policy
from domain.answers import Answer, CheckIn, WhichLesson
from domain.checking_in import Desk, Evidence
from domain.codes import Pass, ShownPass
from domain.judging import LATELY, SOON, judge, of_none_open
from domain.policy import Action
from domain.tokens import TokenNotValid


async def by_pass(session: AsyncSession, desk: Desk, scan: Pass) -> CheckIn | WhichLesson:
    """Check the person of the pass in, at the lesson that is named, or at the one of the
    scanner's own that is on and has the person on its list."""
    try:
        shown = codes.read_pass(desk.signer, scan)
    except TokenNotValid:
        return CheckIn(Answer.CODE_INVALID)
    near = await _staffed(session, desk, scan, shown)
    if scan.lesson_id is None:
        return await _at_any(session, desk, scan, shown, near)
    named = [it for it in near if it.lesson_id == scan.lesson_id]
    seen = named[0] if named else await _named(session, desk, scan.lesson_id, shown)
    if seen is None:
        return CheckIn(Answer.CODE_INVALID)
    return await _at(session, desk, scan, shown, seen, others=near)


async def _at_any(
    session: AsyncSession, desk: Desk, scan: Pass, shown: ShownPass, near: Sequence[Sighting]
) -> CheckIn | WhichLesson:
    now_open = [it for it in near if it.is_open(scan.at)]
    if not now_open:
        return of_none_open(near, scan.at) if near else await _nowhere(session, desk, shown)
    expected = [it for it in now_open if _is_expected(it)]
    meant = expected or now_open
    if len(meant) == 1:
        return await _at(session, desk, scan, shown, meant[0], others=near)
    chosen_id = await lessons.last_scanned_to(
        session, [it.lesson_id for it in meant], by_user=desk.actor.id
    )
    chosen = [it for it in meant if it.lesson_id == chosen_id]
    if not chosen:
        return WhichLesson(tuple(meant))
    checked = await _at(session, desk, scan, shown, chosen[0], others=near)
    return replace(checked, other=next(it for it in meant if it.lesson_id != chosen_id))


async def _at(
    session: AsyncSession,
    desk: Desk,
    scan: Pass,
    shown: ShownPass,
    seen: Sighting,
    others: Sequence[Sighting],
) -> CheckIn:
    if seen.part is None or not policy.can(desk.actor.role, seen.part, Action.MARK):
        return CheckIn(Answer.NOT_STAFF, is_own=seen.person_id == desk.actor.id)
    is_too_plain = seen.renewing_pass_only and not shown.is_renewing
    answer = judge(seen, scan.at, is_fresh=shown.is_fresh and not is_too_plain)
    there = [it for it in others if it.is_open(scan.at) and _is_expected(it)]
    elsewhere = there[0] if there and answer is Answer.NOT_ENROLLED else None
    answer = Answer.WRONG_LESSON if elsewhere else answer
    evidence = Evidence(scan.at, AttendanceSource.PASS)
    finished = await checking_in.finish(session, desk, seen, answer, evidence)
    needs_renewing = is_too_plain and answer is Answer.CODE_EXPIRED
    return replace(finished, needs_renewing=needs_renewing, elsewhere=elsewhere)


async def _staffed(
    session: AsyncSession, desk: Desk, scan: Pass, shown: ShownPass
) -> list[Sighting]:
    since, until = scan.at - LATELY, scan.at + SOON
    return await sightings.staffed(
        session, public_id=shown.public_id, viewer_id=desk.actor.id, since=since, until=until
    )


async def _named(
    session: AsyncSession, desk: Desk, lesson_id: int, shown: ShownPass
) -> Sighting | None:
    whose = {"public_id": shown.public_id, "viewer_id": desk.actor.id}
    return await sightings.by_pass(session, lesson_id, **whose)


async def _nowhere(session: AsyncSession, desk: Desk, shown: ShownPass) -> CheckIn:
    """The scanner has no lesson, or the person is gone."""
    person_id = await users.id_of_public(session, shown.public_id)
    if person_id is None:
        return CheckIn(Answer.CODE_INVALID)
    if await staff.is_anywhere(session, desk.actor.id):
        return CheckIn(Answer.CLOSED)
    return CheckIn(Answer.NOT_STAFF, is_own=person_id == desk.actor.id)


def _is_expected(seen: Sighting) -> bool:
    return seen.enrollment_status is not None and seen.enrollment_status.holds_seat

"""Who runs a course moves people in its queue, and gives them seats out of turn. Why is kept with
the enrollment: the history says only that there was a reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Enrollment, EnrollmentStatus
from db.queries import enrolled as rows
from db.queries import enrollments
from db.queries.enrolled import Enrolled
from domain import details, enrolled, journal, names, policy
from domain.actor import Actor
from domain.enrolled import REASON_LENGTH, Step
from domain.errors import CourseFull, NotOnOneself, NotWaiting, RankNotValid, ReasonNotValid
from domain.policy import Action

LONGEST_PLACE = 6
"""Digits: nobody waits behind a million."""

PLACE = re.compile(rf"\D{{0,20}}(\d{{1,{LONGEST_PLACE}}})\D{{0,20}}")


@dataclass(frozen=True)
class Admission:
    of: EnrollmentStatus
    """Whether they wait, or were put off."""
    reason: str = ""
    seats: int = 0
    """How many the course may come to have for it; 0: as many as it has."""


async def move(
    session: AsyncSession,
    actor: Actor,
    *,
    enrollment_id: int,
    rank: int,
    reason: str,
    now: datetime,
) -> Enrolled:
    """Give somebody who waits that place, from 1; behind the last is the last. Others make room.

    What place they have already, they keep, and for the reason that was given then.
    """
    course = await _hold(session, actor, enrollment_id)
    queue = list(await enrollments.waiting(session, course.id))
    before = _index(queue, enrollment_id)
    after = max(1, min(rank, len(queue))) - 1
    if before != after:
        who = queue[before]
        await _reorder(session, queue, before, after)
        who.reason = reason or None
        told = {"rank": [before + 1, after + 1], "has_reason": bool(reason)}
        journal.note(session, actor, "move_in_queue", who, now=now, **told)
        await session.flush()
    return await rows.get(session, enrollment_id)


async def admit(
    session: AsyncSession,
    actor: Actor,
    *,
    enrollment_id: int,
    admission: Admission,
    now: datetime,
) -> Enrolled:
    """Give a seat to somebody who waits, or was put off. Where none is free the course may get
    one more, if that makes as many as was agreed to."""
    course = await _hold(session, actor, enrollment_id)
    enrollment = await enrollments.get(session, enrollment_id)
    if enrollment is not None and enrollment.status is admission.of:
        await _make_room(session, actor, course, admission.seats, now)
    step = Step(EnrollmentStatus.REGISTERED, admission.reason, admission.of)
    return await enrolled.change(session, actor, enrollment_id=enrollment_id, step=step, now=now)


def place(typed: str) -> int:
    """The number of a place, with whatever words stand around it."""
    found = PLACE.fullmatch(names.tidy(typed))
    if found is None or int(found[1]) == 0:
        raise RankNotValid
    return int(found[1])


def reason(typed: str) -> str:
    """In the words of those who run the course."""
    told = names.tidy(typed)
    if not 0 < len(told) <= REASON_LENGTH:
        raise ReasonNotValid(REASON_LENGTH)
    return told


async def _hold(session: AsyncSession, actor: Actor, enrollment_id: int) -> Course:
    seen = (await enrolled.see(session, actor, enrollment_id=enrollment_id)).enrollment
    course = await policy.lock_course(session, actor, Action.RUN, course_id=seen.course_id)
    if seen.user_id == actor.id:
        raise NotOnOneself
    return course


def _index(queue: Sequence[Enrollment], enrollment_id: int) -> int:
    for number, it in enumerate(queue):
        if it.id == enrollment_id:
            return number
    raise NotWaiting


async def _reorder(
    session: AsyncSession, queue: list[Enrollment], before: int, after: int
) -> None:
    """Those between move up or down by one; the places stay the same, and who has them changes."""
    first, last = sorted([before, after])
    places = [_place_of(it) for it in queue[first : last + 1]]
    queue.insert(after, queue.pop(before))
    moved: Sequence[Enrollment] = queue[first : last + 1]
    # No two have a place at once, not even on the way.
    for it in moved:
        it.waitlist_place = -_place_of(it)
    await session.flush()
    for it, its_place in zip(moved, places, strict=True):
        it.waitlist_place = its_place
    await session.flush()


def _place_of(enrollment: Enrollment) -> int:
    assert enrollment.waitlist_place is not None
    return enrollment.waitlist_place


async def _make_room(
    session: AsyncSession, actor: Actor, course: Course, seats: int, now: datetime
) -> None:
    if not course.is_full:
        return
    assert course.capacity is not None
    if seats != course.capacity + 1 or seats > details.MOST_SEATS:
        raise CourseFull
    changed = details.write(course, {"capacity": seats})
    course.version += 1
    journal.note(session, actor, "change_course", course, now=now, **changed)
    await session.flush()

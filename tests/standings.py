"""Who stands where on some courses at a moment, and the rules that hold from one to the next."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    User,
)
from domain import courses
from tests.factories import NOON
from tests.people import as_actor

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED


@dataclass(frozen=True)
class Place:
    """Of one person on one course, with what was written about it so far."""

    status: EnrollmentStatus
    waitlist_place: int | None
    rank: int
    """As the person is told."""
    is_reached: bool
    is_erased: bool
    entries: int
    promotions: int


@dataclass(frozen=True)
class Queue:
    capacity: int | None
    taken: int
    takes_people: bool
    places: dict[int, Place] = field(default_factory=dict)
    """By the person's id."""

    def with_status(self, *statuses: EnrollmentStatus) -> dict[int, Place]:
        return {who: it for who, it in self.places.items() if it.status in statuses}

    @property
    def waiting(self) -> list[int]:
        """Those who wait, in order."""
        waiting = self.with_status(WAITLISTED)
        return sorted(waiting, key=lambda who: waiting[who].waitlist_place or 0)

    @property
    def is_full(self) -> bool:
        return self.taken == self.capacity


Moment = dict[int, Queue]
"""By the course's id."""


async def look(session: AsyncSession, course_ids: Collection[int]) -> Moment:
    found = await session.scalars(select(Course).where(Course.id.in_(course_ids)))
    moment = {it.id: Queue(it.capacity, it.taken, it.takes_people(NOON)) for it in found}
    for enrollment, user, entries, promotions in (
        await session.execute(_places(course_ids))
    ).all():
        places = moment[enrollment.course_id].places
        assert user.id not in places, "two enrollments of one person"
        places[user.id] = Place(
            enrollment.status,
            enrollment.waitlist_place,
            await _rank(session, enrollment, user),
            is_reached=user.reachable and user.blocked_at is None,
            is_erased=user.erased_at is not None,
            entries=entries,
            promotions=promotions,
        )
    return moment


def broken(before: Moment, after: Moment, excused: Collection[int]) -> list[str]:
    """The rules that do not hold. Excused are those who are reachable again, until they are
    thought of."""
    return [
        f"{rule.__name__} of course {course_id}: {who}"
        for course_id, queue in after.items()
        for rule in RULES
        for who in rule(before.get(course_id, queue), queue, excused)
    ]


def seats(_: Queue, queue: Queue, __: Collection[int]) -> Iterator[object]:
    held = len([it for it in queue.places.values() if it.status.holds_seat])
    if held != queue.taken or (queue.capacity is not None and held > queue.capacity):
        yield held, queue.taken, queue.capacity


def beside_a_free_seat(_: Queue, queue: Queue, excused: Collection[int]) -> Iterator[object]:
    if not queue.is_full and queue.takes_people:
        yield from (
            who for who in queue.waiting if queue.places[who].is_reached and who not in excused
        )


def out_of_turn(before: Queue, queue: Queue, _: Collection[int]) -> Iterator[object]:
    promoted = [who for who in before.waiting if queue.places[who].status is REGISTERED]
    passed_over = [
        who
        for who in before.waiting
        if queue.places[who].status is WAITLISTED and queue.places[who].is_reached
    ]
    order = {who: number for number, who in enumerate(before.waiting)}
    yield from (
        (late, early) for late in promoted for early in passed_over if order[early] < order[late]
    )


def notices(before: Queue, queue: Queue, _: Collection[int]) -> Iterator[object]:
    for who, place in queue.places.items():
        was = before.places.get(who)
        told = place.promotions - (was.promotions if was else 0)
        if told != (who in before.waiting and place.status is REGISTERED):
            yield who, told


def history(before: Queue, queue: Queue, _: Collection[int]) -> Iterator[object]:
    for who, place in queue.places.items():
        was = before.places.get(who)
        noted = place.entries - (was.entries if was else 0)
        has_moved = was is None or (was.status, was.waitlist_place) != (
            place.status,
            place.waitlist_place,
        )
        if noted != has_moved:
            yield who, noted


def erased(_: Queue, queue: Queue, __: Collection[int]) -> Iterator[object]:
    yield from (who for who, it in queue.places.items() if it.is_erased and it.status.is_live)


def ranks(_: Queue, queue: Queue, __: Collection[int]) -> Iterator[object]:
    told = [queue.places[who].rank for who in queue.waiting]
    if told != list(range(1, len(told) + 1)):
        yield told


RULES = (seats, beside_a_free_seat, out_of_turn, notices, history, erased, ranks)


def _places(course_ids: Collection[int]) -> Select[Enrollment, User, int, int]:
    """With how many log entries, and how many notices of a promotion, there are of each."""
    entries = select(func.count()).where(
        LogEntry.entity == "enrollments", LogEntry.entity_id == Enrollment.id
    )
    promotions = select(func.count()).where(
        Delivery.kind == DeliveryKind.PROMOTED,
        Delivery.user_id == Enrollment.user_id,
        Delivery.payload["course_id"].as_integer() == Enrollment.course_id,
    )
    return (
        select(Enrollment, User, entries.scalar_subquery(), promotions.scalar_subquery())
        .join(User, User.id == Enrollment.user_id)
        .where(Enrollment.course_id.in_(course_ids))
    )


async def _rank(session: AsyncSession, enrollment: Enrollment, user: User) -> int:
    if enrollment.status is not WAITLISTED:
        return 0
    seen = await courses.view(session, as_actor(user), course_id=enrollment.course_id, now=NOON)
    return seen.rank

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
from db.queries.courses import rank
from tests.factories import NOON

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


NOBODY = Queue(capacity=None, taken=0, takes_people=False)

Moment = dict[int, Queue]
"""By the course's id."""


async def look(session: AsyncSession, course_ids: Collection[int]) -> Moment:
    found = await session.scalars(select(Course).where(Course.id.in_(course_ids)))
    moment = {it.id: Queue(it.capacity, it.taken, it.takes_people(NOON)) for it in found}
    rows = (await session.execute(_places(course_ids))).all()
    for enrollment, user, rank_told, entries, promotions in rows:
        places = moment[enrollment.course_id].places
        assert user.id not in places, "two enrollments of one person"
        places[user.id] = Place(
            enrollment.status,
            enrollment.waitlist_place,
            rank_told,
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
        for who in rule(before.get(course_id, NOBODY), queue, excused)
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


def newcomers(before: Queue, queue: Queue, _: Collection[int]) -> Iterator[object]:
    new = [who for who in queue.waiting if who not in before.waiting]
    if queue.waiting[len(queue.waiting) - len(new) :] != new:
        yield queue.waiting, new


def undue(before: Queue, queue: Queue, _: Collection[int]) -> Iterator[object]:
    """Seats and places that nobody could get."""
    for who, place in queue.with_status(REGISTERED, WAITLISTED).items():
        was = before.places.get(who)
        if was is not None and was.status is place.status:
            continue
        is_out = was is not None and was.status is EnrollmentStatus.EXPELLED
        is_out_of_reach = who in before.waiting and not place.is_reached
        if is_out or is_out_of_reach or not queue.takes_people:
            yield who, place.status


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


def achieved(before: Queue, queue: Queue, _: Collection[int]) -> Iterator[object]:
    """Who has completed a course keeps that, unless the staff take it away."""
    done = before.with_status(EnrollmentStatus.COMPLETED)
    kept = queue.with_status(EnrollmentStatus.COMPLETED, EnrollmentStatus.EXPELLED)
    yield from done.keys() - kept.keys()


def erased(_: Queue, queue: Queue, __: Collection[int]) -> Iterator[object]:
    on_it = queue.with_status(REGISTERED, WAITLISTED)
    yield from (who for who, it in on_it.items() if it.is_erased)


def ranks(_: Queue, queue: Queue, __: Collection[int]) -> Iterator[object]:
    told = [queue.places[who].rank for who in queue.waiting]
    if told != list(range(1, len(told) + 1)):
        yield told


RULES = (
    seats,
    beside_a_free_seat,
    out_of_turn,
    newcomers,
    undue,
    notices,
    history,
    achieved,
    erased,
    ranks,
)


def _places(course_ids: Collection[int]) -> Select[Enrollment, User, int, int, int]:
    """With the rank that people are told, and how many log entries and promotions there were."""
    entries = select(func.count()).where(
        LogEntry.entity == "enrollments", LogEntry.entity_id == Enrollment.id
    )
    promotions = select(func.count()).where(
        Delivery.kind == DeliveryKind.PROMOTED,
        Delivery.user_id == Enrollment.user_id,
        Delivery.payload["course_id"].as_integer() == Enrollment.course_id,
    )
    return (
        select(Enrollment, User, rank(), entries.scalar_subquery(), promotions.scalar_subquery())
        .join(User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.course_id.in_(course_ids))
    )

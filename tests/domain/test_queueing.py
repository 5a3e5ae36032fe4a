"""Who runs a course moves people in its queue, and gives them seats out of turn."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import authoring, enrollments, queueing
from domain.errors import (
    CourseFull,
    DomainError,
    EnrollmentNotFound,
    NotAllowed,
    NotOnOneself,
    NotWaiting,
    RankNotValid,
    ReasonNotValid,
    StepNotPossible,
)
from domain.queueing import Admission
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import Act, Race, create_race

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
EXPELLED = EnrollmentStatus.EXPELLED
COURSE_LOCK = " FOR UPDATE OF courses"

Move = Callable[..., Awaitable[int]]
Admit = Callable[..., Awaitable[None]]


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def queue(make: Factory, vera: User) -> Course:
    """Five wait, for a course with one seat."""
    return await full(make, vera)


async def full(make: Factory, manager: User, *, waiting: int = 5) -> Course:
    people = [await make.user(full_name=name) for name in "ABCDEFGHIJ"[:waiting]]
    course = await make.course(await make.user(), waiting=people, capacity=1)
    await make.staff(course, manager, StaffPart.MANAGER)
    return course


async def in_line(make: Factory, course: Course) -> str:
    """Who waits, in order, by the letters that they are called."""
    called = {it.id: it.full_name for it in await make.all(User)}
    waiting = [it for it in await make.all(Enrollment) if it.waitlist_place is not None]
    mine = [it for it in waiting if it.course_id == course.id]
    return "".join(
        called[it.user_id] for it in sorted(mine, key=lambda it: it.waitlist_place or 0)
    )


async def place_of(make: Factory, course: Course, name: str) -> Enrollment:
    [user] = [
        it
        for it in await make.all(User)
        if it.full_name == name
        and any(
            (place.user_id, place.course_id) == (it.id, course.id)
            for place in await make.all(Enrollment)
        )
    ]
    [place] = [
        it
        for it in await make.all(Enrollment)
        if (it.user_id, it.course_id) == (user.id, course.id)
    ]
    return place


@pytest.fixture
def move(session: AsyncSession, make: Factory, vera: User, queue: Course) -> Move:
    async def move(name: str, rank: int, reason: str = "agreed") -> int:
        place = await place_of(make, queue, name)
        to: dict[str, Any] = {"enrollment_id": place.id, "rank": rank, "reason": reason}
        moved = await queueing.move(session, as_actor(vera), **to, now=NOON)
        await session.flush()
        return moved.rank

    return move


@pytest.fixture
def admit(session: AsyncSession, make: Factory, vera: User, queue: Course) -> Admit:
    async def admit(place: Enrollment, **admission: Any) -> None:
        terms = Admission(**{"of": WAITLISTED, "reason": "agreed"} | admission)
        await queueing.admit(
            session, as_actor(vera), enrollment_id=place.id, admission=terms, now=NOON
        )
        await session.flush()

    return admit


# Moving


@pytest.mark.parametrize(
    ("name", "rank", "order"),
    [
        ("E", 1, "EABCD"),
        ("A", 5, "BCDEA"),
        ("C", 2, "ACBDE"),
        ("C", 4, "ABDCE"),
        ("B", 4, "ACDBE"),
        ("D", 2, "ADBCE"),
        ("A", 999, "BCDEA"),
        ("E", 0, "EABCD"),
        ("C", 3, "ABCDE"),
    ],
)
async def test_person_gets_the_place_and_others_make_room(
    move: Move, make: Factory, queue: Course, name: str, rank: int, order: str
) -> None:
    ranked = await move(name, rank)

    assert await in_line(make, queue) == order
    assert ranked == order.index(name) + 1


async def test_move_is_in_the_history_with_both_ranks_and_its_reason_is_not(
    move: Move, make: Factory, vera: User, queue: Course
) -> None:
    await move("D", 2, "has a sick child")

    place, [entry] = await place_of(make, queue, "D"), await make.all(LogEntry)
    assert (entry.action, entry.user_id, entry.entity_id) == ("move_in_queue", vera.id, place.id)
    assert entry.details == {"rank": [4, 2], "has_reason": True}
    assert place.reason == "has a sick child"


async def test_second_tap_moves_nobody_further(move: Move, make: Factory, queue: Course) -> None:
    await move("D", 3, "first")

    ranked = await move("D", 3, "second")

    assert ranked == 3
    assert await in_line(make, queue) == "ABDCE"
    assert len(await make.all(LogEntry)) == 1
    assert (await place_of(make, queue, "D")).reason == "first"


async def test_nobody_is_told_and_no_status_changes(
    move: Move, make: Factory, queue: Course
) -> None:
    before = {it.id: it.changed_at for it in await make.all(Enrollment)}

    await move("E", 1)

    assert {it.id: it.changed_at for it in await make.all(Enrollment)} == before
    assert await make.all(Delivery) == []
    assert (await make.again(queue)).taken == 1


async def test_other_queues_stay_as_they_are(move: Move, make: Factory, vera: User) -> None:
    other = await make.course(waiting=[await make.user(full_name=it) for it in "XYZ"], capacity=0)

    await move("E", 1)

    assert await in_line(make, other) == "XYZ"


async def test_seat_that_comes_free_goes_to_whom_the_staff_put_first(
    move: Move, session: AsyncSession, make: Factory, queue: Course
) -> None:
    await move("D", 1)
    [seated] = [it for it in await make.all(Enrollment) if it.status is REGISTERED]
    leaver = await make.again(await session.get_one(User, seated.user_id))

    await enrollments.leave(session, as_actor(leaver), course_id=queue.id, now=NOON)
    await session.flush()

    assert (await place_of(make, queue, "D")).status is REGISTERED
    assert await in_line(make, queue) == "ABCE"


async def test_newcomer_is_last_after_any_move(
    move: Move, session: AsyncSession, make: Factory, queue: Course
) -> None:
    await move("A", 5)
    newcomer = await make.user(full_name="N")

    await enrollments.enroll(session, as_actor(newcomer), course_id=queue.id, now=NOON)

    assert await in_line(make, queue) == "BCDEAN"


async def test_unreachable_person_can_be_moved_and_is_passed_over(
    move: Move, session: AsyncSession, make: Factory, vera: User, queue: Course
) -> None:
    place = await place_of(make, queue, "E")
    await make.change(await session.get_one(User, place.user_id), reachable=False)
    await move("E", 1)

    await authoring.edit(session, as_actor(vera), CAMPUS, course_id=queue.id, now=NOON, capacity=2)
    await session.flush()

    assert (await place_of(make, queue, "A")).status is REGISTERED
    assert await in_line(make, queue) == "EBCD"


@pytest.mark.parametrize("status", [REGISTERED, EnrollmentStatus.COMPLETED, EXPELLED])
async def test_who_does_not_wait_is_not_moved(
    session: AsyncSession, make: Factory, vera: User, queue: Course, status: EnrollmentStatus
) -> None:
    place = await make.enrollment(queue, await make.user(), status)

    with pytest.raises(NotWaiting):
        await queueing.move(
            session, as_actor(vera), enrollment_id=place.id, rank=1, reason="x", now=NOON
        )


async def test_manager_who_waits_does_not_move_themselves(
    session: AsyncSession, make: Factory, vera: User, queue: Course
) -> None:
    place = await make.enrollment(queue, vera, WAITLISTED)
    who: dict[str, Any] = {"enrollment_id": place.id, "now": NOON}

    with pytest.raises(NotOnOneself):
        await queueing.move(session, as_actor(vera), rank=1, reason="x", **who)
    with pytest.raises(NotOnOneself):
        await queueing.admit(session, as_actor(vera), admission=Admission(WAITLISTED), **who)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST, Role.ADMIN])
@pytest.mark.parametrize("part", [None, StaffPart.ASSISTANT, StaffPart.HOST])
async def test_only_managers_move_and_admit(
    session: AsyncSession, make: Factory, queue: Course, role: Role, part: StaffPart | None
) -> None:
    who, place = await make.user(role=role), await place_of(make, queue, "C")
    if part is not None:
        await make.staff(queue, who, part)
    whose: dict[str, Any] = {"enrollment_id": place.id, "now": NOON}

    for act in (
        queueing.move(session, as_actor(who), rank=1, reason="x", **whose),
        queueing.admit(session, as_actor(who), admission=Admission(WAITLISTED), **whose),
    ):
        with pytest.raises((NotAllowed, EnrollmentNotFound)):
            await act

    assert await in_line(make, queue) == "ABCDE"


# Seats out of turn


async def test_free_seat_is_given_and_told(
    admit: Admit, make: Factory, vera: User, queue: Course
) -> None:
    await make.change(queue, capacity=2)
    place = await place_of(make, queue, "C")

    await admit(place, reason="was promised")

    now, [entry], [notice] = (
        await make.again(place),
        await make.all(LogEntry),
        await make.all(Delivery),
    )
    assert (now.status, now.waitlist_place, now.reason) == (REGISTERED, None, "was promised")
    assert (await make.again(queue)).taken == 2
    assert entry.details == {"status": ["waitlisted", "registered"], "has_reason": True}
    assert (notice.kind, notice.user_id) == (DeliveryKind.PROMOTED, place.user_id)
    assert await in_line(make, queue) == "ABDE"


async def test_full_course_gives_no_seat(admit: Admit, make: Factory, queue: Course) -> None:
    place = await place_of(make, queue, "C")

    with pytest.raises(CourseFull):
        await admit(place)

    assert (await make.again(place)).status is WAITLISTED


async def test_one_more_seat_is_made_where_that_was_agreed_to(
    admit: Admit, make: Factory, queue: Course
) -> None:
    place = await place_of(make, queue, "C")

    await admit(place, seats=2)

    course, entries = await make.again(queue), await make.all(LogEntry)
    assert (course.capacity, course.taken, course.version) == (2, 2, queue.version + 1)
    assert [(it.action, it.details) for it in entries] == [
        ("change_course", {"capacity": [1, 2]}),
        ("move_enrollment", {"status": ["waitlisted", "registered"], "has_reason": True}),
    ]
    assert await in_line(make, queue) == "ABDE"


async def test_second_tap_makes_no_second_seat(admit: Admit, make: Factory, queue: Course) -> None:
    place = await place_of(make, queue, "C")

    await admit(place, seats=2)
    await admit(place, seats=2)

    assert ((await make.again(queue)).capacity, (await make.again(queue)).taken) == (2, 2)
    assert len(await make.all(LogEntry)) == 2


@pytest.mark.parametrize("seats", [0, 1, 3, 100, 2**62])
async def test_more_seats_than_agreed_to_are_not_made(
    admit: Admit, make: Factory, queue: Course, seats: int
) -> None:
    place = await place_of(make, queue, "C")

    with pytest.raises(CourseFull):
        await admit(place, seats=seats)

    assert (await make.again(queue)).capacity == 1


async def test_seats_are_not_added_where_one_is_free(
    admit: Admit, make: Factory, queue: Course
) -> None:
    await make.change(queue, capacity=2)
    place = await place_of(make, queue, "C")

    await admit(place, seats=2)

    assert ((await make.again(queue)).capacity, (await make.again(queue)).taken) == (2, 2)


async def test_who_was_put_off_is_taken_back_and_told(
    admit: Admit, make: Factory, queue: Course
) -> None:
    place = await make.enrollment(queue, await make.user(), EXPELLED)
    await make.change(place, reason="was rude")

    await admit(place, of=EXPELLED, reason="", seats=2)

    now, [notice] = await make.again(place), await make.all(Delivery)
    assert (now.status, now.reason) == (REGISTERED, None)
    assert (notice.kind, notice.user_id) == (DeliveryKind.ENROLLED, place.user_id)
    assert (await make.again(queue)).capacity == 2


@pytest.mark.parametrize(("now", "of"), [(WAITLISTED, EXPELLED), (EXPELLED, WAITLISTED)])
async def test_button_of_another_time_gives_no_seat(
    admit: Admit, make: Factory, queue: Course, now: EnrollmentStatus, of: EnrollmentStatus
) -> None:
    place = await make.enrollment(queue, await make.user(), now)
    await make.change(queue, capacity=9)

    with pytest.raises(StepNotPossible):
        await admit(place, of=of, seats=10)

    assert (await make.again(place)).status is now
    assert (await make.again(queue)).capacity == 9


# What is typed


@pytest.mark.parametrize(
    ("typed", "rank"),
    [("3", 3), (" 3 ", 3), ("3.", 3), ("number 12", 12), ("#7", 7), ("to place 2, please", 2)],
)
def test_place_is_understood(typed: str, rank: int) -> None:
    assert queueing.place(typed) == rank


@pytest.mark.parametrize(
    "typed", ["0", "", "first", "1 or 2", "1234567", "3 4", "-", "\u0000", "x" * 4000, "1.5"]
)
def test_what_is_no_place_is_refused(typed: str) -> None:
    with pytest.raises(RankNotValid):
        queueing.place(typed)


def test_reason_is_tidied_and_has_a_limit() -> None:
    assert queueing.reason(" has\n a\u202e cold ") == "has a cold"
    for wrong in ("", " \u200b ", "x" * 301):
        with pytest.raises(ReasonNotValid):
            queueing.reason(wrong)


# Races


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


@pytest.fixture
def really(committing: Transaction) -> Factory:
    return Factory(committing)


def moving(who: User, place: Enrollment, rank: int) -> Act:
    to: dict[str, Any] = {"enrollment_id": place.id, "rank": rank, "reason": "x"}
    return lambda session: queueing.move(session, as_actor(who), **to, now=NOON)


def admitting(who: User, place: Enrollment, seats: int = 0) -> Act:
    terms = Admission(WAITLISTED, "x", seats)
    return lambda session: queueing.admit(
        session, as_actor(who), enrollment_id=place.id, admission=terms, now=NOON
    )


async def some(really: Factory, course: Course, names: Sequence[str]) -> list[Enrollment]:
    return [await place_of(really, course, name) for name in names]


async def two_managers(really: Factory, **named: int) -> tuple[Course, User, User]:
    vera, boris = await really.admin(), await really.admin()
    course = await full(really, vera, **named)
    await really.staff(course, boris, StaffPart.MANAGER)
    return course, vera, boris


async def test_two_managers_who_move_at_once_leave_one_queue(race: Race, really: Factory) -> None:
    course, vera, boris = await two_managers(really)
    c, e = await some(really, course, "CE")

    await race(moving(vera, e, 1), moving(boris, c, 1))

    assert await in_line(really, course) == "CEABD"


async def test_two_who_move_the_same_person_up_move_them_once(race: Race, really: Factory) -> None:
    course, vera, boris = await two_managers(really)
    [c] = await some(really, course, "C")

    await race(moving(vera, c, 2), moving(boris, c, 2))

    entries = [it for it in await really.all(LogEntry) if it.entity_id == c.id]
    assert await in_line(really, course) == "ACBDE"
    assert len(entries) == 1


async def test_promotion_at_the_same_moment_takes_the_new_first(
    race: Race, really: Factory
) -> None:
    course, vera, _ = await two_managers(really)
    [d] = await some(really, course, "D")
    [seated] = [
        it
        for it in await really.all(Enrollment)
        if it.course_id == course.id and it.status is REGISTERED
    ]
    [leaver] = [it for it in await really.all(User) if it.id == seated.user_id]

    await race(
        moving(vera, d, 1),
        lambda session: enrollments.leave(
            session, as_actor(leaver), course_id=course.id, now=NOON
        ),
    )

    assert (await really.again(d)).status is REGISTERED
    assert await in_line(really, course) == "ABCE"


async def test_who_was_promoted_just_now_is_not_moved(race: Race, really: Factory) -> None:
    course, vera, _ = await two_managers(really)
    [a] = await some(really, course, "A")
    [seated] = [
        it
        for it in await really.all(Enrollment)
        if it.course_id == course.id and it.status is REGISTERED
    ]
    [leaver] = [it for it in await really.all(User) if it.id == seated.user_id]

    _, came_of_it = await race(
        lambda session: enrollments.leave(
            session, as_actor(leaver), course_id=course.id, now=NOON
        ),
        moving(vera, a, 3),
    )

    assert isinstance(came_of_it, NotWaiting)
    assert await in_line(really, course) == "BCDE"


async def test_two_who_admit_with_one_more_seat_make_one(race: Race, really: Factory) -> None:
    course, vera, boris = await two_managers(really)
    c, d = await some(really, course, "CD")

    _, came_of_it = await race(admitting(vera, c, 2), admitting(boris, d, 2))

    after = await really.again(course)
    assert isinstance(came_of_it, CourseFull)
    assert (after.capacity, after.taken) == (2, 2)
    assert await in_line(really, course) == "ABDE"


async def test_two_who_admit_the_same_person_do_it_once(race: Race, really: Factory) -> None:
    course, vera, boris = await two_managers(really)
    [c] = await some(really, course, "C")

    _, came_of_it = await race(admitting(vera, c, 2), admitting(boris, c, 2))

    after = await really.again(course)
    told = [it for it in await really.all(Delivery) if it.user_id == c.user_id]
    assert not isinstance(came_of_it, DomainError)
    assert (after.capacity, after.taken, len(told)) == (2, 2, 1)


async def test_without_the_lock_of_the_course_the_queue_would_break(
    race: Race, really: Factory
) -> None:
    course, vera, boris = await two_managers(really)
    c, e = await some(really, course, "CE")

    _, came_of_it = await race(admitting(vera, c, 2), admitting(boris, e, 2), guard=COURSE_LOCK)

    after = await really.again(course)
    held = [it for it in await really.all(Enrollment) if it.course_id == course.id]
    seats = sum(it.status.holds_seat for it in held)
    assert isinstance(came_of_it, Exception) or seats != after.taken

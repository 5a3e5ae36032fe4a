import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery, EditMessageText

from db.models import (
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    Role,
    User,
)
from db.session import Transaction
from domain.clock import Clock
from keyboards.course import AskLeave, Enroll, Leave
from tests.conftest import Feed, create_feed
from tests.factories import DAY, NOON, Factory
from tests.telegram import tap

LEFT = "Done: you are not on the list of <b>Mathematics</b> any more."
AFTERWARDS = ["To the course", "🎓 My courses", "🏠 Menu"]


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


async def statuses(make: Factory) -> list[tuple[int, EnrollmentStatus]]:
    return [(it.user_id, it.status) for it in await make.all(Enrollment)]


async def actions(make: Factory) -> list[str]:
    return [it.action for it in await make.all(LogEntry)]


# Enrolling


async def test_seat_is_taken_by_a_tap(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course(name="Algebra <1>", capacity=1)

    telegram = await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    assert telegram.said() == "✅ You are enrolled in <b>Algebra &lt;1&gt;</b>."
    assert list(telegram.buttons()) == AFTERWARDS
    assert await statuses(make) == [(anna.id, EnrollmentStatus.REGISTERED)]
    assert (await make.again(course)).taken == 1
    assert await actions(make) == ["enroll"]


async def test_full_course_gives_a_place_in_the_queue(
    feed: Feed, make: Factory, anna: User
) -> None:
    course = await make.course(capacity=0, waiting=[await make.user()])

    telegram = await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    assert telegram.said() == (
        "No seats left for now. You are in the queue for <b>Mathematics</b>, "
        "number <b>2</b>. When your turn comes, I will enroll you and write."
    )
    assert (anna.id, EnrollmentStatus.WAITLISTED) in await statuses(make)
    assert (await make.again(course)).taken == 0


@pytest.mark.parametrize(
    ("capacity", "again"),
    [
        (1, "You are enrolled in <b>Mathematics</b> already."),
        (0, "You are in the queue for <b>Mathematics</b> already, number <b>1</b>."),
    ],
)
async def test_second_tap_says_what_is_so_already(
    feed: Feed, make: Factory, anna: User, capacity: int, again: str
) -> None:
    course = await make.course(capacity=capacity)
    await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    telegram = await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    assert telegram.said() == again
    assert len(await make.all(Enrollment)) == 1
    assert (await make.again(course)).taken == capacity
    assert await actions(make) == ["enroll"]


async def test_two_taps_at_once_take_one_seat(
    dispatcher: Dispatcher, committing: Transaction, clock: Clock
) -> None:
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    anna, course = await make.user(), await make.course(capacity=5)
    taps = [tap(anna.telegram_id, Enroll(course_id=course.id)) for _ in range(4)]

    answers = await asyncio.gather(*map(feed, taps))

    said = sorted(telegram.said() for telegram in answers)
    assert said[0] == "You are enrolled in <b>Mathematics</b> already."
    assert said[-1] == "✅ You are enrolled in <b>Mathematics</b>."
    assert len({*said}) == 2
    assert (await make.again(course)).taken == 1
    assert len(await make.all(Enrollment)) == len(await make.all(LogEntry)) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"enroll_until": NOON - timedelta(seconds=1)},
            "Enrollment closed on 2 March, 14:59 (Moscow).",
        ),
        (
            {"status": CourseStatus.FINISHED},
            "You cannot enroll in this course now.",
        ),
        (
            {"status": CourseStatus.DRAFT},
            "There is no such course, or it is not for everybody.",
        ),
        ({"access_level": Role.HOST}, "There is no such course, or it is not for everybody."),
    ],
    ids=["closed", "over", "draft", "not for everybody"],
)
async def test_stale_button_of_a_course_that_takes_nobody_is_refused(
    feed: Feed, make: Factory, anna: User, changed: dict[str, Any], words: str
) -> None:
    course = await make.course(**changed)

    telegram = await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    assert [type(call) for call in telegram.calls] == [AnswerCallbackQuery]
    assert telegram.notice() == words
    assert await make.all(Enrollment) == []


async def test_expelled_person_does_not_come_back_by_a_button(
    feed: Feed, make: Factory, anna: User
) -> None:
    course = await make.course()
    await make.enrollment(course, anna, EnrollmentStatus.EXPELLED)

    telegram = await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    assert telegram.notice() == (
        "You were taken off this course. Only its manager can take you back."
    )


@pytest.mark.parametrize("kind", [Enroll, AskLeave, Leave])
async def test_forged_press_finds_no_course(
    feed: Feed, anna: User, kind: type[Enroll | AskLeave | Leave]
) -> None:
    telegram = await feed(tap(anna.telegram_id, kind(course_id=2**63 - 1)))

    assert telegram.notice() == "There is no such course, or it is not for everybody."


# Leaving


async def test_leaving_is_asked_about_first(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course(anna, name="Algebra <1>", capacity=1)

    telegram = await feed(tap(anna.telegram_id, AskLeave(course_id=course.id)))

    assert telegram.said() == (
        "Leave the course <b>Algebra &lt;1&gt;</b>?\n\n"
        "You can come back while there are seats and enrollment is open."
    )
    assert telegram.buttons() == {
        "Yes, leave": f"leave:{course.id}",
        "No, stay": f"course:{course.id}:",
    }
    assert await statuses(make) == [(anna.id, EnrollmentStatus.REGISTERED)]


@pytest.mark.parametrize(
    ("waiting", "language", "price"),
    [
        (1, "en", "The next in the queue gets your seat at once: 1 person waits."),
        (2, "en", "The next in the queue gets your seat at once: 2 people wait."),
        (1, "ru", "Ваше место сразу получит следующий: в очереди 1 человек."),
        (2, "ru", "Ваше место сразу получит следующий: в очереди 2 человека."),
        (5, "ru", "Ваше место сразу получит следующий: в очереди 5 человек."),
    ],
)
async def test_leaving_a_full_course_is_said_to_be_for_good(
    feed: Feed, make: Factory, waiting: int, language: str, price: str
) -> None:
    anna, queue = await make.user(language=language), [await make.user() for _ in range(waiting)]
    course = await make.course(anna, capacity=1, waiting=queue)

    telegram = await feed(tap(anna.telegram_id, AskLeave(course_id=course.id)))

    assert price in telegram.said()


async def test_leaving_the_queue_is_said_to_cost_the_place(
    feed: Feed, make: Factory, anna: User
) -> None:
    course = await make.course(capacity=0, waiting=[anna])

    asked = await feed(tap(anna.telegram_id, AskLeave(course_id=course.id)))
    left = await feed(tap(anna.telegram_id, asked.buttons()["Yes, leave"]))

    assert asked.said() == (
        "Leave the queue for <b>Mathematics</b>? Your place in it will be gone."
    )
    assert left.said() == LEFT


async def test_who_stays_is_back_at_the_course(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course(anna)
    asked = await feed(tap(anna.telegram_id, AskLeave(course_id=course.id)))

    telegram = await feed(tap(anna.telegram_id, asked.buttons()["No, stay"]))

    assert telegram.said().endswith("<b>You are enrolled.</b>")


async def test_seat_goes_to_the_next_in_the_queue(feed: Feed, make: Factory, anna: User) -> None:
    boris = await make.user()
    course = await make.course(anna, capacity=1, waiting=[boris])

    telegram = await feed(tap(anna.telegram_id, Leave(course_id=course.id)))

    assert telegram.the(EditMessageText).text == LEFT
    assert list(telegram.buttons()) == ["To the course", "📚 Courses", "🏠 Menu"]
    assert await statuses(make) == [
        (anna.id, EnrollmentStatus.CANCELLED),
        (boris.id, EnrollmentStatus.REGISTERED),
    ]
    [owed] = await make.all(Delivery)
    assert (owed.kind, owed.user_id) == (DeliveryKind.PROMOTED, boris.id)


async def test_second_tap_on_leaving_says_that_one_is_gone(
    feed: Feed, make: Factory, anna: User
) -> None:
    course = await make.course(anna)
    await feed(tap(anna.telegram_id, Leave(course_id=course.id)))

    telegram = await feed(tap(anna.telegram_id, Leave(course_id=course.id)))

    assert telegram.notice() == "You are not on this course."
    assert (await make.again(course)).taken == 0


@pytest.mark.parametrize("button", [AskLeave, Leave])
@pytest.mark.parametrize(
    ("status", "changed", "words"),
    [
        (
            EnrollmentStatus.REGISTERED,
            {"leave_until": NOON - DAY},
            "You could leave until 1 March, 15:00 (Moscow). "
            "If you cannot come, write to the hosts.",
        ),
        (
            EnrollmentStatus.COMPLETED,
            {},
            "You have completed this course: there is nothing to leave.",
        ),
        (EnrollmentStatus.EXPELLED, {}, "You are not on this course."),
        (None, {}, "You are not on this course."),
    ],
    ids=["too late", "completed", "expelled", "never there"],
)
async def test_leaving_in_vain_is_refused_before_it_is_asked_about(
    feed: Feed,
    make: Factory,
    button: type[AskLeave | Leave],
    status: EnrollmentStatus | None,
    changed: dict[str, Any],
    words: str,
) -> None:
    anna, course = await make.user(), await make.course(**changed)
    if status is not None:
        await make.enrollment(course, anna, status)

    telegram = await feed(tap(anna.telegram_id, button(course_id=course.id)))

    assert [type(call) for call in telegram.calls] == [AnswerCallbackQuery]
    assert telegram.notice() == words


@pytest.mark.parametrize("button", [AskLeave, Leave])
async def test_stranger_has_nothing_to_leave(
    feed: Feed, make: Factory, button: type[AskLeave | Leave]
) -> None:
    course = await make.course()

    telegram = await feed(tap(77, button(course_id=course.id)))

    assert telegram.notice() == "You are not on this course."


async def test_who_left_may_come_back(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course(anna, capacity=1)
    await feed(tap(anna.telegram_id, Leave(course_id=course.id)))

    telegram = await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    assert telegram.said() == "✅ You are enrolled in <b>Mathematics</b>."
    [only] = await make.all(Enrollment)
    assert only.status is EnrollmentStatus.REGISTERED
    assert len(await make.all(Course)) == (await make.again(course)).taken == 1

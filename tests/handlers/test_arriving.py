"""A code of the room shown by who has to be asked first: the scan waits, and then it is done."""

from typing import Any

import pytest
from aiogram import Dispatcher

from db.models import (
    Act,
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Consent,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    LessonStatus,
    PendingStart,
    PointEntry,
    Role,
    ScanAttempt,
    User,
)
from db.session import Transaction
from domain.tokens import Signer
from keyboards.check_in import EnrollAndCheckIn
from keyboards.meeting import AgreeTo
from tests.conftest import Feed, create_feed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.handlers.scenes import MINUTE, Newcomer, Phone, Room, create_room
from tests.telegram import tap

CHECKED_IN = "✅ You are checked in: <b>Mathematics</b>.\n\n+5 points"
AGREE = "✅ I agree"
NOT_BEGUN = "This question is out of date. Choose a course and begin again."


@pytest.fixture
async def room(make: Factory, signer: Signer) -> Room:
    return await create_room(make, signer)


@pytest.fixture
def anna(feed: Feed) -> Newcomer:
    return Newcomer(feed)


@pytest.fixture
async def boris(make: Factory) -> User:
    """A service has written him down; he has never been here."""
    never: dict[str, Any] = {"has_agreed": False, "last_seen_at": None}
    return await make.user(full_name="Boris", **never)


async def introduce(anna: Newcomer) -> str:
    await anna.press(AGREE)
    await anna.press("Anna Petrova")
    return await anna.press("Skip")


# Somebody whom nobody has met


async def test_newcomer_is_met_enrolled_and_checked_in(
    anna: Newcomer, make: Factory, room: Room
) -> None:
    asked = await anna.scans(room.code())
    before = await make.all(User)
    said = await introduce(anna)

    assert asked.startswith(
        "You are at <b>Mathematics</b>. Let us get acquainted: then I will enroll you and check "
        "you in.\n\nOne question before we begin."
    )
    assert before == []
    assert said == CHECKED_IN
    [enrollment] = await make.all(Enrollment)
    assert enrollment.status is EnrollmentStatus.REGISTERED
    [mark] = await make.all(Attendance)
    assert (mark.status, mark.source) == (AttendanceStatus.PRESENT, AttendanceSource.ROOM_CODE)
    assert [it.points for it in await make.all(PointEntry)] == [5]
    assert await make.all(PendingStart) == []


async def test_newcomer_is_met_in_russian(feed: Feed, room: Room) -> None:
    anna = Newcomer(feed, language="ru")

    said = await anna.scans(room.code())

    assert said.startswith(
        "Вы на занятии <b>Mathematics</b>. Познакомимся, и я запишу вас на курс и отмечу.\n\n"
        "Сначала один вопрос."
    )


async def test_it_counts_when_they_scanned_and_not_when_they_had_finished(
    dispatcher: Dispatcher, transaction: Transaction, make: Factory, room: Room
) -> None:
    """They talk for an hour, and the lesson is over."""
    now = [NOON]
    anna = Newcomer(create_feed(dispatcher, transaction, lambda: now[0]))
    await anna.scans(room.code())
    now[0] = NOON + 2 * HOUR

    said = await introduce(anna)

    assert said == CHECKED_IN
    [mark] = await make.all(Attendance)
    assert (mark.status, mark.marked_at) == (AttendanceStatus.PRESENT, NOON)


async def test_of_two_scans_the_first_counts(anna: Newcomer, make: Factory, room: Room) -> None:
    later = NOON + 20 * MINUTE
    await anna.scans(room.code())
    await anna.scans(room.code(later), at=later)

    await introduce(anna)

    [mark] = await make.all(Attendance)
    assert (mark.status, mark.marked_at) == (AttendanceStatus.PRESENT, NOON)


async def test_what_they_have_said_is_not_asked_again(anna: Newcomer, room: Room) -> None:
    await anna.scans(room.code())
    await anna.press(AGREE)

    said = await anna.scans(room.code())

    assert said.startswith("You are at <b>Mathematics</b>.")
    assert "What is your name?" in said


async def test_next_day_is_too_late(
    dispatcher: Dispatcher, transaction: Transaction, make: Factory, room: Room
) -> None:
    now = [NOON]
    anna = Newcomer(create_feed(dispatcher, transaction, lambda: now[0]))
    await anna.scans(room.code())
    now[0] = NOON + DAY + MINUTE

    said = await introduce(anna)

    assert said == "This scan is out of date. Scan the code once more."
    assert await make.all(Enrollment) == []
    assert len(await make.all(User)) == 1


@pytest.mark.parametrize(
    ("course", "lesson", "sentence"),
    [
        ({"capacity": 0}, {}, "There is no free seat on <b>Mathematics</b>, so I cannot check"),
        ({"enroll_until": NOON - DAY}, {}, "Enrollment closed on 1 March, 15:00 (Moscow)."),
        ({"status": CourseStatus.FINISHED}, {}, "The course <b>Mathematics</b> is not running"),
        ({}, {"status": LessonStatus.CANCELLED}, "This lesson is cancelled"),
        ({}, {"starts_at": NOON - 2 * HOUR}, "Check-in to <b>Mathematics</b> closed at 14:00."),
        ({}, {"starts_at": NOON + HOUR}, "Too early: check-in to <b>Mathematics</b> opens"),
    ],
)
async def test_what_could_not_succeed_is_refused_before_the_first_question(
    feed: Feed,
    make: Factory,
    signer: Signer,
    course: dict[str, Any],
    lesson: dict[str, Any],
    sentence: str,
) -> None:
    room, anna = await create_room(make, signer, **course, lesson=lesson), Newcomer(feed)

    said = await anna.scans(room.code())

    assert said.startswith(sentence)
    assert list(anna.telegram.buttons()) == ["To the course", "🏠 Menu"]
    assert await make.all(PendingStart) == []


async def test_course_that_is_not_for_everybody_is_not_shown(
    anna: Newcomer, make: Factory, signer: Signer
) -> None:
    room = await create_room(make, signer, access_level=Role.HOST)

    said = await anna.scans(room.code())

    assert said == "There is no such course, or it is not for everybody."
    assert "To the course" not in anna.telegram.buttons()


async def test_old_or_foreign_codes_begin_nothing(
    anna: Newcomer, make: Factory, room: Room
) -> None:
    foreign = Signer([b"another key"], bot_id=42, bot_name="example_bot")
    elsewhere = Room(foreign, room.course, room.lesson)

    said = [await anna.scans(it) for it in (room.code(NOON - HOUR), elsewhere.code())]

    assert "This code has changed already." in said[0]
    assert said[1].startswith("This code does not fit.")
    assert await make.all(PendingStart) == []


async def test_course_that_fills_up_meanwhile_says_so_in_the_end(
    anna: Newcomer, make: Factory, room: Room
) -> None:
    await anna.scans(room.code())
    await make.change(room.course, capacity=0)

    said = await introduce(anna)

    assert said.startswith(
        "There is no free seat on <b>Mathematics</b>, so I cannot check you in."
    )
    assert await make.all(Attendance) == []


async def test_digits_and_passes_of_a_newcomer_say_what_to_do(
    anna: Newcomer, make: Factory, room: Room
) -> None:
    host = await make.user()

    typed = await anna.types(room.digits())
    scanned = await anna.scans(room.pass_of(host))

    assert typed.startswith("These look like the digits of a lesson.")
    assert scanned.startswith("This is the personal code of another participant.")
    assert await make.all(PendingStart) == []


async def test_digits_between_the_questions_end_nothing(
    anna: Newcomer, make: Factory, room: Room
) -> None:
    await anna.scans(room.code())
    await anna.press(AGREE)

    between = await anna.types(room.digits())
    await anna.types("Anna Petrova")
    group = await anna.types("123456")

    assert between.endswith("Now back to the question above: I am waiting for your answer.")
    assert group == CHECKED_IN
    assert [it.study_group for it in await make.all(User)] == ["123456"]


# Somebody whom a service has registered


async def test_who_was_registered_agrees_and_is_checked_in(
    feed: Feed, make: Factory, room: Room, boris: User
) -> None:
    phone = Phone(feed, boris)

    asked = await phone.scans(room.code())
    before = (await make.all(Attendance), await make.all(Enrollment), await make.all(ScanAttempt))
    done = await phone.press(AGREE)

    assert asked.startswith(
        "You are at <b>Mathematics</b>. One answer, and you are checked in.\n\nOne question"
    )
    assert before == ([], [], [])
    assert done == CHECKED_IN
    assert len(await make.all(Consent)) == 1


@pytest.mark.parametrize("way", ["code", "digits"])
async def test_who_is_on_the_course_is_asked_too(
    feed: Feed, make: Factory, signer: Signer, boris: User, way: str
) -> None:
    room, phone = await create_room(make, signer, boris), Phone(feed, boris)

    asked = await (phone.scans(room.code()) if way == "code" else phone.types(room.digits()))
    before = await make.all(Attendance)
    done = await phone.press(AGREE)

    assert asked.startswith("You are at <b>Mathematics</b>.")
    assert before == []
    assert done == CHECKED_IN
    assert await make.all(ScanAttempt) == []


async def test_agreeing_twice_says_that_it_is_done(
    feed: Feed, make: Factory, room: Room, boris: User
) -> None:
    phone = Phone(feed, boris)
    await phone.scans(room.code())
    agree = phone.telegram.buttons()[AGREE]

    said = [(await feed(tap(boris.telegram_id, agree))).said() for _ in range(2)]

    assert said == [CHECKED_IN, "You are checked in already: <b>Mathematics</b>, at 15:00."]
    assert len(await make.all(PointEntry)) == 1


async def test_button_made_by_hand_checks_nobody_in(
    feed: Feed, make: Factory, room: Room, boris: User
) -> None:
    forged = AgreeTo(act=Act.CHECK_IN, subject=room.lesson.id)

    said = await Phone(feed, boris).press(forged)

    assert said == NOT_BEGUN
    assert await make.all(Attendance) == []
    assert await make.all(Enrollment) == []


async def test_scan_of_one_lesson_is_no_evidence_for_another(
    feed: Feed, make: Factory, signer: Signer, room: Room, boris: User
) -> None:
    other, phone = await create_room(make, signer, name="Chess"), Phone(feed, boris)
    await phone.scans(room.code())

    said = await phone.press(AgreeTo(act=Act.CHECK_IN, subject=other.lesson.id))

    assert said == NOT_BEGUN
    assert await make.all(Attendance) == []


async def test_what_they_are_about_to_do_otherwise_is_no_scan(
    feed: Feed, make: Factory, room: Room
) -> None:
    """A lesson may have the number of a course."""
    enrolling = {"act": Act.ENROLL, "subject": room.lesson.id, "happened_at": NOON}
    await make.add(PendingStart(telegram_id=77, **enrolling))
    boris = await make.user(telegram_id=77)

    said = await Phone(feed, boris).press(AgreeTo(act=Act.CHECK_IN, subject=room.lesson.id))

    assert said == NOT_BEGUN
    assert await make.all(Attendance) == []


async def test_offer_of_a_scan_is_not_for_who_has_not_agreed(
    feed: Feed, make: Factory, room: Room, boris: User
) -> None:
    attempt = ScanAttempt(
        user_id=boris.id, lesson_id=room.lesson.id, answer="not_enrolled", made_at=NOON
    )
    await make.add(attempt)

    await feed(tap(boris.telegram_id, EnrollAndCheckIn(attempt_id=attempt.id)))

    assert await make.all(Enrollment) == []


async def test_wrong_digits_of_who_has_not_agreed_are_counted(
    feed: Feed, make: Factory, signer: Signer, boris: User
) -> None:
    room, phone = await create_room(make, signer, boris), Phone(feed, boris)
    for _ in range(10):
        await phone.types(room.wrong_digits())

    said = await phone.types(room.digits())

    assert said.startswith("Too many wrong codes.")
    assert await make.all(Attendance) == []


# Whose seat has gone


async def test_scan_of_a_newcomer_whose_seat_has_gone_is_kept_for_the_host(
    anna: Newcomer, make: Factory, room: Room
) -> None:
    await anna.scans(room.code())
    await make.change(room.course, capacity=0)

    await introduce(anna)

    [kept] = await make.all(ScanAttempt)
    assert (kept.answer, kept.made_at, kept.lesson_id) == ("not_enrolled", NOON, room.lesson.id)
    assert await make.all(PendingStart) == []


async def test_scan_that_leads_to_nothing_is_kept_of_who_was_registered(
    feed: Feed, make: Factory, signer: Signer, boris: User
) -> None:
    room = await create_room(make, signer, capacity=0)

    said = await Phone(feed, boris).scans(room.code())

    assert said.endswith("Tell the host that you are here.")
    assert [it.user_id for it in await make.all(ScanAttempt)] == [boris.id]

"""One's own code of the room, scanned or typed: each answer in words, and the way on."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.utils.i18n import I18n

from bot.states import TAKES_DIGITS
from bot.texts import check_in as texts
from bot.texts import scanned
from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    CourseStatus,
    EnrollmentStatus,
    LessonStatus,
    PointEntry,
    Role,
    ScanAttempt,
    User,
)
from db.queries.check_in import Sighting
from db.session import Transaction
from domain.answers import Answer, CheckIn, Mark
from domain.campus import LANGUAGES
from domain.errors import (
    CourseFull,
    CourseNotFound,
    CourseNotOpen,
    EnrollmentClosed,
    Expelled,
)
from domain.fields import CourseField
from domain.tokens import Kind, Signer
from keyboards.check_in import EnrollAndCheckIn
from keyboards.editing import AskField
from keyboards.settings import AskSetting
from tests import limits
from tests.conftest import Feed, create_feed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.handlers.scenes import MINUTE, PRICE, Phone, Room, create_room
from tests.people import CAMPUS

HOSTILE = "<b>&amp; \u202eevil" + "Ж" * 5000
CHECKED_IN = "✅ You are checked in: <b>Mathematics</b>.\n\n+5 points"
HOME = "🏠 Menu"


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
def phone(feed: Feed, anna: User) -> Phone:
    return Phone(feed, anna)


@pytest.fixture
async def room(make: Factory, signer: Signer, anna: User) -> Room:
    return await create_room(make, signer, anna)


# Checked in


async def test_who_scans_the_code_is_told_at_once_with_the_points(
    phone: Phone, make: Factory, room: Room
) -> None:
    said = await phone.scans(room.code())

    assert said == CHECKED_IN
    assert phone.labels == ["To the course", HOME]
    assert [it.status for it in await make.all(Attendance)] == [AttendanceStatus.PRESENT]


@pytest.mark.parametrize("spelled", ["{0}{1}", "{0} {1}", "{0}-{1}", " {0}{1} ", "/code {0}{1}"])
async def test_six_digits_are_enough_however_they_are_spelled(
    phone: Phone, room: Room, spelled: str
) -> None:
    digits = room.digits()

    assert await phone.types(spelled.format(digits[:3], digits[3:])) == CHECKED_IN


async def test_pasted_link_is_as_good_as_an_opened_one(phone: Phone, room: Room) -> None:
    link = f"https://t.me/example_bot?start={room.code()}"

    assert await phone.types(link) == CHECKED_IN


async def test_answers_are_in_russian_for_who_speaks_it(
    feed: Feed, make: Factory, signer: Signer
) -> None:
    anna = await make.user(language="ru")
    room = await create_room(make, signer, anna)
    phone = Phone(feed, anna)

    said = [await phone.scans(room.code()), await phone.scans(room.code())]

    assert said == [
        "✅ Вы отмечены: <b>Mathematics</b>.\n\n+5 баллов",
        "Вы уже отмечены: <b>Mathematics</b>, в 15:00.",
    ]
    assert phone.labels[-1] == "🏠 Меню"


async def test_second_scan_says_when_the_first_was(
    phone: Phone, make: Factory, room: Room
) -> None:
    await phone.scans(room.code())

    said = await phone.scans(room.code(NOON + MINUTE), at=NOON + MINUTE)

    assert said == "You are checked in already: <b>Mathematics</b>, at 15:00."
    assert len(await make.all(PointEntry)) == 1


async def test_it_counts_when_the_message_was_sent(
    dispatcher: Dispatcher, transaction: Transaction, anna: User, room: Room
) -> None:
    """Our own outage of five minutes costs nobody their mark."""
    late = create_feed(dispatcher, transaction, lambda: NOON + 5 * MINUTE)

    assert await Phone(late, anna).scans(room.code()) == CHECKED_IN


async def test_code_of_an_hour_ago_is_not_good(phone: Phone, make: Factory, room: Room) -> None:
    said = await phone.scans(room.code(NOON - HOUR))

    assert said == (
        "<b>Mathematics</b>\n\nThis code has changed already. Scan the one that is on the screen "
        "now."
    )
    assert await make.all(Attendance) == []


# Not checked in


@pytest.mark.parametrize(
    ("course", "lesson", "sentence"),
    [
        ({}, {"starts_at": NOON - 30 * MINUTE}, "🕒 You are checked in, but late"),
        (
            {},
            {"starts_at": NOON + HOUR},
            "Too early: check-in to <b>Mathematics</b> opens at 15:45. Scan the code again then.",
        ),
        (
            {},
            {"starts_at": NOON + DAY},
            "Too early: check-in to <b>Mathematics</b> opens Tue, 3 March, 14:45 (Moscow).",
        ),
        (
            {},
            {"starts_at": NOON - 2 * HOUR},
            "Check-in to <b>Mathematics</b> closed at 14:00. If you were there, ask the host",
        ),
        (
            {"status": CourseStatus.FINISHED},
            {},
            "The course <b>Mathematics</b> is not running now.",
        ),
        ({}, {"status": LessonStatus.CANCELLED}, "This lesson is cancelled: <b>Mathematics</b>."),
    ],
)
async def test_lesson_says_why_and_when(
    feed: Feed,
    make: Factory,
    signer: Signer,
    course: dict[str, Any],
    lesson: dict[str, Any],
    sentence: str,
) -> None:
    anna = await make.user()
    room, phone = await create_room(make, signer, anna, **course, lesson=lesson), Phone(feed, anna)

    said = await phone.scans(room.code())

    assert said.startswith(sentence)
    assert phone.labels == ["To the course", HOME]


async def test_times_are_of_the_person(feed: Feed, make: Factory, signer: Signer) -> None:
    anna = await make.user(timezone="Asia/Omsk")
    room = await create_room(make, signer, anna, lesson={"starts_at": NOON + HOUR})

    said = await Phone(feed, anna).scans(room.code())

    assert "opens at 18:45" in said


async def test_who_waits_for_a_seat_is_not_checked_in(
    phone: Phone, make: Factory, signer: Signer, anna: User
) -> None:
    room = await create_room(make, signer, waiting=[anna])

    said = await phone.scans(room.code())

    assert said.startswith("You are still in the queue for <b>Mathematics</b>")


async def test_mark_that_the_staff_set_stands(
    phone: Phone, make: Factory, room: Room, anna: User
) -> None:
    place = await make.enrollment_of(room.course, anna)
    await make.mark(place, room.lesson, AttendanceStatus.ABSENT, reason="left at once")

    said = await phone.scans(room.code())

    assert said == (
        "<b>Mathematics</b>\n\nThe course team has marked you as absent. Ask them if that is not "
        "so: a code does not change it."
    )


async def test_what_is_no_code_of_a_room_says_what_to_do(
    phone: Phone, room: Room, signer: Signer
) -> None:
    foreign = Signer([b"another key"], bot_id=42, bot_name="example_bot")
    token = foreign.stamp(Kind.ROOM_CODE, room.lesson.public_id, 1)

    said = await phone.scans(token)

    assert said.startswith("This code does not fit. Look at the screen once more")
    assert phone.labels == ["🎟️ My code", "🎓 My courses", HOME]


async def test_wrong_digits_are_counted_and_stopped(
    phone: Phone, make: Factory, room: Room
) -> None:
    wrong = [await phone.types(room.wrong_digits()) for _ in range(10)]

    stopped = await phone.types(room.digits())

    assert all(it.startswith("This code does not fit.") for it in wrong)
    assert stopped == (
        "Too many wrong codes. You can type digits again at 15:10. The QR code on the screen "
        "works at once: scan it with the camera."
    )
    assert len(await make.all(ScanAttempt)) == 10
    assert await phone.scans(room.code()) == CHECKED_IN


async def test_who_takes_no_course_is_told_of_the_camera(feed: Feed, make: Factory) -> None:
    said = await Phone(feed, await make.user()).types("123456")

    assert "Point your phone's camera at the QR code, and I will enroll you." in said


# Not on the course


async def test_who_is_not_on_the_course_enrolls_and_is_checked_in(
    feed: Feed, make: Factory, room: Room
) -> None:
    boris = await make.user()
    phone = Phone(feed, boris)

    said = await phone.scans(room.code())
    labels = phone.labels
    done = await phone.press("✅ Enroll and check in")

    assert said == (
        "You are not enrolled in <b>Mathematics</b>. I have kept your scan: enroll now, and I "
        "will check you in."
    )
    assert labels == ["✅ Enroll and check in", "To the course", HOME]
    assert done == CHECKED_IN
    [mark] = await make.all(Attendance)
    assert (mark.marked_at, mark.source) == (NOON, AttendanceSource.ROOM_CODE)


async def test_pressing_twice_says_that_it_is_done(feed: Feed, make: Factory, room: Room) -> None:
    phone = Phone(feed, await make.user())
    await phone.scans(room.code())
    [attempt] = await make.all(ScanAttempt)
    button = EnrollAndCheckIn(attempt_id=attempt.id)
    await phone.press(button)

    said = await phone.press(button)

    assert said == "You are checked in already: <b>Mathematics</b>, at 15:00."
    assert len(await make.all(PointEntry)) == 1


async def test_button_of_somebody_else_does_nothing(feed: Feed, make: Factory, room: Room) -> None:
    boris, clara = await make.user(), await make.user()
    await Phone(feed, boris).scans(room.code())
    [attempt] = await make.all(ScanAttempt)

    said = await Phone(feed, clara).tap(EnrollAndCheckIn(attempt_id=attempt.id))

    assert said == "This scan is out of date. Scan the code once more."
    assert await make.all(Attendance) == []


@pytest.mark.parametrize(
    ("course", "sentence", "buttons"),
    [
        (
            {"capacity": 0},
            "There is no free seat on <b>Mathematics</b>, so I cannot check you in. Tell the "
            "host that you are here.",
            ["To the course", HOME],
        ),
        (
            {"enroll_until": NOON - DAY},
            "Enrollment closed on 1 March, 15:00 (Moscow). Tell the host that you are here.",
            ["To the course", HOME],
        ),
        (
            {"access_level": Role.HOST},
            "There is no such course, or it is not for everybody.",
            ["🎓 My courses", HOME],
        ),
    ],
    ids=["full", "over", "not for them"],
)
async def test_who_could_not_enroll_is_not_asked_to(
    feed: Feed,
    make: Factory,
    signer: Signer,
    course: dict[str, Any],
    sentence: str,
    buttons: list[str],
) -> None:
    room = await create_room(make, signer, **course)
    phone = Phone(feed, await make.user())

    said = await phone.scans(room.code())

    assert said == sentence
    assert phone.labels == buttons


async def test_last_seat_may_be_gone_when_the_button_is_pressed(
    feed: Feed, make: Factory, signer: Signer
) -> None:
    room = await create_room(make, signer, capacity=1)
    phone = Phone(feed, await make.user())
    await phone.scans(room.code())
    await make.change(room.course, taken=1)

    assert await phone.tap("✅ Enroll and check in") == "There is no free seat on this course."


async def test_who_was_taken_off_is_sent_to_the_manager(
    phone: Phone, make: Factory, signer: Signer, anna: User
) -> None:
    room = await create_room(make, signer)
    await make.enrollment(room.course, anna, EnrollmentStatus.EXPELLED)

    said = await phone.scans(room.code())

    assert said == (
        "You were taken off <b>Mathematics</b>. Only its manager can take you back: ask them."
    )
    assert "✅ Enroll and check in" not in phone.labels


# In the middle of something else


async def test_dialog_goes_on_after_digits(
    phone: Phone, make: Factory, room: Room, anna: User
) -> None:
    await phone.press(AskSetting(field="full_name"))

    between = await phone.types(room.digits())
    after = await phone.types("Anna Petrova")

    assert between == (
        f"{CHECKED_IN}\n\nNow back to the question above: I am waiting for your answer."
    )
    assert after.startswith("✅")
    assert (await make.again(anna)).full_name == "Anna Petrova"


async def test_digits_are_the_answer_where_a_number_is_asked(
    feed: Feed, make: Factory, signer: Signer
) -> None:
    vera = await make.admin()
    room = await create_room(make, signer, vera)
    await make.staff(room.course, vera)
    phone = Phone(feed, vera)
    await phone.press(AskField(course_id=room.course.id, field=CourseField.SEATS))

    await phone.types(room.digits().replace("0", "1", 1))

    assert await make.all(Attendance) == []


async def test_digits_are_a_group_where_that_is_asked(
    phone: Phone, make: Factory, room: Room, anna: User
) -> None:
    await phone.press(AskSetting(field="study_group"))

    await phone.types(room.digits())

    assert (await make.again(anna)).study_group == room.digits()
    assert await make.all(Attendance) == []


def test_digits_answer_where_amounts_groups_or_people_are_asked_and_nowhere_else() -> None:
    assert {*TAKES_DIGITS} == {
        "Meeting:typing_group",
        "Settings:typing_group",
        "People:typing_words",
        "Roster:typing_words",
        "RollCall:typing_words",
        "Roster:typing_newcomer",
        "Roster:typing_place",
        "Filtering:typing_person",
        "Asking:typing_answer",
        "Editing:typing_seats",
        "Editing:typing_points",
        "Editing:typing_opens_before",
        "Editing:typing_late_after",
        "Editing:typing_completion",
    }


async def test_who_is_blocked_hears_only_that(feed: Feed, make: Factory, signer: Signer) -> None:
    boris = await make.user(blocked_at=NOON)
    room = await create_room(make, signer, boris)
    phone = Phone(feed, boris)

    said = [await phone.scans(room.code()), await phone.types(room.digits())]

    assert all("blocked" in it for it in said)
    assert await make.all(Attendance) == []


# Every answer there is


def sighting(name: str, **changed: Any) -> Sighting:
    seen = Sighting(
        person_id=1,
        person_name=name,
        lesson_id=1,
        lesson_public_id=1,
        starts_at=NOON,
        ends_at=NOON + HOUR,
        closes_at=NOON + HOUR,
        fixed_code_at=None,
        lesson_status=LessonStatus.SCHEDULED,
        course_id=1,
        course_name=name,
        course_status=CourseStatus.PUBLISHED,
        points_per_visit=PRICE,
        opens_before=timedelta(minutes=15),
        late_after=timedelta(minutes=15),
        renewing_pass_only=False,
        part=None,
        enrollment_id=1,
        enrollment_status=None,
        attendance_id=None,
        attendance_status=None,
        marked_at=None,
        is_corrected=False,
    )
    return replace(seen, **changed)


def every_answer(name: str) -> list[CheckIn]:
    seen = sighting(name)
    marks = [Mark(1, status, NOON, PRICE) for status in AttendanceStatus]
    marks += [replace(it, is_corrected=True) for it in marks]
    again_at: datetime | None = NOON + MINUTE
    full = [
        CheckIn(answer, seen, mark, again_at, attempt_id=1, elsewhere=seen)
        for answer in Answer
        for mark in marks
    ]
    bare = [CheckIn(answer) for answer in Answer]
    odd = [
        CheckIn(Answer.NOT_STAFF, is_own=True),
        CheckIn(Answer.CODE_EXPIRED, seen, needs_renewing=True),
        CheckIn(Answer.CLOSED, replace(seen, course_status=CourseStatus.FINISHED)),
        *(
            CheckIn(Answer.NOT_ENROLLED, seen, attempt_id=1, obstacle=it)
            for it in (
                CourseFull(),
                CourseNotFound(),
                CourseNotOpen(),
                EnrollmentClosed(NOON),
                Expelled(),
            )
        ),
    ]
    return full + bare + odd


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["Mathematics", HOSTILE], ids=["plain", "hostile"])
def test_every_answer_is_words_that_telegram_takes(i18n: I18n, language: str, name: str) -> None:
    with i18n.context(), i18n.use_locale(language):
        for checked in every_answer(name):
            for words in (
                texts.own(checked, NOON, CAMPUS.tz),
                scanned.of_person(checked, NOON, CAMPUS.tz),
            ):
                assert 10 < len(limits.read(words)) < limits.TEXT
                assert "{" not in words


def test_each_answer_has_words_of_its_own(i18n: I18n) -> None:
    seen, mark = sighting("Mathematics"), Mark(1, AttendanceStatus.PRESENT, NOON, PRICE)
    with i18n.context(), i18n.use_locale("en"):
        said = {texts.own(CheckIn(it, seen, mark), NOON, CAMPUS.tz) for it in Answer}

    assert len(said) == len(Answer)

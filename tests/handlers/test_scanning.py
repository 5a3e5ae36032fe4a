"""The staff scan a pass with the camera of a phone."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Dispatcher

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Enrollment,
    EnrollmentStatus,
    PointEntry,
    ScanAttempt,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import codes
from domain.tokens import Signer
from keyboards.check_in import ScanAt, TakeIn, UndoCheckIn, second_of_day
from tests import limits
from tests.conftest import Feed, create_feed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.handlers.scenes import MINUTE, Newcomer, Phone, Room, create_room

HOSTILE = "<b>&amp; \u202eevil"
MARKED = "✅ <b>Anna</b>, +5 points\n\nMathematics"


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def room(make: Factory, signer: Signer, anna: User) -> Room:
    return await create_room(make, signer, anna)


@pytest.fixture
async def vera(make: Factory, room: Room) -> User:
    vera = await make.user(full_name="Vera")
    await make.staff(room.course, vera)
    return vera


@pytest.fixture
def phone(feed: Feed, vera: User) -> Phone:
    return Phone(feed, vera)


@pytest.mark.parametrize("kind", ["day", "renewing"])
async def test_pass_says_whose_it_is_and_gives_the_points(
    phone: Phone, make: Factory, room: Room, anna: User, vera: User, kind: str
) -> None:
    token = room.pass_of(anna) if kind == "day" else room.renewing_pass_of(anna)

    said = await phone.scans(token)

    assert said == MARKED
    assert phone.labels == ["↩️ Undo", "📋 List", "🏠 Menu"]
    [mark] = await make.all(Attendance)
    assert (mark.marked_by, mark.source) == (vera.id, AttendanceSource.PASS)


async def test_second_scan_says_when_the_first_was(phone: Phone, room: Room, anna: User) -> None:
    await phone.scans(room.pass_of(anna))

    said = await phone.scans(room.pass_of(anna), at=NOON + MINUTE)

    assert said == "<b>Anna</b> has a mark already: present, at 15:00.\n\nMathematics"
    assert phone.labels == ["📋 List", "🏠 Menu"]


async def test_undo_takes_the_mark_and_the_points_back(
    phone: Phone, make: Factory, room: Room, anna: User
) -> None:
    await phone.scans(room.pass_of(anna))

    said = await phone.press("↩️ Undo")

    assert said == "↩️ The mark is taken back, and its points too."
    assert await make.all(Attendance) == []
    assert sum(it.points for it in await make.all(PointEntry)) == 0


async def test_undo_is_for_a_minute_and_for_who_marked(
    feed: Feed, phone: Phone, make: Factory, dispatcher: Any, transaction: Any, room: Room
) -> None:
    [place] = await make.all(Enrollment)
    vera = next(it for it in await make.all(User) if it.full_name == "Vera")
    mark = await make.mark(place, room.lesson, marked_by=vera.id, marked_at=NOON)
    later = create_feed(dispatcher, transaction, lambda: NOON + 2 * MINUTE)
    button, boris = UndoCheckIn(attendance_id=mark.id), await make.user()
    await make.staff(room.course, boris)

    said = [
        await Phone(later, vera).tap(button),
        await Phone(feed, boris).tap(button),
        await phone.tap(UndoCheckIn(attendance_id=10**9)),
    ]

    assert said == [
        "A mark can be taken back for a minute. Correct it in the list of the lesson now.",
        "There is no such mark any more.",
        "There is no such mark any more.",
    ]
    assert len(await make.all(Attendance)) == 1


async def test_where_several_lessons_are_on_one_is_chosen(
    phone: Phone, make: Factory, signer: Signer, anna: User, vera: User, room: Room
) -> None:
    chess = await create_room(make, signer, anna, name="Chess")
    await make.staff(chess.course, vera)

    asked = await phone.scans(room.pass_of(anna))
    labels = phone.labels
    said = await phone.press("14:55 Chess")

    assert asked == "Several of your lessons are on. Which one does <b>Anna</b> come to?"
    assert labels == ["14:55 Mathematics", "14:55 Chess", "🏠 Menu"]
    assert said == "✅ <b>Anna</b>, +5 points\n\nChess"
    assert [it.lesson_id for it in await make.all(Attendance)] == [chess.lesson.id]


async def test_pass_counts_as_of_when_it_was_scanned_however_long_the_choice_takes(
    dispatcher: Dispatcher,
    transaction: Transaction,
    make: Factory,
    anna: User,
    vera: User,
    room: Room,
) -> None:
    now = [NOON]
    phone = Phone(create_feed(dispatcher, transaction, lambda: now[0]), vera)
    chess = await create_room(make, room.signer, anna, name="Chess")
    await make.staff(chess.course, vera)
    await phone.scans(room.renewing_pass_of(anna))
    now[0] = NOON + 3 * MINUTE

    said = await phone.press("14:55 Chess")

    assert said == "✅ <b>Anna</b>, +5 points\n\nChess"
    [mark] = await make.all(Attendance)
    assert mark.marked_at == NOON


@pytest.mark.parametrize("seconds", [6 * 60, -30])
async def test_button_says_no_other_time_than_of_some_minutes_ago(
    phone: Phone, make: Factory, room: Room, anna: User, seconds: int
) -> None:
    claimed = second_of_day(NOON - timedelta(seconds=seconds))

    await phone.press(ScanAt(token=room.pass_of(anna), lesson_id=room.lesson.id, at=claimed))

    assert [it.marked_at for it in await make.all(Attendance)] == [NOON]


async def test_which_lesson_is_asked_once(
    phone: Phone, make: Factory, signer: Signer, anna: User, vera: User, room: Room
) -> None:
    clara = await make.user(full_name="Clara")
    chess = await create_room(make, signer, anna, clara, name="Chess")
    await make.enrollment(room.course, clara)
    await make.staff(chess.course, vera)
    await phone.scans(room.pass_of(anna))
    await phone.press("14:55 Chess")

    said = await phone.scans(room.pass_of(clara))
    labels = phone.labels
    there = await phone.press("14:55 Mathematics")

    assert said == "✅ <b>Clara</b>, +5 points\n\nChess"
    assert labels == ["↩️ Undo", "14:55 Mathematics", "📋 List", "🏠 Menu"]
    assert there == "✅ <b>Clara</b>, +5 points\n\nMathematics"


async def test_what_another_scanner_chose_is_not_taken_over(
    feed: Feed, make: Factory, signer: Signer, anna: User, vera: User, room: Room
) -> None:
    oleg = await make.user()
    chess = await create_room(make, signer, anna, name="Chess")
    for course in (room.course, chess.course):
        await make.staff(course, oleg)
    await make.staff(chess.course, vera)
    place = await make.enrollment(chess.course, await make.user())
    await make.mark(place, chess.lesson, marked_by=oleg.id, source=AttendanceSource.PASS)

    said = await Phone(feed, vera).scans(room.pass_of(anna))

    assert said.startswith("Several of your lessons are on.")


def test_button_of_a_lesson_fits_with_its_token(room: Room, anna: User) -> None:
    token = codes.token_of(room.pass_of(anna))
    button = ScanAt(token=token, lesson_id=10**14 - 1, at=86_399)

    assert len(button.pack().encode()) <= limits.MEANING
    assert ScanAt.unpack(button.pack()) == button


async def test_button_of_another_day_is_judged_by_its_pass(
    phone: Phone, make: Factory, room: Room, anna: User
) -> None:
    token = room.pass_of(anna, until=NOON - MINUTE)

    said = await phone.press(ScanAt(token=token, lesson_id=room.lesson.id, at=second_of_day(NOON)))

    assert said.startswith("This personal code is out of date.")
    assert await make.all(Attendance) == []


async def test_nonsense_in_a_button_marks_nobody(phone: Phone, make: Factory, room: Room) -> None:
    said = await phone.press(ScanAt(token="nonsense", lesson_id=room.lesson.id, at=0))

    assert said.startswith("This is not a personal code.")
    assert await make.all(Attendance) == []


async def test_host_enrolls_and_marks_who_is_not_on_the_course(
    phone: Phone, make: Factory, room: Room
) -> None:
    boris = await make.user(full_name="Boris")

    said = await phone.scans(room.pass_of(boris))
    done = await phone.press("✅ Enroll and mark")

    assert said == "<b>Boris</b> is not enrolled in <b>Mathematics</b>."
    assert done == "✅ <b>Boris</b>, +5 points\n\nMathematics"
    places = [it.status for it in await make.all(Enrollment) if it.user_id == boris.id]
    assert places == [EnrollmentStatus.REGISTERED]


@pytest.mark.parametrize(
    ("standing", "capacity", "sentence"),
    [
        (
            None,
            1,
            "<b>Boris</b> is not enrolled in <b>Mathematics</b>, and there is no free seat. Its "
            "manager can give them one.",
        ),
        (
            EnrollmentStatus.EXPELLED,
            None,
            "<b>Boris</b> was taken off <b>Mathematics</b>. Its manager can take them back.",
        ),
    ],
)
async def test_host_is_not_offered_a_seat_that_cannot_be_given(
    phone: Phone,
    make: Factory,
    room: Room,
    standing: EnrollmentStatus | None,
    capacity: int | None,
    sentence: str,
) -> None:
    boris = await make.user(full_name="Boris")
    await make.change(room.course, capacity=capacity)
    if standing is not None:
        await make.enrollment(room.course, boris, standing)

    said = await phone.scans(room.pass_of(boris))

    assert said == sentence
    assert phone.labels == ["📋 List", "🏠 Menu"]


async def test_host_gives_a_seat_though_enrollment_is_over(
    phone: Phone, make: Factory, room: Room
) -> None:
    await make.change(room.course, enroll_until=NOON - DAY)

    await phone.scans(room.pass_of(await make.user()))

    assert "✅ Enroll and mark" in phone.labels


async def test_assistant_is_not_offered_to_and_may_not(
    feed: Feed, make: Factory, room: Room
) -> None:
    boris, helper = await make.user(full_name="Boris"), await make.user()
    await make.staff(room.course, helper, StaffPart.ASSISTANT)
    phone = Phone(feed, helper)

    await phone.scans(room.pass_of(boris))
    labels = phone.labels
    [attempt] = await make.all(ScanAttempt)
    said = await phone.tap(TakeIn(attempt_id=attempt.id))

    assert labels == ["📋 List", "🏠 Menu"]
    assert said is not None
    assert await make.all(Attendance) == []


@pytest.mark.parametrize("way", ["scan", "button"])
async def test_who_is_not_staff_marks_nobody(
    feed: Feed, make: Factory, room: Room, anna: User, way: str
) -> None:
    phone, token = Phone(feed, await make.user()), room.pass_of(anna)
    button = ScanAt(token=token, lesson_id=room.lesson.id, at=second_of_day(NOON))

    said = await (phone.scans(token) if way == "scan" else phone.tap(button))

    assert said in {
        "This is the personal code of another participant. Only the course team can scan it. "
        "Check in with the code on the screen of the room.",
        "Only those who run this course can do that.",
    }
    assert await make.all(Attendance) == []


async def test_own_pass_is_to_be_shown_to_the_host(feed: Feed, room: Room, anna: User) -> None:
    said = await Phone(feed, anna).scans(room.pass_of(anna))

    assert said == "This is your own code. Show it to the host of the lesson: they scan it."


@pytest.mark.parametrize(
    ("lesson", "sentence"),
    [
        ({"starts_at": NOON + HOUR}, "Check-in to <b>Mathematics</b> opens at 15:45."),
        ({"starts_at": NOON - 2 * HOUR}, "Check-in to <b>Mathematics</b> closed at 14:00."),
        ({"starts_at": NOON - 7 * DAY}, "None of your lessons is on now."),
        ({"starts_at": NOON - 30 * MINUTE}, "🕒 <b>Anna</b>, late, +5 points"),
    ],
)
async def test_lesson_says_why_and_when(
    feed: Feed, make: Factory, signer: Signer, lesson: dict[str, Any], sentence: str
) -> None:
    anna, vera = await make.user(), await make.user(full_name="Vera")
    room = await create_room(make, signer, anna, lesson=lesson)
    await make.staff(room.course, vera)

    said = await Phone(feed, vera).scans(room.pass_of(anna))

    assert said.startswith(sentence)


async def test_course_may_take_only_passes_that_renew_themselves(
    phone: Phone, make: Factory, room: Room, anna: User
) -> None:
    await make.change(room.course, renewing_pass_only=True)

    said = await phone.scans(room.pass_of(anna))

    assert said.startswith("This course takes only codes that renew themselves.")


async def test_answers_are_in_russian_for_who_speaks_it(
    feed: Feed, make: Factory, room: Room, anna: User
) -> None:
    vera = await make.user(language="ru")
    await make.staff(room.course, vera)
    phone = Phone(feed, vera)

    said = [await phone.scans(room.pass_of(anna)) for _ in range(2)]

    assert said == [
        "✅ <b>Anna</b>, +5 баллов\n\nMathematics",
        "<b>Anna</b>: отметка уже поставлена в 15:00.\n\nMathematics",
    ]


async def test_hostile_names_are_only_names(feed: Feed, make: Factory, signer: Signer) -> None:
    anna, vera = await make.user(full_name=HOSTILE), await make.user()
    room = await create_room(make, signer, anna, name=HOSTILE)
    await make.staff(room.course, vera)

    said = await Phone(feed, vera).scans(room.pass_of(anna))

    assert said.startswith("✅ <b>&lt;b&gt;&amp;amp; evil</b>")


async def test_correction_of_the_staff_stands(
    phone: Phone, make: Factory, room: Room, anna: User
) -> None:
    place = await make.enrollment_of(room.course, anna)
    await make.mark(place, room.lesson, AttendanceStatus.ABSENT, reason="left at once")

    said = await phone.scans(room.pass_of(anna))

    assert "absent" in said
    assert "It was set by hand" in said


async def test_stranger_presses_nothing_of_this(feed: Feed, room: Room, anna: User) -> None:
    stranger = Newcomer(feed)

    said = await stranger.scans(room.pass_of(anna))

    assert said.startswith("This is the personal code of another participant.")

"""The staff scan a pass with the camera of a phone."""

from typing import Any

import pytest

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
from domain import codes
from domain.tokens import Signer
from keyboards.check_in import ScanAt, TakeIn, UndoCheckIn
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


def test_button_of_a_lesson_fits_with_its_token(room: Room, anna: User) -> None:
    button = ScanAt(token=codes.token_of(room.pass_of(anna)), lesson_id=2**63 - 1)

    assert len(button.pack().encode()) <= limits.MEANING
    assert ScanAt.unpack(button.pack()) == button


async def test_button_of_another_day_is_judged_by_its_pass(
    phone: Phone, make: Factory, room: Room, anna: User
) -> None:
    token = room.pass_of(anna, until=NOON - MINUTE)

    said = await phone.press(ScanAt(token=token, lesson_id=room.lesson.id))

    assert said.startswith("This personal code is out of date.")
    assert await make.all(Attendance) == []


async def test_nonsense_in_a_button_marks_nobody(phone: Phone, make: Factory, room: Room) -> None:
    said = await phone.press(ScanAt(token="nonsense", lesson_id=room.lesson.id))

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
    button = ScanAt(token=token, lesson_id=room.lesson.id)

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
        "<b>Anna</b>: отметка уже есть, в 15:00.\n\nMathematics",
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

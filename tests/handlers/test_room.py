"""The check-in of a lesson on the host's phone: the code, how long it lasts, who helps."""

from io import BytesIO

import pytest
import zxingcpp
from aiogram.methods import DeleteMessage, EditMessageMedia, SendMessage, SendPhoto
from aiogram.types import BufferedInputFile
from PIL import Image

from db.models import (
    Attendance,
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Lesson,
    LessonStatus,
    LogEntry,
    Role,
    RoomMessage,
    StaffPart,
    User,
)
from domain import codes
from domain.campus import LANGUAGES
from domain.room import minute
from domain.tokens import Kind, Signer
from keyboards.home import Home
from keyboards.room import (
    CallIn,
    CloseCheckIn,
    ExtendCheckIn,
    FixCode,
    ShowHelpers,
    ShowNow,
    ShowRoom,
)
from keyboards.schedule import ShowLesson
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.telegram import PHOTO, RecordedSession, shown, tap
from tests.test_hostile_names import NAMES

MINUTE = HOUR / 60
NOT_YOURS = "Only those who run this course can do that."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.user(full_name="Vera", role=Role.HOST)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(full_name="Anna Petrova")


@pytest.fixture
async def course(make: Factory, vera: User, anna: User) -> Course:
    boris = await make.user(full_name="Boris <1>")
    course = await make.course(anna, boris, name="Algebra <1>", points_per_visit=5)
    await make.staff(course, vera)
    return course


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course, starts_at=NOON - 5 * MINUTE, location="B-734")


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


def photo_of(telegram: RecordedSession) -> bytes:
    [photo] = [it.photo for it in telegram.all(SendPhoto)]
    assert isinstance(photo, BufferedInputFile)
    return photo.data


def read(picture: bytes) -> str:
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return found.text


# The code


async def test_host_is_shown_the_code_of_the_lesson_that_is_on(
    desk: Desk, signer: Signer, lesson: Lesson
) -> None:
    said = await desk.write("/now")

    step = codes.room_step(NOON)
    digits = signer.digits(lesson.public_id, step)
    assert said == (
        "<b>Algebra &lt;1&gt;</b>\n14:55\u201315:55 · B-734\n\n"
        f"🔢 <b>{digits[:3]} {digits[3:]}</b>\n\n"
        "✅ 0 of 2 came\nMissing: Anna, Boris\n\nOpen until 15:55."
    )
    link = read(photo_of(desk.telegram))
    token = codes.token_of(link)
    assert signer.read_stamped(Kind.ROOM_CODE, token).subject == lesson.public_id
    assert desk.labels == [
        *("📋 List", "🙋 Missing: 2", "📺 Projector", "📄 Code on paper", "🤝 Ask for help"),
        *("⏱️ 15 more minutes", "⏹️ Finish", "✖️ The rest did not come"),
        *("⚠️ Failed attempts", "🔄 Refresh", "📲 On now", "🏠 Menu"),
    ]


async def test_code_leads_the_menu_while_the_lesson_is_on(desk: Desk, lesson: Lesson) -> None:
    said = await desk.press(Home())

    assert "You have a lesson now: <b>Algebra &lt;1&gt;</b>" in said
    assert desk.labels[0] == "📲 Check-in: Algebra <1>"
    assert "🔢" in await desk.press("📲 Check-in: Algebra <1>")


async def test_shown_code_is_remembered_in_place_of_the_one_before(
    make: Factory, desk: Desk, vera: User, lesson: Lesson
) -> None:
    before = RoomMessage(
        chat_id=vera.telegram_id, message_id=7, user_id=vera.id, lesson_id=lesson.id, shown_step=1
    )
    await make.add(before)

    await desk.write("/now")

    (it,) = await make.all(RoomMessage)
    assert (it.chat_id, it.message_id, it.lesson_id) == (vera.telegram_id, 1, lesson.id)
    assert it.shown_step == codes.room_step(NOON)
    assert desk.telegram.the(DeleteMessage).message_id == 7


async def test_refresh_changes_the_picture_in_its_place(
    feed: Feed, make: Factory, vera: User, lesson: Lesson
) -> None:
    picture = shown(vera.telegram_id or 0, photo=PHOTO)

    telegram = await feed(tap(vera.telegram_id, ShowRoom(lesson_id=lesson.id), on=picture))

    assert telegram.the(EditMessageMedia).message_id == 1
    assert [it.message_id for it in await make.all(RoomMessage)] == [1]


async def test_picture_that_becomes_something_else_is_not_renewed(
    feed: Feed, make: Factory, vera: User, lesson: Lesson
) -> None:
    picture = shown(vera.telegram_id or 0, photo=PHOTO)
    await feed(tap(vera.telegram_id, ShowRoom(lesson_id=lesson.id), on=picture))

    await feed(tap(vera.telegram_id, Home(), on=picture))

    assert await make.all(RoomMessage) == []


async def test_picture_goes_on_beside_the_code_on_paper(
    feed: Feed, make: Factory, vera: User, lesson: Lesson
) -> None:
    picture = shown(vera.telegram_id or 0, photo=PHOTO)
    await feed(tap(vera.telegram_id, ShowRoom(lesson_id=lesson.id), on=picture))

    await feed(tap(vera.telegram_id, FixCode(lesson_id=lesson.id), on=picture))

    assert len(await make.all(RoomMessage)) == 1


async def test_extended_check_in_says_until_when(
    make: Factory, desk: Desk, course: Course, lesson: Lesson
) -> None:
    await make.change(lesson, check_in_until=NOON + 2 * HOUR)

    said = await desk.press(ShowRoom(lesson_id=lesson.id))

    assert "Open until 17:00." in said


async def test_several_lessons_are_offered(
    make: Factory, desk: Desk, vera: User, lesson: Lesson
) -> None:
    other = await make.course(name="Drawing")
    await make.staff(other, vera)
    await make.lesson(other, starts_at=NOON)

    said = await desk.write("/now")

    assert said == "Several of your lessons are on. Which one?"
    assert desk.labels[:2] == ["14:55 Algebra <1>", "15:00 Drawing"]
    assert "Drawing" in await desk.press("15:00 Drawing")


async def test_where_nothing_is_on_it_says_what_is_next(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.lesson(course, starts_at=NOON + 2 * DAY)

    said = await desk.write("/now")

    assert said == (
        "No lesson of yours is on now. Next: <b>Algebra &lt;1&gt;</b>, Wed, 4 March, 15:00 "
        "(Moscow). Check-in opens Wed, 4 March, 14:45 (Moscow)."
    )
    assert "Check-in opens" in await desk.press("To this lesson")
    assert "📋 List" in desk.labels


async def test_who_has_no_lessons_is_told_where_they_come_from(make: Factory, feed: Feed) -> None:
    desk = Desk(feed, await make.user())

    said = await desk.write("/now")

    assert said.startswith("You run no lesson now, and none is ahead.")
    assert desk.labels == ["🧑‍🏫 I run", "🎟️ My code", "🏠 Menu"]


@pytest.mark.parametrize("part", [StaffPart.ASSISTANT, StaffPart.MANAGER])
async def test_everybody_of_the_team_sees_the_code(
    feed: Feed, make: Factory, course: Course, lesson: Lesson, part: StaffPart
) -> None:
    helper = await make.user(role=Role.ADMIN if part is StaffPart.MANAGER else Role.PARTICIPANT)
    await make.staff(course, helper, part)

    assert "🔢" in await Desk(feed, helper).write("/now")


async def test_nobody_else_sees_the_code(
    feed: Feed, make: Factory, anna: User, lesson: Lesson
) -> None:
    other = await make.user(role=Role.HOST)
    admin = await make.admin()

    for who in (anna, other, admin):
        assert await Desk(feed, who).tap(ShowRoom(lesson_id=lesson.id)) == NOT_YOURS
        assert "🔢" not in await Desk(feed, who).write("/now")


async def test_lesson_that_is_gone_is_said_to_be(desk: Desk, vera: User) -> None:
    assert await desk.tap(ShowRoom(lesson_id=404)) == "There is no such lesson."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
async def test_whatever_people_are_called_the_screen_can_be_shown(
    feed: Feed, make: Factory, vera: User, language: str, name: str
) -> None:
    await make.change(vera, language=language)
    people = [await make.user(full_name=name) for _ in range(3)]
    course = await make.course(*people, name=name, location=name)
    await make.staff(course, vera)
    lesson = await make.lesson(course, starts_at=NOON, topic=name)
    desk = Desk(feed, vera)

    await desk.write("/now")
    await desk.press(FixCode(lesson_id=lesson.id))
    await desk.press(ShowHelpers(lesson_id=lesson.id))


# How long


async def test_check_in_is_extended_once_by_two_taps(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    await desk.press(ShowRoom(lesson_id=lesson.id))
    button = ExtendCheckIn(lesson_id=lesson.id, seen=minute(lesson.ends_at))

    assert await desk.tap(button) == "Check-in is open until 16:10."
    assert await desk.tap(button) == "Check-in is open until 16:10."

    assert (await make.again(lesson)).check_in_until == lesson.ends_at + 15 * MINUTE
    assert [it.action for it in await make.all(LogEntry)] == ["extend_check_in"]


async def test_check_in_lasts_three_hours_after_the_lesson_at_most(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    await make.change(lesson, check_in_until=lesson.ends_at + 3 * HOUR)
    until = minute(lesson.ends_at + 3 * HOUR)

    said = await desk.tap(ExtendCheckIn(lesson_id=lesson.id, seen=until))

    assert said is not None
    assert said.startswith("Check-in lasts 3 hours after the lesson at most.")


async def test_finishing_takes_the_code_down_and_says_what_came_of_it(
    feed: Feed, make: Factory, vera: User, lesson: Lesson
) -> None:
    picture = shown(vera.telegram_id or 0, photo=PHOTO)
    await feed(tap(vera.telegram_id, ShowRoom(lesson_id=lesson.id), on=picture))

    telegram = await feed(tap(vera.telegram_id, CloseCheckIn(lesson_id=lesson.id), on=picture))

    assert telegram.the(SendMessage).text == (
        "<b>Algebra &lt;1&gt;</b>\n14:55\u201315:55 · B-734\n\nCheck-in closed at 15:00.\n\n"
        "✅ 0 of 2 came\nMissing: Anna, Boris"
    )
    assert telegram.the(DeleteMessage).message_id == 1
    assert await make.all(RoomMessage) == []
    assert list(telegram.buttons()) == [
        *("📋 List", "⚠️ Failed attempts", "✖️ The rest did not come", "🔓 Open again"),
        *("📲 On now", "🏠 Menu"),
    ]
    assert (await make.again(lesson)).check_in_until == NOON


async def test_second_tap_on_finish_changes_nothing(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    await make.change(lesson, check_in_until=NOON - MINUTE)

    assert await desk.tap(CloseCheckIn(lesson_id=lesson.id)) == "⏹️ Check-in is closed."

    assert (await make.again(lesson)).check_in_until == NOON - MINUTE
    assert await make.all(LogEntry) == []


async def test_what_is_closed_too_early_is_open_again_until_the_end(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    await make.change(lesson, check_in_until=NOON - MINUTE)
    await desk.press(ShowRoom(lesson_id=lesson.id))

    assert await desk.tap("🔓 Open again") == "Check-in is open until 15:55."

    assert [it.action for it in await make.all(LogEntry)] == ["reopen_check_in"]


async def test_check_in_of_yesterday_stays_closed(
    make: Factory, desk: Desk, course: Course
) -> None:
    over = await make.lesson(course, starts_at=NOON - DAY)

    await desk.press(ShowRoom(lesson_id=over.id))

    assert "🔓 Open again" not in desk.labels
    assert "📋 List" in desk.labels


async def test_before_its_time_nothing_is_closed(
    make: Factory, desk: Desk, course: Course
) -> None:
    ahead = await make.lesson(course, starts_at=NOON + DAY)

    said = await desk.tap(CloseCheckIn(lesson_id=ahead.id))

    assert said == "Check-in is not open now. Refresh the screen."


async def test_cancelled_lesson_has_no_code(make: Factory, desk: Desk, lesson: Lesson) -> None:
    await make.change(lesson, status=LessonStatus.CANCELLED)

    said = await desk.press(ShowRoom(lesson_id=lesson.id))

    assert said.endswith("This lesson is cancelled.")
    assert await desk.tap(ExtendCheckIn(lesson_id=lesson.id, seen=minute(lesson.ends_at))) == (
        "This lesson is cancelled."
    )


async def test_draft_has_no_code(
    make: Factory, desk: Desk, course: Course, lesson: Lesson
) -> None:
    await make.change(course, status=CourseStatus.DRAFT)

    said = await desk.press(ShowRoom(lesson_id=lesson.id))

    assert said.endswith("nobody can check in before it is public.")


# On paper


async def test_code_on_paper_is_good_for_ten_minutes_and_the_same_for_all(
    make: Factory, desk: Desk, signer: Signer, lesson: Lesson
) -> None:
    said = await desk.press(FixCode(lesson_id=lesson.id))
    link = read(photo_of(desk.telegram))

    digits = signer.digits(lesson.public_id, codes.room_step(NOON))
    assert f"{digits[:3]} {digits[3:]}" in said
    assert "This code is good until 15:10" in said
    assert desk.labels == ["⬅️ To the check-in", "🏠 Menu"]
    assert link == signer.stamped_link(Kind.ROOM_CODE, lesson.public_id, codes.room_step(NOON))
    await desk.press(FixCode(lesson_id=lesson.id))
    assert [it.action for it in await make.all(LogEntry)] == ["fix_room_code"]
    assert "The code on paper is good until 15:10." in await desk.write("/now")


async def test_code_on_paper_does_not_stop_the_one_on_the_screens(
    make: Factory, desk: Desk, signer: Signer, lesson: Lesson
) -> None:
    fixed_at = NOON - MINUTE
    await make.change(lesson, fixed_code_at=fixed_at)

    screen, paper = await desk.write("/now"), await desk.press(FixCode(lesson_id=lesson.id))

    for said, at in ((screen, NOON), (paper, fixed_at)):
        digits = signer.digits(lesson.public_id, codes.room_step(at))
        assert f"{digits[:3]} {digits[3:]}" in said


async def test_code_on_paper_does_not_outlive_the_end_of_check_in(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    ended_at = NOON - MINUTE
    await make.change(lesson, fixed_code_at=NOON - 2 * MINUTE, check_in_until=ended_at)

    await desk.press(ExtendCheckIn(lesson_id=lesson.id, seen=minute(ended_at)))

    assert (await make.again(lesson)).fixed_code_at is None


async def test_no_code_on_paper_when_check_in_is_over(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    await make.change(lesson, check_in_until=NOON - MINUTE)

    said = await desk.tap(FixCode(lesson_id=lesson.id))

    assert said == "Check-in is not open now. Refresh the screen."


# Who helps


async def test_helper_is_asked_once(
    make: Factory, desk: Desk, course: Course, lesson: Lesson
) -> None:
    oleg = await make.user(full_name="Oleg")
    await make.staff(course, oleg, StaffPart.ASSISTANT)
    await desk.press(ShowHelpers(lesson_id=lesson.id))

    button = CallIn(lesson_id=lesson.id, user_id=oleg.id)
    assert await desk.tap("Oleg") == "✅ Asked: Oleg"
    assert await desk.tap(button) == "Asked already: Oleg"

    (owed,) = await make.all(Delivery)
    assert (owed.kind, owed.user_id) == (DeliveryKind.CALLED_IN, oleg.id)
    assert [it.action for it in await make.all(LogEntry)] == ["call_assistant"]


async def test_only_who_chooses_the_team_can_invite_somebody_new(
    feed: Feed, make: Factory, desk: Desk, course: Course, lesson: Lesson
) -> None:
    manager = await make.admin()
    await make.staff(course, manager, StaffPart.MANAGER)

    await desk.press(ShowHelpers(lesson_id=lesson.id))
    other = Desk(feed, manager)
    await other.press(ShowHelpers(lesson_id=lesson.id))

    assert desk.labels == ["Vera", "⬅️ To the check-in", "🏠 Menu"]
    assert other.labels == [
        *("Vera", "✉️ Somebody new: a link", "⬅️ To the check-in", "🏠 Menu"),
    ]


async def test_nobody_of_the_team_is_a_stranger_to_it(
    make: Factory, desk: Desk, anna: User, lesson: Lesson
) -> None:
    said = await desk.tap(CallIn(lesson_id=lesson.id, user_id=anna.id))

    assert said == "This person is not on the team any more."
    assert await make.all(Delivery) == []
    assert await make.all(Attendance) == []


async def test_stale_way_to_what_is_on_works(desk: Desk, lesson: Lesson) -> None:
    assert "🔢" in await desk.press(ShowNow())


async def test_card_of_a_lesson_leads_to_its_check_in_and_its_list_long_after(
    make: Factory, desk: Desk, course: Course
) -> None:
    over = await make.lesson(course, starts_at=NOON - 30 * DAY)

    await desk.press(ShowLesson(lesson_id=over.id))
    assert "Check-in closed" in await desk.press("📲 To the check-in")
    await desk.press(ShowLesson(lesson_id=over.id))
    await desk.press("📋 List")

    assert "▫️ Anna Petrova" in desk.labels

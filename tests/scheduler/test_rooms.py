"""Room codes in chats renew themselves, and are taken down when check-in is over."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import (
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    SendMessage,
)

from db.models import (
    Course,
    Delivery,
    DeliveryKind,
    Lesson,
    LessonStatus,
    RoomMessage,
    StaffPart,
    User,
)
from domain import codes
from domain.tokens import Signer
from scheduler.deliveries import Sender
from scheduler.patience import FAILURES
from scheduler.rooms import IN_A_TICK, LiveRooms
from tests.factories import HOUR, NOON, Factory
from tests.scheduler.conftest import Time
from tests.telegram import RecordedSession

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
METHOD = EditMessageMedia(media={"type": "photo", "media": "x"})  # type: ignore[arg-type]
SPREAD = 4 * SECOND
"""By then every message has had its moment."""


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.user(full_name="Vera")


@pytest.fixture
async def course(make: Factory, vera: User) -> Course:
    anna = await make.user(full_name="Anna")
    course = await make.course(anna, name="Algebra <1>")
    await make.staff(course, vera)
    return course


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course, starts_at=NOON - 5 * MINUTE)


@pytest.fixture
async def shown(make: Factory, vera: User, lesson: Lesson) -> RoomMessage:
    return await showing(make, vera, lesson)


async def showing(make: Factory, who: User, lesson: Lesson, message_id: int = 7) -> RoomMessage:
    """Since now."""
    assert who.telegram_id is not None
    where = {"chat_id": who.telegram_id, "message_id": message_id}
    about = {"user_id": who.id, "lesson_id": lesson.id}
    return await make.add(RoomMessage(**where, **about, shown_step=codes.room_step(NOON)))


def captions(telegram: RecordedSession) -> list[str]:
    media: list[Any] = [it.media for it in telegram.all(EditMessageMedia)]
    return [it.caption for it in media]


@dataclass
class Stage:
    rooms: LiveRooms
    sender: Sender
    telegram: RecordedSession
    time: Time
    make: Factory


@pytest.fixture
def stage(
    rooms: LiveRooms, sender: Sender, telegram: RecordedSession, time: Time, make: Factory
) -> Stage:
    return Stage(rooms, sender, telegram, time, make)


async def test_code_is_not_renewed_while_it_is_the_same(stage: Stage, shown: RoomMessage) -> None:
    await stage.rooms.renew()

    assert stage.telegram.calls == []


async def test_code_renews_itself_in_its_place(
    stage: Stage,
    signer: Signer,
    lesson: Lesson,
    shown: RoomMessage,
) -> None:
    stage.time.now = NOON + 15 * SECOND + SPREAD

    await stage.rooms.renew()
    await stage.rooms.renew()

    step = codes.room_step(stage.time.now)
    digits = signer.digits(lesson.public_id, step)
    edit = stage.telegram.the(EditMessageMedia)
    assert (edit.chat_id, edit.message_id) == (shown.chat_id, 7)
    assert f"{digits[:3]} {digits[3:]}" in captions(stage.telegram)[0]
    assert [it.shown_step for it in await stage.make.all(RoomMessage)] == [step]


async def test_there_are_about_four_edits_a_minute(stage: Stage, shown: RoomMessage) -> None:
    for second in range(5 * 60):
        stage.time.now = NOON + second * SECOND
        await stage.rooms.renew()

    assert 18 <= len(stage.telegram.all(EditMessageMedia)) <= 20


async def test_messages_are_spread_over_the_time_that_a_code_is_shown(
    stage: Stage, lesson: Lesson
) -> None:
    for _ in range(40):
        helper = await stage.make.user()
        course = await stage.make.again(lesson)
        await stage.make.staff(Course(id=course.course_id), helper, StaffPart.ASSISTANT)
        await showing(stage.make, helper, lesson)

    counts: list[int] = []
    for second in range(15, 30):
        stage.time.now = NOON + second * SECOND
        await stage.rooms.renew()
        counts.append(len(stage.telegram.calls) - sum(counts))

    assert sum(counts[:5]) == 40
    assert max(counts) <= IN_A_TICK
    assert sum(1 for it in counts if it) >= 3


async def test_each_is_told_in_their_language(
    stage: Stage,
    vera: User,
    shown: RoomMessage,
) -> None:
    await stage.make.change(vera, language="ru")
    stage.time.now = NOON + 15 * SECOND + SPREAD

    await stage.rooms.renew()

    assert "\u041f\u0440\u0438\u0448\u043b\u0438 0 \u0438\u0437 1" in captions(stage.telegram)[0]


async def test_when_check_in_is_over_the_picture_is_taken_down_and_a_summary_left(
    stage: Stage,
    lesson: Lesson,
    shown: RoomMessage,
) -> None:
    stage.time.now = lesson.ends_at + MINUTE

    await stage.rooms.renew()
    await stage.rooms.renew()
    await stage.sender.drain()

    assert stage.telegram.the(DeleteMessage).message_id == 7
    assert "Check-in closed at 15:55." in stage.telegram.the(SendMessage).text
    assert "📋 List" in stage.telegram.buttons()
    assert await stage.make.all(RoomMessage) == []
    assert [it.kind for it in await stage.make.all(Delivery)] == [DeliveryKind.ROOM_CLOSED]


async def test_cancelled_lesson_takes_the_picture_down(
    stage: Stage,
    lesson: Lesson,
    shown: RoomMessage,
) -> None:
    await stage.make.change(lesson, status=LessonStatus.CANCELLED)
    stage.time.now = NOON + 15 * SECOND + SPREAD

    await stage.rooms.renew()
    await stage.sender.drain()

    assert stage.telegram.the(SendMessage).text.endswith("This lesson is cancelled.")


async def test_who_is_blocked_sees_no_code_any_more(
    stage: Stage,
    vera: User,
    shown: RoomMessage,
) -> None:
    await stage.make.change(vera, blocked_at=NOON)
    stage.time.now = NOON + 15 * SECOND + SPREAD

    await stage.rooms.renew()

    assert stage.telegram.the(DeleteMessage).message_id == 7
    assert await stage.make.all(RoomMessage) == []
    assert await stage.make.all(Delivery) == []


async def test_nor_does_who_is_off_the_team(stage: Stage, lesson: Lesson) -> None:
    await showing(stage.make, await stage.make.user(), lesson)
    stage.time.now = NOON + 15 * SECOND + SPREAD

    await stage.rooms.renew()

    assert stage.telegram.the(DeleteMessage).message_id == 7
    assert await stage.make.all(RoomMessage) == []


@pytest.mark.parametrize(
    "error",
    [
        TelegramBadRequest(METHOD, "Bad Request: message to edit not found"),
        TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_message_that_is_gone_is_let_go(
    stage: Stage,
    shown: RoomMessage,
    error: Exception,
) -> None:
    stage.time.now = NOON + 15 * SECOND + SPREAD
    stage.telegram.errors = [error]

    await stage.rooms.renew()

    assert await stage.make.all(RoomMessage) == []


async def test_what_is_the_same_already_is_renewed(stage: Stage, shown: RoomMessage) -> None:
    stage.time.now = NOON + 15 * SECOND + SPREAD
    stage.telegram.errors = [TelegramBadRequest(METHOD, "Bad Request: message is not modified")]

    await stage.rooms.renew()

    assert [it.shown_step for it in await stage.make.all(RoomMessage)] == [
        codes.room_step(stage.time.now)
    ]


async def test_when_telegram_is_away_everybody_waits(stage: Stage, shown: RoomMessage) -> None:
    stage.time.now = NOON + 15 * SECOND + SPREAD
    stage.telegram.errors = [TelegramNetworkError(METHOD, "away")]

    await stage.rooms.renew()
    stage.time.now += 2 * SECOND
    await stage.rooms.renew()
    assert len(stage.telegram.calls) == 1
    stage.time.now += SECOND
    await stage.rooms.renew()

    assert len(stage.telegram.calls) == 2
    assert [it.shown_step for it in await stage.make.all(RoomMessage)] == [
        codes.room_step(stage.time.now)
    ]


async def others(stage: Stage, course: Course, lesson: Lesson, count: int) -> None:
    """Helpers who show the same code."""
    for _ in range(count):
        helper = await stage.make.user()
        await stage.make.staff(course, helper, StaffPart.ASSISTANT)
        await showing(stage.make, helper, lesson)


async def test_chat_that_has_to_wait_does_not_hold_up_the_others(
    stage: Stage, course: Course, lesson: Lesson, shown: RoomMessage
) -> None:
    await others(stage, course, lesson, 2)
    stage.time.now = NOON + 15 * SECOND + SPREAD
    stage.telegram.errors = [TelegramRetryAfter(METHOD, "Too Many Requests", retry_after=40)]

    counts = list[int]()
    for _ in range(3):
        await stage.rooms.renew()
        counts.append(len(stage.telegram.calls))
        stage.time.now += 20 * SECOND

    assert counts == [3, 5, 8]


async def test_when_chat_after_chat_has_to_wait_all_do(
    stage: Stage, course: Course, lesson: Lesson, shown: RoomMessage
) -> None:
    await others(stage, course, lesson, 2)
    flood = TelegramRetryAfter(METHOD, "Too Many Requests", retry_after=40)
    stage.telegram.errors = [flood] * 3
    stage.time.now = NOON + 15 * SECOND + SPREAD

    await stage.rooms.renew()
    await others(stage, course, lesson, 1)
    stage.time.now += 39 * SECOND
    await stage.rooms.renew()
    waiting = len(stage.telegram.calls)
    stage.time.now += SECOND
    await stage.rooms.renew()

    assert waiting == 3
    assert len(stage.telegram.calls) == 7


async def test_code_that_cannot_be_renewed_says_so_in_the_end(
    stage: Stage, shown: RoomMessage
) -> None:
    stage.time.now = NOON + 15 * SECOND + SPREAD
    stage.telegram.errors = [ValueError("broken")] * FAILURES

    left = list[int]()
    for _ in range(FAILURES):
        await stage.rooms.renew()
        left.append(len(await stage.make.all(RoomMessage)))
        stage.time.now += 3 * SECOND

    said = stage.telegram.the(EditMessageCaption)
    assert left == [1] * (FAILURES - 1) + [0]
    assert said.message_id == 7
    assert "out of date" in (said.caption or "")
    assert said.reply_markup is not None
    assert said.reply_markup.inline_keyboard[0][0].text == "🔄 Refresh"


async def test_one_failure_is_forgotten_with_the_next_success(
    stage: Stage, shown: RoomMessage
) -> None:
    for step in range(1, 3 * FAILURES):
        stage.time.now = NOON + step * 15 * SECOND + SPREAD
        stage.telegram.errors = [ValueError("broken")]
        await stage.rooms.renew()
        stage.time.now += 3 * SECOND
        await stage.rooms.renew()

    assert len(await stage.make.all(RoomMessage)) == 1


async def test_one_that_fails_does_not_hold_up_the_others(
    stage: Stage,
    course: Course,
    lesson: Lesson,
    shown: RoomMessage,
) -> None:
    helper = await stage.make.user()
    await stage.make.staff(course, helper)
    await showing(stage.make, helper, lesson)
    stage.telegram.errors = [ValueError("broken")]
    stage.time.now = NOON + 15 * SECOND + SPREAD

    await stage.rooms.renew()

    newest = codes.room_step(stage.time.now)
    assert len(stage.telegram.all(EditMessageMedia)) == 2
    assert [it.shown_step == newest for it in await stage.make.all(RoomMessage)].count(True) == 1


async def test_another_process_goes_on_where_the_leader_stopped(
    stage: Stage, shown: RoomMessage
) -> None:
    stage.time.now = NOON + HOUR / 4

    await stage.rooms.renew()

    assert [it.shown_step for it in await stage.make.all(RoomMessage)] == [
        codes.room_step(stage.time.now)
    ]

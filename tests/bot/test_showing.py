import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Update
from aiogram.utils.i18n import I18n
from sqlalchemy.ext.asyncio import AsyncSession

from bot import showing
from bot.factory import create_bot
from bot.replies import Alert, Banner, Nothing, Reply, Screen
from bot.screens import Screens
from bot.shelf import BannerShelf
from bot.showing import Showing
from db.models import Delivery, DeliveryKind, DeliveryStatus
from db.session import DatabaseAway, Transaction
from domain.clock import Clock
from tests.factories import NOON, Factory
from tests.telegram import RecordedSession, SlowTelegram, tap, write

T = TypeVar("T")

METHOD = SendMessage(chat_id=77, text="Hi.")
RESET, BAD_GATEWAY = TelegramNetworkError(METHOD, "reset"), TelegramServerError(METHOD, "502")

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Menu", callback_data="home")],
        [InlineKeyboardButton(text="Online", url="https://example.org")],
    ]
)
SCREEN = Screen("<b>Hi</b>", KEYBOARD, notice="Done.")

Show = Callable[[Update, Reply], Coroutine[Any, Any, None]]


def flood(seconds: int) -> TelegramRetryAfter:
    return TelegramRetryAfter(METHOD, "slow down", seconds)


@pytest.fixture
def telegram() -> RecordedSession:
    return RecordedSession()


@pytest.fixture(autouse=True)
def language(i18n: I18n) -> Iterator[None]:
    """The words of an apology are those of the update's person."""
    with i18n.context(), i18n.use_locale("en"):
        yield


@pytest.fixture
def show(telegram: RecordedSession, transaction: Transaction, clock: Clock) -> Show:
    return create_show(telegram, transaction, clock)


def create_show(telegram: RecordedSession, transaction: Transaction, clock: Clock) -> Show:
    bot = create_bot("42:TEST", telegram)
    shows = Showing(
        Screens(bot, BannerShelf(transaction)),
        transaction=transaction,
        clock=clock,
        spawn=asyncio.ensure_future,
    )

    async def show(update: Update, reply: Reply) -> None:
        raw = update.model_dump(mode="json", by_alias=True, exclude_none=True)
        await shows.show(Update.model_validate(raw, context={"bot": bot}), reply)

    return show


async def test_shown_screen_is_waited_for(show: Show, telegram: RecordedSession) -> None:
    await show(tap(77, "button"), SCREEN)

    assert [type(call) for call in telegram.calls] == [EditMessageText, AnswerCallbackQuery]


class Tasks:
    """What goes on after the update is done with."""

    def __init__(self) -> None:
        self.all: list[asyncio.Task[Any]] = []

    def spawn(self, work: Coroutine[Any, Any, T], /) -> asyncio.Task[T]:
        task = asyncio.ensure_future(work)
        self.all.append(task)
        return task


async def test_screen_that_takes_long_goes_on_by_itself_and_is_owed_until_it_is_shown(
    transaction: Transaction, clock: Clock, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "PATIENCE_SECONDS", 0.01)
    telegram, tasks = SlowTelegram(), Tasks()
    bot = create_bot("42:TEST", telegram)
    screens = Screens(bot, BannerShelf(transaction))
    shows = Showing(screens, transaction=transaction, clock=clock, spawn=tasks.spawn)
    raw = write(77, "hi").model_dump(mode="json", by_alias=True, exclude_none=True)

    async with asyncio.timeout(5):
        await shows.show(Update.model_validate(raw, context={"bot": bot}), SCREEN)
    [owed] = await make.all(Delivery)
    telegram.may_answer.set()
    await asyncio.gather(*tasks.all)
    [paid] = await make.all(Delivery)

    assert (owed.status, owed.due_at) == (DeliveryStatus.PENDING, NOON + timedelta(seconds=20))
    assert telegram.said() == "<b>Hi</b>"
    assert paid.status is DeliveryStatus.SENT


def test_next_updates_wait_two_seconds_at_most() -> None:
    assert showing.PATIENCE_SECONDS <= 2


# What Telegram would not take is owed


@pytest.mark.parametrize(
    ("error", "seconds"),
    [(flood(35), 35), (RESET, showing.AWAY_SECONDS), (BAD_GATEWAY, showing.AWAY_SECONDS)],
    ids=["flood", "network", "server"],
)
@pytest.mark.parametrize("update", [write(77, "hi"), tap(77, "button")], ids=["message", "tap"])
async def test_screen_that_telegram_would_not_take_is_owed(
    show: Show,
    telegram: RecordedSession,
    make: Factory,
    update: Update,
    error: Exception,
    seconds: int,
) -> None:
    telegram.errors.append(error)

    await show(update, SCREEN)

    [owed] = await make.all(Delivery)
    assert (owed.kind, owed.chat_id, owed.user_id) == (DeliveryKind.SCREEN, 77, None)
    assert owed.urgent
    assert owed.due_at == NOON + timedelta(seconds=seconds)
    assert owed.payload["text"] == "<b>Hi</b>"
    assert InlineKeyboardMarkup.model_validate(owed.payload["keyboard"]) == KEYBOARD
    assert telegram.taps_answered() == (update.callback_query is not None)


async def test_banner_is_owed_with_its_words(
    show: Show, telegram: RecordedSession, make: Factory
) -> None:
    banner = await make.banner(await make.course())
    telegram.errors.append(RESET)

    await show(write(77, "hi"), Screen("Hi.", photo=Banner(banner.id, "known")))

    [owed] = await make.all(Delivery)
    assert owed.payload == {"text": "Hi.", "keyboard": None, "banner_id": banner.id}


async def test_alert_is_owed_as_a_message(
    show: Show, telegram: RecordedSession, make: Factory
) -> None:
    telegram.errors.append(BAD_GATEWAY)

    await show(tap(77, "button"), Alert("You are not on this course."))

    [owed] = await make.all(Delivery)
    assert owed.payload == {"text": "You are not on this course."}


async def test_silence_is_never_owed(show: Show, telegram: RecordedSession, make: Factory) -> None:
    telegram.errors.append(RESET)

    await show(tap(77, "button"), Nothing())

    assert await make.all(Delivery) == []


async def test_screen_is_owed_once(show: Show, telegram: RecordedSession, make: Factory) -> None:
    update = write(77, "hi")
    telegram.errors.extend([RESET, RESET])

    await show(update, SCREEN)
    await show(update, SCREEN)

    assert len(await make.all(Delivery)) == 1


async def test_what_is_on_screen_is_not_owed_again(
    show: Show, telegram: RecordedSession, make: Factory
) -> None:
    telegram.errors.extend([None, RESET])

    await show(tap(77, "button"), SCREEN)

    assert await make.all(Delivery) == []


# Nothing here brings the update back


@pytest.mark.parametrize(
    "error",
    [TelegramBadRequest(METHOD, "can't parse entities"), ValueError("a bug")],
    ids=["refused", "bug"],
)
async def test_broken_screen_is_apologized_for(
    show: Show, telegram: RecordedSession, make: Factory, error: Exception
) -> None:
    telegram.errors.append(error)
    update = write(77, "hi")

    await show(update, SCREEN)

    [apology] = await make.all(Delivery)
    assert f"tell us the code {update.update_id:X}." in apology.payload["text"]
    assert (apology.chat_id, apology.due_at) == (77, NOON)


async def test_who_has_blocked_the_bot_is_owed_nothing(
    show: Show, telegram: RecordedSession, make: Factory
) -> None:
    telegram.errors.append(TelegramForbiddenError(METHOD, "bot was blocked by the user"))

    await show(write(77, "hi"), SCREEN)

    assert await make.all(Delivery) == []


async def test_bug_in_showing_is_logged_and_a_block_is_none(
    show: Show, telegram: RecordedSession, caplog: pytest.LogCaptureFixture
) -> None:
    blocked, broken = write(77, "hi"), write(77, "hi")
    telegram.errors.append(TelegramForbiddenError(METHOD, "bot was blocked by the user"))

    await show(blocked, SCREEN)
    telegram.errors.append(ValueError("a bug"))
    await show(broken, SCREEN)

    [record] = [it for it in caplog.records if it.levelname == "ERROR"]
    assert f"update {broken.update_id} is done" in record.getMessage()


async def test_nobody_hears_when_both_telegram_and_the_database_are_away(
    telegram: RecordedSession, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    @asynccontextmanager
    async def away() -> AsyncIterator[AsyncSession]:
        raise DatabaseAway
        yield

    telegram.errors.append(RESET)

    await create_show(telegram, away, clock)(write(77, "hi"), SCREEN)

    assert "its screen is lost" in caplog.text

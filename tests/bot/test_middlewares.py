"""What the middleware promises to every handler, shown on handlers made for the purpose."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiogram import Dispatcher, Router
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import AnswerCallbackQuery, SendMessage
from aiogram.types import CallbackQuery, Message, Update
from aiogram.utils.i18n import I18n
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot import middlewares
from bot.factory import create_dispatcher
from bot.replies import Screen
from db.models import Banner, HandledUpdate, User
from db.session import Conflict, DatabaseAway, Transaction
from domain.actor import Viewer
from domain.campus import Campus
from domain.clock import Clock
from domain.errors import CourseFull, NotAllowed
from keyboards.home import way_back
from tests.conftest import Feed, create_feed
from tests.factories import HOUR, NOON, Factory
from tests.telegram import PHOTO, RecordedSession, in_chat, person, send, tap, write

router = Router(name=__name__)


class Asking(StatesGroup):
    number = State()


class Press(CallbackData, prefix="press"):
    what: str


async def end_well(_: AsyncSession) -> None:
    pass


async def refuse(_: AsyncSession) -> None:
    raise NotAllowed


async def break_down(_: AsyncSession) -> None:
    raise ValueError("a bug")


async def meet_no_database(_: AsyncSession) -> None:
    raise DatabaseAway


async def lose_a_race(_: AsyncSession) -> None:
    raise Conflict


async def dawdle(_: AsyncSession) -> None:
    await asyncio.Event().wait()


async def dawdle_in_sql(session: AsyncSession) -> None:
    await session.execute(text("SELECT pg_sleep(60)"))


ENDINGS: dict[str, Callable[[AsyncSession], Awaitable[None]]] = {
    "end well": end_well,
    "refuse": refuse,
    "break": break_down,
    "meet no database": meet_no_database,
    "lose a race": lose_a_race,
    "dawdle": dawdle,
    "dawdle in SQL": dawdle_in_sql,
}


@router.message(Command("ask"))
async def on_ask(_: Message, state: FSMContext) -> Screen:
    await state.set_state(Asking.number)
    return Screen("Which number?")


@router.message(StateFilter(Asking.number))
async def on_number(message: Message, state: FSMContext) -> Screen:
    if message.text == "refuse":
        raise CourseFull
    if message.text == "forbid":
        raise NotAllowed
    await state.clear()
    return Screen(f"The number is {message.text or 'a picture'}.")


@router.message()
async def on_message(message: Message, session: AsyncSession) -> Screen:
    return await add(session, message.text or "end well")


@router.callback_query(Press.filter())
async def on_press(_: CallbackQuery, callback_data: Press, session: AsyncSession) -> Screen:
    return await add(session, callback_data.what)


@router.edited_message()
async def on_edited(_: Message) -> str:
    return "not a reply"


async def add(session: AsyncSession, ending: str) -> Screen:
    """Something to find afterwards, or not."""
    session.add(Banner(content=b"", content_type="image/jpeg", width=1, height=1))
    await session.flush()
    await ENDINGS.get(ending, end_well)(session)
    return Screen("Added.", notice="Well.")


async def home(session: AsyncSession, viewer: Viewer, *, campus: Campus, now: datetime) -> Screen:
    return Screen(f"Home of {viewer.name}")


# Not of the module: it may be left and come back to, and a router has one parent.
@pytest.fixture(scope="session")
def dispatcher(i18n: I18n, campus: Campus) -> Dispatcher:
    return create_dispatcher(router, i18n, home=home, way_back=way_back, campus=campus)


async def added(make: Factory) -> int:
    return len(await make.all(Banner))


# Once, whatever comes twice


@pytest.mark.parametrize(
    "update", [write(77, "end well"), tap(77, Press(what="end well"))], ids=["message", "tap"]
)
async def test_update_brought_twice_is_handled_once(
    feed: Feed, make: Factory, update: Update
) -> None:
    first, second = await feed(update), await feed(update)

    assert (first.said(), second.said()) == ("Added.", "Home of Test")
    assert await added(make) == 1


async def test_update_brought_to_several_replicas_at_once_is_handled_once(
    dispatcher: Dispatcher, committing: Transaction, clock: Clock
) -> None:
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    update, before = write(77, "end well"), await added(make)

    answers = await asyncio.gather(*(feed(update) for _ in range(5)))

    assert sorted(it.said() for it in answers) == ["Added.", *["Home of Test"] * 4]
    assert await added(make) == before + 1


async def test_two_bots_number_their_updates_each(feed: Feed, make: Factory) -> None:
    update = write(77, "end well")

    await feed(update)

    [handled] = await make.all(HandledUpdate)
    assert (handled.bot_id, handled.update_id) == (42, update.update_id)


# Endings


async def test_refusal_undoes_everything_and_is_said_each_time(feed: Feed, make: Factory) -> None:
    update = write(77, "refuse")

    first, second = await feed(update), await feed(update)

    assert first.said() == second.said() == "Only those who run this course can do that."
    assert first.buttons() == second.buttons() == {"🏠 Menu": "home"}
    assert (await added(make), await make.all(HandledUpdate)) == (0, [])


async def test_refusal_of_a_tap_leaves_the_screen_as_it_is(feed: Feed, make: Factory) -> None:
    telegram = await feed(tap(77, Press(what="refuse")))

    assert [type(call) for call in telegram.calls] == [AnswerCallbackQuery]
    assert telegram.notice() == "Only those who run this course can do that."
    assert telegram.the(AnswerCallbackQuery).show_alert is True
    assert await added(make) == 0


async def test_refusal_is_said_in_the_persons_language(feed: Feed, make: Factory) -> None:
    anna = await make.user(language="ru")

    telegram = await feed(write(anna.telegram_id, "refuse"))

    assert telegram.said() == "Это может сделать только команда курса."
    assert list(telegram.buttons()) == ["🏠 Меню"]


async def test_bug_undoes_everything_and_is_apologized_for(
    feed: Feed, make: Factory, caplog: pytest.LogCaptureFixture
) -> None:
    update = write(77, "break")

    telegram = await feed(update)

    assert f"tell us the code {update.update_id:X}." in telegram.said()
    assert telegram.buttons() == {"🏠 Menu": "home"}
    assert f"update {update.update_id} failed" in caplog.text
    assert "ValueError: a bug" in caplog.text
    assert await added(make) == 0


async def test_bug_after_a_tap_is_an_alert(feed: Feed) -> None:
    update = tap(77, Press(what="break"))

    telegram = await feed(update)

    assert telegram.the(AnswerCallbackQuery).show_alert is True
    assert f"tell us the code {update.update_id:X}." in (telegram.notice() or "")


@pytest.mark.parametrize("way", ["dawdle", "dawdle in SQL"])
async def test_handler_that_dawdles_is_ended(
    dispatcher: Dispatcher,
    committing: Transaction,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    monkeypatch.setattr(middlewares, "HANDLER_SECONDS", 0.1)
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    before = await added(make)

    telegram = await feed(write(77, way))
    after = await feed(write(77, "end well"))

    assert telegram.said().startswith("Something broke")
    assert after.said() == "Added."
    assert await added(make) == before + 1


async def test_reply_of_no_kind_that_we_know_is_silence(feed: Feed) -> None:
    update = write(77, "corrected")
    edited = Update(update_id=update.update_id, edited_message=update.message)

    telegram = await feed(edited)

    assert telegram.calls == []


# The database


async def test_database_being_away_leaves_the_update_to_telegram(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, make: Factory
) -> None:
    telegram = RecordedSession()
    feed = create_feed(dispatcher, transaction, clock, telegram)

    with pytest.raises(DatabaseAway):
        await feed(write(77, "meet no database"))

    assert telegram.calls == []
    assert (await added(make), await make.all(HandledUpdate)) == (0, [])


class Watched:
    """Transactions with something done to them at their end."""

    def __init__(self, transaction: Transaction, at_the_end: Callable[[], None]) -> None:
        self._transaction = transaction
        self._at_the_end = at_the_end
        self.begun = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[AsyncSession]:
        self.begun += 1
        async with self._transaction() as session:
            yield session
            self._at_the_end()


async def test_screen_is_shown_after_the_commit(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock
) -> None:
    telegram, calls_before_commit = RecordedSession(), list[Any]()
    watched = Watched(transaction, lambda: calls_before_commit.extend(telegram.calls))

    await create_feed(dispatcher, watched, clock, telegram)(write(77, "end well"))

    assert (watched.begun, calls_before_commit) == (1, [])
    assert telegram.said() == "Added."


async def test_nobody_is_told_of_what_was_not_committed(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, make: Factory
) -> None:
    def lose_the_commit() -> None:
        raise DatabaseAway

    telegram = RecordedSession()
    feed = create_feed(dispatcher, Watched(transaction, lose_the_commit), clock, telegram)

    with pytest.raises(DatabaseAway):
        await feed(tap(77, Press(what="end well")))

    assert telegram.calls == []
    assert await added(make) == 0


@pytest.mark.parametrize("lost", [1, 2])
async def test_lost_race_is_run_again(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, make: Factory, lost: int
) -> None:
    def lose_a_few() -> None:
        if watched.begun <= lost:
            raise Conflict

    watched = Watched(transaction, lose_a_few)

    telegram = await create_feed(dispatcher, watched, clock)(write(77, "end well"))

    assert (watched.begun, telegram.said()) == (lost + 1, "Added.")
    assert await added(make) == 1


async def test_race_that_is_lost_three_times_is_left_to_telegram(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, make: Factory
) -> None:
    watched, telegram = Watched(transaction, lambda: None), RecordedSession()
    feed = create_feed(dispatcher, watched, clock, telegram)

    with pytest.raises(Conflict):
        await feed(write(77, "lose a race"))

    assert (watched.begun, telegram.calls) == (3, [])
    assert (await added(make), await make.all(HandledUpdate)) == (0, [])


# Where, and who


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_nothing_is_said_where_others_read_it(feed: Feed, make: Factory, kind: str) -> None:
    update = in_chat(write(77, "end well"), kind)

    first, second = await feed(update), await feed(update)

    assert first.calls == second.calls == []
    assert await added(make) == 0


async def test_channel_post_with_nobody_behind_it_is_passed_over(feed: Feed) -> None:
    post = in_chat(write(77, "news"), "channel").message
    assert post is not None
    anonymous = post.model_copy(update={"from_user": None})

    telegram = await feed(Update(update_id=1, channel_post=anonymous))

    assert telegram.calls == []


async def test_tap_in_a_group_is_answered_with_nothing(feed: Feed, make: Factory) -> None:
    telegram = await feed(in_chat(tap(77, Press(what="end well")), "group"))

    assert (len(telegram.calls), telegram.notice()) == (1, None)
    assert await added(make) == 0


async def test_nothing_is_kept_about_a_stranger_who_looks(feed: Feed, make: Factory) -> None:
    await feed(write(77, "end well"))
    await feed(tap(77, Press(what="end well")))

    assert await make.all(User) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ru", "Это может сделать только команда курса."),
        ("ru-RU", "Это может сделать только команда курса."),
        ("en", "Only those who run this course can do that."),
        ("kk", "Only those who run this course can do that."),
        (None, "Only those who run this course can do that."),
    ],
)
async def test_stranger_is_spoken_to_in_the_language_of_their_telegram(
    feed: Feed, code: str | None, words: str
) -> None:
    who = person(77).model_copy(update={"language_code": code})

    telegram = await feed(write(77, "refuse", who=who))

    assert telegram.said() == words


async def test_presence_is_written_down_only_when_it_is_news(feed: Feed, make: Factory) -> None:
    just_now, long_ago = NOON - HOUR, NOON - HOUR - timedelta(seconds=1)
    here = await make.user(last_seen_at=just_now)
    back = await make.user(last_seen_at=long_ago)
    unblocked = await make.user(last_seen_at=just_now, reachable=False)
    new = await make.user(last_seen_at=None)

    for somebody in (here, back, unblocked, new):
        await feed(write(somebody.telegram_id, "end well"))

    seen = {it.id: it.last_seen_at for it in await make.all(User)}
    assert seen == {here.id: just_now, back.id: NOON, unblocked.id: NOON, new.id: NOON}
    assert all(it.reachable for it in await make.all(User))


# Albums


async def test_of_an_album_the_first_item_is_answered(feed: Feed, make: Factory) -> None:
    one, two, three = (send(77, photo=PHOTO, media_group_id="a") for _ in range(3))
    of_another = send(77, photo=PHOTO, media_group_id="b")

    answers = [await feed(it) for it in (one, two, three, of_another)]

    assert [len(it.calls) for it in answers] == [1, 0, 0, 1]
    assert await added(make) == 2


async def test_album_of_another_person_is_another(feed: Feed) -> None:
    await feed(send(77, photo=PHOTO, media_group_id="a"))

    telegram = await feed(send(78, photo=PHOTO, media_group_id="a"))

    assert telegram.said() == "Added."


# Dialogs


async def test_what_is_typed_next_goes_to_the_dialog(feed: Feed) -> None:
    await feed(write(77, "/ask"))

    telegram = await feed(write(77, "7"))
    after = await feed(write(77, "8"))

    assert telegram.said() == "The number is 7."
    assert after.said() == "Added."


async def test_dialog_takes_what_is_not_words_too(feed: Feed) -> None:
    await feed(write(77, "/ask"))

    telegram = await feed(send(77, photo=PHOTO))

    assert telegram.said() == "The number is a picture."


@pytest.mark.parametrize(
    "way_out", [write(77, "/cancel"), tap(77, Press(what="end well"))], ids=["command", "tap"]
)
async def test_command_or_button_leaves_the_dialog(feed: Feed, way_out: Update) -> None:
    await feed(write(77, "/ask"))

    await feed(way_out)
    telegram = await feed(write(77, "7"))

    assert telegram.said() == "Added."


@pytest.mark.parametrize(
    "refused", [write(77, "refuse"), tap(77, Press(what="refuse"))], ids=["words", "tap"]
)
async def test_refusal_keeps_the_dialog(feed: Feed, refused: Update) -> None:
    await feed(write(77, "/ask"))

    await feed(refused)
    telegram = await feed(write(77, "7"))

    assert telegram.said() == "The number is 7."


async def test_dialog_about_what_is_not_theirs_any_more_ends(feed: Feed) -> None:
    await feed(write(77, "/ask"))

    refused = await feed(write(77, "forbid"))
    telegram = await feed(write(77, "7"))

    assert refused.said() == "Only those who run this course can do that."
    assert telegram.said() == "Added."


async def test_dialogs_of_two_people_do_not_meet(feed: Feed) -> None:
    await feed(write(77, "/ask"))

    telegram = await feed(write(78, "7"))

    assert telegram.all(SendMessage)[0].chat_id == 78
    assert telegram.said() == "Added."

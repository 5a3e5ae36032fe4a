"""Every screen that a person can reach, found by pressing every button there is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from aiogram.methods import AnswerCallbackQuery, EditMessageMedia, SendPhoto
from aiogram.types import InlineKeyboardButton, Update
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.texts.say import plain
from db.models import DialogState, User
from tests.conftest import Feed
from tests.snapshots import everything, undone
from tests.telegram import PHOTO, RecordedSession, keyboard_of, person, shown, tap, text_of

LANGUAGES = ("ru", "en")

ALIKE = 3
"""Of the buttons of one meaning beside one another, as many are pressed."""

LEFT = {"handled_updates", "dialog_states", "room_messages"}
"""Tables that mean nothing to a press."""

PASSING = LEFT | {"pending_starts", "deliveries"}
"""Tables in which things are noted on the way."""

HOME = "home"

Send = Callable[[str], Update]
"""What the person does, their Telegram being in that language."""


@dataclass(frozen=True)
class Act:
    label: str
    send: Send
    meaning: str = ""
    """Of a press: what leads to the same screen, wherever it is pressed, while the world is the
    same."""


@dataclass(frozen=True)
class View:
    """What the person sees after an act."""

    text: str
    buttons: tuple[tuple[str, ...], ...]
    is_alert: bool
    is_photo: bool
    is_file: bool = False


@dataclass(frozen=True)
class Found:
    route: tuple[str, ...]
    views: dict[str, View]
    """By language."""


World = dict[str, str]
"""What is in each table, in short."""

Shape = tuple[bool, frozenset[str]]
"""The sentences of a screen, whatever values are in them."""


class Walker:
    def __init__(self, feed: Feed, connection: AsyncConnection) -> None:
        self._feed = feed
        self._connection = connection
        self._telegram_id = 0
        self._typed: dict[str, list[Act]] = {}
        self._found: list[Found] = []
        self._shapes: set[Shape] = set()
        self._said: set[str] = set()
        self._pressed: set[tuple[str, str]] = set()
        self._lasting: World = {}

    async def walk(
        self, telegram_id: int, acts: list[Act], typed: dict[str, list[Act]]
    ) -> list[Found]:
        """All that this person can come to see. Dialogs are answered by what is typed, which is
        by their states."""
        self._telegram_id, self._typed = telegram_id, typed
        self._found, self._shapes, self._pressed = [], set(), set()
        await self._speak("ru")
        world = await everything(self._connection, but=LEFT)
        self._lasting = lasting(world)
        await self._explore(acts, (), world)
        return self._found

    def note(self, sentence: str) -> None:
        """That it was looked up among the translations."""
        self._said.add(sentence)

    async def _explore(self, acts: list[Act], route: tuple[str, ...], world: World) -> None:
        for act in self._new(acts, world):
            async with undone(self._connection):
                telegram, shape = await self._do(act, "ru")
                if shape in self._shapes:
                    continue
                self._shapes.add(shape)
                views = {"ru": seen(telegram)}
                self._found.append(Found((*route, act.label), views))
                await self._go_on(telegram, (*route, act.label))
            async with undone(self._connection):
                english, _ = await self._do(act, "en")
                views["en"] = seen(english)

    async def _go_on(self, telegram: RecordedSession, route: tuple[str, ...]) -> None:
        """To what can be reached from there, unless the act has changed something: the world has
        everybody in every state already."""
        world = await everything(self._connection, but=LEFT)
        if not alerts(telegram) and lasting(world) == self._lasting:
            await self._explore(await self._ways_on(telegram), route, world)

    def _new(self, acts: list[Act], world: World) -> Iterator[Act]:
        for act in acts:
            pressed = (act.meaning, str(world))
            if not act.meaning or pressed not in self._pressed:
                self._pressed.add(pressed)
                yield act

    async def _do(self, act: Act, language: str) -> tuple[RecordedSession, Shape]:
        await self._speak(language)
        self._said.clear()
        telegram = await self._feed(act.send(language))
        return telegram, (bool(alerts(telegram)), frozenset(self._said))

    async def _speak(self, language: str) -> None:
        mine = update(User).where(User.telegram_id == self._telegram_id)
        await self._connection.execute(mine.values(language=language))

    async def _ways_on(self, telegram: RecordedSession) -> list[Act]:
        statement = select(DialogState.state).filter_by(user_id=self._telegram_id)
        state = await self._connection.scalar(statement)
        typed = self._typed[state] if state else []
        return [*typed, *self._presses(telegram)]

    def _presses(self, telegram: RecordedSession) -> Iterator[Act]:
        is_photo = has_photo(telegram)
        message = shown(self._telegram_id, **({"photo": PHOTO} if is_photo else {}))
        for button in chosen(buttons(telegram)):
            data = button.callback_data or ""
            if data == HOME:
                continue

            def send(language: str, data: str = data) -> Update:
                who = person(self._telegram_id, language=language)
                return tap(self._telegram_id, data, on=message, who=who)

            yield Act(button.text, send, meaning=f"{data}, {is_photo}")


def lasting(world: World) -> World:
    return {name: content for name, content in world.items() if name not in PASSING}


def seen(telegram: RecordedSession) -> View:
    told = alerts(telegram)
    if told:
        return View(told[0], (), is_alert=True, is_photo=False)
    text = [*filter(None, map(text_of, telegram.calls))][-1:]
    if not text and (said := telegram.notice()):
        return View(said, (), is_alert=True, is_photo=False)
    rows = tuple(tuple(it.text for it in row) for row in keyboard(telegram))
    return View(plain("".join(text)), rows, is_alert=False, is_photo=has_photo(telegram))


def alerts(telegram: RecordedSession) -> list[str]:
    return [it.text or "" for it in telegram.all(AnswerCallbackQuery) if it.show_alert]


def has_photo(telegram: RecordedSession) -> bool:
    return any(isinstance(it, SendPhoto | EditMessageMedia) for it in telegram.calls)


def keyboard(telegram: RecordedSession) -> list[list[InlineKeyboardButton]]:
    keyboards = [*filter(None, map(keyboard_of, telegram.calls))]
    return keyboards[-1].inline_keyboard if keyboards else []


def buttons(telegram: RecordedSession) -> list[InlineKeyboardButton]:
    return [it for row in keyboard(telegram) for it in row if it.callback_data]


def chosen(those: list[InlineKeyboardButton]) -> Iterator[InlineKeyboardButton]:
    """The first and the last of what means nearly the same."""
    for _, alike in groupby(those, key=lambda it: (it.callback_data or "").partition(":")[0]):
        group = list(alike)
        yield from group[: ALIKE - 1]
        yield from group[max(ALIKE - 1, len(group) - 1) :]

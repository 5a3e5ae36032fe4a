"""What handlers return. Nobody but ``bot/screens.py`` shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.types import BotCommand, InlineKeyboardMarkup, InputFile


@dataclass(frozen=True)
class Banner:
    """A picture from the database, which Telegram may have already."""

    id: int
    file_id: str | None


@dataclass(frozen=True)
class LiveRoom:
    """That a message shows the room code of a lesson, and is to be renewed with it."""

    user_id: int
    lesson_id: int
    step: int
    """Of the code that it shows."""


@dataclass(frozen=True)
class Screen:
    """What a person sees next."""

    text: str
    """HTML: up to 4,096 characters after parsing, 1,024 where there is a photo."""
    keyboard: InlineKeyboardMarkup | None = None
    photo: Banner | InputFile | None = None
    document: InputFile | None = None
    """Of a letter only: a file takes time, so the worker makes it. The text is its caption."""
    notice: str | None = None
    """Said for a moment over the tapped button."""
    is_apart: bool = False
    """To be kept or handed on: it leaves the tapped message as it is."""
    live: LiveRoom | None = None
    instead: "Screen | None" = None
    """Of a secret, which is not written down: what is shown later where it cannot be shown now."""


@dataclass(frozen=True)
class Alert:
    """Words over a screen that stays as it is, after a tap."""

    text: str
    is_brief: bool = False
    """Gone by itself, as good news may be; a refusal or an apology waits until it is read."""


@dataclass(frozen=True)
class Nothing:
    """Silence, where speaking would be worse."""


@dataclass(frozen=True)
class Post:
    """What somebody wrote to many, in their own words and formatting; a letter."""

    text: str
    """As it was typed, not HTML: up to 4,096 characters, 1,024 under a photo or a file."""
    entities: Sequence[Mapping[str, Any]] = ()
    photo: str | None = None
    """What Telegram calls it."""
    document: str | None = None
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True)
class Menu:
    """The commands that a chat is offered; a letter, because the chat may be somebody else's."""

    commands: Sequence[BotCommand]
    """None: those that everybody is offered."""


Reply = Screen | Alert | Nothing

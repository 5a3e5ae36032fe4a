from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from bot.texts import setting_buttons as labels
from domain.campus import LANGUAGES
from domain.profile import Field, Profile, Switch
from domain.zones import RUSSIAN
from keyboards.catalogue import ShowCourses
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, pairs, rows

QUIET_HOURS = ((21, 8), (22, 8), (23, 7), (0, 9))
"""Some that people may like."""


class ShowSettings(CallbackData, prefix="settings"):
    """All that a person can change about themselves."""


class AskSetting(CallbackData, prefix="ask-set"):
    """Which of it is to be changed."""

    field: Field


class Choose(CallbackData, prefix="set"):
    field: Field
    words: str = ""
    """As if they were typed; empty clears it."""


class Flip(CallbackData, prefix="flip"):
    switch: Switch
    is_on: bool
    """What it shall be, so that tapping twice is tapping once."""
    is_apart: bool = False
    """From a message that is to be kept."""


class ShowMutes(CallbackData, prefix="mutes"):
    """A page of one's courses, with and without reminders."""

    page: Id = 0


class ShowSignIns(CallbackData, prefix="sign-ins"):
    page: Id = 0


def settings(seen: Profile) -> InlineKeyboardMarkup:
    user = seen.user
    return rows(
        [_ask(Field.NAME), _ask(Field.GROUP)],
        [_ask(Field.EMAIL), _ask(Field.LANGUAGE)],
        [_ask(Field.TIMEZONE), _ask(Field.QUIET_HOURS)],
        [
            _flip(Switch.REMINDERS, is_on=user.reminders_on),
            _flip(Switch.NEWS, is_on=user.news_on),
        ],
        [(labels.mutes(), ShowMutes())],
        [(labels.sign_ins(), ShowSignIns())],
        [to_home()],
    )


def choices(field: Field) -> InlineKeyboardMarkup:
    """Below a question: what one need not type."""
    empty: Row = [(labels.empty(field), Choose(field=field))] if field in labels.EMPTY else []
    return rows(*pairs(_choices(field)), empty, to_settings())


def to_settings() -> Row:
    """Under what is opened from the settings."""
    return [(labels.to_settings(), ShowSettings()), to_home()]


def to_stranger() -> InlineKeyboardMarkup:
    return rows([(buttons.courses(), ShowCourses()), to_home()])


def _ask(field: Field) -> Button:
    return labels.field(field), AskSetting(field=field)


def _flip(switch: Switch, *, is_on: bool) -> Button:
    return labels.switch(switch, is_on=is_on), Flip(switch=switch, is_on=not is_on)


def _choices(field: Field) -> list[Button]:
    match field:
        case Field.LANGUAGE:
            return [(labels.language(it), Choose(field=field, words=it)) for it in LANGUAGES]
        case Field.TIMEZONE:
            return [_timezone(ahead, name) for ahead, name in RUSSIAN.items()]
        case Field.QUIET_HOURS:
            return [_quiet_hours(since, until) for since, until in QUIET_HOURS]
        case _:
            return []


def _timezone(ahead: int, name: str) -> Button:
    return labels.timezone(ahead, name), Choose(field=Field.TIMEZONE, words=name)


def _quiet_hours(since: int, until: int) -> Button:
    words = f"{since}-{until}"
    return labels.quiet_hours(since, until), Choose(field=Field.QUIET_HOURS, words=words)

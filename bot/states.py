"""The dialogs: which typed input we wait for. Everything else is a button."""

from aiogram.fsm.state import State, StatesGroup

from domain.profile import Field


class Meeting(StatesGroup):
    typing_name = State()
    typing_group = State()


class Settings(StatesGroup):
    typing_name = State()
    typing_group = State()
    typing_email = State()
    typing_timezone = State()
    typing_quiet_hours = State()


TYPED = {
    Field.NAME: Settings.typing_name,
    Field.GROUP: Settings.typing_group,
    Field.EMAIL: Settings.typing_email,
    Field.TIMEZONE: Settings.typing_timezone,
    Field.QUIET_HOURS: Settings.typing_quiet_hours,
}
"""What of the settings is typed; the others are chosen."""


class People(StatesGroup):
    """Of admins."""

    typing_words = State()
    typing_reason = State()


class Tokens(StatesGroup):
    """Of other services."""

    typing_name = State()


class Filtering(StatesGroup):
    """Of the history of actions."""

    typing_person = State()
    typing_course = State()
    typing_days = State()

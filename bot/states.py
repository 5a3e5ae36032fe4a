"""The dialogs: which typed input we wait for. Everything else is a button."""

from aiogram.fsm.state import State, StatesGroup


class Meeting(StatesGroup):
    typing_name = State()
    typing_group = State()

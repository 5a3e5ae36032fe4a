"""What the buttons of the people of a lesson mean. What was searched for travels in them, in as
much as fits beside two ids of 14 digits and two letters."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from aiogram.filters.callback_data import CallbackData
from pydantic import BaseModel

from bot.texts.mark_reasons import Excuse
from db.models import AttendanceStatus
from domain.roll import Search, View
from keyboards import searching
from keyboards.layout import Id

ROOM = 20
"""Bytes of words."""

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
LAST = (datetime(2100, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND


class Put(StrEnum):
    """A status, by a letter."""

    PRESENT = "p"
    LATE = "l"
    ABSENT = "a"
    EXCUSED = "e"

    @property
    def status(self) -> AttendanceStatus:
        return AttendanceStatus[self.name]


class Shown(StrEnum):
    """The mark that a button showed, by a letter."""

    NONE = "n"
    PRESENT = "p"
    LATE = "l"
    ABSENT = "a"
    EXCUSED = "e"

    @property
    def status(self) -> AttendanceStatus | None:
        return None if self is Shown.NONE else AttendanceStatus[self.name]


LETTERS = {it: it.value for it in View}


class ShowRoll(CallbackData, prefix="roll"):
    """A page of the people of a lesson."""

    lesson_id: Id
    search: str = ""


class AskRolled(CallbackData, prefix="rl-find"):
    """Whom of them one looks for."""

    lesson_id: Id
    search: str = ""


class OfPerson(BaseModel):
    """Somebody at a lesson, and the search that led to them."""

    lesson_id: Id
    enrollment_id: Id
    search: str = ""


class Tap(OfPerson, CallbackData, prefix="rl"):
    """On somebody in the list: what it does depends on how that is viewed, and on the mark that
    it showed."""

    shown: Shown = Shown.NONE


class ShowMark(OfPerson, CallbackData, prefix="mk"):
    """Their mark, to be looked at and changed."""


class PutMark(OfPerson, CallbackData, prefix="mp"):
    put: Put


class PutMarkWhy(OfPerson, CallbackData, prefix="mw"):
    """The same, where it needs a reason."""

    put: Put
    why: Excuse


class UndoMark(OfPerson, CallbackData, prefix="mu"):
    """Take back what was just made."""


class AskAll(CallbackData, prefix="ask-all"):
    """Whether all who have no mark shall get one."""

    lesson_id: Id
    put: Put


class MarkAll(CallbackData, prefix="mark-all"):
    lesson_id: Id
    put: Put


class UndoAll(CallbackData, prefix="undo-all"):
    """Take back what was marked at that moment: microseconds since 1970."""

    lesson_id: Id
    put: Put
    at: Id


def fitting(search: Search) -> Search:
    """The search with as many words as its buttons can carry."""
    return replace(search, words=searching.fitting(search.words, ROOM))


def pack(search: Search) -> str:
    return searching.pack(LETTERS[search.view], search.words, search.page)


def tidy(packed: str) -> str:
    """What of a button can be kept: it may be forged."""
    return pack(unpack(packed))


def unpack(packed: str) -> Search:
    """The search of a button; the first page of all where it is not one."""
    found = searching.unpack(packed, LETTERS)
    return fitting(Search(*found)) if found else Search()


def place(whose: OfPerson) -> dict[str, Any]:
    """Whom another button of the same card is about."""
    search = tidy(whose.search)
    return {
        "lesson_id": whose.lesson_id,
        "enrollment_id": whose.enrollment_id,
        "search": search,
    }


def showing(lesson_id: int, search: Search) -> ShowRoll:
    return ShowRoll(lesson_id=lesson_id, search=pack(search))


def moment(packed: int) -> datetime:
    """Of what no button of ours says comes one that is long over."""
    return EPOCH + min(packed, LAST) * MICROSECOND

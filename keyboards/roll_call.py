"""The people of a lesson as buttons. What was searched for travels in them, in as much as fits
beside two ids of 14 digits and two letters."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import BaseModel

from bot.texts import buttons, room_buttons
from bot.texts import roll_call_buttons as labels
from bot.texts.mark_reasons import OFFERED, Excuse, words
from db.models import AttendanceStatus
from domain.marking_all import Asked
from domain.roll import PAGE_SIZE, Card, Line, Roll, Search, View
from keyboards import searching
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, pager, pairs, rows
from keyboards.room import ShowRoom

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
    """On somebody in the list: what it does depends on how that is viewed."""


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


def page(seen: Roll) -> InlineKeyboardMarkup:
    lesson_id, search = seen.at.lesson.id, seen.search
    now = replace(search, page=seen.page.number)
    return rows(
        *([_person(lesson_id, it, now)] for it in seen.page.lines),
        pager(
            seen.page.number,
            -(-seen.page.total // PAGE_SIZE),
            lambda it: showing(lesson_id, replace(search, page=it)),
        ),
        *_ways(seen),
        [to_room(lesson_id), to_home()],
    )


def asking(lesson_id: int, search: str) -> InlineKeyboardMarkup:
    return rows([_to_list(lesson_id, search), to_home()])


def card(seen: Card, whose: OfPerson) -> InlineKeyboardMarkup:
    theirs, mark = place(whose), seen.person.mark
    choices: list[Button] = [
        (labels.put(it.status), PutMark(**theirs, put=it))
        for it in Put
        if _can_be(seen, it) and (mark is None or mark.status is not it.status)
    ]
    undo: Row = [(labels.undo(), UndoMark(**theirs))] if seen.can_undo else []
    return rows(*pairs(choices), undo, [_to_list(whose.lesson_id, whose.search), to_home()])


def ask_reason(whose: OfPerson, put: Put) -> InlineKeyboardMarkup:
    theirs = place(whose)
    reasons: list[Row] = [
        [(words(it), PutMarkWhy(**theirs, put=put, why=it))] for it in OFFERED[put.status]
    ]
    return rows(*reasons, [(labels.to_mark(), ShowMark(**theirs)), to_home()])


def ask_all(asked: Asked, put: Put) -> InlineKeyboardMarkup:
    """Of the staff's word for a whole room no clock knows whether it came in time."""
    lesson_id = asked.at.lesson.id
    is_either = put is Put.PRESENT and asked.is_late
    puts = (Put.PRESENT, Put.LATE) if is_either else (put,)
    choices: list[Row] = [
        [(labels.all_(it.status), MarkAll(lesson_id=lesson_id, put=it))] for it in puts
    ]
    return rows(*(choices if asked.count else []), *_back(lesson_id))


def marked_all(lesson_id: int, put: Put, at: datetime | None) -> InlineKeyboardMarkup:
    undo: Row = []
    if at is not None:
        which = UndoAll(lesson_id=lesson_id, put=put, at=(at - EPOCH) // MICROSECOND)
        undo = [(labels.undo_all(), which)]
    return rows(undo, *_back(lesson_id))


def back(lesson_id: int) -> InlineKeyboardMarkup:
    return rows(*_back(lesson_id))


def moment(packed: int) -> datetime:
    """Of what no button of ours says comes one that is long over."""
    return EPOCH + min(packed, LAST) * MICROSECOND


def _back(lesson_id: int) -> list[Row]:
    return [[_to_list(lesson_id, ""), to_room(lesson_id)], [to_home()]]


def showing(lesson_id: int, search: Search) -> ShowRoll:
    return ShowRoll(lesson_id=lesson_id, search=pack(search))


def to_room(lesson_id: int) -> Button:
    return room_buttons.to_room(), ShowRoom(lesson_id=lesson_id)


def rest(lesson_id: int) -> Button:
    """After a lesson: who has no mark did not come."""
    return labels.rest(), AskAll(lesson_id=lesson_id, put=Put.ABSENT)


def _to_list(lesson_id: int, search: str) -> Button:
    return labels.to_list(), ShowRoll(lesson_id=lesson_id, search=tidy(search))


def _person(lesson_id: int, line: Line, search: Search) -> Button:
    whose = {"lesson_id": lesson_id, "enrollment_id": line.enrollment_id}
    return labels.person(line), Tap(**whose, search=pack(search))


def _ways(seen: Roll) -> list[Row]:
    lesson_id, search = seen.at.lesson.id, seen.search
    if search.view is View.EXCEPT:
        rest = (labels.others_came(), AskAll(lesson_id=lesson_id, put=Put.PRESENT))
        return [[rest], _filters(lesson_id, search)]
    all_: Row = [
        (labels.mark_all(), AskAll(lesson_id=lesson_id, put=Put.PRESENT)),
        (labels.all_except(), showing(lesson_id, Search(View.EXCEPT))),
    ]
    can_all = seen.can_mark and seen.counts.unmarked > 0
    return [
        _filters(lesson_id, search),
        [_search(lesson_id, search), _other(lesson_id, search)],
        all_ if can_all else [],
    ]


def _filters(lesson_id: int, search: Search) -> Row:
    return [
        (
            labels.view(name, is_current=search.view.value == it.value),
            showing(lesson_id, Search(it, search.words)),
        )
        for it, name in (
            (View.EVERYBODY, labels.everybody()),
            (View.MISSING, labels.missing()),
            (View.CAME, labels.came()),
        )
    ]


def _search(lesson_id: int, search: Search) -> Button:
    if search.words:
        return buttons.clear_search(), showing(lesson_id, Search(search.view))
    return buttons.search(), AskRolled(lesson_id=lesson_id, search=pack(search))


def _other(lesson_id: int, search: Search) -> Button:
    """Another mark than that they came."""
    is_on = search.view is View.OTHER
    view = View.EVERYBODY if is_on else View.OTHER
    return labels.other(is_on=is_on), showing(lesson_id, Search(view, search.words))


def _can_be(seen: Card, put: Put) -> bool:
    return seen.can_excuse if put is Put.EXCUSED else seen.can_mark

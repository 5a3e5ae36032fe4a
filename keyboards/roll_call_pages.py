"""Below the people of a lesson."""

from dataclasses import replace
from datetime import datetime

from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons, room_buttons
from bot.texts import roll_call_buttons as labels
from bot.texts.mark_reasons import OFFERED, words
from domain.marking_all import Asked
from domain.roll import PAGE_SIZE, Card, Line, Roll, Search, View
from keyboards.home import to_home
from keyboards.layout import Button, Row, pager, pairs, rows
from keyboards.roll_call import (
    EPOCH,
    MICROSECOND,
    AskAll,
    AskRolled,
    MarkAll,
    OfPerson,
    Put,
    PutMark,
    PutMarkWhy,
    ShowMark,
    Shown,
    ShowRoll,
    Tap,
    UndoAll,
    UndoMark,
    pack,
    place,
    showing,
    tidy,
)
from keyboards.room import ShowRoom


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
    able = [
        it for it in Put if _can_be(seen, it) and (mark is None or mark.status is not it.status)
    ]
    choices: list[Button] = [(labels.put(it.status), PutMark(**theirs, put=it)) for it in able]
    # An excuse has a long name.
    last = [choices.pop()] if Put.EXCUSED in able else []
    undo: Row = [(labels.undo(), UndoMark(**theirs))] if seen.can_undo else []
    back = [_to_list(whose.lesson_id, whose.search), to_home()]
    return rows(*pairs(choices), last, undo, back)


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


def _back(lesson_id: int) -> list[Row]:
    return [[_to_list(lesson_id, ""), to_room(lesson_id)], [to_home()]]


def to_room(lesson_id: int) -> Button:
    return room_buttons.to_room(), ShowRoom(lesson_id=lesson_id)


def rest(lesson_id: int) -> Button:
    """Who has no mark did not come."""
    return labels.rest(), AskAll(lesson_id=lesson_id, put=Put.ABSENT)


def _to_list(lesson_id: int, search: str) -> Button:
    return labels.to_list(), ShowRoll(lesson_id=lesson_id, search=tidy(search))


def _person(lesson_id: int, line: Line, search: Search) -> Button:
    whose = {"lesson_id": lesson_id, "enrollment_id": line.enrollment_id}
    shown = Shown[line.status.name] if line.status else Shown.NONE
    return labels.person(line), Tap(**whose, search=pack(search), shown=shown)


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
        *_finding(lesson_id, search),
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


def _finding(lesson_id: int, search: Search) -> list[Row]:
    those = [_search(lesson_id, search), _other(lesson_id, search)]
    return [[it] for it in those] if search.words else [those]


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

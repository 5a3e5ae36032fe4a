"""The people of a course. A search has 42 bytes, a number 14: a prefix is of six letters at most,
or of four beside a reason."""

from collections.abc import Callable
from dataclasses import replace

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import BaseModel

from bot.texts import buttons
from bot.texts import roster_buttons as labels
from db.models import EnrollmentStatus
from domain.course_list import FileKind
from domain.roster import PAGE_SIZE, Line, Roster, Search
from keyboards import searching
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, pager, rows
from keyboards.numbers import ShowNumbers

LETTERS: dict[EnrollmentStatus | None, str] = {
    None: "a",
    EnrollmentStatus.REGISTERED: "r",
    EnrollmentStatus.WAITLISTED: "w",
    EnrollmentStatus.COMPLETED: "c",
    EnrollmentStatus.EXPELLED: "x",
}


class ShowRoster(CallbackData, prefix="roster"):
    """A page of the people of a course."""

    course_id: Id
    search: str = ""


class AskRostered(CallbackData, prefix="r-find"):
    """Whom of them one looks for, among those of that list."""

    course_id: Id
    search: str = ""


class OfSeat(BaseModel):
    """Somebody in a course, and the search that led to them, to go back there."""

    enrollment_id: Id
    search: str = ""


class ShowSeat(OfSeat, CallbackData, prefix="seat"):
    """Their card in the course."""


class SendList(CallbackData, prefix="r-file"):
    """Everybody, as a file."""

    course_id: Id
    file: FileKind


class AskNewcomer(CallbackData, prefix="bring"):
    """Who shall be enrolled by the staff."""

    course_id: Id


def fitting(search: Search) -> Search:
    """The search with as many words as its buttons can carry."""
    return replace(search, words=searching.fitting(search.words))


def pack(search: Search) -> str:
    return searching.pack(LETTERS[search.status], search.words, search.page)


def tidy(packed: str) -> str:
    """What of a button can be kept: it may be forged."""
    return pack(unpack(packed))


def unpack(packed: str) -> Search:
    """The search of a button; the first page of all where it is not one."""
    found = searching.unpack(packed, LETTERS)
    return Search(*found) if found else Search()


def page(seen: Roster, search: Search) -> InlineKeyboardMarkup:
    course_id, found = seen.course.id, seen.page
    now = replace(search, page=found.number)

    def showing(another: Search) -> ShowRoster:
        return ShowRoster(course_id=course_id, search=pack(another))

    return rows(
        *([_person(number, it, now)] for number, it in enumerate(found.lines, found.first)),
        pager(
            found.number,
            -(-found.total // PAGE_SIZE),
            lambda it: showing(replace(search, page=it)),
        ),
        *_statuses(search, showing),
        [_search(course_id, search), (labels.numbers(), ShowNumbers(course_id=course_id))],
        [(labels.bring(), AskNewcomer(course_id=course_id))] if seen.can_bring else [],
        _files(course_id) if found.lines else [],
        [to_hub(course_id), to_home()],
    )


def asking(course_id: int, search: str) -> InlineKeyboardMarkup:
    return rows([to_roster(course_id, search), to_home()])


def under_file(course_id: int) -> InlineKeyboardMarkup:
    return rows([to_roster(course_id), to_home()])


def to_roster(course_id: int, search: str = "") -> Button:
    return buttons.to_list(), ShowRoster(course_id=course_id, search=tidy(search))


def _statuses(search: Search, showing: Callable[[Search], ShowRoster]) -> list[Row]:
    those = [
        (
            labels.status(it, is_current=it is search.status),
            showing(Search(it, search.words)),
        )
        for it in LETTERS
    ]
    everybody, registered, waiting, completed, expelled = those
    return [[everybody, registered], [waiting, completed, expelled]]


def _person(number: int, line: Line, search: Search) -> Button:
    meaning = ShowSeat(enrollment_id=line.enrollment.id, search=pack(search))
    return labels.person(number, line.name), meaning


def _search(course_id: int, search: Search) -> Button:
    if search.words:
        cleared = pack(Search(search.status))
        return buttons.clear_search(), ShowRoster(course_id=course_id, search=cleared)
    return buttons.search(), AskRostered(course_id=course_id, search=pack(search))


def _files(course_id: int) -> Row:
    return [(labels.file(it), SendList(course_id=course_id, file=it)) for it in FileKind]

"""What a cell says, as a field of a course. Typed words are read as in the chat."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from domain import fields, typed_schedule
from domain.addresses import address
from domain.details import URL_LENGTH
from domain.errors import AnswerNotValid, YearMissing
from domain.fields import Basis, CourseField
from domain.formatting import Written
from domain.reading import columns
from domain.reading.found import Cell

DATES = {"start_date", "end_date"}
KEY = "key"
KEY_LENGTH = 100


LATER = timedelta(days=3000)
"""In which every day without a year has come again, a 29 February too."""


def read(field: str, cell: Cell, basis: Basis) -> Mapping[str, Any]:
    """The columns that the cell is about, with their values, which are the same whenever it is
    read. Raises the refusal that says how it is written."""
    found = _read(field, cell, basis)
    if DATES & found.keys() and not isinstance(cell, date):
        later = replace(basis, today=basis.today + LATER)
        if _read(field, cell, later) != found:
            raise YearMissing
    return found


def _read(field: str, cell: Cell, basis: Basis) -> Mapping[str, Any]:
    match field:
        case "schedule":
            return _schedule(spelled(cell), basis)
        case "is_from_misis":
            return {field: _answer(cell)}
        case "banner_url":
            return {field: address(spelled(cell), URL_LENGTH)}
        case "start_date" | "end_date" if isinstance(cell, date):
            return {field: cell.date() if isinstance(cell, datetime) else cell}
        case _:
            found = fields.read(CourseField(field), Written(spelled(cell)), basis)
            # The same words with another formatting are no news.
            return {name: it for name, it in found.items() if name != "description_entities"}


def spelled(cell: Cell) -> str:
    """As people see it in their table."""
    match cell:
        case datetime() if cell.time() == time():
            return f"{cell:%Y-%m-%d}"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def _schedule(typed: str, basis: Basis) -> dict[str, Any]:
    """With the days between which it goes, if they stand there too."""
    found = typed_schedule.read(typed, today=basis.first or basis.today)
    days = {"start_date": found.first, "end_date": found.last}
    return {"schedule": [dict(it) for it in found.rules]} | {
        name: day for name, day in days.items() if day is not None
    }


def _answer(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    found = columns.answer(spelled(cell))
    if found is None:
        raise AnswerNotValid
    return found

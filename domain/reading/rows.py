"""Courses from the rows of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from domain import schedule
from domain.details import NAME_LENGTH, Details
from domain.errors import (
    CourseTwiceInFile,
    DatesNotValid,
    DomainError,
    FileEmpty,
    NoNameColumn,
    TitleNotValid,
    TooManyCourses,
)
from domain.fields import Basis
from domain.names import tidy
from domain.reading import cells, columns
from domain.reading.columns import Columns
from domain.reading.found import MOST_COURSES, VALUE, Cell, Fault, Found, Wanted
from domain.reading.tables import HEADINGS_WITHIN, Row

ORDER = ("start_date", "end_date")
"""These are read first: others are understood by them, and theirs count before a schedule's."""


@dataclass
class _Line:
    """A row that is being read."""

    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read(rows: Iterator[Row], *, today: date, tz: ZoneInfo) -> Found:
    """Raises ``FileEmpty``, ``NoNameColumn`` and ``TooManyCourses``, and what ``rows`` raises."""
    headings, where = _headings(rows)
    known = set(where.values())
    ignored = [cells.spelled(it) for at, it in enumerate(headings) if it != "" and at not in known]
    reader = _Reader(headings, where, Basis(today, None, tz))
    for number, row in rows:
        reader.take(number, row)
    if not reader.courses and not reader.faults:
        raise FileEmpty
    return Found(reader.courses, reader.faults, ignored)


def key_of(name: str, first: date | None) -> str:
    """Of a course that has no id of its own."""
    return f"name:{columns.folded(name)}|{first or ''}"


class _Reader:
    def __init__(self, headings: Sequence[Cell], where: Columns, basis: Basis) -> None:
        self._headings = headings
        self._where = where
        self._basis = basis
        self._lines: dict[str, int] = {}
        self.courses: list[Wanted] = []
        self.faults: list[Fault] = []

    def take(self, number: int, row: Sequence[Cell]) -> None:
        present = {name: row[at] for name, at in self._where.items() if at < len(row)}
        present = {name: cell for name, cell in present.items() if cell != ""}
        if not present:
            return
        if len(self._lines) + len(self.faults) >= MOST_COURSES:
            raise TooManyCourses(MOST_COURSES)
        line = _Line(number)
        key = cells.spelled(present.pop(cells.KEY, ""))
        self._read_all(line, present)
        key = f"id:{tidy(key)[: cells.KEY_LENGTH]}" if key else _key(line)
        self._note(line, key)

    def _read_all(self, line: _Line, present: dict[str, Cell]) -> None:
        basis = self._basis
        for name in sorted(present, key=lambda it: ORDER.index(it) if it in ORDER else len(ORDER)):
            try:
                read = cells.read(name, present[name], basis)
            except DomainError as error:
                line.faults.append(self._fault(line, name, present[name], error))
                continue
            line.fields = {**read, **line.fields}
            basis = replace(basis, first=line.fields.get("start_date"))
        if "name" not in present:
            line.faults.append(self._fault(line, "name", "", TitleNotValid(NAME_LENGTH)))
        self._ensure_sound(line, present)

    def _ensure_sound(self, line: _Line, present: dict[str, Cell]) -> None:
        """What no cell can tell by itself."""
        first, last = line.fields.get("start_date"), line.fields.get("end_date")
        try:
            if first and last and last < first:
                raise DatesNotValid
            if first and last and (rules := line.fields.get("schedule")):
                schedule.ensure_not_too_many(rules, first, last)
        except DomainError as error:
            name = "end_date" if "end_date" in present else "schedule"
            line.faults.append(self._fault(line, name, present.get(name, ""), error))

    def _note(self, line: _Line, key: str) -> None:
        if not line.faults and key in self._lines:
            error = CourseTwiceInFile(self._lines[key])
            line.faults.append(self._fault(line, "name", line.fields["name"], error))
        self.faults += line.faults
        if not line.faults:
            self._lines[key] = line.number
            self.courses.append(Wanted(line.number, key, cast(Details, line.fields)))

    def _fault(self, line: _Line, name: str, cell: Cell, error: DomainError) -> Fault:
        at = self._where.get(name)
        heading = cells.spelled(self._headings[at]) if at is not None else name
        return Fault(line.number, heading[:VALUE], tidy(cells.spelled(cell))[:VALUE], error)


def _headings(rows: Iterator[Row]) -> tuple[Sequence[Cell], Columns]:
    """The first row that has a column of names, with those in it that we know."""
    is_empty = True
    for _, (_, row) in zip(range(HEADINGS_WITHIN), rows, strict=False):
        is_empty = False
        if "name" in (where := columns.courses(row)):
            return row, where
    if is_empty:
        raise FileEmpty
    raise NoNameColumn


def _key(line: _Line) -> str:
    return key_of(line.fields.get("name", ""), line.fields.get("start_date"))

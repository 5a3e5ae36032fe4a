"""Which column of a table is what, by its heading: in any order, in either language."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from domain.names import tidy
from domain.reading.found import Cell

FOLDED = str.maketrans("\u0451", "\u0435")
NOTES = re.compile(r"\(.*?\)|\[.*?\]|[*:.№#_\"'«»]+")
"""What people add to headings."""

Columns = Mapping[str, int]
"""Where each field stands, from 0."""


def courses(headings: Sequence[Cell]) -> Columns:
    known = _headings()
    return _where(headings, dict([*known["ru"], *known["en"]]))


def days(headings: Sequence[Cell]) -> Columns:
    return _where(headings, dict(_headings()["days"]))


def are_headings(cells: Sequence[Cell]) -> bool:
    """Of courses or of days, and more than one, so that they are divided."""
    return len(cells) > 1 and ("name" in courses(cells) or "day" in days(cells))


def proposed(language: str) -> Mapping[str, str]:
    """By field: the headings of a form to fill in, in the order in which they make sense."""
    found = _words()[language if language in {"ru", "en"} else "en"]
    return {field: names[0].capitalize() for field, names in found.items()}


def answer(words: str) -> bool | None:
    """Yes or no; none if it is neither."""
    spelled = folded(words)
    known = _words()["answers"]
    if spelled in known["yes"]:
        return True
    return False if spelled in known["no"] else None


def folded(heading: Cell) -> str:
    text = NOTES.sub(" ", tidy(str(heading)).casefold().translate(FOLDED))
    return " ".join(text.replace("-", " ").split()) or tidy(str(heading)).casefold()


def _where(headings: Sequence[Cell], known: Mapping[str, str]) -> Columns:
    """Of two columns of one meaning the first counts."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = known.get(folded(heading))
        if field is not None:
            found.setdefault(field, place)
    return found


@cache
def _headings() -> dict[str, list[tuple[str, str]]]:
    return {
        group: [(folded(name), field) for field, names in fields.items() for name in names]
        for group, fields in _words().items()
    }


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    with (Path(__file__).parent / "columns.toml").open("rb") as source:
        return tomllib.load(source)

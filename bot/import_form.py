"""The form that courses to import are filled into, with one line as an example."""

import csv
from datetime import date, timedelta
from io import StringIO

from bot.sheets import Sheet
from bot.texts import import_form as texts
from domain.reading import columns

WIDTHS = {"name": 36, "description": 48, "schedule": 40, "online_url": 30, "banner_url": 30}
USUAL = 16

TERM = timedelta(weeks=15)


def made(kind: str, language: str, today: date) -> bytes:
    """As CSV with the mark by which spreadsheets know UTF-8, and semicolons as in Russia."""
    headings = columns.proposed(language)
    example = texts.example(today, today + TERM)
    row = [example.get(name, "") for name in headings]
    if kind == "csv":
        return _separated([list(headings.values()), row])
    widths = [WIDTHS.get(name, USUAL) for name in headings]
    sheet = Sheet(texts.title(), list(zip(headings.values(), widths, strict=True)))
    sheet.add([row])
    return sheet.close()


def _separated(lines: list[list[str]]) -> bytes:
    written = StringIO()
    csv.writer(written, delimiter=";").writerows(lines)
    return written.getvalue().encode("utf-8-sig")

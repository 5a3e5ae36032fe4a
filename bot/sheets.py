"""Tables that people open in a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from xlsxwriter import Workbook

CELL = 2000
"""Characters; a spreadsheet takes 32,767, and nobody reads them."""

FORMULA = re.compile(r"\s*[=+@\-\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""The beginning of what a spreadsheet computes, in full width too."""

AS_IT_IS = {
    # A row that is written leaves the memory.
    "constant_memory": True,
    # What begins with an equals sign may be somebody's name, and is not to be computed.
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class Sheet:
    """Written row by row, and closed once. It is slow: have it done in a thread."""

    def __init__(self, title: str, columns: Sequence[tuple[str, int]]) -> None:
        """The columns have headings and widths."""
        self._content = BytesIO()
        self._book = Workbook(self._content, AS_IT_IS)
        self._sheet = self._book.add_worksheet(title)
        self._rows = 0
        for number, (_, width) in enumerate(columns):
            self._sheet.set_column(number, number, width)
        self._sheet.freeze_panes(1, 0)
        self._add([heading for heading, _ in columns], self._book.add_format({"bold": True}))

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        for row in rows:
            self._add(row)

    def close(self) -> bytes:
        """The file. To be called even if it is not wanted: until then there are others."""
        self._book.close()
        return self._content.getvalue()

    def _add(self, row: Sequence[str], look: object = None) -> None:
        for number, value in enumerate(row):
            self._sheet.write_string(self._rows, number, value[:CELL], look)
        self._rows += 1


def as_csv(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """With the mark by which spreadsheets know UTF-8. What they would compute has an apostrophe
    before it, so that it stays what it is."""
    content = StringIO()
    writer = csv.writer(content, delimiter=delimiter)
    writer.writerows([_harmless(cell[:CELL]) for cell in row] for row in rows)
    return content.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell

"""Tables that people open in a spreadsheet."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from xlsxwriter import Workbook

CELL = 2000
"""Characters; a spreadsheet takes 32,767, and nobody reads them."""

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

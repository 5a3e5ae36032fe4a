"""Spreadsheets as programs and enemies make them."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def book(*rows: Sequence[Any], sheets: int = 1) -> bytes:
    """The rows on the first of its sheets; dates are dates there, and `=…` is a formula with the
    value 42."""
    content = BytesIO()
    made = Workbook(content, {"default_date_format": "dd.mm.yyyy"})
    sheet = made.add_worksheet()
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(number, at, cell, None, 42)
            elif isinstance(cell, date) and not isinstance(cell, datetime):
                sheet.write_datetime(number, at, datetime.combine(cell, datetime.min.time()))
            else:
                sheet.write(number, at, cell)
    for _ in range(sheets - 1):
        made.add_worksheet().write(0, 0, "elsewhere")
    made.close()
    return content.getvalue()


def changed(content: bytes, **files: bytes | None) -> bytes:
    """The same spreadsheet with another sheet or other strings in it."""
    names = {"sheet": SHEET, "strings": STRINGS, "workbook": "xl/workbook.xml"}
    instead = {names[name]: it for name, it in files.items()}
    anew = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(anew, "w", 8) as new:
        for it in old.infolist():
            body = instead.get(it.filename, old.read(it))
            if body is not None:
                new.writestr(it.filename, body)
    return anew.getvalue()


def sheet_of(cells: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + cells + b"</sheetData></worksheet>"


def lying(content: bytes, name: str) -> bytes:
    """One whose directory says that this part of it is tiny."""
    with zipfile.ZipFile(BytesIO(content)) as old:
        it = old.getinfo(name)
        size = it.file_size.to_bytes(4, "little")
        packed = it.compress_size.to_bytes(4, "little")
    return content.replace(packed + size, packed + (10).to_bytes(4, "little"))

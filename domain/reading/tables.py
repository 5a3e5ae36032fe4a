"""Rows of cells, from whatever kind of table."""

import csv
from collections.abc import Iterator
from io import StringIO

from python_calamine import CalamineError, CalamineWorkbook

from domain.errors import FileEmpty, FileNotRead, FileTooBig, TooManyLines
from domain.reading import columns, packed
from domain.reading.found import MOST_BYTES, MOST_LINES, Cell
from domain.reading.patience import Patience

Row = tuple[int, list[Cell]]
"""The number of its first line, and what stands there."""

ZIP, BROKEN = b"PK\x03\x04", b"\x00"
DELIMITERS = ";,\t"
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

LOOK_AT = 1000

HEADINGS_WITHIN = 10
"""Lines: above the headings people write a title."""


def rows(content: bytes, patience: Patience) -> Iterator[Row]:
    """Those with something in them, for as long as there is patience. Raises refusals of files."""
    if len(content) > MOST_BYTES:
        raise FileTooBig(MOST_BYTES // 1024**2)
    found = _of_spreadsheet(content) if content.startswith(ZIP) else _separated(text(content))
    return ((line, row) for line, row in patience.each(found) if any(it != "" for it in row))


def text(content: bytes) -> str:
    """In whichever encoding programs save: UTF-8, UTF-16 or the Russian one of Windows."""
    encodings = [name for mark, name in MARKS.items() if content.startswith(mark)]
    for encoding in encodings or _guessed(content):
        try:
            decoded = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in decoded:
            return decoded
    raise FileNotRead


def _guessed(content: bytes) -> list[str]:
    """UTF-16 without a mark shows: every second byte of spaces and digits is a zero."""
    beginning = content[:LOOK_AT]
    if beginning[1::2].count(0) > len(beginning) // 10:
        return ["utf-16-le"]
    if beginning[::2].count(0) > len(beginning) // 10:
        return ["utf-16-be"]
    return ["utf-8", "cp1251"]


def _separated(content: str) -> Iterator[Row]:
    if not content.strip():
        raise FileEmpty
    # Long files are refused before they are read.
    if content.count("\n") + content.count("\r") > 2 * MOST_LINES:
        raise TooManyLines(MOST_LINES)
    lines = content.splitlines()
    if len(lines) > MOST_LINES + 1:
        raise TooManyLines(MOST_LINES)
    is_told = lines[0].casefold().startswith("sep=")
    delimiter = lines[0][4:5] or "," if is_told else _delimiter(lines)
    reader = csv.reader(StringIO("\n".join(lines)), delimiter=delimiter)
    before = 0
    try:
        for row in reader:
            if not (is_told and before == 0):
                yield before + 1, [it.strip() for it in row]
            before = reader.line_num
    except csv.Error as error:
        raise FileNotRead from error


def _delimiter(lines: list[str]) -> str:
    """What the headings are divided by."""
    written = [it for it in lines if it.strip()][:HEADINGS_WITHIN]
    for line in written:
        for delimiter in DELIMITERS:
            if columns.are_headings([it.strip('" ') for it in line.split(delimiter)]):
                return delimiter
    return max(DELIMITERS, key=written[0].count)


def _of_spreadsheet(content: bytes) -> Iterator[Row]:
    """Of its first sheet. What was computed is read, never computed anew."""
    try:
        with CalamineWorkbook.from_filelike(packed.repacked(content)) as book:
            sheet = book.get_sheet_by_index(0)
            for line, row in enumerate(sheet.iter_rows(), 1):
                yield line, [_tidy(it) for it in row]
    except (CalamineError, ValueError, OSError, LookupError) as error:
        raise FileNotRead from error


def _tidy(cell: Cell) -> Cell:
    return cell.strip() if isinstance(cell, str) else cell

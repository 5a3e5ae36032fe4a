"""A spreadsheet is a packed folder: what it unpacks to is known before it is opened."""

import re
import shutil
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from domain.errors import FileNotRead, FileUnpacksTooBig, TooManyLines
from domain.reading.found import MOST_LINES

MOST_UNPACKED = 40 * 1024 * 1024
MOST_CELLS = 1_000_000
MOST_TEXT = 64 * 1024 * 1024
"""Bytes of the texts in all cells: a text that is kept once may be shown in each of them."""

CHUNK = 64 * 1024

NEEDED = {
    "[content_types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedstrings.xml",
    "xl/styles.xml",
}
SHEETS = "xl/worksheets/"
"""Pictures, charts and macros are not unpacked at all."""

ANY_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
CELL = re.compile(rb'<(?:\w+:)?c(?: +[\w:]+="[^"<>&]*")* */?>')
"""As every program writes them. Another spelling could hide where a cell stands."""

PLACE = re.compile(rb' r="([A-Za-z]{0,3})([0-9]{1,7})"')
SHARED = re.compile(rb' t="s"[^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*([0-9]{1,7})')
TEXT = re.compile(rb"<(?:\w+:)?si[\s>]")


def repacked(content: bytes) -> BytesIO:
    """Only what is needed of it, of the size that it says it has: its directory may lie.

    Raises ``FileNotRead``, ``FileUnpacksTooBig``, ``TooManyLines``.
    """
    kept = BytesIO()
    try:
        with ZipFile(BytesIO(content)) as packed, ZipFile(kept, "w", ZIP_STORED) as anew:
            for it in _needed(packed):
                with packed.open(it) as source, anew.open(it.filename, "w") as target:
                    # By pieces: in one go, a piece that lies unpacks to whatever it likes.
                    shutil.copyfileobj(source, target, CHUNK)
        with ZipFile(kept) as anew:
            _ensure_fits(anew)
    except (BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise FileNotRead from error
    kept.seek(0)
    return kept


def _needed(packed: ZipFile) -> list[ZipInfo]:
    those = [it for it in packed.infolist() if _is_needed(it.filename.casefold())]
    if not any(it.filename.casefold() == "xl/workbook.xml" for it in those):
        raise FileNotRead
    if any(it.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for it in those):
        raise FileNotRead
    if sum(it.file_size for it in those) > MOST_UNPACKED:
        raise FileUnpacksTooBig
    return those


def _is_needed(name: str) -> bool:
    return name in NEEDED or (name.startswith(SHEETS) and name.endswith(".xml"))


def _ensure_fits(anew: ZipFile) -> None:
    """A table is kept with all that lies between its first and its last cell."""
    lengths = _lengths(anew)
    for name in anew.namelist():
        if name.casefold().startswith(SHEETS):
            _ensure_sheet_fits(anew.read(name), lengths)


def _ensure_sheet_fits(sheet: bytes, lengths: list[int]) -> None:
    if len(ANY_CELL.findall(sheet)) != len(CELL.findall(sheet)):
        raise FileNotRead
    places = set(PLACE.findall(sheet))
    last = max((int(row) for _, row in places), default=0)
    if last > MOST_LINES + 1:
        raise TooManyLines(MOST_LINES)
    widest = max((_number(column) for column, _ in places), default=0)
    if last * widest > MOST_CELLS:
        raise FileUnpacksTooBig
    shown = map(int, SHARED.findall(sheet))
    if sum(lengths[it] for it in shown if it < len(lengths)) > MOST_TEXT:
        raise FileUnpacksTooBig


def _lengths(anew: ZipFile) -> list[int]:
    """Of the texts that cells name by number."""
    for name in anew.namelist():
        if name.casefold() == "xl/sharedstrings.xml":
            return [len(it) for it in TEXT.split(anew.read(name))[1:]]
    return []


def _number(column: bytes) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - ord("A") + 1
    return number

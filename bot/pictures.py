"""Pictures that the bot draws."""

from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from aiogram.types import BufferedInputFile
from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_Q

from bot import qr

PAGE = (1240, 1754)
"""A4 at 150 dots an inch."""

MARGIN = 90
QR_SIDE = 860
TITLE_SIZES, CAPTION_SIZES = range(84, 27, -4), range(52, 27, -4)
TITLE_HEIGHT = 420
WIDTH = PAGE[0] - 2 * MARGIN
LONGEST_WORD = 32
"""Longer ones are broken: of the widest letter, so many fit at the smallest size."""
INK, PAPER = "#141414", "white"


def poster(title: str, caption: str, link: str) -> BufferedInputFile:
    """A page to print: the title, a QR of the link, and what to do with it."""
    page = Image.new("RGB", PAGE, PAPER)
    canvas = ImageDraw.Draw(page)
    _write(canvas, title, bold=True, top=MARGIN, height=TITLE_HEIGHT)
    page.paste(_qr(link), ((PAGE[0] - QR_SIDE) // 2, MARGIN + TITLE_HEIGHT))
    below = MARGIN + TITLE_HEIGHT + QR_SIDE
    _write(canvas, caption, bold=False, top=below, height=PAGE[1] - MARGIN - below)
    picture = BytesIO()
    page.save(picture, "PNG", optimize=True)
    return BufferedInputFile(picture.getvalue(), filename="poster.png")


def code(link: str) -> BufferedInputFile:
    """A QR of the link alone, with the empty margin that cameras need."""
    picture = BytesIO()
    _qr(link).save(picture, "PNG", optimize=True)
    return BufferedInputFile(picture.getvalue(), filename="code.png")


def _qr(text: str) -> Image.Image:
    """Level Q: paper wears."""
    return qr.picture(text, ERROR_CORRECT_Q, QR_SIDE)


def _write(canvas: ImageDraw.ImageDraw, text: str, *, bold: bool, top: int, height: int) -> None:
    """In the middle, as large as fits."""
    for size in TITLE_SIZES if bold else CAPTION_SIZES:
        font = face(size, bold=bold)
        lines = "\n".join(_wrap(text, font))
        box = canvas.multiline_textbbox((0, 0), lines, font=font, spacing=size // 3)
        if box[2] <= WIDTH and box[3] <= height:
            break
    place = (PAGE[0] / 2, top + height / 2)
    canvas.multiline_text(place, lines, INK, font, anchor="mm", spacing=size // 3, align="center")


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in _words(text):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= WIDTH or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words(text: str) -> list[str]:
    return [
        word[start : start + LONGEST_WORD]
        for word in text.split()
        for start in range(0, len(word), LONGEST_WORD)
    ]


@cache
def face(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    # matplotlib brings a face that has Cyrillic letters; finding it imports nothing heavy.
    spec = find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    fonts = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    return ImageFont.truetype(fonts / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"), size)

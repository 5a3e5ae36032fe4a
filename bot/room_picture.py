"""The code of a room, as it is held up or projected from a phone."""

from functools import lru_cache
from io import BytesIO

import qrcode
from aiogram.types import BufferedInputFile
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

from bot.pictures import INK, PAPER, face

SIDE, BELOW = 1080, 190
"""Of the QR with its quiet zone, and of the digits under it."""

QUIET = 4
"""Modules: what the standard asks for."""

DIGITS_SIZE = 150


def room_code(link: str, digits: str) -> BufferedInputFile:
    """The QR as large as a phone shows it, with the digits for those whose camera fails."""
    return BufferedInputFile(drawn(link, digits), filename="code.png")


@lru_cache(maxsize=64)
def drawn(link: str, digits: str) -> bytes:
    """Kept, because all who show a room show the same."""
    page = Image.new("L", (SIDE, SIDE + BELOW), PAPER)
    page.paste(qr(link), (0, 0))
    canvas = ImageDraw.Draw(page)
    middle = (SIDE / 2, SIDE + BELOW / 2 - QUIET * 8)
    canvas.text(middle, digits, INK, face(DIGITS_SIZE, bold=True), anchor="mm")
    picture = BytesIO()
    page.save(picture, "PNG")
    return picture.getvalue()


def qr(link: str) -> Image.Image:
    """Level M, so that the modules are larger: it is read from afar, and not from worn paper."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(link)
    rows = code.get_matrix()
    picture = Image.new("1", (len(rows), len(rows)))
    picture.putdata([not module for row in rows for module in row])
    return picture.convert("L").resize((SIDE, SIDE), Image.Resampling.NEAREST)

"""The code of a room, as it is held up or projected from a phone."""

from functools import lru_cache
from io import BytesIO

from aiogram.types import BufferedInputFile
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

from bot import qr
from bot.pictures import INK, PAPER, face

SIDE, BELOW = 1080, 190
"""Of the QR with its quiet zone, and of the digits under it."""

DIGITS_SIZE = 150


def room_code(link: str, digits: str) -> BufferedInputFile:
    """The QR as large as a phone shows it, with the digits for those whose camera fails."""
    return BufferedInputFile(drawn(link, digits), filename="code.png")


@lru_cache(maxsize=64)
def drawn(link: str, digits: str) -> bytes:
    """Kept, because all who show a room show the same. Level M, so that the modules are larger:
    it is read from afar, and not from worn paper."""
    page = Image.new("L", (SIDE, SIDE + BELOW), PAPER)
    page.paste(qr.picture(link, ERROR_CORRECT_M, SIDE), (0, 0))
    canvas = ImageDraw.Draw(page)
    middle = (SIDE / 2, SIDE + BELOW / 2 - qr.QUIET * 8)
    canvas.text(middle, digits, INK, face(DIGITS_SIZE, bold=True), anchor="mm")
    picture = BytesIO()
    page.save(picture, "PNG")
    return picture.getvalue()

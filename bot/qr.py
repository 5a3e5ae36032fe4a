"""QR codes: their modules, without the quiet zone."""

import qrcode
from PIL import Image, ImageOps
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4
"""Modules: what the standard asks for."""


def rows(text: str) -> list[str]:
    """As pages draw them, which need no library for it: each row from the top a number in
    hexadecimal, a bit a module."""
    drawn = matrix(text, ERROR_CORRECT_M)
    return [f"{int(''.join('01'[module] for module in row), 2):x}" for row in drawn]


def picture(text: str, level: int, side: int) -> Image.Image:
    """Square, with the quiet zone that the standard asks for."""
    modules = matrix(text, level)
    drawn = Image.new("1", (len(modules), len(modules)))
    drawn.putdata([not module for row in modules for module in row])
    framed = ImageOps.expand(drawn, QUIET, fill=1)
    return framed.convert("L").resize((side, side), Image.Resampling.NEAREST)


def matrix(text: str, level: int) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=level, border=0)
    code.add_data(text)
    modules: list[list[bool]] = code.get_matrix()
    return modules

"""QR codes as pages draw them: so no page needs a library for it."""

import qrcode
from qrcode.constants import ERROR_CORRECT_M


def rows(text: str) -> list[str]:
    """From the top, each a number in hexadecimal with a bit a module, without the quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make()
    return [f"{int(''.join('01'[module] for module in row), 2):x}" for row in code.get_matrix()]

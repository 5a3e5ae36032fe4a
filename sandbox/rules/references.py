"""Characters written as `&lt;` or `&#33;`."""

import re

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
LONGEST = 10
LAST = 0x10FFFF
HALVES = range(0xD800, 0xE000)
"""Of characters in UTF-16; none is one of its own."""


def decode(text: str) -> str:
    return REFERENCE.sub(lambda found: character(found) or found[0], text)


def character(found: re.Match[str]) -> str | None:
    """None for what is no reference to Telegram, such as `&nbsp;`, and stands as it is."""
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    is_one = 0 < code < LAST and len(found[0].rstrip(";")) < LONGEST
    return chr(code) if is_one and code not in HALVES else None

"""What is searched for travels in the buttons of its list: a letter, a page, words."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from domain.names import storable

Choice = TypeVar("Choice")

ROOM = 36
"""Bytes that a button has for the words searched for, of 64 for everything."""


def fitting(words: Sequence[str], limit: int = ROOM) -> tuple[str, ...]:
    """As many of the words as buttons can carry; the last may be cut."""
    kept: list[str] = []
    for word in words:
        room = limit - len(" ".join([*kept, ""]).encode())
        kept.append(word.encode()[: max(room, 0)].decode(errors="ignore"))
    return tuple(filter(None, kept))


def pack(letter: str, words: Sequence[str], page: int) -> str:
    return " ".join([f"{letter}{page}", *words])


def unpack(
    packed: str, letters: Mapping[Choice, str]
) -> tuple[Choice, tuple[str, ...], int] | None:
    """The choice, the words and the page of a button; none where it is not one."""
    where, *words = storable(packed).split() or [""]
    choices = [choice for choice, letter in letters.items() if where.startswith(letter)]
    page = where[1:]
    if not choices or not page.isdecimal() or len(page) > len("9999"):
        return None
    return choices[0], fitting(words), int(page)

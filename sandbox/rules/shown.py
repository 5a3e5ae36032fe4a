"""What people see of a marked-up text, while it is being read."""

from dataclasses import dataclass

from sandbox.people import Json
from sandbox.rules import units


class Unreadable(Exception):
    """Why it is no text of its kind, in Telegram's words."""


@dataclass(frozen=True)
class Place:
    offset: int
    """In UTF-16 units."""
    piece: int


class Shown:
    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def end(self) -> Place:
        return Place(self._length, len(self._pieces))

    def add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += units.length(piece)

    def since(self, begin: Place) -> str:
        return "".join(self._pieces[begin.piece :])

    def span(self, begin: Place) -> Json:
        """From there up to here, as an entity has it."""
        return {"offset": begin.offset, "length": self._length - begin.offset}


def byte(source: str, at: int) -> int:
    """Telegram counts places in what it was sent in bytes of UTF-8."""
    return len(source[:at].encode())

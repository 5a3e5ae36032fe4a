"""How long a file may take: a thread that reads cannot be stopped from outside."""

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TypeVar

from domain.errors import FileTooComplex

T = TypeVar("T")

SECONDS = 2
"""Of the five that a handler has, what fetching may leave."""


class Patience:
    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._until = clock() + SECONDS

    def each(self, pieces: Iterable[T]) -> Iterator[T]:
        """The pieces of the work. Raises ``FileTooComplex`` where it has lasted too long."""
        for it in pieces:
            if self._clock() > self._until:
                raise FileTooComplex
            yield it

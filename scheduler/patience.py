"""How long Telegram is left alone, and by which of our messages."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime

LONG_AGO = datetime.min.replace(tzinfo=UTC)

IN_A_ROW = 3
"""Chats that were told to wait, with none between that was not: then it is meant for us all."""

FAILURES = 5
"""What fails so often will go on failing."""

Key = tuple[int, int]
"""A message: its chat, and its number there."""


class Patience:
    def __init__(self) -> None:
        self._until = LONG_AGO
        self._chats: dict[int, datetime] = {}
        self._told: dict[int, datetime] = {}
        self._failed: Counter[Key] = Counter()

    def is_needed(self, now: datetime) -> bool:
        return now < self._until

    def chats(self, now: datetime) -> Collection[int]:
        """Those that are still to be left alone."""
        self._chats = {chat_id: until for chat_id, until in self._chats.items() if now < until}
        return self._chats.keys()

    def for_all(self, until: datetime) -> None:
        self._until = max(self._until, until)

    def for_chat(self, chat_id: int, until: datetime) -> None:
        """Telegram limits each chat, and all of them together: it does not say which is meant."""
        self._chats[chat_id] = self._told[chat_id] = until
        if len(self._told) >= IN_A_ROW:
            self.for_all(max(self._told.values()))
            self._told.clear()

    def is_over(self, message: Key, again_at: datetime) -> bool:
        """Of a failure: whether it was one too many. Else it is tried again then."""
        self._failed[message] += 1
        self._chats[message[0]] = again_at
        return self._failed[message] >= FAILURES

    def succeeded(self, message: Key) -> None:
        self._told.clear()
        self.forget(message)

    def forget(self, message: Key) -> None:
        self._failed.pop(message, None)

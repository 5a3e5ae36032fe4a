"""A person's chat with the bot."""

from collections.abc import Iterator

from sandbox import ids
from sandbox.messages import Message
from sandbox.people import Json, NewPerson

MESSAGE_IDS_PER_SECOND = 4
"""No chat takes more for long, and 32 bits last until 2043."""


class Chat:
    def __init__(self, person: NewPerson, message_ids: Iterator[int]) -> None:
        self.person = person
        self.messages: dict[int, Message] = {}
        self.unread = 0
        self.is_started = person.started
        self.is_blocked = False
        self.wrote_at = float("-inf")
        """When the person did anything last."""
        self.pinned: int | None = None
        self.menu_button: Json | None = None
        self._ids = message_ids

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def last(self) -> Message | None:
        return next(reversed(self.messages.values()), None)

    def add(self, message: Message) -> None:
        self.messages[message.message_id] = message
        if not message.outgoing:
            self.unread += 1

    def compose(self, sender: Json, now: float, content: Json) -> Message:
        """Not in the chat yet."""
        is_theirs = sender is self.person.as_user
        ends = self.person.as_chat, sender
        return Message(next(self._ids), int(now), is_theirs, *ends, content)


class Chats:
    def __init__(self) -> None:
        self._by_id: dict[int, Chat] = {}
        self._ids: dict[int, Iterator[int]] = {}
        """Of messages, by person; they go on when all else is forgotten."""

    def __iter__(self) -> Iterator[Chat]:
        return iter(list(self._by_id.values()))

    def get(self, person_id: int) -> Chat | None:
        return self._by_id.get(person_id)

    def add(self, person: NewPerson, now: float) -> Chat:
        if person.id not in self._ids:
            self._ids[person.id] = ids.counting(now, MESSAGE_IDS_PER_SECOND)
        self._by_id[person.id] = Chat(person, self._ids[person.id])
        return self._by_id[person.id]

    def clear(self) -> None:
        self._by_id.clear()

"""All that this Telegram knows, in memory: one bot, its people, what was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox import ids, views
from sandbox.background import Background
from sandbox.chats import Chat, Chats
from sandbox.clock import Clock, SystemClock
from sandbox.events import Journal
from sandbox.faults import Calls, Faults
from sandbox.files import Files
from sandbox.messages import Message
from sandbox.people import Json, NewPerson
from sandbox.profile import Profile
from sandbox.rules.flood import FloodLimits
from sandbox.updates import Inbox
from sandbox.webhook import Webhook


@dataclass(frozen=True)
class Query:
    """Something that a person waits for the bot to answer."""

    chat: Chat
    is_press: bool = True


class World:
    def __init__(
        self,
        bot_token: str,
        bot_name: str,
        people: Sequence[NewPerson] = (),
        clock: Clock | None = None,
    ) -> None:
        self.token = bot_token
        self.clock = clock or SystemClock()
        self.profile = Profile(int(bot_token.partition(":")[0]), bot_name)
        self.background = Background()
        self.inbox = Inbox(self.clock)
        self.webhook = Webhook(self.inbox, self.clock, self.background)
        self.journal = Journal(self.now)
        self.chats = Chats()
        self.faults = Faults()
        self.calls = Calls()
        self.query_ids = ids.counting(self.now, 1_000_000)
        self._people = tuple(people)
        self.reset()

    @property
    def now(self) -> float:
        return self.clock.now()

    def reset(self) -> None:
        """As at the start; only what the bot says of itself stays."""
        self.chats.clear()
        for person in self._people:
            self.chats.add(person, self.now)
        self.files = Files()
        self.flood = FloodLimits()
        self.queries: dict[str, Query] = {}
        self.inbox.confirm(list(self.inbox.waiting))
        self.faults.clear()
        self.calls.clear()
        self.people_changed()

    def add_person(self, person: NewPerson) -> Chat:
        chat = self.chats.add(person, self.now)
        self.people_changed()
        return chat

    def put(self, kind: str, person_id: int, body: Json) -> None:
        """For the bot."""
        update = self.inbox.put(kind, person_id, body)
        if update is not None:
            self.webhook.bring(update)

    def post(self, chat: Chat, message: Message) -> Message:
        """Into the chat, before everybody's eyes."""
        chat.add(message)
        self.journal.publish("message", views.happened(chat, message=views.message(message)))
        return message

    def changed(self, chat: Chat, message: Message) -> None:
        message.edited_at = int(self.now)
        self.journal.publish("edit", views.happened(chat, message=views.message(message)))

    def delete(self, chat: Chat, message: Message) -> None:
        del chat.messages[message.message_id]
        gone = views.happened(chat, message_id=message.message_id)
        self.journal.publish("delete", gone)

    def profile_changed(self, person_id: int | None = None) -> None:
        """What the bot shows of itself, to one person or to everybody."""
        self.journal.publish("profile", {"person": person_id})

    def people_changed(self) -> None:
        """Who they are then is told when it is read: the list may be long."""
        self.journal.publish("people", [])

    async def close(self) -> None:
        self.inbox.close()
        self.journal.close()
        self.faults.clear()
        await self.background.close()
        await self.webhook.close()

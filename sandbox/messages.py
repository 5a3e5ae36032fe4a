"""A message as it stands in a chat now."""

from dataclasses import dataclass, field

from sandbox.people import Json
from sandbox.rules.kinds import KINDS

BARE = ("contact", "location", "text")
"""What is no file."""


@dataclass
class Message:
    message_id: int
    date: int
    outgoing: bool
    """By the person, not by the bot."""
    chat: Json
    sender: Json
    content: Json
    """What an edit replaces: text or media, with their entities."""
    markup: Json | None = None
    extras: Json = field(default_factory=dict)
    """What stays over edits, such as the message that it replies to."""
    edited_at: int | None = None

    @property
    def text(self) -> str:
        text: str = self.content.get("text") or self.content.get("caption") or ""
        return text

    @property
    def kind(self) -> str:
        return kind_of(self.content)

    @property
    def keyboard(self) -> list[list[Json]]:
        """The inline one."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    def as_json(self) -> Json:
        shown = {"message_id": self.message_id, "from": self.sender, "chat": self.chat}
        shown["date"] = self.date
        if self.edited_at is not None:
            shown["edit_date"] = self.edited_at
        shown |= self.extras
        shown |= self.content
        if self.keyboard:
            # Of keyboards in the place of the phone's own, Telegram tells the bot nothing.
            shown["reply_markup"] = self.markup
        return shown


def kind_of(content: Json) -> str:
    """A service message only tells what happened."""
    return next((it for it in (*KINDS, *BARE) if it in content), "service")

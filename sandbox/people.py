"""Who uses this Telegram."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class NewPerson:
    """Somebody as Telegram knows them."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str = "ru"
    note: Mapping[str, str] = field(default_factory=dict)
    """What the page says of them, such as their role, by the page's language."""
    started: bool = False
    """They opened the bot before the sandbox began."""
    is_listed: bool = True
    """Whether the page shows them before the bot has written to them."""

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @cached_property
    def as_user(self) -> Json:
        user = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return {**user, **self._optional, "language_code": self.language}

    @cached_property
    def as_chat(self) -> Json:
        chat = {"id": self.id, "type": "private", "first_name": self.first_name}
        return {**chat, **self._optional}

    @cached_property
    def _optional(self) -> Json:
        known = {"last_name": self.last_name, "username": self.username}
        return {name: value for name, value in known.items() if value}

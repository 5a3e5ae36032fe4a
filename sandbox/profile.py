"""The bot as people see it: names, command menus, the button beside the input."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.people import Json

Scope = tuple[str, int]
"""Its type, and the chat of it or 0."""

COMMANDS_BUTTON: Json = {"type": "commands"}


@dataclass
class Profile:
    id: int
    username: str
    names: dict[str, str] = field(default_factory=dict)
    """By language; an empty one stands for all others."""
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: COMMANDS_BUTTON)

    @property
    def name(self) -> str:
        return self.name_for("")

    @property
    def as_user(self) -> Json:
        user = {"id": self.id, "is_bot": True, "first_name": self.name}
        return {**user, "username": self.username}

    def name_for(self, language: str) -> str:
        return chosen(self.names, language) or self.username

    def commands_for(self, chat_id: int, language: str) -> list[Json]:
        """The nearest scope wins; in it, the person's language. An empty menu is none."""
        scopes = ("chat", chat_id), ("all_private_chats", 0), ("default", 0)
        for key in ((scope, code) for scope in scopes for code in (language, "")):
            if menu := self.commands.get(key):
                return menu
        return []


def chosen(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("", "")

"""The bot as people see it: names, command menus, the button beside the input."""

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
        return self.names.get("") or self.username

    @property
    def as_user(self) -> Json:
        user = {"id": self.id, "is_bot": True, "first_name": self.name}
        return {**user, "username": self.username}

    def commands_for(self, chat_id: int, language: str) -> list[Json]:
        """The nearest scope wins; in it, the person's language."""
        scopes = ("chat", chat_id), ("all_private_chats", 0), ("default", 0)
        for key in ((scope, code) for scope in scopes for code in (language, "")):
            if key in self.commands:
                return self.commands[key]
        return []

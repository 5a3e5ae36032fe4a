"""What Telegram shows of the bot: names, descriptions, command menus."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from tests.botapi.chats import Form
from tests.botapi.refusals import ensure

LIMITS = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {("name", ""): "Example"}
        """By what they are and by language."""
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """By scope and by language."""

    def methods(self) -> dict[str, Callable[[str, Form], Awaitable[Any]]]:
        return {
            "getMyName": self._getting("name"),
            "setMyName": self._setting("name"),
            "getMyDescription": self._getting("description"),
            "setMyDescription": self._setting("description"),
            "getMyShortDescription": self._getting("short_description"),
            "setMyShortDescription": self._setting("short_description"),
            "getMyCommands": self._get_commands,
            "setMyCommands": self._set_commands,
            "deleteMyCommands": self._delete_commands,
            "getChatMenuButton": self._get_button,
        }

    def _getting(self, what: str) -> Callable[[str, Form], Awaitable[dict[str, str]]]:
        async def get(_who: str, form: Form) -> dict[str, str]:
            language = form.get("language_code", "")
            known = self.texts.get((what, language)) or self.texts.get((what, ""), "")
            return {what: known}

        return get

    def _setting(self, what: str) -> Callable[[str, Form], Awaitable[bool]]:
        async def set_text(_who: str, form: Form) -> bool:
            words = form.get(what, "")
            ensure(len(words) <= LIMITS[what], f"{what} is too long")
            self.texts[what, form.get("language_code", "")] = words
            return True

        return set_text

    async def _get_commands(self, _who: str, form: Form) -> list[dict[str, str]]:
        return self.commands.get(key_of(form), [])

    async def _set_commands(self, _who: str, form: Form) -> bool:
        self.commands[key_of(form)] = json.loads(form["commands"])
        return True

    async def _delete_commands(self, _who: str, form: Form) -> bool:
        self.commands.pop(key_of(form), None)
        return True

    async def _get_button(self, _who: str, _form: Form) -> dict[str, str]:
        return {"type": "commands"}


def key_of(form: Form) -> tuple[str, str]:
    return form.get("scope", ""), form.get("language_code", "")

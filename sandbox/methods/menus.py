"""Command menus, and the button beside the input."""

import re
from typing import Any

from aiogram.methods import (
    DeleteMyCommands,
    GetChatMenuButton,
    GetMyCommands,
    SetChatMenuButton,
    SetMyCommands,
)

from sandbox.methods.calls import Call, known
from sandbox.people import Json
from sandbox.profile import COMMANDS_BUTTON, Scope
from sandbox.rules import links
from sandbox.rules.refusals import Refusal, ensure

MOST_COMMANDS = 100
COMMAND_CHARACTERS, DESCRIPTION_CHARACTERS = 32, 256
COMMAND = re.compile(r"[a-z0-9_]+\Z")
LANGUAGE = re.compile(r"(?:[a-z]{2})?\Z")
OF_CHATS = {"chat", "chat_administrators", "chat_member"}
OF_ALL = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}


async def set_my_commands(call: Call[SetMyCommands]) -> bool:
    asked = call.given["commands"]
    ensure(len(asked) <= MOST_COMMANDS, "BOT_COMMANDS_TOO_MUCH")
    key, menu = menu_key(call), [checked(command) for command in asked]
    call.world.profile.commands[key] = menu
    call.world.profile_changed(person_of(key[0]))
    return True


async def get_my_commands(call: Call[GetMyCommands]) -> list[Json]:
    return call.world.profile.commands.get(menu_key(call), [])


async def delete_my_commands(call: Call[DeleteMyCommands]) -> bool:
    key = menu_key(call)
    call.world.profile.commands.pop(key, None)
    call.world.profile_changed(person_of(key[0]))
    return True


async def set_chat_menu_button(call: Call[SetChatMenuButton]) -> bool:
    button = menu_button(call.given.get("menu_button") or {"type": "default"})
    if "chat_id" not in call.given:
        call.world.profile.menu_button = button or COMMANDS_BUTTON
        call.world.profile_changed()
        return True
    chat = known(call.world, call.given["chat_id"])
    chat.menu_button = button
    call.world.profile_changed(chat.id)
    return True


async def get_chat_menu_button(call: Call[GetChatMenuButton]) -> Json:
    if "chat_id" not in call.given:
        return call.world.profile.menu_button
    chat = known(call.world, call.given["chat_id"])
    return chat.menu_button or {"type": "default"}


def menu_key(call: Call[Any]) -> tuple[Scope, str]:
    language = language_of(call)
    scope = call.given.get("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind in OF_ALL:
        return (kind, 0), language
    ensure(kind in OF_CHATS, "can't parse BotCommandScope: Unsupported type specified")
    chat = known(call.world, scope.get("chat_id"))
    ensure(kind == "chat", "can't use specified scope in private chats")
    return (kind, chat.id), language


def language_of(call: Call[Any]) -> str:
    """Empty for all others."""
    language = str(call.given.get("language_code") or "")
    ensure(LANGUAGE.match(language), "invalid language code specified")
    return language


def checked(command: Json) -> Json:
    name = command["command"].strip().removeprefix("/")
    description = command["description"].strip()
    ensure(name, "command must be non-empty")
    long_name = f"command length must not exceed {COMMAND_CHARACTERS}"
    ensure(len(name) <= COMMAND_CHARACTERS, long_name)
    ensure(description, "command description must be non-empty")
    long_text = f"command description length must not exceed {DESCRIPTION_CHARACTERS}"
    ensure(len(description) <= DESCRIPTION_CHARACTERS, long_text)
    ensure(COMMAND.match(name), "BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def menu_button(button: Json) -> Json | None:
    """None for the default."""
    match button:
        case {"type": "default"}:
            return None
        case {"type": "commands"}:
            return COMMANDS_BUTTON
        case {"type": "web_app", "text": str(text), "web_app": {"url": str(url)}}:
            ensure(text.strip(), "menu button text must be non-empty")
            links.refuse("menu button Web App", url, links.fault_of_web_app(url))
            return {"type": "web_app", "text": text, "web_app": {"url": url}}
    raise Refusal("can't parse menu button: MenuButton has unsupported type")


def person_of(scope: Scope) -> int | None:
    """Whose menu it is; none for everybody's."""
    return scope[1] or None

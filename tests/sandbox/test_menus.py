"""Command menus, the menu button, and what the bot says of itself."""

import pytest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonWebApp,
    WebAppInfo,
)

from tests.sandbox.telegram import ANNA, BORIS, BOT_NAME, Telegram


def menu(*names: str) -> list[BotCommand]:
    return [BotCommand(command=name, description="x") for name in names]


async def seen(tg: Telegram, person: int) -> list[str]:
    commands = (await tg.ask(f"/sandbox/chats/{person}"))["commands"]
    return [command["command"] for command in commands]


async def test_the_nearest_scope_wins_and_in_it_the_language(tg: Telegram) -> None:
    await tg.bot.set_my_commands(menu("everybody"))
    await tg.bot.set_my_commands(menu("english"), language_code="en")
    assert (await seen(tg, ANNA), await seen(tg, BORIS)) == (["everybody"], ["english"])

    await tg.bot.set_my_commands(menu("private"), scope=BotCommandScopeAllPrivateChats())
    await tg.bot.set_my_commands(menu("host"), scope=BotCommandScopeChat(chat_id=ANNA))
    assert (await seen(tg, ANNA), await seen(tg, BORIS)) == (["host"], ["private"])

    await tg.bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=ANNA))
    assert await seen(tg, ANNA) == ["private"]


async def test_in_each_scope_the_language_goes_before_all_others(tg: Telegram) -> None:
    private, own = BotCommandScopeAllPrivateChats(), BotCommandScopeChat(chat_id=BORIS)
    for scope, name in ((private, "private"), (own, "own")):
        await tg.bot.set_my_commands(menu(name), scope=scope)
        assert await seen(tg, BORIS) == [name]
        await tg.bot.set_my_commands(menu(f"{name}_en"), scope=scope, language_code="en")
        await tg.bot.set_my_commands(menu(f"{name}_ru"), scope=scope, language_code="ru")
        assert await seen(tg, BORIS) == [f"{name}_en"]

    assert await seen(tg, ANNA) == ["private_ru"]
    await tg.bot.set_my_commands([], scope=own)
    await tg.bot.set_my_commands([], scope=own, language_code="en")
    assert await seen(tg, BORIS) == ["private_en"]


async def test_a_menu_can_be_asked_for_by_its_scope_and_language(tg: Telegram) -> None:
    await tg.bot.set_my_commands(menu("start", "help"), language_code="ru")

    commands = await tg.bot.get_my_commands(language_code="ru")
    assert [it.command for it in commands] == ["start", "help"]
    assert await tg.bot.get_my_commands() == []


WRONG_COMMANDS = {
    "x" * 33: "Bad Request: command length must not exceed 32",
    "": "Bad Request: command must be non-empty",
    "старт": "Bad Request: BOT_COMMAND_INVALID",
}


@pytest.mark.parametrize(("name", "why"), WRONG_COMMANDS.items())
async def test_a_command_that_cannot_be_is_refused(tg: Telegram, name: str, why: str) -> None:
    commands = [{"command": name, "description": "x"}]

    assert await tg.refusal("setMyCommands", commands=commands) == why


async def test_a_command_is_described_in_256_characters(tg: Telegram) -> None:
    commands = [{"command": "x", "description": "x" * 257}]

    refusal = await tg.refusal("setMyCommands", commands=commands)

    assert refusal == "Bad Request: command description length must not exceed 256"


async def test_a_menu_has_at_most_a_hundred_commands(tg: Telegram) -> None:
    commands = [{"command": f"x{it}", "description": "x"} for it in range(101)]

    refusal = await tg.refusal("setMyCommands", commands=commands)

    assert refusal == "Bad Request: BOT_COMMANDS_TOO_MUCH"


async def test_a_scope_of_an_unknown_chat_is_refused(tg: Telegram) -> None:
    scope = {"type": "chat", "chat_id": 99}

    refusal = await tg.refusal("setMyCommands", commands=[], scope=scope)

    assert refusal == "Bad Request: chat not found"


async def test_a_language_has_two_letters(tg: Telegram) -> None:
    refusal = await tg.refusal("setMyCommands", commands=[], language_code="rus")

    assert refusal == "Bad Request: invalid language code specified"


async def test_the_menu_button_may_differ_in_a_chat(tg: Telegram) -> None:
    app = MenuButtonWebApp(text="App", web_app=WebAppInfo(url="http://127.0.0.1:8080/app"))

    await tg.bot.set_chat_menu_button(chat_id=ANNA, menu_button=app)

    assert (await tg.bot.get_chat_menu_button(chat_id=ANNA)).type == "web_app"
    assert (await tg.bot.get_chat_menu_button()).type == "commands"
    buttons = [(await tg.ask(f"/sandbox/chats/{it}"))["menu_button"] for it in (ANNA, BORIS)]
    assert [it["type"] for it in buttons] == ["web_app", "commands"]


async def test_the_menu_button_opens_no_app_without_tls(tg: Telegram) -> None:
    button = {"type": "web_app", "text": "x", "web_app": {"url": "http://x.ru"}}

    refusal = await tg.refusal("setChatMenuButton", menu_button=button)

    assert refusal.endswith("URL 'http://x.ru' is invalid: Only HTTPS links are allowed")


async def test_the_bot_says_what_it_is_in_two_languages(tg: Telegram) -> None:
    await tg.bot.set_my_name("Kursovod")
    await tg.bot.set_my_name("Курсовод", language_code="ru")
    await tg.bot.set_my_description("Courses")
    await tg.bot.set_my_short_description("Courses!")

    assert (await tg.bot.get_my_name(language_code="ru")).name == "Курсовод"
    assert (await tg.bot.get_my_name(language_code="en")).name == "Kursovod"
    state = (await tg.ask("/sandbox/state"))["bot"]
    assert (state["name"], state["description"]) == ("Kursovod", "Courses")
    assert (await tg.bot.get_my_short_description()).short_description == "Courses!"


async def test_everybody_sees_the_bot_in_their_language(tg: Telegram) -> None:
    await tg.bot.set_my_name("Курсовод", language_code="ru")
    await tg.bot.set_my_description("Courses")
    await tg.bot.set_my_description("Курсы", language_code="ru")

    assert await shown(tg, ANNA) == ("Курсовод", "Курсы")
    assert await shown(tg, BORIS) == (BOT_NAME, "Courses")

    await tg.bot.set_my_description("", language_code="ru")
    assert await shown(tg, ANNA) == ("Курсовод", "Courses")


async def shown(tg: Telegram, person: int) -> tuple[str, str]:
    bot = (await tg.ask(f"/sandbox/chats/{person}"))["bot"]
    return bot["name"], bot["description"]


@pytest.mark.parametrize(
    ("method", "field", "longest"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_what_the_bot_says_of_itself_is_short(
    tg: Telegram, method: str, field: str, longest: int
) -> None:
    assert (await tg.call(method, **{field: "x" * longest}))["ok"]
    assert "is too long" in await tg.refusal(method, **{field: "x" * (longest + 1)})

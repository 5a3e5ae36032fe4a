"""What the page asks for."""

import pytest

from sandbox.serving import statics
from tests.sandbox.telegram import ANNA, BORIS, STRANGER, Json, Telegram


async def people(tg: Telegram) -> dict[int, Json]:
    return {it["id"]: it for it in (await tg.ask("/sandbox/state"))["people"]}


async def test_the_people_are_told_with_what_is_known_of_them(tg: Telegram) -> None:
    anna = (await people(tg))[ANNA]

    assert anna == {
        "id": ANNA,
        "name": "Анна Ильина",
        "first_name": "Анна",
        "last_name": "Ильина",
        "username": "anna",
        "language": "ru",
        "note": {"ru": "участница", "en": "participant"},
        "unread": 0,
        "blocked": False,
        "started": True,
        "last": None,
    }


async def test_what_the_bot_wrote_is_unread_until_the_chat_is_opened(tg: Telegram) -> None:
    for text in "12":
        await tg.bot.send_message(BORIS, text)
    assert (await people(tg))[BORIS]["unread"] == 2

    shown = await tg.chat(BORIS)

    assert [it["text"] for it in shown] == ["1", "2"]
    assert (await people(tg))[BORIS]["unread"] == 0


async def test_a_newcomer_gets_a_number_and_a_role(tg: Telegram) -> None:
    name = "<b>Зло</b> & Co"

    newcomer = await tg.post("/sandbox/people", name=name, language="en", role="host")

    assert (newcomer["name"], newcomer["started"]) == (name, False)
    assert newcomer["note"] == {"ru": "ведущий", "en": "host"}
    assert tg.newcomers == [(newcomer["id"], "host")]
    assert newcomer["id"] in await people(tg)


@pytest.mark.parametrize("asked", [{"name": "  "}, {"name": "x", "role": "tsar"}, {}])
async def test_a_newcomer_without_a_name_or_of_no_role_is_refused(
    tg: Telegram, asked: dict[str, str]
) -> None:
    assert "error" in await tg.post("/sandbox/people", **asked)
    assert len(await people(tg)) == 3


async def test_roles_are_those_that_the_application_was_given(tg: Telegram) -> None:
    assert await tg.ask("/sandbox/roles") == [{"id": "host", "ru": "ведущий", "en": "host"}]


async def test_what_was_said_is_in_the_chat(tg: Telegram) -> None:
    await tg.say(ANNA, " Привет ")

    shown = (await tg.chat())[0]

    assert (shown["text"], shown["outgoing"], shown["from"]["id"]) == ("Привет", True, ANNA)


async def test_nothing_and_too_much_cannot_be_said(tg: Telegram) -> None:
    for text in ("  ", "x" * 4097):
        assert "error" in await tg.post(f"/sandbox/chats/{ANNA}/text", text=text)


async def test_a_person_who_is_not_there_is_not_found(tg: Telegram) -> None:
    assert await tg.ask("/sandbox/chats/99") == {"error": "There is no such person."}
    assert await tg.ask("/sandbox/chats/x") == {"error": "There is no such person."}


async def test_a_start_parameter_has_its_alphabet_and_its_length(tg: Telegram) -> None:
    for payload in ("x" * 65, "имя", "a b"):
        assert "error" in await tg.post(f"/sandbox/chats/{STRANGER}/start", payload=payload)
    assert not (await people(tg))[STRANGER]["started"]


async def test_to_open_the_bot_again_unblocks_it(tg: Telegram) -> None:
    await tg.post(f"/sandbox/chats/{ANNA}/block", blocked=True)
    assert "error" in await tg.post(f"/sandbox/chats/{ANNA}/text", text="x")

    await tg.post(f"/sandbox/chats/{ANNA}/start", payload="x")

    assert (await tg.bot.send_message(ANNA, "x")).text == "x"


async def test_a_mini_app_of_the_keyboard_can_say_one_thing(tg: Telegram) -> None:
    said = {"button_text": "Open", "data": "42"}

    await tg.post(f"/sandbox/chats/{ANNA}/webapp_data", **said)

    message = (await tg.bot.get_updates())[0].message
    assert message is not None
    assert message.web_app_data is not None
    assert message.web_app_data.data == "42"


async def test_another_site_in_the_same_browser_is_sent_away(tg: Telegram) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    for path in ("/sandbox/state", "/control/calls"):
        async with tg.http.get(tg.url + path, headers=headers) as answer:
            assert answer.status == 403


async def test_only_what_belongs_to_the_page_is_served(tg: Telegram) -> None:
    for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page/nothing.js"):
        async with tg.http.get(tg.url + path) as answer:
            assert answer.status == 404


def test_only_scripts_that_stand_in_the_page_may_run() -> None:
    page = b'<script type="importmap">{}</script><script src="/page/app.js"></script>'

    rules = statics.policy(page).split("; ")

    assert "script-src 'self' 'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='" in rules
    assert "default-src 'none'" in rules

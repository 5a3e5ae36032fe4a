"""Buttons that Telegram takes, and those it does not."""

from typing import Any

import pytest

from tests.sandbox.telegram import Telegram

WRONG_BUTTONS: dict[str, tuple[dict[str, Any], str]] = {
    "callback data over 64 bytes": (
        {"text": "x", "callback_data": "ж" * 33},
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    "no meaning": (
        {"text": "x"},
        "Bad Request: can't parse inline keyboard button: "
        "Text buttons are unallowed in the inline keyboard",
    ),
    "no text": (
        {"callback_data": "x"},
        "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
    ),
    "no host": (
        {"text": "x", "url": "http://nowhere"},
        "Bad Request: inline keyboard button URL 'http://nowhere' is invalid: Wrong HTTP URL",
    ),
    "a web app without TLS": (
        {"text": "x", "web_app": {"url": "http://x.ru"}},
        "Bad Request: inline keyboard button Web App URL 'http://x.ru' is invalid: "
        "Only HTTPS links are allowed",
    ),
    "a long text to copy": (
        {"text": "x", "copy_text": {"text": "x" * 257}},
        "Bad Request: BUTTON_COPY_TEXT_INVALID",
    ),
}


@pytest.mark.parametrize("what", WRONG_BUTTONS)
async def test_a_button_that_cannot_be_is_refused(tg: Telegram, what: str) -> None:
    button, why = WRONG_BUTTONS[what]

    refusal = await tg.refusal_of(text="x", reply_markup={"inline_keyboard": [[button]]})

    assert refusal == why


RIGHT_BUTTONS: list[dict[str, Any]] = [
    {"text": "x", "callback_data": "ж" * 32},
    {"text": "x", "url": "https://x.ru"},
    {"text": "x", "url": "tg://user?id=1"},
    {"text": "x", "web_app": {"url": "https://x.ru/app"}},
    {"text": "x", "web_app": {"url": "http://127.0.0.1:8080/app"}},
    {"text": "x", "copy_text": {"text": "x" * 256}},
    {"text": "x", "switch_inline_query": ""},
]


@pytest.mark.parametrize("button", RIGHT_BUTTONS, ids=range(len(RIGHT_BUTTONS)))
async def test_a_button_stands_under_the_message(tg: Telegram, button: dict[str, Any]) -> None:
    keyboard = {"inline_keyboard": [[button]]}

    message = await tg.said("x", reply_markup=keyboard)

    assert message.get("reply_markup") == keyboard


async def test_buttons_without_a_word_are_passed_over(tg: Telegram) -> None:
    bare, worded = {"text": "", "callback_data": "x"}, {"text": "x", "callback_data": "x"}

    message = await tg.said("x", reply_markup={"inline_keyboard": [[bare], [worded]]})

    assert message["reply_markup"] == {"inline_keyboard": [[worded]]}


async def test_over_a_hundred_buttons_are_too_many(tg: Telegram) -> None:
    rows = [[{"text": "x", "callback_data": str(it)}] for it in range(101)]

    refusal = await tg.refusal_of(text="x", reply_markup={"inline_keyboard": rows})

    assert refusal == "Bad Request: reply markup is too long"


async def test_a_keyboard_is_rows_of_buttons(tg: Telegram) -> None:
    row = [{"text": "x", "callback_data": "x"}]

    refusal = await tg.refusal_of(text="x", reply_markup={"inline_keyboard": row})

    assert refusal == 'Bad Request: field "inline_keyboard" must be an Array of Arrays'


async def test_a_keyboard_that_is_no_json_is_refused(tg: Telegram) -> None:
    refusal = await tg.refusal_of(text="x", reply_markup="{")

    assert refusal == "Bad Request: can't parse reply keyboard markup JSON object"


async def test_the_keyboard_of_the_phone_is_shown_to_the_person_alone(tg: Telegram) -> None:
    keyboard = {"keyboard": [[{"text": "Open", "web_app": {"url": "https://x.ru"}}]]}

    message = await tg.said("x", reply_markup=keyboard)

    assert "reply_markup" not in message
    assert (await tg.chat())[-1]["reply_markup"] == keyboard


async def test_a_web_app_of_the_phone_needs_tls_too(tg: Telegram) -> None:
    button = {"text": "Open", "web_app": {"url": "http://x.ru"}}

    refusal = await tg.refusal_of(text="x", reply_markup={"keyboard": [[button]]})

    assert refusal.endswith("Only HTTPS links are allowed")

"""What tests can ask to go wrong."""

import asyncio

import pytest
from aiogram.exceptions import (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientError

from tests.sandbox.telegram import ANNA, BORIS, Telegram


async def test_too_many_requests_are_told_with_their_seconds(tg: Telegram) -> None:
    await tg.fail("429", method="sendMessage", retry_after=9)

    with pytest.raises(TelegramRetryAfter) as raised:
        await tg.bot.send_message(ANNA, "x")

    assert raised.value.retry_after == 9
    assert (await tg.bot.send_message(ANNA, "x")).text == "x"


async def test_telegrams_own_errors_leave_nothing_done(tg: Telegram) -> None:
    await tg.fail("500", times=2)

    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await tg.bot.send_message(ANNA, "x")

    assert await tg.chat() == []


async def test_a_bad_gateway_answers_with_a_page(tg: Telegram) -> None:
    await tg.fail("502")

    async with tg.http.post(f"{tg.url}/bot42:TEST/getMe") as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")


async def test_a_dropped_answer_means_that_it_was_done(tg: Telegram) -> None:
    await tg.fail("drop", method="sendMessage")

    with pytest.raises(TelegramNetworkError):
        await tg.bot.send_message(ANNA, "x")

    assert [it["text"] for it in await tg.chat()] == ["x"]


async def test_a_timeout_lasts_until_it_is_lifted_and_nothing_is_done(tg: Telegram) -> None:
    await tg.fail("timeout")
    call = asyncio.ensure_future(tg.call("sendMessage", chat_id=ANNA, text="x"))
    await asyncio.sleep(0.05)
    assert not call.done()

    await tg.ask("/control/faults", "DELETE")

    with pytest.raises(ClientError):
        await call
    assert await tg.chat() == []


async def test_a_person_can_refuse(tg: Telegram) -> None:
    await tg.fail("refuse", person=ANNA)

    assert (await tg.bot.send_message(BORIS, "x")).text == "x"
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await tg.bot.send_message(ANNA, "x")


async def test_a_fault_may_wait_for_a_later_call(tg: Telegram) -> None:
    await tg.fail("500", method="sendMessage", after=2)

    answers = [(await tg.call("sendMessage", chat_id=ANNA, text="x"))["ok"] for _ in range(4)]

    assert answers == [True, True, False, True]


async def test_an_unknown_fault_is_refused(tg: Telegram) -> None:
    assert "kind" in (await tg.post("/control/faults", kind="earthquake"))["error"]


async def test_calls_are_counted_and_the_last_told_whole(tg: Telegram) -> None:
    await tg.bot.get_me()
    await tg.bot.send_message(ANNA, "1")
    await tg.refusal_of(text="")

    calls = await tg.ask("/control/calls?last=2")

    assert calls["by_method"] == {"getMe": 1, "sendMessage": 2}
    assert [it["parameters"]["text"] for it in calls["last"]] == ["1", ""]
    assert [it["error"] for it in calls["last"]] == [None, "Bad Request: message text is empty"]


async def test_after_a_reset_all_is_as_at_the_start(tg: Telegram) -> None:
    await tg.fail("500", times=9)
    await tg.say(ANNA, "x")
    await tg.post("/sandbox/people", name="Newcomer")

    await tg.post("/control/reset")

    state = await tg.ask("/sandbox/state")
    assert [it["id"] for it in state["people"]] == [1, 2, 3]
    assert await tg.bot.get_updates() == []
    assert await tg.chat() == []


async def test_a_reset_repeats_no_number(tg: Telegram) -> None:
    before = await tg.bot.send_message(ANNA, "x")

    await tg.post("/control/reset")

    assert (await tg.bot.send_message(ANNA, "x")).message_id > before.message_id

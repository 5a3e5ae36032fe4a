"""Updates brought to the bot, again until they are taken."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.sandbox.hooks import Hook, hook
from tests.sandbox.telegram import ANNA, BORIS, Telegram, until


@pytest.fixture
async def bot() -> AsyncIterator[Hook]:
    async with hook() as listening:
        yield listening


async def confirmed(tg: Telegram) -> None:
    async def is_all() -> bool:
        return (await tg.bot.get_webhook_info()).pending_update_count == 0

    await until(is_all)


async def test_an_update_comes_with_the_secret(tg: Telegram, bot: Hook) -> None:
    await tg.bot.set_webhook(bot.url, secret_token="a-secret")

    await tg.say(ANNA, "x")

    await bot.heard_all(1)
    assert (bot.texts(), bot.headers) == (["x"], ["a-secret"])
    await confirmed(tg)


async def test_what_waited_is_brought_when_the_webhook_is_set(tg: Telegram, bot: Hook) -> None:
    await tg.say(ANNA, "before")

    await tg.bot.set_webhook(bot.url)

    await bot.heard_all(1)
    assert bot.texts() == ["before"]


async def test_what_was_not_taken_comes_again_after_doubling_pauses(
    tg: Telegram, bot: Hook
) -> None:
    bot.answers = [(500, {})] * 4
    await tg.bot.set_webhook(bot.url)
    await tg.say(ANNA, "x")

    pauses = []
    for count in (2, 3, 4):
        await bot.heard_all(count)
        pauses += await tg.clock.slept()
        await tg.clock.advance(pauses[-1])

    await bot.heard_all(5)
    await confirmed(tg)
    assert pauses == [2, 4, 8]
    assert bot.texts() == ["x"] * 5


async def test_the_first_time_it_comes_again_at_once(tg: Telegram, bot: Hook) -> None:
    bot.answers = [(503, {})]
    await tg.bot.set_webhook(bot.url)

    await tg.say(ANNA, "x")

    await bot.heard_all(2)
    await confirmed(tg)


async def test_retry_after_is_honoured(tg: Telegram, bot: Hook) -> None:
    bot.answers = [(503, {"Retry-After": "7"})]
    await tg.bot.set_webhook(bot.url)
    await tg.say(ANNA, "x")
    await bot.heard_all(1)

    pauses = await tg.clock.slept()
    await tg.clock.advance(7)

    await bot.heard_all(2)
    assert pauses == [7]


async def test_a_redirect_is_no_answer(tg: Telegram, bot: Hook) -> None:
    bot.answers = [(302, {"Location": bot.url})]
    await tg.bot.set_webhook(bot.url)

    await tg.say(ANNA, "x")

    await bot.heard_all(2)
    await confirmed(tg)


async def test_messages_of_a_chat_come_one_after_another(tg: Telegram, bot: Hook) -> None:
    bot.gate.clear()
    await tg.bot.set_webhook(bot.url)
    for text in "123":
        await tg.say(ANNA, text)
    await bot.heard_all(1)
    await asyncio.sleep(0.05)
    assert bot.texts() == ["1"]

    bot.gate.set()

    await bot.heard_all(3)
    assert (bot.texts(), bot.most_at_once) == (["1", "2", "3"], 1)


async def test_chats_do_not_wait_for_each_other(tg: Telegram, bot: Hook) -> None:
    bot.gate.clear()
    await tg.bot.set_webhook(bot.url)

    await tg.say(ANNA, "1")
    await tg.say(BORIS, "2")

    await bot.heard_all(2)
    assert bot.most_at_once == 2


async def test_a_press_and_a_message_of_one_person_may_come_at_once(
    tg: Telegram, bot: Hook
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    message = await tg.said("x", reply_markup=keyboard)
    bot.gate.clear()
    await tg.bot.set_webhook(bot.url)

    await tg.say(ANNA, "1")
    await tg.press(ANNA, message["message_id"])

    await bot.heard_all(2)
    assert bot.most_at_once == 2


async def test_what_fails_holds_up_its_own_chat_only(tg: Telegram, bot: Hook) -> None:
    bot.answers = [(500, {})] * 2
    await tg.bot.set_webhook(bot.url)
    await tg.say(ANNA, "1")
    await tg.say(ANNA, "2")
    await tg.clock.slept()

    await tg.say(BORIS, "3")

    await bot.heard_all(3)
    assert bot.texts() == ["1", "1", "3"]
    await tg.clock.advance(2)
    await bot.heard_all(5)
    assert bot.texts()[3:] == ["1", "2"]


async def test_a_press_is_not_brought_after_150_seconds(tg: Telegram, bot: Hook) -> None:
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    message = await tg.said("x", reply_markup=keyboard)
    bot.answers = [(500, {})] * 2
    await tg.bot.set_webhook(bot.url)
    await tg.press(ANNA, message["message_id"])
    await bot.heard_all(2)
    await tg.clock.slept()

    await tg.clock.advance(151)

    await confirmed(tg)
    assert len(bot.heard) == 2


async def test_a_bot_that_is_away_is_told_so_in_the_info(tg: Telegram, bot: Hook) -> None:
    bot.answers = [(500, {})] * 2
    await tg.bot.set_webhook(bot.url, max_connections=7)
    await tg.say(ANNA, "x")
    await bot.heard_all(2)
    await tg.clock.slept()

    info = await tg.bot.get_webhook_info()

    assert info.last_error_message == (
        "Wrong response from the webhook: 500 Internal Server Error"
    )
    assert (info.url, info.max_connections, info.pending_update_count) == (bot.url, 7, 1)


async def test_after_the_webhook_is_deleted_the_rest_can_be_asked_for(
    tg: Telegram, bot: Hook
) -> None:
    bot.answers = [(500, {})] * 2
    await tg.bot.set_webhook(bot.url)
    await tg.say(ANNA, "x")
    await tg.clock.slept()

    await tg.bot.delete_webhook()

    assert len(await tg.bot.get_updates()) == 1

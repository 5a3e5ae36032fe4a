"""How a bot asks for updates, and confirms them."""

import asyncio

import pytest
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Update

from tests.sandbox.telegram import ANNA, BORIS, STRANGER, Telegram, bot_of

DAY = 24 * 3600


def texts(updates: list[Update]) -> list[str | None]:
    return [it.message.text if it.message else None for it in updates]


async def test_updates_come_until_an_offset_confirms_them(tg: Telegram) -> None:
    for text in "123":
        await tg.say(ANNA, text)

    first = await tg.bot.get_updates()
    again = await tg.bot.get_updates()
    rest = await tg.bot.get_updates(offset=first[1].update_id + 1)

    assert texts(first) == texts(again) == ["1", "2", "3"]
    assert texts(rest) == ["3"]
    assert texts(await tg.bot.get_updates()) == ["3"]


async def test_a_negative_offset_keeps_only_the_last(tg: Telegram) -> None:
    for text in "123":
        await tg.say(ANNA, text)

    assert texts(await tg.bot.get_updates(offset=-1)) == ["3"]
    assert texts(await tg.bot.get_updates()) == ["3"]


async def test_a_hundred_come_at_once(tg: Telegram) -> None:
    for number in range(101):
        await tg.say(ANNA, str(number))

    assert len(await tg.bot.get_updates(limit=1000)) == 100
    assert len(await tg.bot.get_updates(limit=5)) == 5


async def test_a_long_poll_waits_for_news(tg: Telegram) -> None:
    poll = asyncio.ensure_future(tg.bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)

    await tg.say(ANNA, "x")

    assert texts(await asyncio.wait_for(poll, 5)) == ["x"]


async def test_a_poll_of_no_seconds_does_not_wait(tg: Telegram) -> None:
    assert await tg.bot.get_updates(timeout=0) == []


async def test_of_two_pollers_the_first_is_told_to_go(tg: Telegram) -> None:
    async with bot_of(tg.url) as replica:
        poll = asyncio.ensure_future(tg.bot.get_updates(timeout=30))
        await asyncio.sleep(0.05)

        newer = asyncio.ensure_future(replica.get_updates(timeout=30))

        with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
            await asyncio.wait_for(poll, 5)
        await tg.say(ANNA, "x")
        assert texts(await asyncio.wait_for(newer, 5)) == ["x"]


async def test_a_bot_that_was_killed_and_started_again_loses_nothing(tg: Telegram) -> None:
    async with bot_of(tg.url) as killed:
        poll = asyncio.ensure_future(killed.get_updates(timeout=30))
        await asyncio.sleep(0.05)
        poll.cancel()
    await tg.say(ANNA, "while it was away")
    await tg.say(BORIS, "me too")

    seen = await tg.bot.get_updates(timeout=30)

    assert texts(seen) == ["while it was away", "me too"]
    assert (await tg.bot.send_message(ANNA, "I am back")).text == "I am back"
    assert await tg.bot.get_updates(offset=seen[-1].update_id + 1) == []


async def test_a_batch_that_was_given_to_a_dead_bot_is_given_again(tg: Telegram) -> None:
    await tg.say(ANNA, "x")
    async with bot_of(tg.url) as killed:
        given = await killed.get_updates()

    again = await tg.bot.get_updates()

    assert [it.update_id for it in again] == [it.update_id for it in given]


async def test_messages_are_kept_for_a_day_and_presses_for_150_seconds(tg: Telegram) -> None:
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    message = await tg.said("x", reply_markup=keyboard)
    await tg.press(ANNA, message["message_id"])
    await tg.say(ANNA, "x")

    assert len(await tg.bot.get_updates()) == 2
    await tg.clock.advance(150)
    assert texts(await tg.bot.get_updates()) == ["x"]
    await tg.clock.advance(DAY)
    assert await tg.bot.get_updates() == []


async def test_what_a_bot_did_not_ask_for_never_comes(tg: Telegram) -> None:
    await tg.bot.get_updates(allowed_updates=["callback_query"])
    await tg.say(ANNA, "x")
    assert await tg.bot.get_updates() == []

    await tg.bot.get_updates(allowed_updates=[])
    await tg.say(ANNA, "y")
    assert texts(await tg.bot.get_updates()) == ["y"]


async def test_start_comes_as_a_command_with_its_payload(tg: Telegram) -> None:
    await tg.post(f"/sandbox/chats/{STRANGER}/start", payload="k_abc-1")

    message = (await tg.bot.get_updates())[0].message

    assert message is not None
    assert message.text == "/start k_abc-1"
    assert [it.type for it in message.entities or ()] == ["bot_command"]
    assert message.from_user is not None
    assert message.from_user.language_code == "ru"


async def test_who_blocks_the_bot_is_told_of(tg: Telegram) -> None:
    await tg.post(f"/sandbox/chats/{ANNA}/block", blocked=True)
    await tg.post(f"/sandbox/chats/{ANNA}/block", blocked=False)

    changes = [it.my_chat_member for it in await tg.bot.get_updates()]

    statuses = [it.new_chat_member.status for it in changes if it is not None]
    assert statuses == ["kicked", "member"]


async def test_a_webhook_and_polling_exclude_each_other(tg: Telegram) -> None:
    poll = asyncio.ensure_future(tg.bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)

    await tg.bot.set_webhook("https://x.ru/hook")

    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await asyncio.wait_for(poll, 5)
    refusal = await tg.refusal("getUpdates")
    assert refusal == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
        "delete the webhook first"
    )
    await tg.bot.delete_webhook()
    assert await tg.bot.get_updates() == []


async def test_waiting_updates_can_be_dropped(tg: Telegram) -> None:
    await tg.say(ANNA, "x")

    await tg.bot.delete_webhook(drop_pending_updates=True)

    assert await tg.bot.get_updates() == []

"""The message that is kept above, and the one that tells of it."""

from tests.sandbox.telegram import ANNA, Telegram


async def test_a_pinned_message_is_told_of_the_chat_and_in_it(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "x")

    await tg.bot.pin_chat_message(ANNA, message.message_id)

    pinned = (await tg.bot.get_chat(ANNA)).pinned_message
    assert pinned is not None
    assert pinned.message_id == message.message_id
    assert (await tg.chat())[-1]["pinned_message"]["text"] == "x"
    assert await tg.bot.get_updates() == []


async def test_what_is_not_there_is_neither_pinned_nor_unpinned(tg: Telegram) -> None:
    refusal = await tg.refusal("pinChatMessage", chat_id=ANNA, message_id=5)
    assert refusal == "Bad Request: message to pin not found"

    refusal = await tg.refusal("unpinChatMessage", chat_id=ANNA)
    assert refusal == "Bad Request: message to unpin not found"


async def test_what_only_tells_what_happened_is_not_edited_or_sent_on(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "x")
    await tg.bot.pin_chat_message(ANNA, message.message_id)
    told = {"chat_id": ANNA, "message_id": (await tg.chat())[-1]["message_id"]}

    refusals = {
        await tg.refusal("editMessageReplyMarkup", **told),
        await tg.refusal("copyMessage", from_chat_id=ANNA, **told),
        await tg.refusal("forwardMessage", from_chat_id=ANNA, **told),
    }

    assert refusals == {
        "Bad Request: message can't be edited",
        "Bad Request: the message can't be copied",
        "Bad Request: the message can't be forwarded",
    }

"""Edits and deletions."""

from typing import Any

from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaPhoto

from tests.sandbox.telegram import ANNA, BORIS, Json, Telegram, picture

KEYBOARD = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
PHOTO = BufferedInputFile(picture(), "photo.png")

DAY = 24 * 3600


def place(message: Json) -> dict[str, Any]:
    return {"chat_id": ANNA, "message_id": message["message_id"]}


async def test_an_edit_keeps_the_number_and_says_when_it_was(tg: Telegram) -> None:
    message = await tg.said("before")
    await tg.clock.advance(5)

    edited = (await tg.call("editMessageText", text="after", **place(message)))["result"]

    assert (edited["message_id"], edited["text"]) == (message["message_id"], "after")
    assert (edited["date"], edited["edit_date"]) == (message["date"], message["date"] + 5)


async def test_an_edit_without_a_keyboard_takes_it_away(tg: Telegram) -> None:
    message = await tg.said("before", reply_markup=KEYBOARD)

    edited = (await tg.call("editMessageText", text="after", **place(message)))["result"]

    assert "reply_markup" not in edited


async def test_an_edit_that_changes_nothing_is_refused(tg: Telegram) -> None:
    message = await tg.said("x", reply_markup=KEYBOARD)

    same = {"text": "x", "reply_markup": KEYBOARD}
    refusal = await tg.refusal("editMessageText", **same, **place(message))

    assert refusal == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )


async def test_another_keyboard_alone_is_a_change(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "x")

    markup = InlineKeyboardMarkup.model_validate(KEYBOARD)
    edited = await message.edit_reply_markup(reply_markup=markup)

    assert not isinstance(edited, bool)
    assert edited.reply_markup is not None
    assert edited.reply_markup.inline_keyboard[0][0].callback_data == "x"


async def test_what_is_not_there_cannot_be_edited(tg: Telegram) -> None:
    gone = {"chat_id": ANNA, "message_id": 5}

    refusal = await tg.refusal("editMessageText", text="x", **gone)

    assert refusal == "Bad Request: message to edit not found"


async def test_a_message_of_another_chat_is_not_there(tg: Telegram) -> None:
    await tg.bot.send_message(BORIS, "1")
    second = await tg.bot.send_message(BORIS, "2")

    refusal = await tg.refusal("deleteMessage", chat_id=ANNA, message_id=second.message_id)

    assert refusal == "Bad Request: message to delete not found"


async def test_what_people_wrote_cannot_be_edited(tg: Telegram) -> None:
    theirs = {"message_id": await tg.say(ANNA, "x")}

    refusal = await tg.refusal("editMessageText", text="y", **place(theirs))

    assert refusal == "Bad Request: message can't be edited"


async def test_a_photo_has_no_text_to_edit(tg: Telegram) -> None:
    message = await tg.bot.send_photo(ANNA, PHOTO)

    where = {"chat_id": ANNA, "message_id": message.message_id}
    refusal = await tg.refusal("editMessageText", text="x", **where)

    assert refusal == "Bad Request: there is no text in the message to edit"


async def test_a_text_has_no_caption_to_edit(tg: Telegram) -> None:
    message = await tg.said("x")

    refusal = await tg.refusal("editMessageCaption", caption="x", **place(message))

    assert refusal == "Bad Request: there is no caption in the message to edit"


async def test_a_caption_changes_and_the_photo_stays(tg: Telegram) -> None:
    message = await tg.bot.send_photo(ANNA, PHOTO, caption="before")

    edited = await message.edit_caption(caption="after")

    assert not isinstance(edited, bool)
    assert (edited.caption, edited.photo) == ("after", message.photo)


async def test_a_text_may_become_a_photo(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "before")

    edited = await message.edit_media(InputMediaPhoto(media=PHOTO, caption="after"))

    assert not isinstance(edited, bool)
    assert (edited.text, edited.caption) == (None, "after")


async def test_a_message_above_a_phones_keyboard_cannot_be_edited(tg: Telegram) -> None:
    message = await tg.said("x", reply_markup={"keyboard": [["x"]]})

    refusal = await tg.refusal("editMessageText", text="y", **place(message))

    assert refusal == "Bad Request: message can't be edited"


async def test_an_edit_takes_inline_keyboards_only(tg: Telegram) -> None:
    message = await tg.said("x")

    phone = {"keyboard": [["x"]]}
    refusal = await tg.refusal("editMessageText", text="y", reply_markup=phone, **place(message))

    assert refusal == "Bad Request: inline keyboard expected"


async def test_a_deleted_message_is_gone(tg: Telegram) -> None:
    message = await tg.said("x")
    await tg.call("deleteMessage", **place(message))

    refusal = await tg.refusal("deleteMessage", **place(message))

    assert refusal == "Bad Request: message to delete not found"
    assert await tg.chat() == []


async def test_after_48_hours_nothing_can_be_deleted(tg: Telegram) -> None:
    message = await tg.said("x")
    await tg.clock.advance(2 * DAY + 1)

    refusal = await tg.refusal("deleteMessage", **place(message))

    assert refusal == "Bad Request: message can't be deleted for everyone"


async def test_several_are_deleted_at_once_and_lost_ones_passed_over(tg: Telegram) -> None:
    theirs, ours = await tg.say(ANNA, "x"), (await tg.said("y"))["message_id"]

    assert await tg.bot.delete_messages(ANNA, [theirs, ours, 5])

    assert await tg.chat() == []


async def test_at_most_a_hundred_are_deleted_at_once(tg: Telegram) -> None:
    many = list(range(1, 102))

    refusal = await tg.refusal("deleteMessages", chat_id=ANNA, message_ids=many)

    assert refusal == "Bad Request: too many message identifiers specified"

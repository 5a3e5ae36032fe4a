"""Photos and documents."""

from io import BytesIO

import pytest
from aiogram.types import BufferedInputFile, InputMediaDocument

from tests.sandbox.telegram import ANNA, BORIS, TOKEN, Telegram, photo_form, picture

LARGE = BufferedInputFile(picture(800, 600), "large.png")
TEXT = BufferedInputFile("текст".encode(), "Список.txt")


async def test_a_photo_comes_in_sizes_the_largest_last(tg: Telegram) -> None:
    message = await tg.bot.send_photo(ANNA, LARGE, caption="<b>x</b>", parse_mode="HTML")

    sizes = [(it.width, it.height) for it in message.photo or ()]
    assert sizes == [(320, 240), (800, 600)]
    assert message.caption == "x"


async def test_a_file_id_sends_the_photo_again(tg: Telegram) -> None:
    first = await tg.bot.send_photo(ANNA, LARGE)
    assert first.photo is not None

    again = await tg.bot.send_photo(BORIS, first.photo[0].file_id)

    assert again.photo == first.photo


async def test_what_was_sent_can_be_downloaded(tg: Telegram) -> None:
    message = await tg.bot.send_document(ANNA, TEXT)
    assert message.document is not None

    got = await tg.bot.download(message.document)

    assert got is not None
    assert got.read() == "текст".encode()
    assert (message.document.file_name, message.document.mime_type) == ("Список.txt", "text/plain")


async def test_a_file_may_come_under_its_parameters_name(tg: Telegram) -> None:
    answer = await tg.upload("sendPhoto", photo_form(picture(), caption="x"))

    assert answer["result"]["caption"] == "x"


async def test_a_file_id_that_telegram_never_gave_is_refused(tg: Telegram) -> None:
    refusal = await tg.refusal("sendPhoto", chat_id=ANNA, photo="AgADnothing")

    assert refusal.startswith("Bad Request: wrong remote file identifier specified")


async def test_a_document_is_no_photo(tg: Telegram) -> None:
    document = (await tg.bot.send_document(ANNA, TEXT)).document
    assert document is not None

    refusal = await tg.refusal("sendPhoto", chat_id=ANNA, photo=document.file_id)

    assert refusal == "Bad Request: can't use file of type Document as Photo"


async def test_an_address_on_the_net_cannot_be_fetched_here(tg: Telegram) -> None:
    refusal = await tg.refusal("sendPhoto", chat_id=ANNA, photo="https://x.ru/x.png")

    assert refusal == "Bad Request: failed to get HTTP URL content"


WRONG_PHOTOS = {
    b"": "Bad Request: file must be non-empty",
    b"no picture": "Bad Request: IMAGE_PROCESS_FAILED",
    picture(9_990, 20): "Bad Request: PHOTO_INVALID_DIMENSIONS",
    picture(2_100, 100): "Bad Request: PHOTO_INVALID_DIMENSIONS",
}


@pytest.mark.parametrize(("content", "why"), WRONG_PHOTOS.items(), ids=range(len(WRONG_PHOTOS)))
async def test_a_photo_that_cannot_be_is_refused(tg: Telegram, content: bytes, why: str) -> None:
    answer = await tg.upload("sendPhoto", photo_form(content))

    assert answer["description"] == why


async def test_a_photo_has_at_most_10_mb(tg: Telegram) -> None:
    answer = await tg.upload("sendPhoto", photo_form(picture() + bytes(10 << 20)))

    assert "is too big for a photo; the maximum size is 10485760 bytes" in answer["description"]


async def test_more_than_50_mb_are_too_much_of_a_document(tg: Telegram) -> None:
    form = photo_form(b"x")
    form.add_field("document", BytesIO(bytes((50 << 20) + 1)), filename="large.bin")

    answer = await tg.upload("sendDocument", form)

    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")


async def test_only_20_mb_can_be_downloaded(tg: Telegram) -> None:
    large = BufferedInputFile(bytes((20 << 20) + 1), "large.bin")
    document = (await tg.bot.send_document(ANNA, large)).document
    assert document is not None

    refusal = await tg.refusal("getFile", file_id=document.file_id)

    assert refusal == "Bad Request: file is too big"


async def test_an_unknown_file_cannot_be_fetched(tg: Telegram) -> None:
    assert await tg.refusal("getFile", file_id="x") == "Bad Request: invalid file_id"
    async with tg.http.get(f"{tg.url}/file/bot{TOKEN}/photos/file_9.jpg") as answer:
        assert answer.status == 404


async def test_a_photo_must_be_in_the_request(tg: Telegram) -> None:
    refusals = {
        await tg.refusal("sendPhoto", chat_id=ANNA),
        await tg.refusal("sendPhoto", chat_id=ANNA, photo="attach://lost"),
    }

    assert refusals == {"Bad Request: there is no photo in the request"}


async def test_a_caption_has_1024_units_after_parsing(tg: Telegram) -> None:
    fits = photo_form(picture(), caption=f"<b>{'x' * 1024}</b>", parse_mode="HTML")
    long = photo_form(picture(), caption="x" * 1025)

    assert (await tg.upload("sendPhoto", fits))["ok"]
    refusal = (await tg.upload("sendPhoto", long))["description"]
    assert refusal == "Bad Request: message caption is too long"


async def test_a_picture_may_be_replaced_by_a_document(tg: Telegram) -> None:
    message = await tg.bot.send_photo(ANNA, LARGE, caption="before")

    edited = await tg.bot.edit_message_media(
        InputMediaDocument(media=TEXT, caption="after"),
        chat_id=ANNA,
        message_id=message.message_id,
    )

    assert not isinstance(edited, bool)
    assert (edited.photo, edited.caption) == (None, "after")
    assert edited.message_id == message.message_id

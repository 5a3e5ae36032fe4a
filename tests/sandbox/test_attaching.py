"""What people send that is no text."""

import pytest
from aiogram.types import Message

from tests.sandbox.telegram import ANNA, Json, Telegram, picture

CONTENTS = {
    "photo": picture(),
    "sticker": picture(),
    "video": b"film",
    "audio": b"song",
    "voice": b"speech",
    "animation": b"film",
    "document": b"text",
}


async def send(tg: Telegram, content: bytes, **query: str) -> Json:
    url = f"{tg.url}/sandbox/chats/{ANNA}/media"
    async with tg.http.post(url, params=query, data=content) as answer:
        sent: Json = await answer.json()
        return sent


async def heard(tg: Telegram) -> Message:
    message = (await tg.bot.get_updates())[0].message
    assert message is not None
    return message


@pytest.mark.parametrize(("kind", "content"), CONTENTS.items(), ids=list(CONTENTS))
async def test_the_bot_hears_of_every_kind_and_the_page_can_fetch_it(
    tg: Telegram, kind: str, content: bytes
) -> None:
    await send(tg, content, kind=kind)

    message, shown = await heard(tg), (await tg.chat())[0]

    assert (message.content_type, message.text) == (kind, None)
    async with tg.http.get(tg.url + shown["url"]) as answer:
        assert answer.status == 200


async def test_a_photo_may_have_words_and_stays_what_it_is(tg: Telegram) -> None:
    await send(tg, picture(), caption="me")

    message, shown = await heard(tg), (await tg.chat())[0]

    assert message.photo is not None
    assert message.caption == "me"
    async with tg.http.get(tg.url + shown["url"]) as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", picture())


async def test_a_document_is_handed_out_as_nothing_that_could_run(tg: Telegram) -> None:
    await send(tg, b"<script>", kind="document", name="page.html")

    shown = (await tg.chat())[0]

    assert shown["document"]["file_name"] == "page.html"
    async with tg.http.get(tg.url + shown["url"]) as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"


async def test_a_picture_becomes_a_sticker_of_512_points(tg: Telegram) -> None:
    await send(tg, picture(2048, 1024), kind="sticker", caption="x")

    message = await heard(tg)

    assert message.sticker is not None
    assert (message.sticker.width, message.sticker.height) == (512, 256)
    assert message.caption is None


@pytest.mark.parametrize("kind", ["photo", "sticker"])
async def test_what_is_no_picture_is_neither_photo_nor_sticker(tg: Telegram, kind: str) -> None:
    assert "error" in await send(tg, b"no picture", kind=kind)
    assert await tg.chat() == []


async def test_a_file_of_no_kind_or_no_content_cannot_be_sent(tg: Telegram) -> None:
    assert "error" in await send(tg, b"x", kind="pigeon")
    assert "error" in await send(tg, b"", kind="voice")


async def test_what_is_heard_and_seen_may_be_played_on_the_page(tg: Telegram) -> None:
    await send(tg, b"speech", kind="voice")

    url = (await tg.chat())[0]["url"]

    async with tg.http.get(tg.url + url) as answer:
        assert answer.content_type == "audio/ogg"
        assert "Content-Disposition" not in answer.headers


async def test_a_contact_is_the_persons_own(tg: Telegram) -> None:
    await tg.post(f"/sandbox/chats/{ANNA}/contact", phone_number="+70000000000")

    contact = (await heard(tg)).contact

    assert contact is not None
    assert (contact.user_id, contact.first_name, contact.phone_number) == (
        ANNA,
        "Анна",
        "+70000000000",
    )


async def test_a_place_on_the_map_reaches_the_bot(tg: Telegram) -> None:
    await tg.post(f"/sandbox/chats/{ANNA}/location", latitude=55.75, longitude=37.62)

    location = (await heard(tg)).location

    assert location is not None
    assert (location.latitude, location.longitude) == (55.75, 37.62)


async def test_a_copied_sticker_takes_no_words_and_no_edit(tg: Telegram) -> None:
    theirs = await send(tg, picture(), kind="sticker")
    original = {"from_chat_id": ANNA, **theirs}

    copy = (await tg.call("copyMessage", chat_id=ANNA, caption="x", **original))["result"]
    refusal = await tg.refusal("editMessageCaption", chat_id=ANNA, caption="x", **copy)

    assert "caption" not in (await tg.chat())[-1]
    assert refusal == "Bad Request: message can't be edited"

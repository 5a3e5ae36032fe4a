"""Codes on screens, and phones that read them."""

from io import BytesIO

from aiogram.types import BufferedInputFile
from PIL import Image

from tests.sandbox.telegram import ANNA, BORIS, STRANGER, Json, Telegram, picture, qr

LINK = "https://t.me/kursovod_test_bot?start=k_abc"
CODE = BufferedInputFile(qr(LINK), "qr.png")


async def seen(tg: Telegram) -> list[Json]:
    pictures: list[Json] = await tg.ask("/sandbox/camera")
    return pictures


async def scan(tg: Telegram, content: bytes, **query: str) -> Json:
    url = f"{tg.url}/sandbox/camera"
    async with tg.http.post(url, params=query, data=content) as answer:
        scanned: Json = await answer.json()
        return scanned


async def test_the_camera_sees_pictures_with_a_code_in_them(tg: Telegram) -> None:
    await tg.bot.send_photo(ANNA, BufferedInputFile(picture(), "plain.png"))
    await tg.bot.send_photo(ANNA, CODE, caption="Check in")
    await tg.bot.send_document(BORIS, CODE)

    pictures = await seen(tg)

    assert [(it["person"], it["what"]) for it in pictures] == [
        ("Анна Ильина", "Check in"),
        ("Boris", ""),
    ]
    async with tg.http.get(tg.url + pictures[0]["url"]) as answer:
        assert await answer.read() == qr(LINK)


async def test_what_was_deleted_is_not_seen(tg: Telegram) -> None:
    message = await tg.bot.send_photo(ANNA, CODE)

    await message.delete()

    assert await seen(tg) == []


async def test_a_link_to_the_bot_opens_it_as_a_phone_would(tg: Telegram) -> None:
    await tg.bot.send_photo(ANNA, CODE)
    picture_id = (await seen(tg))[0]["id"]

    scanned = await tg.post(f"/sandbox/camera/{picture_id}", person=STRANGER)

    assert scanned == {"text": LINK, "opened": True}
    message = (await tg.bot.get_updates())[0].message
    assert message is not None
    assert (message.chat.id, message.text) == (STRANGER, "/start k_abc")


async def test_without_a_person_it_is_only_read(tg: Telegram) -> None:
    assert await scan(tg, qr(LINK)) == {"text": LINK, "opened": False}
    assert await tg.bot.get_updates() == []


async def test_other_links_open_nothing(tg: Telegram) -> None:
    for text in ("https://t.me/other_bot?start=x", "https://x.ru/?start=x", "plain text"):
        assert await scan(tg, qr(text), person=str(ANNA)) == {"text": text, "opened": False}


async def test_a_link_of_the_app_opens_the_bot_too(tg: Telegram) -> None:
    link = "tg://resolve?domain=Kursovod_Test_Bot&start=x"

    assert (await scan(tg, qr(link), person=str(ANNA)))["opened"]


async def test_where_there_is_no_code_nothing_is_read(tg: Telegram) -> None:
    for content in (picture(), b"no picture"):
        assert await scan(tg, content) == {"text": None, "opened": False}


async def test_a_picture_that_is_gone_cannot_be_scanned(tg: Telegram) -> None:
    scanned = await tg.post("/sandbox/camera/nothing", person=ANNA)

    assert scanned == {"error": "That picture is gone."}


async def test_what_a_mini_app_shows_is_seen_for_a_minute(tg: Telegram) -> None:
    url = f"{tg.url}/sandbox/camera/frames?person={ANNA}&what=Board"
    for text in ("old", LINK):
        async with tg.http.post(url, data=qr(text)) as answer:
            assert answer.status == 200

    pictures = await seen(tg)
    assert [(it["person"], it["what"]) for it in pictures] == [("Анна Ильина", "Board")]
    scanned = await tg.post(f"/sandbox/camera/{pictures[0]['id']}", person=BORIS)
    assert scanned == {"text": LINK, "opened": True}

    await tg.clock.advance(60)
    assert await seen(tg) == []


async def test_a_code_on_a_transparent_ground_is_read_as_people_see_it(tg: Telegram) -> None:
    with Image.open(BytesIO(qr(LINK))) as image:
        shown = image.convert("RGBA")
    shown.putalpha(image.convert("L").point(lambda level: 255 - level))
    shown.save(content := BytesIO(), "PNG")

    assert (await scan(tg, content.getvalue()))["text"] == LINK

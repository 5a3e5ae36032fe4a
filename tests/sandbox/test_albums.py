"""Albums."""

from typing import Any

import pytest
from aiogram.types import BufferedInputFile, InputMediaPhoto, InputMediaVideo

from tests.sandbox.telegram import ANNA, Telegram, file_form, picture

LARGE = BufferedInputFile(picture(800, 600), "large.png")
FILM = BufferedInputFile(b"film", "film.mp4")

FILES = {
    "photo": (picture(), "x.png"),
    "video": (b"film", "film.mp4"),
    "audio": (b"song", "song.mp3"),
    "animation": (b"film", "film.gif"),
    "voice": (b"speech", "speech.ogg"),
    "document": (b"text", "list.txt"),
}


async def known(tg: Telegram, kind: str) -> str:
    """The id of such a file."""
    form = file_form(kind, *FILES[kind])
    sent = (await tg.upload(f"send{kind}", form))["result"][kind]
    file_id: str = sent[-1]["file_id"] if kind == "photo" else sent["file_id"]
    return file_id


async def refusal_of(tg: Telegram, *album: dict[str, Any]) -> str:
    return await tg.refusal("sendMediaGroup", chat_id=ANNA, media=album)


async def test_an_album_is_messages_of_one_group(tg: Telegram) -> None:
    first, second = InputMediaPhoto(media=LARGE, caption="first"), InputMediaPhoto(media=LARGE)

    messages = await tg.bot.send_media_group(ANNA, [first, second])

    assert len({it.media_group_id for it in messages}) == 1
    assert [it.caption for it in messages] == ["first", None]
    assert messages[1].message_id == messages[0].message_id + 1


async def test_photos_and_videos_may_stand_together(tg: Telegram) -> None:
    first, second = InputMediaPhoto(media=LARGE), InputMediaVideo(media=FILM)

    photo, video = await tg.bot.send_media_group(ANNA, [first, second])

    assert photo.photo is not None
    assert video.video is not None


async def test_an_album_has_1_to_10_files(tg: Telegram) -> None:
    item = {"type": "photo", "media": await known(tg, "photo")}

    assert await refusal_of(tg) == "Bad Request: there are no messages to send"
    refusal = await refusal_of(tg, *[item] * 11)
    assert refusal == "Bad Request: too many messages to send as an album"


@pytest.mark.parametrize("kind", ["audio", "document"])
async def test_audio_and_documents_stand_only_among_their_like(tg: Telegram, kind: str) -> None:
    item = {"type": kind, "media": await known(tg, kind)}
    photo = {"type": "photo", "media": await known(tg, "photo")}

    assert (await tg.call("sendMediaGroup", chat_id=ANNA, media=[item] * 2))["ok"]
    refusal = await refusal_of(tg, item, photo)

    assert refusal == f"Bad Request: {kind} can't be mixed with other media types"


WRONG_ITEMS = {
    '{"type": "animation", "media": "x"}': 'type "animation" can\'t be used in sendMediaGroup',
    '{"type": "voice", "media": "x"}': 'type "voice" is unsupported',
    '{"type": "live_photo", "media": "x", "photo": "x"}': 'type "live_photo" is unsupported',
    '{"media": "x"}': 'Can\'t find field "type"',
    '"x"': "expected an Object",
    '{"type": "photo", "media": "attach://lost"}': "media not found",
}


@pytest.mark.parametrize(("item", "why"), WRONG_ITEMS.items(), ids=range(len(WRONG_ITEMS)))
async def test_what_cannot_stand_in_an_album_is_refused(tg: Telegram, item: str, why: str) -> None:
    refusal = await tg.refusal("sendMediaGroup", chat_id=ANNA, media=f"[{item}]")

    assert refusal == f"Bad Request: can't parse InputMedia: {why}"


async def test_what_a_file_is_counts_and_not_what_it_is_called(tg: Telegram) -> None:
    voice = {"type": "audio", "media": await known(tg, "voice")}

    refusal = await refusal_of(tg, voice)

    assert refusal == "Bad Request: can't use the media of the specified type in the album"


async def test_all_captions_of_an_album_are_on_one_side(tg: Telegram) -> None:
    below = {"type": "photo", "media": await known(tg, "photo")}

    refusal = await refusal_of(tg, below, {**below, "show_caption_above_media": True})

    same = "parameter show_caption_above_media must be the same for all messages"
    assert refusal == f"Bad Request: {same}"


WRONG_CHANGES = {
    ("photo", "document"): "can't change media type in the album",
    ("audio", "video"): "can't change media type in the album",
    ("photo", "animation"): "message content type can't be used in an album",
}


@pytest.mark.parametrize(("before", "after"), WRONG_CHANGES)
async def test_an_edit_keeps_an_album_an_album(tg: Telegram, before: str, after: str) -> None:
    album = [{"type": before, "media": await known(tg, before)}]
    message = (await tg.call("sendMediaGroup", chat_id=ANNA, media=album))["result"][0]
    place = {"chat_id": ANNA, "message_id": message["message_id"]}
    media = {"type": after, "media": await known(tg, after)}

    refusal = await tg.refusal("editMessageMedia", media=media, **place)

    assert refusal == f"Bad Request: {WRONG_CHANGES[before, after]}"

"""Videos, audio, voice messages and animations."""

import pytest
from aiogram.types import BufferedInputFile, InputMediaAnimation, InputMediaVideo

from tests.sandbox.telegram import ANNA, BORIS, Telegram, file_form, picture

FILM = BufferedInputFile(b"film", "film.mp4")
SONG = BufferedInputFile(b"song", "song.mp3")
SPEECH = BufferedInputFile(b"speech", "speech.ogg")

KINDS = {"video": "mp4", "animation": "gif", "audio": "mp3", "voice": "oga", "document": "pdf"}
"""And a format of each."""

BEGINNINGS = {
    "video": "BAAC",
    "animation": "CgAC",
    "audio": "CQAC",
    "voice": "AwAC",
    "document": "BQAC",
}


@pytest.mark.parametrize(("kind", "suffix"), KINDS.items())
async def test_a_file_can_be_sent_downloaded_and_sent_again(
    tg: Telegram, kind: str, suffix: str
) -> None:
    form = file_form(kind, b"content", f"file.{suffix}", caption="x")
    sent = (await tg.upload(f"send{kind}", form))["result"]

    file_id = sent[kind]["file_id"]
    again = await tg.call(f"send{kind}", chat_id=BORIS, **{kind: file_id})
    got = await tg.bot.download(file_id)

    assert (sent["caption"], file_id[:4]) == ("x", BEGINNINGS[kind])
    assert again["result"][kind] == sent[kind]
    assert got is not None
    assert got.read() == b"content"


async def test_a_video_is_as_long_and_as_large_as_the_bot_says(tg: Telegram) -> None:
    video = (await tg.bot.send_video(ANNA, FILM, duration=7, width=640, height=480)).video

    assert video is not None
    assert (video.duration, video.width, video.height) == (7, 640, 480)
    assert (video.file_name, video.mime_type) == ("film.mp4", "video/mp4")


async def test_audio_has_a_performer_and_a_title(tg: Telegram) -> None:
    audio = (await tg.bot.send_audio(ANNA, SONG, performer="Anna", title="Song")).audio

    assert audio is not None
    assert (audio.performer, audio.title, audio.duration) == ("Anna", "Song", 0)


async def test_a_voice_message_has_no_name(tg: Telegram) -> None:
    form = file_form("voice", b"speech", "speech.ogg", duration="3")

    voice = (await tg.upload("sendVoice", form))["result"]["voice"]

    assert (voice["duration"], voice["mime_type"]) == (3, "audio/ogg")
    assert "file_name" not in voice


async def test_an_animation_is_also_a_document(tg: Telegram) -> None:
    message = await tg.bot.send_animation(ANNA, FILM)

    assert message.animation is not None
    assert message.document is not None
    assert message.document.file_id == message.animation.file_id


@pytest.mark.parametrize("kind", ["video", "animation", "audio", "voice"])
async def test_a_file_of_another_format_arrives_as_a_document(tg: Telegram, kind: str) -> None:
    sent = (await tg.upload(f"send{kind}", file_form(kind, b"x", "list.txt")))["result"]

    assert kind not in sent
    assert sent["document"]["file_name"] == "list.txt"


async def test_a_file_that_telegram_has_stays_of_its_kind(tg: Telegram) -> None:
    voice = (await tg.bot.send_voice(ANNA, SPEECH)).voice
    assert voice is not None

    message = await tg.bot.send_document(ANNA, voice.file_id)
    refusal = await tg.refusal("sendPhoto", chat_id=ANNA, photo=voice.file_id)

    assert (message.document, message.voice) == (None, voice)
    assert refusal == "Bad Request: can't use file of type VoiceNote as Photo"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_must_be_in_the_request(tg: Telegram, kind: str) -> None:
    refusals = {
        await tg.refusal(f"send{kind}", chat_id=ANNA),
        await tg.refusal(f"send{kind}", chat_id=ANNA, **{kind: "attach://lost"}),
    }

    assert refusals == {f"Bad Request: there is no {kind} in the request"}


async def test_a_picture_beside_the_file_is_passed_over(tg: Telegram) -> None:
    thumbnail = BufferedInputFile(picture(), "thumbnail.jpg")

    alone = await tg.bot.send_video(ANNA, FILM, thumbnail=thumbnail)
    item = InputMediaVideo(media=FILM, thumbnail=thumbnail)
    grouped = await tg.bot.send_media_group(ANNA, [item, item])

    videos = [it.video for it in (alone, *grouped)]
    assert [it and it.thumbnail for it in videos] == [None] * 3


async def test_a_copy_of_a_voice_message_may_have_other_words(tg: Telegram) -> None:
    original = await tg.bot.send_voice(ANNA, SPEECH, caption="before")

    await tg.bot.copy_message(BORIS, ANNA, original.message_id, caption="after")

    shown = (await tg.chat(BORIS))[-1]
    assert original.voice is not None
    assert (shown["caption"], shown["voice"]["file_id"]) == ("after", original.voice.file_id)


async def test_a_text_may_become_an_animation(tg: Telegram) -> None:
    message = await tg.bot.send_message(ANNA, "before")

    edited = await message.edit_media(InputMediaAnimation(media=FILM, caption="after"))

    assert not isinstance(edited, bool)
    assert edited.animation is not None
    assert (edited.text, edited.caption) == (None, "after")


async def test_a_voice_message_becomes_nothing_else(tg: Telegram) -> None:
    message = await tg.bot.send_voice(ANNA, SPEECH)
    place = {"chat_id": ANNA, "message_id": message.message_id}
    photo = (await tg.upload("sendPhoto", file_form("photo", picture(), "x.png")))["result"]
    media = {"type": "photo", "media": photo["photo"][-1]["file_id"]}

    refusal = await tg.refusal("editMessageMedia", media=media, **place)

    assert refusal == "Bad Request: message media can't be edited"

"""Files of the bot, alone and in albums."""

from typing import Any

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendPhoto,
    SendVideo,
    SendVoice,
)

from sandbox.messages import kind_of
from sandbox.methods import composing
from sandbox.methods.calls import Call
from sandbox.methods.sending import extras, post, send, take_turn
from sandbox.people import Json
from sandbox.rules import albums


async def send_animation(call: Call[SendAnimation]) -> Json:
    return await send_file(call, "animation")


async def send_audio(call: Call[SendAudio]) -> Json:
    return await send_file(call, "audio")


async def send_document(call: Call[SendDocument]) -> Json:
    return await send_file(call, "document")


async def send_photo(call: Call[SendPhoto]) -> Json:
    return await send_file(call, "photo")


async def send_video(call: Call[SendVideo]) -> Json:
    return await send_file(call, "video")


async def send_voice(call: Call[SendVoice]) -> Json:
    return await send_file(call, "voice")


async def send_media_group(call: Call[SendMediaGroup]) -> list[Json]:
    chat, items = call.chat(), call.given["media"]
    albums.check(items)
    contents = [await composing.input_media(call, item) for item in items]
    albums.check_sent({kind_of(content) for content in contents})
    kept = extras(call, chat) | {"media_group_id": str(next(call.world.query_ids))}
    take_turn(call, chat, len(contents))
    return [post(call, chat, content, extras=kept).as_json() for content in contents]


async def send_file(call: Call[Any], kind: str) -> Json:
    chat, caption = call.chat(), composing.caption(call.given)
    return send(call, chat, await composing.file(call, kind) | caption)

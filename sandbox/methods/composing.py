"""What the bot's messages are made of."""

from collections.abc import Mapping
from typing import Any

from sandbox import pictures
from sandbox.methods.calls import Call, Upload
from sandbox.people import Json
from sandbox.rules import formatting, kinds, markup, sizes, units
from sandbox.rules.refusals import Refusal, ensure

OF_A_CAPTION = ("caption", "caption_entities", "show_caption_above_media")

Given = Mapping[str, Any]


def text(given: Given) -> Json:
    written = given.get("text") or ""
    ensure(written, "message text is empty")
    said = formatting.formatted(written, given.get("parse_mode"), given.get("entities"))
    ensure(said.text, "message text is empty")
    ensure(units.length(said.text) <= sizes.TEXT_UNITS, "message is too long")
    options = given.get("link_preview_options")
    return said.as_json("text", "entities") | (
        {"link_preview_options": options} if options else {}
    )


def caption(given: Given) -> Json:
    entities = given.get("caption_entities")
    said = formatting.formatted(given.get("caption") or "", given.get("parse_mode"), entities)
    ensure(units.length(said.text) <= sizes.CAPTION_UNITS, "message caption is too long")
    shown = said.as_json("caption", "caption_entities")
    flags = ("show_caption_above_media", "has_spoiler")
    kept = {"has_spoiler": "has_media_spoiler"}
    return shown | {kept.get(it, it): True for it in flags if given.get(it)}


def recaptioned(content: Json, given: Given) -> Json:
    """The same media under other words."""
    bare = {name: it for name, it in content.items() if name not in OF_A_CAPTION}
    return bare | caption(given)


async def file(call: Call[Any], kind: str) -> Json:
    """What a method sends whose parameter is named as its kind."""
    missing = f"there is no {kind} in the request"
    return await media(call, kind, call.given.get(kind), call.given, missing)


async def input_media(call: Call[Any], item: Json) -> Json:
    """An `InputMedia…`, as in albums and edits."""
    missing = "can't parse InputMedia: media not found"
    return await media(call, item["type"], item.get("media"), item, missing) | caption(item)


async def media(call: Call[Any], kind: str, named: str | None, said: Given, missing: str) -> Json:
    """A file that Telegram has, or one that comes with the call."""
    if not named:
        raise Refusal(missing)
    ensure(not named.startswith(("http://", "https://")), "failed to get HTTP URL content")
    if not named.startswith("attach://"):
        return call.world.files.again(named, kind)
    upload = call.uploads.get(named.removeprefix("attach://"))
    if upload is None:
        raise Refusal(missing)
    return await kept(call, kind, upload, said)


async def kept(call: Call[Any], kind: str, upload: Upload, said: Given) -> Json:
    ensure(upload.content, "file must be non-empty")
    if kind == "photo":
        return call.world.files.add_photo(await pictures.read(upload.content))
    ensure(len(upload.content) <= sizes.FILE_BYTES, "", 413)
    real = kinds.fitting(kind, upload.name)
    return call.world.files.add(real, upload.content, upload.name, said)


def keyboard(call: Call[Any], *, is_edit: bool = False) -> Json | None:
    return markup.checked(call.given.get("reply_markup"), is_edit=is_edit)

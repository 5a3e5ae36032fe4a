"""What people send that is no text."""

from sandbox import pictures
from sandbox.acting import Impossible, captioned, write
from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.people import Json
from sandbox.rules import kinds, sizes
from sandbox.world import World


async def send_file(
    world: World, chat: Chat, kind: str, content: bytes, name: str, caption: str
) -> Message:
    if kind not in kinds.KINDS:
        raise Impossible(f"A file is one of: {', '.join(kinds.KINDS)}.")
    if not 0 < len(content) <= sizes.FILE_BYTES:
        raise Impossible("A file has 1 byte to 50 MB.")
    said = captioned(caption) if kind in kinds.CAPTIONED else {}
    return write(world, chat, await kept(world, kind, content, name) | said)


async def kept(world: World, kind: str, content: bytes, name: str) -> Json:
    match kind:
        case "photo":
            return world.files.add_photo(await pictures.read(content))
        case "sticker":
            drawn = await pictures.sticker(content)
            measures = {"width": drawn.width, "height": drawn.height}
            return world.files.add("sticker", drawn.content, "sticker.webp", measures)
        case "voice":
            # A phone records it, whatever the file was called.
            return world.files.add("voice", content, "voice.oga")
    return world.files.add(kind, content, name)


def send_contact(world: World, chat: Chat, phone_number: str) -> Message:
    """Their own, as a button that asks for it sends it."""
    known = {"first_name": chat.person.first_name, "user_id": chat.id}
    if chat.person.last_name:
        known["last_name"] = chat.person.last_name
    return write(world, chat, {"contact": {"phone_number": phone_number, **known}})


def send_location(world: World, chat: Chat, latitude: float, longitude: float) -> Message:
    place = {"latitude": latitude, "longitude": longitude}
    return write(world, chat, {"location": place})

"""What a camera sees: every picture on a screen that holds a QR code."""

from dataclasses import dataclass

from sandbox import pictures, views
from sandbox.messages import Message
from sandbox.people import Json
from sandbox.world import World

MAY_SHOW = {"photo", "sticker", "document"}

FRAME_SECONDS = 60
"""So long a picture that a Mini App shows is seen, unless it is shown again."""


@dataclass(frozen=True)
class Frame:
    """A picture within a Mini App."""

    person: str
    what: str
    content: bytes
    until: float


class Cameras:
    def __init__(self, world: World) -> None:
        self._world = world
        self._read: dict[str, str | None] = {}
        """What is in a picture, by its unique id: decoding costs some milliseconds."""
        self._frames: dict[str, Frame] = {}

    async def seen(self) -> list[Json]:
        shown = [it for it in self._in_chats() if await self.code(it["id"]) is not None]
        now = self._world.now
        return shown + [
            seen(frame_id, it.person, f"/sandbox/camera/{frame_id}/picture", it.what)
            for frame_id, it in self._frames.items()
            if it.until > now
        ]

    async def code(self, picture_id: str) -> str | None:
        """Raises `KeyError` where there is no such picture."""
        if picture_id in self._frames:
            return await pictures.code(self._frames[picture_id].content)
        file = self._world.files.find(picture_id)
        if file is None:
            raise KeyError(picture_id)
        unique_id: str = file.shown["file_unique_id"]
        if unique_id not in self._read:
            self._read[unique_id] = await pictures.code(file.content)
        return self._read[unique_id]

    def show(self, person: str, what: str, content: bytes) -> str:
        """A Mini App's frame shows this now, in place of what it showed."""
        frame_id = f"frame-{len(self._frames) + 1}"
        known = (
            it for it, old in self._frames.items() if (old.person, old.what) == (person, what)
        )
        frame_id = next(known, frame_id)
        until = self._world.now + FRAME_SECONDS
        self._frames[frame_id] = Frame(person, what, content, until)
        return frame_id

    def picture(self, frame_id: str) -> bytes | None:
        frame = self._frames.get(frame_id)
        return frame.content if frame else None

    def _in_chats(self) -> list[Json]:
        return [
            seen(file_id, chat.person.name, f"/sandbox/files/{file_id}", message.text)
            for chat in self._world.chats
            for message in chat.messages.values()
            if (file_id := picture_id(message)) is not None
        ]


def seen(picture_id: str, person: str, url: str, what: str) -> Json:
    return {"id": picture_id, "person": person, "url": url, "what": what}


def picture_id(message: Message) -> str | None:
    if message.kind not in MAY_SHOW:
        return None
    mime = message.content.get("document", {}).get("mime_type", "image/")
    return views.media_id(message) if mime.startswith("image/") else None

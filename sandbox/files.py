"""Files that Telegram keeps, and the ids by which a bot may send them again."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from mimetypes import guess_type
from pathlib import PurePath
from secrets import token_bytes
from typing import Any

from sandbox.people import Json
from sandbox.pictures import Picture
from sandbox.rules.kinds import KINDS, Kind
from sandbox.rules.refusals import Refusal, ensure

WRONG_ID = "wrong remote file identifier specified: can't unserialize it. Wrong last symbol"

MIMES = {
    ".m4a": "audio/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".webp": "image/webp",
}
"""Of those that not every system knows."""

OF_A_DOCUMENT = {"file_id", "file_unique_id", "file_size", "file_name", "mime_type"}


@dataclass(frozen=True)
class File:
    file_id: str
    kind: str
    content: bytes
    path: str
    mime: str
    shown: Json
    """As part of a message, such as `PhotoSize` or `Document`."""


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._sizes: dict[str, list[Json]] = {}
        """All of a photo, by the id of each."""
        self._numbers = count(1)

    def add_photo(self, picture: Picture) -> Json:
        sizes = []
        for size in picture.sizes:
            measures = {"width": size.width, "height": size.height}
            sizes.append(self._add("photo", size.content, ".jpg", size.mime, measures).shown)
        for shown in sizes:
            self._sizes[shown["file_id"]] = sizes
        return {"photo": sizes}

    def add(
        self, kind: str, content: bytes, name: str, said: Mapping[str, Any] | None = None
    ) -> Json:
        """In a message; `said` is what its sender knows of it."""
        suffix = PurePath(name).suffix
        mime = MIMES.get(suffix.lower()) or guess_type(name)[0] or "application/octet-stream"
        known = described(KINDS[kind], name, mime, said or {})
        return self._in_message(self._add(kind, content, suffix, mime, known))

    def again(self, file_id: str, kind: str) -> Json:
        """What a file id stands for in a message, which is what it was when it was uploaded."""
        file = self.get(file_id)
        real, asked = KINDS[file.kind].name, KINDS[kind].name
        is_alike = (file.kind == "photo") == (kind == "photo")
        ensure(is_alike, f"can't use file of type {real} as {asked}")
        return self._in_message(file)

    def find(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def get(self, file_id: str) -> File:
        file = self.find(file_id)
        if file is None:
            raise Refusal(WRONG_ID)
        return file

    def at(self, path: str) -> File | None:
        return self._by_path.get(path)

    def _in_message(self, file: File) -> Json:
        match file.kind:
            case "photo":
                return {"photo": self._sizes[file.file_id]}
            case "animation":
                document = {it: file.shown[it] for it in file.shown if it in OF_A_DOCUMENT}
                return {"animation": file.shown, "document": document}
        return {file.kind: file.shown}

    def _add(self, kind: str, content: bytes, suffix: str, mime: str, known: Json) -> File:
        file_id = encoded(KINDS[kind].prefix + token_bytes(33))
        path = f"{KINDS[kind].folder}/file_{next(self._numbers)}{suffix}"
        unique_id = encoded(sha256(kind.encode() + content).digest()[:12])
        shown = {"file_id": file_id, "file_unique_id": unique_id, "file_size": len(content)}
        file = File(file_id, kind, content, path, mime, {**shown, **known})
        self._by_id[file_id] = self._by_path[path] = file
        return file


def described(kind: Kind, name: str, mime: str, said: Mapping[str, Any]) -> Json:
    numbers = {it: max(0, int(said.get(it) or 0)) for it in kind.numbers}
    words = {it: said[it] for it in kind.words if said.get(it)}
    named = {it: {"file_name": name, "mime_type": mime}[it] for it in kind.named}
    return {**named, **numbers, **words, **kind.fixed}


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")

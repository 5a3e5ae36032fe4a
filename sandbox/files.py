"""Files that Telegram keeps, and the ids by which a bot may send them again."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from mimetypes import guess_type
from secrets import token_bytes

from sandbox.people import Json
from sandbox.pictures import Picture
from sandbox.rules.refusals import Refusal, ensure

PREFIXES = {"photo": b"\x02\x01\x02", "document": b"\x05\x00\x02"}
"""So that file ids begin as those of Telegram: AgEC…, BQAC…"""

WRONG_ID = "wrong remote file identifier specified: can't unserialize it. Wrong last symbol"


@dataclass(frozen=True)
class File:
    file_id: str
    kind: str
    content: bytes
    path: str
    mime: str
    shown: Json
    """As part of a message: `PhotoSize` or `Document`."""


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

    def add_document(self, content: bytes, name: str) -> Json:
        mime = guess_type(name)[0] or "application/octet-stream"
        suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
        described = {"file_name": name, "mime_type": mime}
        return {"document": self._add("document", content, suffix, mime, described).shown}

    def again(self, file_id: str, kind: str) -> Json:
        """What a file id stands for in a message."""
        file = self.get(file_id)
        described = f"can't use file of type {file.kind.title()} as {kind.title()}"
        ensure(file.kind == kind, described)
        return {"photo": self._sizes[file_id]} if kind == "photo" else {"document": file.shown}

    def find(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def get(self, file_id: str) -> File:
        file = self.find(file_id)
        if file is None:
            raise Refusal(WRONG_ID)
        return file

    def at(self, path: str) -> File | None:
        return self._by_path.get(path)

    def _add(self, kind: str, content: bytes, suffix: str, mime: str, described: Json) -> File:
        file_id = encoded(PREFIXES[kind] + token_bytes(33))
        path = f"{kind}s/file_{next(self._numbers)}{suffix}"
        unique_id = encoded(sha256(kind.encode() + content).digest()[:12])
        shown = {"file_id": file_id, "file_unique_id": unique_id, "file_size": len(content)}
        file = File(file_id, kind, content, path, mime, {**shown, **described})
        self._by_id[file_id] = self._by_path[path] = file
        return file


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")

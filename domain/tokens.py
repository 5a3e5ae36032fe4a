"""The signed tokens in links and QR pictures.

30 bytes, so that base64 spells each token in exactly one way, in 40 characters:

    version << 4 | kind   1
    key id                1
    subject               8   a public id, never a sequence
    minute                4   in which it expires
    signature            16   of the bot's id and all of the above
"""

import hmac
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from hashlib import sha256

VERSION = 1
SPELLING = re.compile(r"[A-Za-z0-9_-]{40}", re.ASCII)
LAYOUT = struct.Struct(">BBQI")
NEVER = 2**32 - 1


class TokenNotValid(Exception):
    """Not a token of ours, or not of that kind."""


class TokenExpired(Exception):
    """A token of ours, of another time."""


class Kind(IntEnum):
    """1 to 3 are the codes of check-in."""

    INVITE = 4
    COURSE_LINK = 5


class Signer:
    """Makes and reads tokens. The first key signs; the others are still accepted."""

    def __init__(self, keys: Sequence[bytes], *, bot_id: int, bot_name: str) -> None:
        self._keys = keys
        # A token of the test bot is worth nothing to the real one.
        self._context = b"kursovod1" + bot_id.to_bytes(8, "big")
        self._start = f"https://t.me/{bot_name}?start="

    def link(self, kind: Kind, subject: int, expires_at: datetime | None = None) -> str:
        """What a QR picture says: any phone's camera opens the bot with it."""
        return self._start + self.sign(kind, subject, expires_at)

    def sign(self, kind: Kind, subject: int, expires_at: datetime | None = None) -> str:
        key = self._keys[0]
        minute = NEVER if expires_at is None else _minute(expires_at)
        body = LAYOUT.pack(VERSION << 4 | kind, key_id(key), subject, minute)
        return urlsafe_b64encode(body + self._signature(key, body)).decode()

    def read(self, kind: Kind, text: str, *, now: datetime) -> int:
        """The subject of a token of that kind."""
        if kind_of(text) is not kind:
            raise TokenNotValid
        token = urlsafe_b64decode(text)
        body, signature = token[: LAYOUT.size], token[LAYOUT.size :]
        _, signed_by, subject, minute = LAYOUT.unpack(body)
        if not self._is_ours(signed_by, body, signature):
            raise TokenNotValid
        if _minute(now) >= minute:
            raise TokenExpired
        return int(subject)

    def _is_ours(self, signed_by: int, body: bytes, signature: bytes) -> bool:
        return any(
            key_id(key) == signed_by and hmac.compare_digest(signature, self._signature(key, body))
            for key in self._keys
        )

    def _signature(self, key: bytes, body: bytes) -> bytes:
        return hmac.digest(key, self._context + body, "sha256")[:16]


def kind_of(text: str) -> Kind | None:
    """What the text says it is. Nothing is verified yet: good for choosing a handler only."""
    if not SPELLING.fullmatch(text):
        return None
    version, kind = divmod(urlsafe_b64decode(text)[0], 16)
    return Kind(kind) if version == VERSION and kind in set(Kind) else None


def key_id(key: bytes) -> int:
    """One byte that tells keys apart, so that most foreign tokens cost no signature."""
    return sha256(b"kursovod key id" + key).digest()[0]


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60

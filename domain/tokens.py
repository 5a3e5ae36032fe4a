"""The signed tokens in links and QR pictures.

30 bytes, so that base64 spells each token in exactly one way, in 40 characters:

    version << 4 | kind   1
    key id                1
    subject               8   a public id, never a sequence
    time                  4   the minute in which it expires, or the step in which it was made
    signature            16   of the bot's id and all of the above
"""

import hmac
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    ROOM_CODE = 1
    RENEWING_PASS = 2
    PASS = 3
    INVITE = 4
    COURSE_LINK = 5


STEPS = {Kind.ROOM_CODE: timedelta(seconds=15), Kind.RENEWING_PASS: timedelta(seconds=30)}
"""Kinds that are made anew each time. How old one may be depends on what it is shown for, so that
is for the reader to judge; the others say themselves when they are over."""

DIGITS = 6


@dataclass(frozen=True)
class Stamped:
    """What a token of a kind with steps says."""

    subject: int
    step: int
    """Of that kind, since 1970."""


class Signer:
    """Makes and reads tokens. The first key signs; the others are still accepted."""

    def __init__(self, keys: Sequence[bytes], *, bot_id: int, bot_name: str) -> None:
        self._keys = keys
        # A token of the test bot is worth nothing to the real one.
        self._context = b"kursovod1" + bot_id.to_bytes(8, "big")
        self.bot_name = bot_name
        self._start = f"https://t.me/{bot_name}?start="

    def link(self, kind: Kind, subject: int, expires_at: datetime | None = None) -> str:
        """What a QR picture says: any phone's camera opens the bot with it."""
        return self._start + self.sign(kind, subject, expires_at)

    def sign(self, kind: Kind, subject: int, expires_at: datetime | None = None) -> str:
        return self._sealed(kind, subject, NEVER if expires_at is None else _minute(expires_at))

    def read(self, kind: Kind, text: str, *, now: datetime) -> int:
        """The subject of a token of that kind."""
        subject, is_over = self.read_dated(kind, text, now=now)
        if is_over:
            raise TokenExpired
        return subject

    def read_dated(self, kind: Kind, text: str, *, now: datetime) -> tuple[int, bool]:
        """The same, and whether it is over."""
        subject, minute = self._opened(kind, text)
        return subject, _minute(now) >= minute

    def stamped_link(self, kind: Kind, subject: int, step: int) -> str:
        """The same as ``link``, for a kind with steps."""
        return self._start + self.stamp(kind, subject, step)

    def stamp(self, kind: Kind, subject: int, step: int) -> str:
        return self._sealed(kind, subject, step)

    def read_stamped(self, kind: Kind, text: str) -> Stamped:
        """However old it is."""
        return Stamped(*self._opened(kind, text))

    def digits(self, subject: int, step: int) -> str:
        """What people type who cannot scan the room code of that step."""
        return self._digits(self._keys[0], subject, step)

    def are_digits(self, typed: str, subject: int, step: int) -> bool:
        """Whether they are those of that step."""
        return any(
            hmac.compare_digest(typed, self._digits(key, subject, step)) for key in self._keys
        )

    def _digits(self, key: bytes, subject: int, step: int) -> str:
        body = b"digits" + subject.to_bytes(8, "big") + step.to_bytes(8, "big")
        number = int.from_bytes(hmac.digest(key, self._context + body, "sha256")[:8], "big")
        return f"{number % 10**DIGITS:0{DIGITS}}"

    def _sealed(self, kind: Kind, subject: int, time: int) -> str:
        key = self._keys[0]
        body = LAYOUT.pack(VERSION << 4 | kind, key_id(key), subject, time)
        return urlsafe_b64encode(body + self._signature(key, body)).decode()

    def _opened(self, kind: Kind, text: str) -> tuple[int, int]:
        """The subject and the time of a token of ours of that kind."""
        if kind_of(text) is not kind:
            raise TokenNotValid
        token = urlsafe_b64decode(text)
        body, signature = token[: LAYOUT.size], token[LAYOUT.size :]
        _, signed_by, subject, time = LAYOUT.unpack(body)
        if not self._is_ours(signed_by, body, signature):
            raise TokenNotValid
        return int(subject), int(time)

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


def step_at(kind: Kind, at: datetime) -> int:
    return int(at.timestamp()) // int(STEPS[kind].total_seconds())


def key_id(key: bytes) -> int:
    """One byte that tells keys apart, so that most foreign tokens cost no signature."""
    return sha256(b"kursovod key id" + key).digest()[0]


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60

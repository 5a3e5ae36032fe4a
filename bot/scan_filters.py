"""Filters for codes: as a camera opens them, or as they are typed. Each hands on as ``scan`` what
was shown and when it was sent: that, and not when it reached us, is what counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.filters import BaseFilter, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.states import TAKES_DIGITS
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.checking_in import Desk
from domain.codes import Pass, RoomCode, digits_of, token_of
from domain.tokens import Kind, Signer, kind_of


@dataclass(frozen=True)
class Door:
    """What it takes to check somebody in, whoever it is going to be."""

    campus: Campus
    signer: Signer
    now: datetime

    def desk(self, actor: Actor) -> Desk:
        return Desk(actor, self.campus, self.signer, self.now)


class AtDoor(BaseFilter):
    """Hands it on as ``door``."""

    async def __call__(
        self, _: Message | CallbackQuery, campus: Campus, signer: Signer, now: datetime
    ) -> bool | dict[str, Any]:
        return {"door": Door(campus, signer, now)}


class AtDesk(BaseFilter):
    """Somebody whom we know; where they check in is handed on as ``desk``."""

    async def __call__(
        self,
        _: Message | CallbackQuery,
        viewer: Viewer,
        campus: Campus,
        signer: Signer,
        now: datetime,
    ) -> bool | dict[str, Any]:
        if not isinstance(viewer, Actor):
            return False
        return {"desk": Door(campus, signer, now).desk(viewer)}


class Scans(CommandStart):
    """A link of the camera, or the same pasted as text."""

    kinds: frozenset[Kind]
    scan: type[RoomCode | Pass]

    def __init__(self) -> None:
        super().__init__(deep_link=True)

    async def __call__(self, message: Message, bot: Any) -> bool | dict[str, Any]:
        found = await super().__call__(message, bot)
        command = found.get("command") if isinstance(found, dict) else None
        token = command.args if isinstance(command, CommandObject) else pasted(message)
        if not token or kind_of(token) not in self.kinds:
            return False
        return {"scan": self.scan(token, message.date)}


class ScansRoomCode(Scans):
    kinds, scan = frozenset({Kind.ROOM_CODE}), RoomCode


class ScansPass(Scans):
    kinds, scan = frozenset({Kind.PASS, Kind.RENEWING_PASS}), Pass


class TypesDigits(BaseFilter):
    """Six digits, bare or behind `/code`, and nothing was asked that they answer."""

    async def __call__(
        self, message: Message, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        text = (message.text or "").removeprefix("/code ")
        if raw_state in TAKES_DIGITS or digits_of(text) is None:
            return False
        return {"scan": RoomCode(text, message.date)}


def pasted(message: Message) -> str | None:
    text = message.text or ""
    return token_of(text) if text.startswith("https://t.me/") else None

"""Filters that a router may ask at every update: asynchronous, because aiogram runs the others
in a thread each."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from aiogram.filters import BaseFilter, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message, PhotoSize

from bot.files import Files, Sent, Upload
from bot.states import TYPED
from db.models import Role
from domain.actor import Actor, Stranger, Viewer
from domain.courses import words_of
from domain.errors import LinkExpired, LinkNotValid
from domain.names import storable
from domain.pictures import SIZE
from domain.profile import Field
from domain.tokens import Kind, Signer, TokenExpired, TokenNotValid, kind_of

PAIRING = re.compile(r"(\d{4})[ \u00a0-]?(\d{4})", re.ASCII)


class Typed(BaseFilter):
    """A message of words, which are handed on as ``typed``."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = storable(message.text or "")
        return {"typed": text} if text and not text.startswith("/") else False


class Answer(NamedTuple):
    field: Field
    words: str


class ToSetting(BaseFilter):
    """A message after a question of the settings; of which one is handed on as ``field``."""

    async def __call__(self, _: Message, raw_state: str | None = None) -> bool | dict[str, Any]:
        fields = [field for field, state in TYPED.items() if state.state == raw_state]
        return {"field": fields[0]} if fields else False


class AnswersSetting(ToSetting):
    """Words after such a question, handed on with it as ``answer``."""

    async def __call__(
        self, message: Message, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        asked = await super().__call__(message, raw_state)
        found = await Typed()(message) if asked else False
        if not isinstance(asked, dict) or not isinstance(found, dict):
            return False
        return {"answer": Answer(asked["field"], found["typed"])}


class PairingNumber(Typed):
    """The eight digits that a page on a projector shows, where nothing was asked; handed on as
    ``number``."""

    async def __call__(
        self, message: Message, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        found = await super().__call__(message) if raw_state is None else False
        digits = PAIRING.fullmatch(found["typed"]) if isinstance(found, dict) else None
        return {"number": "".join(digits.groups())} if digits else False


class Words(Typed):
    """Words that can be searched for, handed on as ``words``: more than a smile or a sign."""

    def __init__(self, words_of: Callable[[str], tuple[str, ...]] = words_of) -> None:
        self._words_of = words_of

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        found = await super().__call__(message)
        words = self._words_of(found["typed"]) if isinstance(found, dict) else ()
        return {"words": words} if words else False


class SendsFile(BaseFilter):
    """A photo or a file, which is handed on as ``sent``."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        file = message.document or (largest_needed(message.photo) if message.photo else None)
        return {"sent": Sent(file.file_id, file.file_size)} if file else False


def largest_needed(sizes: Sequence[PhotoSize]) -> PhotoSize:
    """Of the sizes that Telegram has of a photo: the smallest that is large enough."""
    by_area = sorted(sizes, key=lambda it: it.width * it.height)
    enough = [it for it in by_area if it.width >= SIZE[0] and it.height >= SIZE[1]]
    return (enough or by_area[-1:])[0]


class HasDocument(BaseFilter):
    """A file of any kind, which is handed on as ``upload``."""

    async def __call__(self, message: Message, files: Files) -> bool | dict[str, Any]:
        file = message.document
        if file is None:
            return False
        sent = Sent(file.file_id, file.file_size)
        return {"upload": Upload(sent, file.file_name or "", files)}


class FromStranger(BaseFilter):
    """They have yet to introduce themselves; handed on as ``stranger``."""

    async def __call__(self, _: Message | CallbackQuery, viewer: Viewer) -> bool | dict[str, Any]:
        return {"stranger": viewer} if isinstance(viewer, Stranger) else False


class FromUnasked(BaseFilter):
    """Somebody else has registered them, and they have not agreed to it yet."""

    async def __call__(self, _: Message | CallbackQuery, viewer: Viewer) -> bool:
        return isinstance(viewer, Actor) and not viewer.has_agreed


class FromBlocked(BaseFilter):
    """They are shut out."""

    async def __call__(self, _: Message | CallbackQuery, viewer: Viewer) -> bool:
        return isinstance(viewer, Actor) and viewer.is_blocked


class HasRole(BaseFilter):
    """Picks the menu only: the operation checks the right."""

    def __init__(self, role: Role) -> None:
        self._role = role

    async def __call__(self, _: Message | CallbackQuery, viewer: Viewer) -> bool:
        return viewer.role.rank >= self._role.rank


class StartLink(CommandStart):
    """A link of ours was opened; what it is about is handed on as ``public_id``."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(deep_link=True)
        self._kind = kind

    async def __call__(  # type: ignore[override]
        self, message: Message, bot: Any, signer: Signer, now: datetime
    ) -> bool | dict[str, Any]:
        found = await super().__call__(message, bot)
        command = found.get("command") if isinstance(found, dict) else None
        if not isinstance(command, CommandObject) or kind_of(command.args or "") is not self._kind:
            return False
        try:
            return {"public_id": signer.read(self._kind, command.args or "", now=now)}
        except TokenExpired as error:
            raise LinkExpired from error
        except TokenNotValid as error:
            raise LinkNotValid from error

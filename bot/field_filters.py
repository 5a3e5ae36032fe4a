"""Filters for what is typed into a field of a course."""

from typing import Any, NamedTuple

from aiogram.filters import BaseFilter
from aiogram.types import Message

from bot.filters import Typed
from bot.states import EDITED
from domain.fields import CourseField
from domain.formatting import Written


class FieldAnswer(NamedTuple):
    field: CourseField
    written: Written


class ToField(BaseFilter):
    """A message after a question about a field; of which one is handed on as ``field``."""

    async def __call__(self, _: Message, raw_state: str | None = None) -> bool | dict[str, Any]:
        fields = [field for field, state in EDITED.items() if state.state == raw_state]
        return {"field": fields[0]} if fields else False


class AnswersField(ToField):
    """Words after such a question, with their formatting, handed on with it as ``answer``."""

    async def __call__(
        self, message: Message, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        asked = await super().__call__(message, raw_state)
        if not isinstance(asked, dict) or not await Typed()(message):
            return False
        entities = [it.model_dump(exclude_none=True) for it in message.entities or ()]
        return {"answer": FieldAnswer(asked["field"], Written(message.text or "", entities))}

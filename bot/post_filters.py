"""What somebody sends to be sent on."""

from collections.abc import Sequence
from typing import Any

from aiogram.filters import BaseFilter
from aiogram.types import Message, MessageEntity

from domain.posts import Content


class SendsPost(BaseFilter):
    """A text, one photo or one file, and no album, which is handed on as ``content``."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        if message.media_group_id:
            return False
        if message.text:
            entities = as_stored(message.entities or ())
            return {"content": Content(message.text, entities)}
        photo = message.photo[-1].file_id if message.photo else None
        # An animation comes as a document too, and is none.
        is_file = message.document is not None and message.animation is None
        document = message.document.file_id if message.document and is_file else None
        if not (photo or document):
            return False
        entities = as_stored(message.caption_entities or ())
        return {"content": Content(message.caption or "", entities, photo, document)}


def as_stored(entities: Sequence[MessageEntity]) -> Sequence[dict[str, Any]]:
    return [it.model_dump(mode="json", exclude_none=True) for it in entities]

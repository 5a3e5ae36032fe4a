"""What somebody's own words are for Telegram: as a new message, and in place of one."""

from typing import Any

from aiogram.methods import (
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import InputMediaDocument, InputMediaPhoto, Message, MessageEntity

from bot.replies import Post


def to_send(chat_id: int, post: Post) -> TelegramMethod[Message]:
    where: dict[str, Any] = {"chat_id": chat_id, "reply_markup": post.keyboard}
    if post.photo is not None:
        return SendPhoto(**where, photo=post.photo, **caption(post))
    if post.document is not None:
        return SendDocument(**where, document=post.document, **caption(post))
    return SendMessage(**where, text=post.text, entities=formatting(post), parse_mode=None)


def to_change(chat_id: int, message_id: int, post: Post) -> TelegramMethod[Message | bool]:
    """A text stays a text, and what has a photo or a file keeps one."""
    where: dict[str, Any] = {
        "chat_id": chat_id,
        "message_id": message_id,
        "reply_markup": post.keyboard,
    }
    if post.photo is not None:
        photo = InputMediaPhoto(media=post.photo, **caption(post))
        return EditMessageMedia(**where, media=photo)
    if post.document is not None:
        document = InputMediaDocument(media=post.document, **caption(post))
        return EditMessageMedia(**where, media=document)
    return EditMessageText(**where, text=post.text, entities=formatting(post), parse_mode=None)


def caption(post: Post) -> dict[str, Any]:
    entities = formatting(post)
    return {"caption": post.text or None, "caption_entities": entities, "parse_mode": None}


def formatting(post: Post) -> list[MessageEntity]:
    return [MessageEntity.model_validate(it) for it in post.entities]

"""Messages that were sent are changed or taken back."""

from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    TelegramMethod,
)
from aiogram.types import InputFile, InputMediaPhoto, Message

from bot import posts
from bot.replies import Post, Screen
from bot.screens import Screens

IS_GONE = ("message to edit not found", "message to delete not found", "MESSAGE_ID_INVALID")
"""The person has deleted it."""

NOT_TEXT = "there is no text in the message to edit"
TOO_OLD = "message can't be deleted"
"""After 48 hours."""


async def rewrite(screens: Screens, chat_id: int, message_id: int, letter: Screen | Post) -> bool:
    """Whether it stands there now. Without a picture of its own, other words come under the one
    that is there."""
    try:
        await screens.call(to_rewrite(chat_id, message_id, letter))
    except TelegramBadRequest as error:
        if isinstance(letter, Screen) and NOT_TEXT in error.message:
            return await recaption(screens, chat_id, message_id, letter)
        return as_answer(error)
    return True


async def take_back(screens: Screens, chat_id: int, message_id: int, instead: Screen) -> bool:
    """Whether it was there. What is too old to be deleted says something else instead."""
    try:
        await screens.call(DeleteMessage(chat_id=chat_id, message_id=message_id))
    except TelegramBadRequest as error:
        if TOO_OLD in error.message:
            return await rewrite(screens, chat_id, message_id, instead)
        return as_answer(error)
    return True


async def recaption(screens: Screens, chat_id: int, message_id: int, screen: Screen) -> bool:
    method = EditMessageCaption(
        chat_id=chat_id,
        message_id=message_id,
        caption=screen.text,
        reply_markup=screen.keyboard,
    )
    try:
        await screens.call(method)
    except TelegramBadRequest as error:
        return as_answer(error)
    return True


def as_answer(error: TelegramBadRequest) -> bool:
    if "message is not modified" in error.message:
        return True
    if any(it in error.message for it in IS_GONE):
        return False
    raise error


def to_rewrite(
    chat_id: int, message_id: int, letter: Screen | Post
) -> TelegramMethod[Message | bool]:
    if isinstance(letter, Post):
        return posts.to_change(chat_id, message_id, letter)
    if isinstance(letter.photo, InputFile):
        return EditMessageMedia(
            chat_id=chat_id,
            message_id=message_id,
            media=InputMediaPhoto(media=letter.photo, caption=letter.text),
            reply_markup=letter.keyboard,
        )
    return EditMessageText(
        chat_id=chat_id,
        message_id=message_id,
        text=letter.text,
        reply_markup=letter.keyboard,
    )

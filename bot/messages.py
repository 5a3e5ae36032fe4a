"""What a screen is for Telegram: as a new message, and in place of one."""

from aiogram.exceptions import TelegramAPIError
from aiogram.methods import (
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import InputFile, InputMediaPhoto, Message

from bot.replies import Screen

Photo = InputFile | str


def to_send(chat_id: int, screen: Screen, photo: Photo | None) -> TelegramMethod[Message]:
    text, keyboard = screen.text, screen.keyboard
    if screen.document is not None:
        return SendDocument(
            chat_id=chat_id, document=screen.document, caption=text, reply_markup=keyboard
        )
    if photo is not None:
        return SendPhoto(chat_id=chat_id, photo=photo, caption=text, reply_markup=keyboard)
    return SendMessage(chat_id=chat_id, text=text, reply_markup=keyboard)


def to_change(
    shown: Message, screen: Screen, photo: Photo | None
) -> TelegramMethod[Message | bool]:
    chat_id, message_id, keyboard = shown.chat.id, shown.message_id, screen.keyboard
    if photo is None:
        return EditMessageText(
            chat_id=chat_id, message_id=message_id, text=screen.text, reply_markup=keyboard
        )
    media = InputMediaPhoto(media=photo, caption=screen.text)
    return EditMessageMedia(
        chat_id=chat_id, message_id=message_id, media=media, reply_markup=keyboard
    )


def is_of_one_kind(shown: Message, screen: Screen) -> bool:
    """A text never becomes a picture, nor the reverse."""
    return bool(shown.photo) if screen.photo else shown.text is not None


def is_unknown_file(error: TelegramAPIError) -> bool:
    """Telegram has forgotten the file, or it was another bot's."""
    return "file identifier" in error.message or "file_id" in error.message

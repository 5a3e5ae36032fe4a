"""A Telegram that never leaves the process: it records calls and answers plausibly."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageMedia,
    EditMessageText,
    GetFile,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    Chat,
    File,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    PhotoSize,
    Update,
)
from aiogram.types import User as Person

from tests import limits

Call = TelegramMethod[Any]
Method = TypeVar("Method", bound=Call)

PHOTO = [PhotoSize(file_id="kept", file_unique_id="1", width=16, height=9)]

_update_ids = count(1)


class RecordedSession(BaseSession):
    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.errors: list[Exception | None] = []
        """What the next calls meet, one each; None is nothing bad."""
        self.faults: list[str] = []
        """What Telegram would not have taken."""
        self.files: dict[str, bytes] = {}
        """What it keeps, by file id."""

    async def make_request(self, bot: Bot, method: Call, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        self.calls.append(method)
        self.faults += limits.faults(method)
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        match method:
            case SendMessage() | EditMessageText() | SendDocument():
                return shown(int(method.chat_id or 0))
            case SendPhoto() | EditMessageMedia():
                return shown(int(method.chat_id or 0), photo=PHOTO)
            case GetFile(file_id=file_id):
                return File(file_id=file_id, file_unique_id="1", file_path=file_id)
            case _:
                return True

    def all(self, kind: type[Method]) -> list[Method]:
        return [call for call in self.calls if isinstance(call, kind)]

    def the(self, kind: type[Method]) -> Method:
        [call] = self.all(kind)
        return call

    def taps_answered(self) -> int:
        return len(self.all(AnswerCallbackQuery))

    def said(self) -> str:
        """The one text that was sent or redrawn."""
        [text] = filter(None, map(text_of, self.calls))
        return text

    def notice(self) -> str | None:
        return self.the(AnswerCallbackQuery).text

    def buttons(self) -> dict[str, str]:
        """Labels and what they mean, of the one keyboard that was shown."""
        [keyboard] = filter(None, map(keyboard_of, self.calls))
        return {
            button.text: button.callback_data or button.url or page_of(button)
            for row in keyboard.inline_keyboard
            for button in row
        }

    async def close(self) -> None:
        pass

    async def stream_content(
        self, url: str, *args: Any, chunk_size: int = 65536, **kwargs: Any
    ) -> AsyncGenerator[bytes, None]:
        content = self.files.get(url.rpartition("/")[2], b"")
        for start in range(0, len(content), chunk_size):
            yield content[start : start + chunk_size]


class SlowTelegram(RecordedSession):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def make_request(self, bot: Bot, method: Call, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        self.is_asked.set()
        await self.may_answer.wait()
        return await super().make_request(bot, method, timeout)


def text_of(call: Call) -> str | None:
    match call:
        case SendMessage() | EditMessageText():
            return call.text
        case SendPhoto() | SendDocument():
            return call.caption
        case EditMessageMedia(media=InputMediaPhoto() as media):
            return media.caption
        case _:
            return None


def page_of(button: InlineKeyboardButton) -> str:
    """Of the Mini App, which the button opens."""
    return button.web_app.url if button.web_app else ""


def keyboard_of(call: Call) -> InlineKeyboardMarkup | None:
    keyboard = getattr(call, "reply_markup", None)
    return keyboard if isinstance(keyboard, InlineKeyboardMarkup) else None


def shown(chat_id: int, **content: Any) -> Message:
    """A message of the bot, as a tap on it brings it back."""
    chat = Chat(id=chat_id, type="private")
    sent = {"date": datetime.now(UTC)} | (content or {"text": "before"})
    return Message(message_id=1, chat=chat, **sent)


def tap(
    telegram_id: int | None,
    button: CallbackData | str,
    *,
    on: Message | None = None,
    who: Person | None = None,
) -> Update:
    assert telegram_id is not None
    query = CallbackQuery(
        id="1",
        from_user=who or person(telegram_id),
        chat_instance="1",
        message=on or shown(telegram_id),
        data=button if isinstance(button, str) else button.pack(),
    )
    return Update(update_id=next(_update_ids), callback_query=query)


def write(telegram_id: int | None, text: str, *, who: Person | None = None) -> Update:
    return send(telegram_id, text=text, **{"from_user": who} if who else {})


def send(telegram_id: int | None, **content: Any) -> Update:
    assert telegram_id is not None
    message = shown(telegram_id, **{"from_user": person(telegram_id)} | content)
    return Update(update_id=next(_update_ids), message=message)


def in_chat(update: Update, kind: str) -> Update:
    """The same, but where others read it too."""
    chat = {"id": -1, "type": kind, "title": "A room"}
    raw = update.model_dump(mode="json", by_alias=True, exclude_none=True)
    message = raw["callback_query"]["message"] if "callback_query" in raw else raw["message"]
    message["chat"] = chat
    return Update.model_validate(raw)


def person(telegram_id: int, *, name: str = "Test", language: str = "en") -> Person:
    return Person(id=telegram_id, is_bot=False, first_name=name, language_code=language)

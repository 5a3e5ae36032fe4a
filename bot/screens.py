import asyncio
from contextlib import suppress
from typing import TypeVar

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    DeleteMyCommands,
    EditMessageCaption,
    EditMessageMedia,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.types import (
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    InputFile,
    InputMediaPhoto,
    Message,
)

from bot.messages import Photo, is_of_one_kind, is_unknown_file, to_change, to_send
from bot.replies import Alert, Banner, Menu, Reply, Screen
from bot.shelf import Shelf
from bot.texts.say import plain, shorten
from db.session import DatabaseAway

T = TypeVar("T")

SHORT_FLOOD_SECONDS = 2
"""Waited out on the spot. What is held up for longer is for the sender."""

NOTICE_LENGTH = 200
"""Of what Telegram shows over a tapped button."""

AWAY = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, ClientDecodeError)
"""The last is what a proxy on the way says in HTML."""


class Screens:
    """The only place that shows anything to anybody."""

    def __init__(
        self, bot: Bot, shelf: Shelf, *, patience_seconds: float = SHORT_FLOOD_SECONDS
    ) -> None:
        self._bot = bot
        self._shelf = shelf
        self._patience_seconds = patience_seconds

    async def show(self, event: Message | CallbackQuery, reply: Reply) -> int | None:
        """Show the reply where the event came from. A tap is answered once, whatever happens.

        Returns the id of the message that shows it, if one does.
        """
        match event, reply:
            case Message(), Screen():
                return (await self.send(event.chat.id, reply)).message_id
            case CallbackQuery(), Screen():
                try:
                    return await self._redraw(event, reply)
                finally:
                    # What is on screen is not owed once more because the button still turns.
                    with suppress(*AWAY):
                        await self._answer(event, reply.notice)
            case CallbackQuery(), Alert():
                await self._answer(event, reply.text, is_alert=not reply.is_brief)
            case CallbackQuery(), _:
                await self._answer(event, None)
        return None

    async def renew(self, chat_id: int, message_id: int, screen: Screen) -> None:
        """Make a picture that was sent before another. Raises where that cannot be."""
        assert isinstance(screen.photo, InputFile)
        media = InputMediaPhoto(media=screen.photo, caption=screen.text)
        method = EditMessageMedia(
            chat_id=chat_id, message_id=message_id, media=media, reply_markup=screen.keyboard
        )
        try:
            await self.call(method)
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                raise

    async def caption(self, chat_id: int, message_id: int, screen: Screen) -> None:
        """Say something else below a picture."""
        method = EditMessageCaption(
            chat_id=chat_id,
            message_id=message_id,
            caption=screen.text,
            reply_markup=screen.keyboard,
        )
        await self.call(method)

    async def remove(self, chat_id: int, message_id: int) -> None:
        """Raises only where Telegram is away: no harm if the message stays for another reason."""
        with suppress(TelegramBadRequest, TelegramForbiddenError):
            await self.call(DeleteMessage(chat_id=chat_id, message_id=message_id))

    async def send(self, chat_id: int, screen: Screen) -> Message:
        """Send it as a new message."""
        if not isinstance(screen.photo, Banner):
            return await self.call(to_send(chat_id, screen, screen.photo))
        banner = screen.photo
        if banner.file_id is not None:
            try:
                return await self.call(to_send(chat_id, screen, banner.file_id))
            except TelegramBadRequest as error:
                if not is_unknown_file(error):
                    raise
        message = await self.call(to_send(chat_id, screen, await self._upload(banner)))
        await self._remember(banner, message)
        return message

    async def offer(self, chat_id: int, menu: Menu) -> None:
        """Make it the chat's own command menu."""
        scope = BotCommandScopeChat(chat_id=chat_id)
        if menu.commands:
            await self.call(SetMyCommands(commands=list(menu.commands), scope=scope))
        else:
            await self.call(DeleteMyCommands(scope=scope))

    async def _redraw(self, tap: CallbackQuery, screen: Screen) -> int:
        """Change the tapped message; replace it where it cannot be changed to that."""
        shown = tap.message if isinstance(tap.message, Message) else None
        if shown is not None and not screen.is_apart and await self._change(shown, screen):
            return shown.message_id
        sent = await self.send(tap.message.chat.id if tap.message else tap.from_user.id, screen)
        # A file stays: it is what somebody asked for.
        if shown is not None and shown.document is None and not screen.is_apart:
            await self._remove(shown)
        return sent.message_id

    async def _change(self, shown: Message, screen: Screen) -> bool:
        """False if it is gone, too old, or of another kind."""
        if not is_of_one_kind(shown, screen):
            return False
        banner = screen.photo
        try:
            if not isinstance(banner, Banner):
                await self.call(to_change(shown, screen, banner))
                return True
            photo = banner.file_id or await self._upload(banner)
            changed = await self.call(to_change(shown, screen, photo))
        except TelegramBadRequest as error:
            return "message is not modified" in error.message
        if banner.file_id is None:
            await self._remember(banner, changed)
        return True

    async def _remove(self, shown: Message) -> None:
        """The new message has taken its place: no harm if this one stays."""
        method = DeleteMessage(chat_id=shown.chat.id, message_id=shown.message_id)
        with suppress(TelegramAPIError):
            await self.call(method)

    async def _upload(self, banner: Banner) -> Photo:
        content = await self._shelf.content(banner.id)
        return BufferedInputFile(content, filename="banner.jpg")

    async def _remember(self, banner: Banner, message: "Message | bool") -> None:
        if isinstance(message, Message) and message.photo:
            # It only saves the next upload, and this one is done.
            with suppress(DatabaseAway):
                await self._shelf.remember(banner.id, message.photo[-1].file_id)

    async def _answer(
        self, tap: CallbackQuery, html: str | None, *, is_alert: bool = False
    ) -> None:
        # Over a button Telegram shows no HTML.
        text = shorten(plain(html), NOTICE_LENGTH) if html else None
        method = AnswerCallbackQuery(callback_query_id=tap.id, text=text, show_alert=is_alert)
        try:
            await self.call(method)
        except TelegramBadRequest as error:
            # After a restart the tap may be too old to be answered.
            if "query is too old" not in error.message:
                raise

    async def call(self, method: TelegramMethod[T]) -> T:
        """Once more, if Telegram asks for no more than a moment."""
        try:
            return await self._bot(method)
        except TelegramRetryAfter as flood:
            if flood.retry_after > self._patience_seconds:
                raise
            await asyncio.sleep(flood.retry_after)
        return await self._bot(method)

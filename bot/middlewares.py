import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

from aiogram import BaseMiddleware
from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import InlineKeyboardMarkup, Message, TelegramObject, Update
from aiogram.utils.i18n import I18n
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import GONE
from bot.replies import Alert, Nothing, Reply, Screen
from bot.showing import code_of
from bot.storage import DialogStorage, dialog
from bot.texts import errors as texts
from db.session import DatabaseAway, repeatedly
from domain import users
from domain.actor import Viewer, as_actor, as_stranger
from domain.campus import Campus
from domain.errors import DomainError
from domain.updates import Claim, claim

logger = logging.getLogger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

HANDLER_SECONDS = 5
"""Whatever takes longer is for the worker; the person waits, and Telegram with them."""


class HandlerTooSlow(Exception):
    """A bug: told from a database that is away, which is noticed earlier."""


class Home(Protocol):
    """The handlers' first screen."""

    async def __call__(
        self, session: AsyncSession, viewer: Viewer, *, campus: Campus, now: datetime
    ) -> Screen: ...


class UpdateMiddleware(BaseMiddleware):
    """One update, one transaction. What the handler returned is shown only after the commit.

    An update that ends here, even by a refusal or a bug, is done with: Telegram need not bring it
    again. Only ``DatabaseAway`` gets out, for then nothing has happened yet.
    """

    def __init__(
        self, i18n: I18n, home: Home, way_back: Callable[[], InlineKeyboardMarkup]
    ) -> None:
        self._i18n = i18n
        self._home = home
        self._way_back = way_back

    async def __call__(
        self, handler: Handler, event: TelegramObject, data: dict[str, Any]
    ) -> None:
        assert isinstance(event, Update)
        campus: Campus = data["campus"]
        with self._i18n.context(), self._i18n.use_locale(campus.language):
            reply = await self._reply(handler, event, data)
            await data["showing"].show(event, reply)

    async def _reply(self, handler: Handler, update: Update, data: dict[str, Any]) -> Reply:
        if "event_from_user" not in data or not is_private(data):
            return Nothing()
        try:
            return await surely_slow(lambda: self._work(handler, update, dict(data)))
        except DatabaseAway:
            raise
        except DomainError as refusal:
            return self._say_no(update, texts.refusal(refusal, data["campus"].tz))
        except Exception:
            code = code_of(update)
            logger.exception("update %d failed; the person was told %s", update.update_id, code)
            return self._say_no(update, texts.unexpected(code))

    async def _work(self, handler: Handler, update: Update, data: dict[str, Any]) -> Reply:
        async with data["transaction"]() as session:
            key = dialog_key(data)
            claimed = await claim(
                session, dialog(key), bot_id=key.bot_id, update_id=update.update_id
            )
            data |= {"session": session, "now": data["clock"](), "key": key}
            data["viewer"] = self._recognize(claimed, data)
            await self._enter_dialog(claimed, update, data)
            reply = await self._handle(handler, update, claimed, data)
            if claimed.user is not None and users.is_news(claimed.user, now=data["now"]):
                await users.note_seen(session, claimed.user, now=data["now"])
            return reply

    async def _handle(
        self, handler: Handler, update: Update, claimed: Claim, data: dict[str, Any]
    ) -> Reply:
        if not claimed.is_new:
            # It was handled, but its answer may have been lost with a process.
            names = ("session", "viewer", "campus", "now")
            return await self._home(**{name: data[name] for name in names})
        if await is_next_of_album(update, claimed, data):
            return Nothing()
        limit = asyncio.timeout(HANDLER_SECONDS)
        try:
            async with limit:
                reply = await self._answer(handler, update, data)
        except TimeoutError as error:
            if limit.expired():
                raise HandlerTooSlow from error
            raise
        return reply if isinstance(reply, Reply) else Nothing()

    async def _answer(self, handler: Handler, update: Update, data: dict[str, Any]) -> Any:
        """A dialog ends when what it is about is gone, or is the person's no more."""
        if data["raw_state"] is None:
            return await handler(update, data)
        try:
            async with data["session"].begin_nested():
                return await handler(update, data)
        except GONE as refusal:
            await data["state"].clear()
            return self._say_no(update, texts.refusal(refusal, data["campus"].tz))

    def _recognize(self, claimed: Claim, data: dict[str, Any]) -> Viewer:
        campus, person = data["campus"], data["event_from_user"]
        if claimed.user is not None:
            viewer: Viewer = as_actor(claimed.user, campus, has_agreed=claimed.has_agreed)
        else:
            viewer = as_stranger(person.id, person.full_name, person.language_code, campus)
        self._i18n.current_locale = viewer.language
        return viewer

    async def _enter_dialog(self, claimed: Claim, update: Update, data: dict[str, Any]) -> None:
        storage = DialogStorage(data["session"])
        is_awaited = is_input(update.message)
        # An update that comes again is no reason to leave what was entered since.
        if claimed.dialog_state and claimed.is_new and not is_awaited:
            await storage.forget(data["key"])
        data["state"] = FSMContext(storage, data["key"])
        data["raw_state"] = claimed.dialog_state if is_awaited else None

    def _say_no(self, update: Update, words: str) -> Reply:
        return Screen(words, self._way_back()) if update.message else Alert(words)


async def surely_slow(work: Callable[[], Awaitable[Reply]]) -> Reply:
    """Do the work, and again when it was too slow: this process or the database may have stood
    still, and whoever dawdles does so twice."""
    try:
        return await repeatedly(work)
    except HandlerTooSlow:
        logger.warning("a handler was too slow, and is tried once more")
        return await repeatedly(work)


def dialog_key(data: dict[str, Any]) -> StorageKey:
    context: EventContext = data["event_context"]
    user_id = data["event_from_user"].id
    return StorageKey(data["bot"].id, context.chat_id or user_id, user_id)


def is_private(data: dict[str, Any]) -> bool:
    """Elsewhere everybody would read what is meant for one."""
    chat = data["event_context"].chat
    return chat is None or chat.type == ChatType.PRIVATE


def is_input(message: Message | None) -> bool:
    """A tap or a command leaves the dialog; any other message is what it waits for."""
    return message is not None and not (message.text or "").startswith("/")


async def is_next_of_album(update: Update, claimed: Claim, data: dict[str, Any]) -> bool:
    """Whether it belongs to an album whose first item has been answered."""
    album_id = update.message.media_group_id if update.message else None
    if album_id is None:
        return False
    await DialogStorage(data["session"]).note_album(data["key"], album_id)
    return album_id == claimed.album_id

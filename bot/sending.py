import logging
from datetime import timedelta

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientConnectorError

from bot import posts
from bot.replies import Menu, Post, Screen
from bot.rewriting import rewrite, take_back
from bot.screens import Screens
from db.models import DeliveryOperation
from db.session import DatabaseAway
from domain.deliveries import Outcome, Parcel, Verdict
from domain.names import storable

logger = logging.getLogger(__name__)

ERROR_LENGTH = 500
"""It may hold the whole page that a proxy sent instead of an answer."""


Letter = Screen | Post | Menu

UNREACHABLE = (
    "chat not found",
    "user not found",
    "PEER_ID_INVALID",
    "group chat was deactivated",
    "not enough rights to send",
    "CHAT_WRITE_FORBIDDEN",
)
"""What Telegram says with 400 of chats that are gone, or closed to us."""


async def attempt(screens: Screens, parcel: Parcel, letter: Letter) -> Outcome:
    """Send once, and say how it ended. Nothing is raised."""
    try:
        return await deliver(screens, parcel, letter)
    except TelegramRetryAfter as flood:
        return Outcome(Verdict.FLOOD, wait=timedelta(seconds=flood.retry_after))
    except TelegramMigrateToChat as moved:
        return Outcome(Verdict.MOVED, chat_id=moved.migrate_to_chat_id)
    except (TelegramAPIError, ClientDecodeError, DatabaseAway) as error:
        said = storable(str(error))[:ERROR_LENGTH]
        return Outcome(verdict(error), error=said)
    except Exception as error:
        # Other calls are out beside this one.
        logger.exception("a message cannot be sent")
        return Outcome(Verdict.REFUSED, error=type(error).__name__)


async def deliver(screens: Screens, parcel: Parcel, letter: Letter) -> Outcome:
    chat_id, message_id = parcel.chat_id, parcel.message_id
    assert chat_id is not None
    if isinstance(letter, Menu):
        await screens.offer(chat_id, letter)
        return Outcome(Verdict.SENT)
    if parcel.operation is DeliveryOperation.SEND:
        return Outcome(Verdict.SENT, message_id=await send(screens, chat_id, letter))
    assert message_id is not None
    if parcel.operation is DeliveryOperation.DELETE and isinstance(letter, Screen):
        is_there = await take_back(screens, chat_id, message_id, letter)
    else:
        is_there = await rewrite(screens, chat_id, message_id, letter)
    return Outcome(Verdict.SENT if is_there else Verdict.POINTLESS)


async def send(screens: Screens, chat_id: int, letter: Screen | Post) -> int:
    """The id of the message."""
    if isinstance(letter, Post):
        return (await screens.call(posts.to_send(chat_id, letter))).message_id
    return (await screens.send(chat_id, letter)).message_id


def verdict(error: Exception) -> Verdict:
    match error:
        case TelegramEntityTooLarge():
            return Verdict.REFUSED
        case TelegramNetworkError(__cause__=ClientConnectorError()):
            return Verdict.NOT_SENT
        case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
            return Verdict.IN_DOUBT
        case TelegramForbiddenError():
            return Verdict.UNREACHABLE
        case TelegramBadRequest() if any(it in error.message for it in UNREACHABLE):
            return Verdict.UNREACHABLE
        case TelegramBadRequest():
            return Verdict.REFUSED
        case _:
            # Such as 401 and 404, for a wrong token, or the database with the picture away.
            return Verdict.NOT_SENT

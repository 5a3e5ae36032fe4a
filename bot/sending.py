import logging
from datetime import timedelta

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientConnectorError

from bot.replies import Menu, Screen
from bot.screens import Screens
from db.session import DatabaseAway
from domain.deliveries import Outcome, Verdict
from domain.names import storable

logger = logging.getLogger(__name__)

ERROR_LENGTH = 500
"""It may hold the whole page that a proxy sent instead of an answer."""


async def attempt(screens: Screens, chat_id: int, letter: Screen | Menu) -> Outcome:
    """Send once, and say how it ended. Nothing is raised."""
    try:
        message_id = await deliver(screens, chat_id, letter)
    except TelegramRetryAfter as flood:
        return Outcome(Verdict.FLOOD, wait=timedelta(seconds=flood.retry_after))
    except (TelegramAPIError, ClientDecodeError, DatabaseAway) as error:
        return Outcome(verdict(error), error=storable(str(error))[:ERROR_LENGTH])
    except Exception as error:
        # Other calls are out beside this one.
        logger.exception("a message cannot be sent")
        return Outcome(Verdict.REFUSED, error=type(error).__name__)
    return Outcome(Verdict.SENT, message_id=message_id)


async def deliver(screens: Screens, chat_id: int, letter: Screen | Menu) -> int | None:
    """The id of the message, if it is one."""
    if isinstance(letter, Menu):
        await screens.offer(chat_id, letter)
        return None
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
        case TelegramBadRequest() if "chat not found" in error.message:
            return Verdict.UNREACHABLE
        case TelegramBadRequest():
            return Verdict.REFUSED
        case _:
            # Such as 401 and 404, for a wrong token, or the database with the picture away.
            return Verdict.NOT_SENT

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

from bot.replies import Screen
from bot.screens import Screens
from domain.deliveries import Outcome, Verdict


async def attempt(screens: Screens, chat_id: int, screen: Screen) -> Outcome:
    """Send once, and say how it ended. Nothing but a bug raises."""
    try:
        message = await screens.send(chat_id, screen)
    except TelegramRetryAfter as flood:
        return Outcome(Verdict.FLOOD, wait=timedelta(seconds=flood.retry_after))
    except (TelegramAPIError, ClientDecodeError) as error:
        return Outcome(verdict(error), error=str(error))
    return Outcome(Verdict.SENT, message_id=message.message_id)


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
            # Such as 401 and 404: the token is wrong, and the message is not to blame.
            return Verdict.NOT_SENT

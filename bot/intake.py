import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from db.session import DatabaseAway

logger = logging.getLogger(__name__)

RawUpdate = dict[str, Any]
Intake = Callable[[RawUpdate], Awaitable[None]]
"""Takes an update as Telegram sent it. Returning means that it is handled for good;
``DatabaseAway`` means that Telegram must bring it again."""


def create_intake(bot: Bot, dispatcher: Dispatcher) -> Intake:
    async def take_in(raw: RawUpdate) -> None:
        try:
            update = Update.model_validate(raw, context={"bot": bot})
            await dispatcher.feed_update(bot, update)
        except DatabaseAway:
            raise
        except ValidationError as error:
            # It must not stand in the way of the next. What people wrote is not for the log.
            places = {".".join(map(str, it["loc"][:3])) for it in error.errors()}
            logger.error("update %s is unreadable: %s", raw.get("update_id"), sorted(places)[:5])  # noqa: TRY400
        except Exception:
            logger.exception("update %s is given up", raw.get("update_id"))

    return take_in

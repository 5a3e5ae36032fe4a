from collections.abc import Callable
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.i18n import I18n

from bot.middlewares import Home, UpdateMiddleware


def create_bot(token: str, session: BaseSession) -> Bot:
    looks = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)
    return Bot(token, session=session, default=looks)


def create_dispatcher(
    router: Router,
    i18n: I18n,
    *,
    home: Home,
    way_back: Callable[[], InlineKeyboardMarkup],
    **shared: Any,
) -> Dispatcher:
    """Handlers may ask by name for what is shared; the middleware adds what an update brings.

    Home is what is shown for an update that was handled before; the way back to it goes under
    every refusal.
    """
    # aiogram's own FSM middleware would read the dialog before our transaction begins.
    dispatcher = Dispatcher(disable_fsm=True, **shared)
    dispatcher.update.outer_middleware(UpdateMiddleware(i18n, home, way_back))
    dispatcher.include_router(router)
    return dispatcher

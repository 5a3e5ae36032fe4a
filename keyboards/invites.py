from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from keyboards.home import Home
from keyboards.layout import Id, column


class AcceptInvite(CallbackData, prefix="accept"):
    public_id: Id


def offer(public_id: int) -> InlineKeyboardMarkup:
    return column(
        (buttons.accept(), AcceptInvite(public_id=public_id)), (buttons.not_now(), Home())
    )

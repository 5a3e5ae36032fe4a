from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import outbox_buttons as labels
from domain.outbox import Outbox
from keyboards.home import to_home
from keyboards.layout import Button, column, rows


class ShowOutbox(CallbackData, prefix="messages"):
    """How it stands with all messages."""


class AskSendAgain(CallbackData, prefix="ask-again"):
    """Are those in doubt to be sent again?"""


class SendAgain(CallbackData, prefix="send-again"):
    pass


def messages() -> Button:
    return labels.messages(), ShowOutbox()


def page(seen: Outbox) -> InlineKeyboardMarkup:
    count = seen.ends.doubtful
    return rows(
        [(labels.send_again(count), AskSendAgain())] if count else [],
        [(labels.refresh(), ShowOutbox()), to_home()],
    )


def ask(count: int) -> InlineKeyboardMarkup:
    if not count:
        return column((labels.to_messages(), ShowOutbox()), to_home())
    return column(
        (labels.send_again_for_sure(), SendAgain()), (labels.do_not_send(), ShowOutbox())
    )

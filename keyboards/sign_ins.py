from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import setting_buttons as labels
from bot.texts.sign_ins import browser
from db.models import WebSession
from domain.sign_ins import PAGE_SIZE, SignInPage
from keyboards.layout import Button, Id, Row, pager, rows
from keyboards.settings import ShowSignIns, to_settings


class CloseSignIn(CallbackData, prefix="sign-out"):
    sign_in_id: Id
    page: Id = 0
    """Where one came from, to stay there."""


class CloseSignIns(CallbackData, prefix="sign-out-all"):
    """All that are open."""


def page(found: SignInPage) -> InlineKeyboardMarkup:
    pages, first = -(-found.total // PAGE_SIZE), found.number * PAGE_SIZE + 1
    closing = [_close(number, it, found.number) for number, it in enumerate(found.lines, first)]
    everything: Row = [(labels.close_all(), CloseSignIns())] if found.total > 1 else []
    return rows(
        *([it] for it in closing),
        pager(found.number, pages, lambda number: ShowSignIns(page=number)),
        everything,
        to_settings(),
    )


def _close(number: int, sign_in: WebSession, page: int) -> Button:
    meaning = CloseSignIn(sign_in_id=sign_in.id, page=page)
    return labels.close(number, browser(sign_in)), meaning

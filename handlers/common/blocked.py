"""Those who are shut out: whatever they do is answered by one line."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import FromBlocked
from bot.replies import Alert, Screen
from bot.texts import privacy as texts
from domain.campus import Campus
from keyboards import privacy as keyboards

router = Router(name=__name__)
router.message.filter(FromBlocked())
router.callback_query.filter(FromBlocked())


@router.message()
async def on_message(_: Message, campus: Campus) -> Screen:
    return gate(campus)


@router.callback_query()
async def on_button(_: CallbackQuery, campus: Campus) -> Alert:
    return Alert(texts.blocked(campus.privacy_contact))


def gate(campus: Campus, notice: str | None = None) -> Screen:
    """In place of every screen but their own data."""
    text = texts.blocked(campus.privacy_contact)
    return Screen(text, keyboards.to_privacy_only(), notice=notice)

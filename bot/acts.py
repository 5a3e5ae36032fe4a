from collections.abc import Awaitable

from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import errors as texts
from domain.actor import Actor
from domain.errors import DomainError


async def or_refusal(
    session: AsyncSession, actor: Actor, act: Awaitable[Screen], way_back: InlineKeyboardMarkup
) -> Screen:
    """The act's screen; if it is refused, the words for that, and only the act is undone.

    For what was waiting while a person introduced themselves: that they did so is kept. And for
    what is typed, where the words come with the buttons that spare one the typing.
    """
    try:
        async with session.begin_nested():
            return await act
    except DomainError as refusal:
        return Screen(texts.refusal(refusal, actor.tz), way_back)

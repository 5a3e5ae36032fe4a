from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Menu, Screen
from bot.texts import deliveries as texts
from bot.texts.commands import of_role
from domain import blocking
from domain.deliveries import Parcel
from keyboards.home import way_back
from keyboards.privacy import to_privacy_only


async def commands(_session: AsyncSession, parcel: Parcel, _now: datetime) -> Menu:
    """Those that everybody is offered, once nobody we know is there."""
    return Menu(of_role(parcel.recipient.role) if parcel.recipient else [])


async def role_changed(_session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    return Screen(texts.role_changed(parcel.recipient.role), way_back())


async def blocked(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    """Unless they were let in again meanwhile."""
    if parcel.recipient is None:
        return None
    reason = await blocking.reason(session, parcel.recipient.id)
    return None if reason is None else Screen(texts.blocked(reason), to_privacy_only())


async def unblocked(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    return Screen(texts.unblocked(), way_back())

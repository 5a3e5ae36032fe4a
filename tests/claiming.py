"""Deliveries in the hands of a process that leads."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from domain import delivering
from domain.campus import Campus
from domain.deliveries import Parcel
from domain.delivering import Wanted
from scheduler.leader import begin
from tests.factories import NOON


async def claim(session: AsyncSession, campus: Campus, *, now: datetime = NOON) -> Parcel | None:
    """The next that is due, as a new leader would take it."""
    epoch = await begin(await session.connection())
    for is_urgent in (True, False):
        parcel = await delivering.claim(session, campus, Wanted(is_urgent, epoch), now=now)
        if parcel is not None:
            return parcel
    return None

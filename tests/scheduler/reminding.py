"""Time that goes by: at each moment reminders are planned, and what is due is sent."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.utils.i18n import I18n
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from db.models import Delivery, DeliveryStatus, User
from db.session import Transaction
from domain.deliveries import Parcel
from domain.reminders import plan
from scheduler.letters.reminders import reminder
from tests.people import CAMPUS, as_actor


@dataclass
class Days:
    transaction: Transaction
    i18n: I18n
    seen: list[tuple[datetime, str, Screen]] = field(default_factory=list)
    """When, to whom and what."""

    async def reach(self, *moments: datetime) -> int:
        """How many came then."""
        before = len(self.seen)
        for now in moments:
            async with self.transaction() as session:
                await plan(session, CAMPUS, now=now)
            async with self.transaction() as session:
                await self._send(session, now)
        return len(self.seen) - before

    @property
    def last(self) -> str:
        return self.seen[-1][2].text

    @property
    def times(self) -> list[datetime]:
        return [at for at, _, _ in self.seen]

    async def _send(self, session: AsyncSession, now: datetime) -> None:
        statement = (
            select(Delivery, User)
            .join(User, User.id == Delivery.user_id)
            .where(Delivery.status == DeliveryStatus.PENDING, Delivery.due_at <= now)
            .order_by(Delivery.id)
        )
        for delivery, user in (await session.execute(statement)).all():
            letter = await self._written(session, delivery, user, now)
            delivery.status = DeliveryStatus.SENT if letter else DeliveryStatus.SKIPPED
            if letter:
                self.seen.append((now, user.full_name, letter))

    async def _written(
        self, session: AsyncSession, delivery: Delivery, user: User, now: datetime
    ) -> Screen | None:
        parcel = Parcel(**parcel_of(delivery, user, now))
        with self.i18n.context(), self.i18n.use_locale(user.language or "en"):
            return await reminder(session, parcel, now)


def parcel_of(delivery: Delivery, user: User, now: datetime) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "kind": delivery.kind,
        "payload": delivery.payload,
        "attempts": 1,
        "claimed_at": now,
        "is_urgent": delivery.urgent,
        "recipient": as_actor(user),
        "chat_id": user.telegram_id,
    }

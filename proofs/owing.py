"""Bulk that is owed to many, and what became of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from db.models import Delivery, DeliveryKind, DeliveryStatus, User
from db.session import Transaction
from domain.clock import utc_now
from tests.botapi.people import Person

WORDS = "An announcement for everybody."


async def owe(
    transaction: Transaction, people: Sequence[Person], *, repeat_until: datetime | None = None
) -> None:
    """A message to each; in doubt, it is sent again until then."""
    known = [{"telegram_id": it.id, "full_name": it.name, "language": "en"} for it in people]
    owed = {
        "kind": DeliveryKind.SCREEN,
        "urgent": False,
        "payload": {"text": WORDS},
        "due_at": utc_now() + timedelta(seconds=1),
        "repeat_until": repeat_until,
    }
    async with transaction() as session:
        ids = await session.scalars(insert(User).returning(User.id), known)
        rows = [owed | {"user_id": it, "dedup_key": f"bulk:{it}"} for it in ids]
        await session.execute(insert(Delivery), rows)


async def ends(transaction: Transaction) -> dict[int, DeliveryStatus]:
    """What became of the bulk, by Telegram id."""
    async with transaction() as session:
        rows = await session.execute(
            select(User.telegram_id, Delivery.status)
            .join(User, User.id == Delivery.user_id)
            .where(Delivery.dedup_key.startswith("bulk:"))
        )
        return {telegram_id: status for telegram_id, status in rows if telegram_id is not None}


async def is_owed(transaction: Transaction) -> bool:
    async with transaction() as session:
        owed = Delivery.status.in_([DeliveryStatus.PENDING, DeliveryStatus.SENDING])
        return await session.scalar(select(Delivery.id).where(owed).limit(1)) is not None


async def count_ends(transaction: Transaction) -> Counter[DeliveryStatus]:
    async with transaction() as session:
        return Counter((await session.scalars(select(Delivery.status))).all())


def told(people: Sequence[Person]) -> dict[int, int]:
    """How often each was told."""
    return {it.id: it.read.count(WORDS) for it in people}

"""The message that tells the author of an announcement how far it is, and goes on telling."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind

RENEW = text(
    """
WITH counted AS (
    SELECT it.id, count(*) FILTER (WHERE each.status NOT IN ('pending', 'sending')) AS settled,
        it.status <> 'sending' AS is_over
    FROM announcements AS it
    JOIN deliveries AS each ON each.announcement_id = it.id AND each.operation = 'send'
        AND each.kind = 'announcement'
    WHERE it.status = 'sending' OR it.ended_at > :since
    GROUP BY it.id
)
INSERT INTO deliveries (
    kind, operation, urgent, user_id, announcement_id, message_id, payload, due_at, dedup_key,
    status, attempts, error
)
SELECT first.kind, 'edit', true, first.user_id, first.announcement_id, first.message_id,
    jsonb_build_object(
        'announcement_id', counted.id, 'settled', counted.settled, 'is_over', counted.is_over
    ),
    :now, first.dedup_key || '/edit', 'pending', 0, ''
FROM counted
JOIN deliveries AS first ON first.announcement_id = counted.id
    AND first.kind = 'announcement_progress' AND first.operation = 'send'
WHERE first.status = 'sent' AND first.message_id IS NOT NULL
ON CONFLICT (dedup_key) DO UPDATE
SET payload = excluded.payload, due_at = excluded.due_at, message_id = excluded.message_id,
    status = 'pending', attempts = 0, settled_at = NULL
WHERE deliveries.status NOT IN ('pending', 'sending')
    AND deliveries.payload <> excluded.payload
"""
)


async def owe(
    session: AsyncSession, announcement_id: int, author_id: int, *, now: datetime
) -> None:
    """Tell the author that it is going out; that message is renewed from then on."""
    kind = DeliveryKind.ANNOUNCEMENT_PROGRESS
    owed = {
        "kind": kind,
        "urgent": True,
        "user_id": author_id,
        "announcement_id": announcement_id,
        "payload": {"announcement_id": announcement_id},
        "due_at": now,
        "dedup_key": f"{kind}:{announcement_id}",
    }
    await session.execute(insert(Delivery).on_conflict_do_nothing(), [owed])


async def renew(session: AsyncSession, *, since: datetime, now: datetime) -> None:
    """Have the messages renewed that tell authors how far it is, where that is news: of what is
    on the way, and of what has ended since."""
    await session.execute(RENEW, {"since": since, "now": now})

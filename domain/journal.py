from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import LogEntry
from domain.actor import Actor, Service


class Entity(Protocol):
    __tablename__: str
    id: int


def note(
    session: AsyncSession,
    actor: Actor | Service | None,
    action: str,
    entity: Entity,
    *,
    now: datetime,
    **details: Any,
) -> None:
    """Write down who did what, in the transaction that does it. None is the system."""
    session.add(
        LogEntry(
            user_id=actor.id if actor else None,
            token_id=actor.token_id if actor else None,
            action=action,
            timestamp=now,
            entity=entity.__tablename__,
            entity_id=entity.id,
            details=details,
        )
    )

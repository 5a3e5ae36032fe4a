from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, DeliveryOperation
from db.queries import deliveries
from db.queries.deliveries import Owed
from domain.actor import Actor

NOTICES = set(DeliveryKind) - {DeliveryKind.REMINDER}
"""Urgent kinds, worded so that a second copy does no harm. Others are bulk."""

REPEATED = {
    DeliveryKind.COURSE_CHANGED,
    DeliveryKind.COURSE_FINISHED,
    DeliveryKind.MISSED_LIST,
}
"""Bulk kinds that are worded so too, and sent again when in doubt."""

TOLD_TO_BLOCKED = {
    DeliveryKind.BLOCKED,
    DeliveryKind.COMMANDS,
    DeliveryKind.IMPORT,
    DeliveryKind.MY_DATA,
    DeliveryKind.SCREEN,
}
"""What is done even for somebody who is shut out: that they are is told, what they asked for is
answered, what they began comes to its end."""

REPEATABLE = {DeliveryOperation.EDIT, DeliveryOperation.DELETE, DeliveryOperation.SET_COMMANDS}
"""Done twice, it is as done once."""


class Verdict(Enum):
    SENT = auto()
    FLOOD = auto()
    """Telegram wants us to slow down, which says nothing about this message."""
    LATER = auto()
    """The person is in their quiet hours."""
    NOT_SENT = auto()
    """It certainly has not arrived and may be tried again."""
    IN_DOUBT = auto()
    """The request left, and no answer came."""
    UNREACHABLE = auto()
    MOVED = auto()
    """The group has become another chat, of which it is told with the answer."""
    REFUSED = auto()
    """Telegram will never take this message: the fault is ours."""
    POINTLESS = auto()
    """Nothing was sent, because there is nothing to say any more."""


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    message_id: int | None = None
    error: str = ""
    wait: timedelta = timedelta(0)
    """Nothing else should be sent for so long."""
    chat_id: int | None = None
    """Where the group is now."""


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery: what to say, and to whom."""

    id: int
    kind: DeliveryKind
    payload: dict[str, Any]
    attempts: int
    claimed_at: datetime
    is_urgent: bool
    recipient: Actor | None
    """None for a chat that need not be anybody's we know."""
    chat_id: int | None
    """None where the person has no Telegram."""
    operation: DeliveryOperation = DeliveryOperation.SEND
    message_id: int | None = None
    """Of an edit or a deletion: which message."""
    repeat_until: datetime | None = None
    quiet_until: datetime | None = None
    """None where the person is in no quiet hours."""

    @property
    def is_withheld(self) -> bool:
        """Whether the person was shut out since it was owed. What they have is changed still."""
        is_told = self.kind in TOLD_TO_BLOCKED or self.operation is not DeliveryOperation.SEND
        return self.recipient is not None and self.recipient.is_blocked and not is_told

    def is_repeated(self, now: datetime) -> bool:
        """Whether it is sent again when in doubt."""
        is_harmless = self.is_urgent or self.kind in REPEATED or self.operation in REPEATABLE
        return is_harmless or (self.repeat_until is not None and now < self.repeat_until)


def notice(kind: DeliveryKind, *, user_id: int, key: str, now: datetime, **payload: Any) -> Owed:
    """That the person must be told. The key names the occasion: once is enough."""
    return {
        "kind": kind,
        "operation": DeliveryOperation.SEND,
        "urgent": kind in NOTICES,
        "user_id": user_id,
        "payload": payload,
        "due_at": now,
        "dedup_key": f"{kind}:{key}",
    }


def screen(chat_id: int, *, key: str, due_at: datetime, **payload: Any) -> Owed:
    """That an answer which could not be shown must be. It is in the person's language already."""
    kind = DeliveryKind.SCREEN
    return {
        "kind": kind,
        "urgent": kind in NOTICES,
        "chat_id": chat_id,
        "payload": payload,
        "due_at": due_at,
        "dedup_key": f"{kind}:{key}",
    }


def menu(*, user_id: int, now: datetime) -> Owed:
    """That the person's commands must follow a change of their role or language."""
    kind = DeliveryKind.COMMANDS
    changed = notice(kind, user_id=user_id, key=f"{user_id}:{now.isoformat()}", now=now)
    return changed | {"operation": DeliveryOperation.SET_COMMANDS}


def no_menu(chat_id: int, *, key: str, now: datetime) -> Owed:
    """That a chat is offered what every stranger is."""
    return {
        "kind": DeliveryKind.COMMANDS,
        "operation": DeliveryOperation.SET_COMMANDS,
        "urgent": True,
        "chat_id": chat_id,
        "payload": {},
        "due_at": now,
        "dedup_key": f"{DeliveryKind.COMMANDS}:{key}",
    }


async def forgive_screen(session: AsyncSession, *, key: str) -> None:
    """It was shown after all, unless the sender has it in hand already."""
    await deliveries.mark_sent(session, dedup_key=f"{DeliveryKind.SCREEN}:{key}")


async def owe(session: AsyncSession, owed: Sequence[Owed]) -> None:
    await deliveries.add(session, owed)


async def owe_new(session: AsyncSession, owed: Owed) -> bool:
    """False if it is owed or sent already: then it is not news."""
    return await deliveries.add_new(session, owed)

"""What many people are owed at once, in one statement however many they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, DeliveryOperation, DeliveryStatus, User
from db.queries import quiet

AFRESH = ("due_at", "status", "attempts", "error")


@dataclass(frozen=True)
class When:
    """After the quiet hours of each, if it is in them; the zone is for those who have chosen
    none."""

    at: datetime
    zone: str


def is_reached() -> tuple[ColumnElement[bool], ...]:
    """Of a person: a message comes through."""
    there = User.telegram_id.is_not(None), User.reachable.is_(True)
    return (*there, User.blocked_at.is_(None), User.erased_at.is_(None))


def key_of(kind: DeliveryKind, *parts: Any) -> ColumnElement[str]:
    return func.concat_ws(":", literal(kind.value), *parts)


async def owe(
    session: AsyncSession,
    kind: DeliveryKind,
    people: Select[int],
    key: ColumnElement[str],
    when: When,
    *,
    is_news_again: bool = False,
    **payload: Any,
) -> None:
    """As bulk; nothing to those whose key is owed or sent already. With news again, once more to
    those whom it was not sent to, because there was nothing to say any more when it was due."""
    columns = _columns(kind, key, when, payload)
    chosen = people.with_only_columns(*columns.values())
    statement = upsert(Delivery).from_select(list(columns), chosen, include_defaults=False)
    if is_news_again:
        statement = statement.on_conflict_do_update(
            index_elements=[Delivery.dedup_key],
            set_={name: statement.excluded[name] for name in AFRESH} | {"settled_at": None},
            where=Delivery.status == DeliveryStatus.SKIPPED,
        )
    else:
        statement = statement.on_conflict_do_nothing()
    await session.execute(statement)


def _columns(
    kind: DeliveryKind, key: ColumnElement[str], when: When, payload: Mapping[str, Any]
) -> dict[str, Any]:
    about = [it for name, value in payload.items() for it in (literal(name), value)]
    return {
        "kind": literal(kind.value),
        "operation": literal(DeliveryOperation.SEND.value),
        "urgent": literal(value=False),
        "user_id": User.id,
        "payload": func.jsonb_build_object(*about),
        "due_at": quiet.over(when.at, when.zone),
        "dedup_key": key,
        "status": literal(DeliveryStatus.PENDING.value),
        "attempts": literal(0),
        "error": literal(""),
    }

"""A file of courses is read, looked at, and then imported or dropped."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, DeliveryStatus, Role
from db.models.base import random_id
from db.queries import deliveries as rows
from db.queries import importing, users
from domain import deliveries, import_plan
from domain.actor import Actor
from domain.campus import Campus
from domain.errors import AdminsOnly, ImportNotFound, ImportUnderWay
from domain.import_plan import Fate, Json, Plan, Step
from domain.names import tidy
from domain.programme import ensure_admin
from domain.reading.found import Fault, Found

__all__ = ["Draft", "Fate", "Fault", "Found", "Plan", "Step"]

KEPT = timedelta(days=1)
"""How long a file may wait to be confirmed. The programme changes meanwhile."""

FILE_NAME = 60

TEMPLATES = ("xlsx", "csv")


@dataclass(frozen=True)
class Draft:
    """What a file would do, before it is confirmed."""

    id: int
    file_name: str
    plan: Plan


async def prepare(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    *,
    found: Found,
    file_name: str,
    now: datetime,
) -> Draft:
    """What the file would do. Nothing of it is done yet; a file sent before is dropped."""
    ensure_admin(actor)
    await importing.drop(session, actor.id, None)
    made = await import_plan.plan(session, actor.id, found, now=now)
    name = tidy(file_name)[:FILE_NAME]
    told = {"file_name": name, "zone": campus.tz.key, "is_confirmed": False}
    kept = _kept(actor, import_plan.as_json(made) | told, now)
    session.add(kept)
    await session.flush()
    return Draft(kept.id, name, made)


async def look(session: AsyncSession, actor: Actor, *, import_id: int) -> Draft:
    """At one that waits to be confirmed."""
    ensure_admin(actor)
    kept = await _waiting(session, actor, import_id)
    return Draft(kept.id, kept.payload["file_name"], import_plan.of_json(kept.payload))


async def confirm(session: AsyncSession, actor: Actor, *, import_id: int, now: datetime) -> Plan:
    """Have it carried out by the worker, which looks again at what has changed meanwhile."""
    user = await users.lock(session, actor.id)
    if user is None or user.role is not Role.ADMIN:
        raise AdminsOnly
    kept = await _waiting(session, actor, import_id)
    made = import_plan.of_json(kept.payload)
    if not any(it.is_to_do for it in made.steps):
        raise ImportNotFound
    kept.payload = kept.payload | {"is_confirmed": True}
    kept.due_at = now
    return made


async def drop(session: AsyncSession, actor: Actor, *, import_id: int) -> None:
    """Do nothing of it. The second time changes nothing; one under way goes on."""
    ensure_admin(actor)
    kept = await importing.get(session, import_id, actor.id)
    if kept is not None and kept.payload.get("is_confirmed"):
        raise ImportUnderWay
    await importing.drop(session, actor.id, [import_id])


async def order_template(session: AsyncSession, actor: Actor, *, kind: str, now: datetime) -> None:
    """Have the form to fill in sent. While one is on its way, it is the one."""
    ensure_admin(actor)
    what = DeliveryKind.IMPORT_FORM
    file = kind if kind in TEMPLATES else TEMPLATES[0]
    last = await rows.last_settled(session, what, user_id=actor.id)
    key = f"{actor.id}:{last}:{file}"
    owed = deliveries.notice(what, user_id=actor.id, key=key, now=now, file=file)
    await deliveries.owe_new(session, owed)


def today(campus: Campus, now: datetime) -> date:
    return now.astimezone(campus.tz).date()


def _kept(actor: Actor, payload: Json, now: datetime) -> Delivery:
    return Delivery(
        kind=DeliveryKind.IMPORT,
        urgent=True,
        user_id=actor.id,
        payload=payload,
        due_at=now + KEPT,
        dedup_key=f"{DeliveryKind.IMPORT}:{actor.id}:{random_id()}",
    )


async def _waiting(session: AsyncSession, actor: Actor, import_id: int) -> Any:
    kept = await importing.get(session, import_id, actor.id)
    if kept is None or "steps" not in kept.payload:
        raise ImportNotFound
    if kept.payload["is_confirmed"]:
        raise ImportUnderWay
    if kept.status is not DeliveryStatus.PENDING:
        raise ImportNotFound
    return kept

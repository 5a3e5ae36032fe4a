"""Reminders that have come due, and to whom they are owed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import (
    Delivery,
    DeliveryKind,
    DeliveryOperation,
    DeliveryStatus,
    Enrollment,
    Lesson,
    ReminderRule,
    User,
)
from db.queries import quiet
from db.queries.reminders import BEGINS, those, wants

KIND = DeliveryKind.REMINDER
PENDING = DeliveryStatus.PENDING


@dataclass(frozen=True)
class Terms:
    """By what reminders are planned."""

    zone: str
    """For those who have chosen none."""
    farthest: timedelta
    """Before a lesson."""
    pressing: timedelta
    """What begins within it waits for nobody's quiet hours."""
    doubtful: timedelta
    """Before the lesson: until then a reminder that may not have arrived is sent again."""


async def plan(session: AsyncSession, terms: Terms, *, now: datetime) -> int:
    """How many reminders have come due, and are owed from now on; each only once.

    Of several about one lesson the nearest to it is sent. The others, and those of people who
    do not want it at that moment, are written down as skipped: what they change later brings
    none of the past.
    """
    due = _due(terms, now)
    is_new = ~exists().where(Delivery.dedup_key == due.c.dedup_key)
    chosen = select(due).where(is_new)
    columns = [it.name for it in due.c]
    statement = insert(Delivery).from_select(columns, chosen, include_defaults=False)
    made = await session.execute(statement.on_conflict_do_nothing())
    return made.rowcount  # type: ignore[attr-defined, no-any-return]


def _due(terms: Terms, now: datetime) -> Subquery:
    """A row of deliveries for each lesson, person and rule whose moment has come."""
    moment = Lesson.starts_at - ReminderRule.before
    since = func.greatest(ReminderRule.created_at, Enrollment.changed_at)
    owed = aliased(Delivery)
    of_lesson = cast(owed.payload["lesson_id"].astext, BigInteger) == Lesson.id
    of_person = owed.user_id == User.id, of_lesson
    waits = exists().where(owed.kind == KIND, owed.status == PENDING, *of_person)
    statement = those(_columns(terms, now).values()).where(
        Lesson.starts_at > now,
        Lesson.starts_at <= now + terms.farthest,
        moment <= now,
        moment >= since,
        # Of a lesson that was moved since, only who was not reminded of it as it was.
        or_(Lesson.timed_at.is_(None), moment >= Lesson.timed_at, waits),
        User.telegram_id.is_not(None),
        User.reachable,
    )
    return statement.subquery("due")


def _columns(terms: Terms, now: datetime) -> dict[str, Any]:
    minutes = cast(func.extract("epoch", ReminderRule.before) / 60, BigInteger)
    which: dict[str, Any] = {"lesson_id": Lesson.id, "before": minutes, "starts_at": BEGINS}
    names = [part for name, value in which.items() for part in (literal(name), value)]
    key = func.concat_ws(":", KIND.value, Lesson.id, User.id, minutes, BEGINS)
    is_nearest = _rank() == 1
    is_sent = and_(is_nearest, wants())
    columns: dict[str, Any] = {
        "kind": literal(KIND.value),
        "operation": literal(DeliveryOperation.SEND.value),
        "urgent": literal(value=False),
        "user_id": User.id,
        "payload": func.jsonb_build_object(*names),
        "due_at": _due_at(terms, now),
        "repeat_until": Lesson.starts_at - terms.doubtful,
        "dedup_key": key,
        "status": case(
            (is_sent, DeliveryStatus.PENDING.value), else_=DeliveryStatus.SKIPPED.value
        ),
        "settled_at": case((is_sent, None), else_=literal(now)),
        "attempts": literal(0),
        "error": literal(""),
    }
    return {name: it.label(name) for name, it in columns.items()}


def _rank() -> ColumnElement[int]:
    """By how near to the lesson it is, from 1."""
    whose = (Lesson.id, User.id)
    return func.row_number().over(partition_by=whose, order_by=ReminderRule.before)


def _due_at(terms: Terms, now: datetime) -> ColumnElement[datetime]:
    """After their quiet hours, unless the lesson begins before, or soon."""
    morning = quiet.over(now, terms.zone)
    can_wait = and_(Lesson.starts_at > now + terms.pressing, morning < Lesson.starts_at)
    return case((can_wait, morning), else_=literal(now))

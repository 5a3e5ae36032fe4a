"""Who is told of questions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, exists, func, literal, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    CourseStaff,
    Delivery,
    DeliveryKind,
    DeliveryOperation,
    DeliveryStatus,
    Question,
    StaffPart,
    User,
)
from db.queries import quiet


async def hosts(session: AsyncSession, course_id: int) -> Sequence[int]:
    """The ids of those to be asked whom a message reaches: the hosts, or without any the
    managers."""
    statement = (
        select(User.id, CourseStaff.part)
        .join(CourseStaff.user)
        .where(
            CourseStaff.course_id == course_id,
            CourseStaff.part != StaffPart.ASSISTANT,
            _is_reached(),
        )
        .order_by(User.id)
    )
    those = (await session.execute(statement)).all()
    hosts = [it.id for it in those if it.part is StaffPart.HOST]
    return hosts or [it.id for it in those]


async def owe_answered(
    session: AsyncSession, question: Question, *, by: int, at: datetime, zone: str
) -> None:
    """To the others to whom the question went, that somebody has answered; after their quiet
    hours. The zone is for those who have chosen none."""
    kind, key = DeliveryKind.QUESTION_ANSWERED, f":{question.id}:"
    asked = func.concat(DeliveryKind.QUESTION.value + key, User.id)
    was_told = exists().where(
        Delivery.dedup_key == asked, Delivery.status != DeliveryStatus.PENDING
    )
    columns = _owed(kind, {"question_id": question.id}) | {
        "user_id": User.id,
        "due_at": quiet.over(at, zone),
        "dedup_key": func.concat(kind.value + key, User.id),
    }
    chosen = (
        select(*columns.values())
        .join(CourseStaff, CourseStaff.user_id == User.id)
        .where(CourseStaff.course_id == question.course_id, User.id != by, was_told)
        .where(_is_reached())
    )
    statement = insert(Delivery).from_select(list(columns), chosen, include_defaults=False)
    await session.execute(statement.on_conflict_do_nothing())


def _owed(kind: DeliveryKind, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": literal(kind.value),
        "operation": literal(DeliveryOperation.SEND.value),
        "urgent": literal(value=True),
        "payload": cast(type_coerce(dict(payload), JSONB), JSONB),
        "status": literal(DeliveryStatus.PENDING.value),
        "attempts": literal(0),
        "error": literal(""),
    }


def _is_reached() -> ColumnElement[bool]:
    is_here = and_(User.blocked_at.is_(None), User.erased_at.is_(None))
    return and_(User.telegram_id.is_not(None), User.reachable, is_here)

"""For whom announcements are, and the messages that they are owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    Course,
    CourseStaff,
    Delivery,
    DeliveryKind,
    DeliveryOperation,
    DeliveryStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    Role,
    User,
)
from db.queries import quiet

SEATED = (EnrollmentStatus.REGISTERED, EnrollmentStatus.COMPLETED)
ALL = (*SEATED, EnrollmentStatus.WAITLISTED)
ACQUAINTED = (*ALL, EnrollmentStatus.EXPELLED)
"""Who need not be told that there is such a course."""


class Whom(StrEnum):
    ALL = "all"
    """Of a course: with a seat, or waiting for one."""
    REGISTERED = "registered"
    WAITING = "waiting"
    CAME = "came"
    """To a lesson."""
    MISSED = "missed"
    EVERYBODY = "everybody"
    """Who wants news."""
    ROLE = "role"
    NEWCOMERS = "newcomers"
    """To a course: who may see it, wants news, and has nothing to do with it yet."""


WAITING = (EnrollmentStatus.WAITLISTED,)
STANDING = {Whom.ALL: ALL, Whom.REGISTERED: SEATED, Whom.WAITING: WAITING}


@dataclass(frozen=True)
class Audience:
    whom: Whom
    course_id: int | None = None
    lesson_id: int | None = None
    role: Role | None = None


@dataclass(frozen=True)
class Reach:
    """How many it is for."""

    people: int
    quiet: int
    """Of them, in their quiet hours now."""
    out_of_reach: int
    """Beside them: they have stopped the bot, or have no Telegram."""


async def reach(session: AsyncSession, audience: Audience, zone: str, *, now: datetime) -> Reach:
    is_reached = _is_reached()
    is_quiet = and_(is_reached, quiet.over(now, zone) > now)
    counts = [func.count().filter(it) for it in (is_reached, is_quiet, ~is_reached)]
    statement = select(*counts).select_from(User).where(*_among(audience), *_persons())
    row = (await session.execute(statement)).one()
    return Reach(people=row[0], quiet=row[1], out_of_reach=row[2])


async def owe(
    session: AsyncSession,
    announcement_id: int,
    audience: Audience,
    *,
    now: datetime,
    zone: str | None,
) -> int:
    """To all whom nothing of it is owed yet, and how many they are. Without a zone it does not
    wait for the end of anybody's quiet hours."""
    already = exists().where(
        Delivery.announcement_id == announcement_id,
        Delivery.operation == DeliveryOperation.SEND,
        Delivery.user_id == User.id,
    )
    columns = row(announcement_id, DeliveryOperation.SEND) | {
        "user_id": User.id,
        "payload": cast(literal({"announcement_id": announcement_id}, JSONB), JSONB),
        "due_at": quiet.over(now, zone) if zone else literal(now),
        "dedup_key": func.concat(f"{DeliveryKind.ANNOUNCEMENT}:{announcement_id}:", User.id),
    }
    those = select(*columns.values()).where(*_among(audience), *_persons(), _is_reached())
    statement = insert(Delivery).from_select(
        list(columns), those.where(~already), include_defaults=False
    )
    owed = await session.execute(statement.on_conflict_do_nothing().returning(Delivery.id))
    return len(owed.all())


async def is_among(session: AsyncSession, audience: Audience, user_id: int) -> bool:
    """Whether it is for them still."""
    theirs = select(User.id).where(User.id == user_id, *_among(audience), *_persons())
    return await session.scalar(theirs) is not None


def row(announcement_id: int, operation: DeliveryOperation) -> dict[str, Any]:
    """What is the same of each."""
    return {
        "kind": literal(DeliveryKind.ANNOUNCEMENT.value),
        "operation": literal(operation.value),
        "urgent": literal(value=False),
        "announcement_id": literal(announcement_id, BigInteger),
        "status": literal(DeliveryStatus.PENDING.value),
        "attempts": literal(0),
        "error": literal(""),
    }


def _among(audience: Audience) -> Sequence[ColumnElement[bool]]:
    course_id = audience.course_id
    match audience.whom:
        case Whom.ROLE:
            wants = [User.news_on.is_(True)] if audience.role is Role.PARTICIPANT else []
            return [User.role == audience.role, *wants]
        case Whom.EVERYBODY:
            return [User.news_on.is_(True)]
        case Whom.NEWCOMERS:
            return _newcomers(course_id)
        case Whom.CAME:
            return [User.id.in_(_on(course_id, *SEATED).where(_came(audience.lesson_id)))]
        case Whom.MISSED:
            return [User.id.in_(_missed(course_id, audience.lesson_id))]
        case _:
            return [User.id.in_(_on(course_id, *STANDING[audience.whom]))]


def _on(course_id: int | None, *statuses: EnrollmentStatus) -> Select[int]:
    return select(Enrollment.user_id).where(
        Enrollment.course_id == course_id, Enrollment.status.in_(statuses)
    )


def _came(lesson_id: int | None) -> ColumnElement[bool]:
    return exists().where(
        Attendance.lesson_id == lesson_id,
        Attendance.enrollment_id == Enrollment.id,
        Attendance.is_attended,
    )


def _missed(course_id: int | None, lesson_id: int | None) -> Select[int]:
    """Not who has joined after it."""
    was_on = exists().where(Lesson.id == lesson_id, Enrollment.created_at <= Lesson.ends_at)
    return _on(course_id, *SEATED).where(~_came(lesson_id), was_on)


def _newcomers(course_id: int | None) -> Sequence[ColumnElement[bool]]:
    of_rank = [
        and_(Course.access_level == it, User.role.in_([r for r in Role if it in r.at_most()]))
        for it in Role
    ]
    teaches = exists().where(CourseStaff.course_id == course_id, CourseStaff.user_id == User.id)
    return [
        User.news_on.is_(True),
        exists().where(Course.id == course_id, or_(*of_rank)),
        User.id.not_in(_on(course_id, *ACQUAINTED)),
        ~teaches,
    ]


def _persons() -> Sequence[ColumnElement[bool]]:
    return [User.erased_at.is_(None), User.blocked_at.is_(None)]


def _is_reached() -> ColumnElement[bool]:
    return and_(User.telegram_id.is_not(None), User.reachable)

"""Of the end of a course its people are told, and asked what they thought of it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    CourseMute,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Enrollment,
    EnrollmentStatus,
    Feedback,
    User,
)
from db.queries import owing
from db.queries.owing import When

SEATED = EnrollmentStatus.REGISTERED, EnrollmentStatus.COMPLETED


async def tell_all(session: AsyncSession, course_id: int, when: When) -> None:
    """Whoever has a seat and has not been told yet that the course ended so for them."""
    those = _people(course_id)
    await _owe(session, DeliveryKind.COURSE_FINISHED, those, when, Enrollment.status)


async def tell_again(session: AsyncSession, enrollment_ids: Collection[int], when: When) -> None:
    """To whom it ended otherwise than they were told; not whom that is on the way to: it says
    what holds when it is sent."""
    kind = DeliveryKind.COURSE_FINISHED
    waits = exists().where(
        Delivery.user_id == Enrollment.user_id,
        Delivery.kind == kind,
        Delivery.status == DeliveryStatus.PENDING,
        Delivery.payload["course_id"] == func.to_jsonb(Enrollment.course_id),
    )
    those = _reached().where(Enrollment.id.in_(enrollment_ids), ~waits)
    await _owe(session, kind, those, when, literal(when.at.isoformat()))


async def ask_again(session: AsyncSession, course_id: int, when: When) -> None:
    """Then, whoever came and has not said what they thought of it; each once, for as long as
    what they were told is remembered."""
    kind = DeliveryKind.FEEDBACK_REMINDER
    came = exists().where(Attendance.enrollment_id == Enrollment.id, Attendance.is_attended)
    about = {"course_id": Enrollment.course_id, "user_id": Enrollment.user_id}
    said = exists().where(*(getattr(Feedback, name) == it for name, it in about.items()))
    muted = exists().where(*(getattr(CourseMute, name) == it for name, it in about.items()))
    those = _people(course_id).where(came, ~said, ~muted)
    await _owe(session, kind, those, when)


def _people(course_id: int) -> Select[int]:
    return _reached().where(Enrollment.course_id == course_id)


def _reached() -> Select[int]:
    """Those with a seat to whom a message comes through."""
    return (
        select(User.id)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.status.in_(SEATED), *owing.is_reached())
    )


async def _owe(
    session: AsyncSession, kind: DeliveryKind, those: Select[int], when: When, *more: Any
) -> None:
    """Once for the person, the course, and what more is named; if the course was opened again
    before they were told, when it ends the next time."""
    course_id = Enrollment.course_id
    key = owing.key_of(kind, course_id, Enrollment.user_id, *more)
    await owing.owe(session, kind, those, key, when, is_news_again=True, course_id=course_id)

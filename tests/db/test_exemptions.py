"""What the constraints let through, because it only looks like breaking a rule."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Consent,
    Course,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    ProjectorScreen,
    User,
)
from tests.db.rows import Rows, Some, commit, one, overlapping, twice
from tests.factories import DAY, HOUR, NOON

WAITLISTED = EnrollmentStatus.WAITLISTED

TAKEN: dict[str, Some] = {
    "all seats": one(Course, capacity=1, taken=1),
    "seats without end": one(Course, capacity=None, taken=1000),
    "course of one day": one(Course, start_date=NOON, end_date=NOON),
    "address of a room online": one(Course, online_url="https://example.org"),
    "people without Telegram": twice(User, telegram_id=None, email=None),
    "screens that are paired": twice(ProjectorScreen, pairing_number=None),
    "cancelled lessons at once": twice(Lesson, status=LessonStatus.CANCELLED),
    "host of cancelled lessons": overlapping(status=LessonStatus.CANCELLED),
    "lessons without a host": overlapping(host_id=None),
    "lesson in place of a cancelled one": lambda rows: [
        rows(Lesson, status=LessonStatus.CANCELLED),
        rows(Lesson),
    ],
    "host of one lesson after the other": lambda rows: [
        rows(Lesson, host_id=rows.anna.id),
        rows(Lesson, host_id=rows.anna.id, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR),
    ],
    "lessons of two hosts at once": lambda rows: [
        rows(Lesson, host_id=rows.anna.id),
        rows(Lesson, host_id=rows.boris.id, course_id=rows.lesson.course_id),
    ],
    "places of two queues": lambda rows: [
        rows(Enrollment, status=WAITLISTED, waitlist_place=7),
        rows(
            Enrollment,
            user_id=rows.boris.id,
            course_id=rows.lesson.course_id,
            status=WAITLISTED,
            waitlist_place=7,
        ),
    ],
    "consent after one that was withdrawn": lambda rows: [
        rows(Consent, withdrawn_at=NOON),
        rows(Consent),
    ],
    "delivery to a chat": one(Delivery, user_id=None, chat_id=77),
    "delivery to an address": one(Delivery, user_id=None, address="anna@example.org"),
}


@pytest.mark.parametrize("some", TAKEN.values(), ids=TAKEN)
async def test_row_is_taken(session: AsyncSession, rows: Rows, some: Some) -> None:
    await commit(session, *some(rows))


async def test_two_lessons_change_places_in_one_transaction(
    session: AsyncSession, rows: Rows
) -> None:
    hosted = {"host_id": rows.anna.id}
    first = rows(Lesson, **hosted)
    second = rows(Lesson, **hosted, starts_at=NOON + DAY, ends_at=NOON + DAY + HOUR)
    await commit(session, first, second)
    await session.execute(text("SET CONSTRAINTS ALL DEFERRED"))

    first.starts_at, first.ends_at = NOON + DAY, NOON + DAY + HOUR
    await session.flush()
    second.starts_at, second.ends_at = NOON, NOON + HOUR
    await commit(session)

    await session.refresh(first)
    assert first.starts_at == NOON + DAY


async def test_lesson_stands_on_another_until_the_commit_at_most(
    session: AsyncSession, rows: Rows
) -> None:
    moved, other = rows(Lesson, ends_at=NOON + DAY), rows(Lesson, starts_at=NOON + HOUR / 2)
    await commit(session, moved, other)
    await session.execute(text("SET CONSTRAINTS ALL DEFERRED"))

    moved.starts_at = other.starts_at
    await session.flush()

    with pytest.raises(IntegrityError, match="ex_lessons_one_at_a_time"):
        await commit(session)

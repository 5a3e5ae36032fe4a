"""A course with very many people, each of whom is to be reminded at one moment."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

CROWD = """
WITH course AS (
    INSERT INTO courses (public_id, name, description, description_entities, schedule,
        is_from_misis, points_per_visit, access_level, taken, status, opens_before, late_after,
        completion_percent, version)
    VALUES (:first, 'Algebra', '', '[]', '[]', false, 0, 'participant', :people, 'published',
        interval '15 min', interval '15 min', 75, 1)
    RETURNING id
), lesson AS (
    INSERT INTO lessons (public_id, course_id, topic, starts_at, ends_at, status)
    SELECT :first, id, '', cast(:now AS timestamptz) + interval '1 day',
        cast(:now AS timestamptz) + interval '25 hours', 'scheduled' FROM course
), rule AS (
    INSERT INTO reminder_rules (course_id, before, created_at)
    SELECT id, interval '1 day', cast(:now AS timestamptz) - interval '1 day' FROM course
), person AS (
    INSERT INTO users (public_id, telegram_id, full_name, role, reminders_on, news_on, quiet_from,
        quiet_to, reachable)
    SELECT :first + number, :first + number, 'Person ' || number, 'participant', true, true,
        '22:00', '8:00', true
    FROM generate_series(1, cast(:people AS int)) AS number
    RETURNING id
)
INSERT INTO enrollments (user_id, course_id, status, changed_at)
SELECT person.id, course.id, 'registered', cast(:now AS timestamptz) - interval '7 days'
FROM person, course
"""


async def gather(session: AsyncSession, people: int, *, first: int, now: datetime) -> None:
    """Whose numbers begin there. The reminders are due now, a day before the lesson."""
    size: dict[str, Any] = {"people": people, "first": first, "now": now}
    await session.execute(text(CROWD), size)
    await session.execute(text("ANALYZE users, enrollments, lessons, deliveries"))

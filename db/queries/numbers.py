"""What a course comes to, in one statement however long it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import EnrollmentStatus

# Expected at a lesson were those who had a seat by then and have it still, and who was marked:
# when somebody who has left took their seat, nothing says. Who has completed the course was there
# from the first lesson on, for the day of a seat gives way to that of the completion.
OF_COURSE = text(
    """
WITH places AS MATERIALIZED (
    SELECT id, status, changed_at FROM enrollments WHERE course_id = :course_id
), held AS MATERIALIZED (
    SELECT lesson.id, lesson.starts_at, lesson.topic, counted.came, counted.expected
    FROM lessons AS lesson
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE mark.is_attended) AS came,
            count(*) FILTER (
                WHERE mark.id IS NOT NULL OR places.status = 'completed'
                OR (places.status = 'registered' AND places.changed_at <= lesson.ends_at)
            ) AS expected
        FROM places
        LEFT JOIN attendance AS mark
            ON mark.enrollment_id = places.id AND mark.lesson_id = lesson.id
    ) AS counted
    WHERE lesson.course_id = :course_id AND lesson.status = 'scheduled' AND lesson.ends_at <= :now
), people AS (
    SELECT coalesce(jsonb_object_agg(status, people), '{}') AS people
    FROM (SELECT status, count(*) AS people FROM places GROUP BY status) AS counted
), lessons_held AS (
    SELECT count(*) AS lessons, avg(1.0 * came / nullif(expected, 0))::float AS share FROM held
), reviews AS (
    SELECT count(*) AS reviews, avg(rating)::float AS rating
    FROM feedback WHERE course_id = :course_id
), page AS (
    SELECT least(:page, greatest(lessons - 1, 0) / :size) AS number FROM lessons_held
)
SELECT people, lessons, share, rating, reviews, number, here.*
FROM people, lessons_held, reviews, page
LEFT JOIN LATERAL (
    SELECT starts_at, topic, came, expected
    FROM held ORDER BY starts_at DESC, id DESC LIMIT :size OFFSET page.number * :size
) AS here ON true
ORDER BY here.starts_at DESC
"""
).bindparams(
    *(bindparam(name, type_=BigInteger) for name in ("course_id", "page", "size")),
    bindparam("now", type_=DateTime(timezone=True)),
)


@dataclass(frozen=True)
class LessonLine:
    """A lesson that is over."""

    starts_at: datetime
    topic: str
    came: int
    expected: int


@dataclass(frozen=True)
class Numbers:
    people: Mapping[str, int]
    """By their status; nothing of one that nobody has."""
    held: int
    """Lessons so far."""
    share: float | None
    """Of those expected who came, the mean of the lessons; none where nobody ever was."""
    rating: float | None
    reviews: int
    number: int
    """Of the page, from 0."""
    lessons: Sequence[LessonLine]
    """Of that page, the latest first."""

    def of(self, status: EnrollmentStatus) -> int:
        return self.people.get(status, 0)


async def of_course(
    session: AsyncSession, course_id: int, page: int, *, size: int, now: datetime
) -> Numbers:
    """Beyond the last page of lessons is the last one."""
    values: dict[str, Any] = {"course_id": course_id, "page": page, "size": size, "now": now}
    rows = (await session.execute(OF_COURSE, values)).all()
    lessons = [LessonLine(*row[6:]) for row in rows if row.starts_at is not None]
    columns: list[Any] = [*rows[0][:6], lessons]
    return Numbers(*columns)

"""The people of a course as rows of a file, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import EnrollmentStatus

# Expected at a lesson is who has had a seat since, as in the numbers of the course.
OF_COURSE = text(
    """
WITH held AS MATERIALIZED (
    SELECT id, ends_at FROM lessons
    WHERE course_id = :course_id AND status = 'scheduled' AND ends_at <= :now
), earned AS MATERIALIZED (
    SELECT user_id, sum(points)::bigint AS points
    FROM point_entries WHERE course_id = :course_id GROUP BY user_id
)
SELECT person.full_name, person.study_group, person.email, place.status, place.changed_at,
    counted.attended, counted.expected - counted.attended - counted.excused AS absent,
    counted.excused, coalesce(earned.points, 0) AS points, place.reason
FROM enrollments AS place
JOIN users AS person ON person.id = place.user_id AND person.erased_at IS NULL
LEFT JOIN earned ON earned.user_id = place.user_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE mark.is_attended) AS attended,
        count(*) FILTER (WHERE mark.status = 'excused') AS excused,
        count(*) FILTER (
            WHERE mark.id IS NOT NULL OR place.status = 'completed'
            OR (place.status = 'registered' AND place.changed_at <= held.ends_at)
        ) AS expected
    FROM held
    LEFT JOIN attendance AS mark ON mark.lesson_id = held.id AND mark.enrollment_id = place.id
) AS counted
WHERE place.course_id = :course_id AND place.status <> 'cancelled'
ORDER BY array_position(ARRAY['registered', 'waitlisted', 'completed', 'expelled'], place.status),
    place.waitlist_place, translate(lower(person.full_name), '\u0451', '\u0435'), place.id
LIMIT :most
"""
).bindparams(
    *(bindparam(name, type_=BigInteger) for name in ("course_id", "most")),
    bindparam("now", type_=DateTime(timezone=True)),
)


@dataclass(frozen=True)
class ListedPerson:
    name: str
    group: str | None
    email: str | None
    status: EnrollmentStatus
    since: datetime
    """When the status became what it is."""
    attended: int
    absent: int
    """Lessons at which they were expected and neither came nor were excused."""
    excused: int
    points: int
    """Of this course."""
    reason: str | None
    """Why the staff put them off, or moved them in the queue."""


async def of_course(
    session: AsyncSession, course_id: int, *, most: int, now: datetime
) -> Sequence[ListedPerson]:
    """By status, then by name; who waits, in the order of the queue."""
    values = {"course_id": course_id, "most": most, "now": now}
    return [_as_person(row) for row in await session.execute(OF_COURSE, values)]


def _as_person(row: Any) -> ListedPerson:
    columns: list[Any] = [*row[:3], EnrollmentStatus(row.status), *row[4:]]
    return ListedPerson(*columns)

"""Whom a check-in is about, and at which lesson. Whole rooms come at once: hence one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from db.direct import Direct, Row, typed
from db.models import (
    AttendanceStatus,
    CourseStatus,
    EnrollmentStatus,
    LessonStatus,
    StaffPart,
)

ID, AT = BigInteger(), DateTime(timezone=True)

# Whoever changes an enrollment or a lesson holds its course: here it is held with others who mark.
SEE = """
SELECT person.id, person.full_name, lesson.id, lesson.public_id, lesson.starts_at, lesson.ends_at,
    coalesce(lesson.check_in_until, lesson.ends_at), lesson.fixed_code_at, lesson.status,
    course.id, course.name, course.status, course.points_per_visit, course.opens_before,
    course.late_after, course.renewing_pass_only, staff.part, enrollment.id, enrollment.status,
    attendance.id, attendance.status, attendance.marked_at,
    attendance.reason IS NOT NULL AND attendance.source <> 'self',
    coalesce(attendance.source = 'self', false)
FROM lessons AS lesson
JOIN courses AS course ON course.id = lesson.course_id AND course.deleted_at IS NULL
JOIN users AS person ON {person} AND person.erased_at IS NULL
LEFT JOIN enrollments AS enrollment
    ON enrollment.course_id = course.id AND enrollment.user_id = person.id
LEFT JOIN attendance
    ON attendance.enrollment_id = enrollment.id AND attendance.lesson_id = lesson.id
LEFT JOIN course_staff AS staff ON staff.course_id = course.id AND staff.user_id = :viewer_id
{held}
WHERE {which}
ORDER BY lesson.starts_at, lesson.id
FOR KEY SHARE OF course
"""
BY_ID, BY_PASS = "person.id = :person", "person.public_id = :person"
NAMED, CODED = "lesson.id = :lesson", "lesson.public_id = :lesson"
NEAR = "lesson.status = 'scheduled' AND lesson.starts_at < :until AND lesson.ends_at > :since"
OWN = f"enrollment.status IN ('registered', 'completed', 'waitlisted') AND {NEAR}"
STAFFED = f"staff.part IS NOT NULL AND course.status = 'published' AND {NEAR}"
ONE_GUESS_AT_A_TIME = """
CROSS JOIN (SELECT pg_advisory_xact_lock(:lock + :viewer_id) OFFSET 0) AS held
"""
GUESSING = 6_101_968 << 32
"""Where our numbers of PostgreSQL's advisory locks for people who type digits begin."""


TYPES: dict[str, TypeEngine[Any]] = {
    **dict.fromkeys(("person", "viewer_id", "lesson", "lock"), ID),
    **dict.fromkeys(("since", "until"), AT),
}


def seeing(person: str, which: str, held: str = "") -> Direct:
    sql = SEE.format(person=person, which=which, held=held)
    return Direct(typed(sql, TYPES), holds=True)


ONE_BY_CODE = seeing(BY_ID, CODED)
ONE_BY_ID = seeing(BY_ID, NAMED)
ONE_BY_PASS = seeing(BY_PASS, NAMED)
OWN_NEAR = seeing(BY_ID, OWN, ONE_GUESS_AT_A_TIME)
STAFFED_NEAR = seeing(BY_PASS, STAFFED)


KINDS: dict[int, type[StrEnum]] = {
    8: LessonStatus,
    11: CourseStatus,
    16: StaffPart,
    18: EnrollmentStatus,
    20: AttendanceStatus,
}
"""Which columns are words of which closed list."""


@dataclass(frozen=True)
class Sighting:
    """A person and a lesson, and how they stand to one another."""

    person_id: int
    person_name: str
    lesson_id: int
    lesson_public_id: int
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    """When check-in ends."""
    fixed_code_at: datetime | None
    lesson_status: LessonStatus
    course_id: int
    course_name: str
    course_status: CourseStatus
    points_per_visit: int
    opens_before: timedelta
    late_after: timedelta
    renewing_pass_only: bool
    part: StaffPart | None = None
    """The viewer's, in the course."""
    enrollment_id: int | None = None
    enrollment_status: EnrollmentStatus | None = None
    attendance_id: int | None = None
    attendance_status: AttendanceStatus | None = None
    marked_at: datetime | None = None
    is_corrected: bool = False
    """The staff gave a reason for the mark."""
    is_own_word: bool = False
    """The mark says only that they will not come, as they said themselves."""

    @property
    def opens_at(self) -> datetime:
        return self.starts_at - self.opens_before

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at <= self.closes_at


async def by_code(
    session: AsyncSession, lesson_public_id: int, *, user_id: int
) -> Sighting | None:
    """Oneself at the lesson of a room code."""
    whose = {"person": user_id, "viewer_id": user_id}
    return _one(await ONE_BY_CODE.fetch(session, lesson=lesson_public_id, **whose))


async def by_id(
    session: AsyncSession, lesson_id: int, *, user_id: int, viewer_id: int | None
) -> Sighting | None:
    found = await ONE_BY_ID.fetch(session, lesson=lesson_id, person=user_id, viewer_id=viewer_id)
    return _one(found)


async def by_pass(
    session: AsyncSession, lesson_id: int, *, public_id: int, viewer_id: int
) -> Sighting | None:
    whose = {"person": public_id, "viewer_id": viewer_id}
    return _one(await ONE_BY_PASS.fetch(session, lesson=lesson_id, **whose))


async def own(
    session: AsyncSession, *, user_id: int, since: datetime, until: datetime
) -> list[Sighting]:
    """Oneself at the lessons of one's courses in that time; until the end of the transaction
    nobody else guesses digits for the same person."""
    whose = {"person": user_id, "viewer_id": user_id, "lock": GUESSING}
    rows = await OWN_NEAR.fetch(session, since=since, until=until, **whose)
    return [_sighting(row) for row in rows]


async def staffed(
    session: AsyncSession, *, public_id: int, viewer_id: int, since: datetime, until: datetime
) -> list[Sighting]:
    """Somebody at the lessons in that time on whose staff the viewer is."""
    whose = {"person": public_id, "viewer_id": viewer_id}
    rows = await STAFFED_NEAR.fetch(session, since=since, until=until, **whose)
    return [_sighting(row) for row in rows]


def _one(rows: Sequence[Row]) -> Sighting | None:
    return _sighting(rows[0]) if rows else None


def _sighting(row: Row) -> Sighting:
    values = list(row)
    for place, kind in KINDS.items():
        values[place] = kind(values[place]) if values[place] else None
    return Sighting(*values)

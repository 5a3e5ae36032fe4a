"""Making marks. Whole rooms come at once: hence one statement to look, and one to write."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Text,
    bindparam,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from db.direct import Direct, typed
from db.models import (
    AttendanceSource,
    AttendanceStatus,
    CourseStatus,
    EnrollmentStatus,
    LessonStatus,
    StaffPart,
)
from db.queries.attempts import GUESSES, Guesses
from db.queries.courses import Viewer
from db.queries.doing import Doer

AT = DateTime(timezone=True)
ID = BigInteger()

# Whoever changes an enrollment or a lesson holds its course: here it is held with others who mark.
FIND = """
SELECT enrollment.user_id, enrollment.status, course.id AS course_id, course.points_per_visit,
    staff.part, lesson.id AS lesson_id, lesson.starts_at, lesson.status AS lesson_status,
    course.status AS course_status
FROM enrollments AS enrollment
JOIN courses AS course ON course.id = enrollment.course_id AND course.deleted_at IS NULL
LEFT JOIN course_staff AS staff ON staff.course_id = course.id AND staff.user_id = :viewer_id
LEFT JOIN lessons AS lesson ON lesson.course_id = course.id AND {which}
WHERE enrollment.id = :enrollment_id
ORDER BY lesson.starts_at
FOR KEY SHARE OF course
"""
WHOSE = bindparam("enrollment_id", type_=ID), bindparam("viewer_id", type_=ID)
LIVE = "lesson.status = 'scheduled' AND "
NAMED = text(FIND.format(which="lesson.id = :lesson_id")).bindparams(
    *WHOSE, bindparam("lesson_id", type_=ID)
)
ON_AT = text(
    FIND.format(which=LIVE + "lesson.starts_at <= :at AND :at < lesson.ends_at")
).bindparams(*WHOSE, bindparam("at", type_=AT))
BEGINNING = text(
    FIND.format(which=LIVE + "lesson.starts_at >= :since AND lesson.starts_at < :until")
).bindparams(*WHOSE, bindparam("since", type_=AT), bindparam("until", type_=AT))

# With the log entry, the points, and what is owed to whom it is news. The course is held since the
# look, but who waited for that has seen what was before: it must still hold.
MARK = """
WITH marked AS (
    INSERT INTO attendance
        (enrollment_id, lesson_id, lesson_date, status, source, marked_by, marked_at, written_at)
    SELECT enrollment.id, lesson.id, :lesson_date, :status, :source, :by_user, :marked_at,
        CASE WHEN :marked_at < :now THEN :now END
    FROM enrollments AS enrollment CROSS JOIN lessons AS lesson
    WHERE enrollment.id = :enrollment_id AND enrollment.status IN ('registered', 'completed')
        AND lesson.id = :lesson_id AND lesson.status = 'scheduled'
        AND lesson.starts_at = :starts_at{unless}
    ON CONFLICT (enrollment_id, lesson_id) DO NOTHING
    RETURNING id
), noted AS (
    INSERT INTO logs (user_id, token_id, action, timestamp, entity, entity_id, details)
    SELECT :by_user, :by_token, 'check_in', :now, 'attendance', id,
        jsonb_build_object('status', :status, 'source', :source, 'enrollment_id', :enrollment_id)
    FROM marked
), rewarded AS (
    INSERT INTO point_entries (user_id, course_id, points, source_key, created_at)
    SELECT :user_id, :course_id, :points, 'attendance:' || id, :now FROM marked WHERE :points <> 0
), told AS (
    INSERT INTO deliveries (
        kind, operation, urgent, user_id, payload, due_at, dedup_key, status, attempts, error
    )
    SELECT 'checked_in', 'send', true, :user_id, jsonb_build_object('attendance_id', id), :now,
        'checked_in:' || id, 'pending', 0, ''
    FROM marked WHERE :is_news
)
SELECT id FROM marked
"""
ALL_GUESSED = f"""
        AND (SELECT count(*) FROM ({GUESSES}) AS guesses) < :most"""  # noqa: S608 - our own words


TYPES: dict[str, TypeEngine[Any]] = {
    **dict.fromkeys(("enrollment_id", "lesson_id", "user_id", "course_id"), ID),
    **dict.fromkeys(("by_user", "by_token", "points", "most"), ID),
    **dict.fromkeys(("starts_at", "marked_at", "now", "since"), AT),
    **dict.fromkeys(("status", "source"), Text()),
    "lesson_date": Date(),
    "is_news": Boolean(),
}


def marking(unless: str = "") -> Direct:
    return Direct(typed(MARK.format(unless=unless), TYPES), holds=True)


ADD, ADD_GUESSED = marking(), marking(ALL_GUESSED)


@dataclass(frozen=True)
class Span:
    """From one moment up to another, but not at it."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class LessonLine:
    id: int
    starts_at: datetime
    status: LessonStatus


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be to be marked, and for what."""

    user_id: int
    status: EnrollmentStatus
    course_id: int
    points_per_visit: int
    part: StaffPart | None
    """The viewer's, in the course."""
    lessons: list[LessonLine]
    is_over: bool
    """The course is finished."""


@dataclass(frozen=True)
class NewMark:
    enrollment_id: int
    user_id: int
    course_id: int
    lesson_id: int
    starts_at: datetime
    """When the lesson was found to begin."""
    lesson_date: date
    status: AttendanceStatus
    source: AttendanceSource
    points: int
    marked_at: datetime
    is_news: bool = False
    """To the person: somebody else marks them, and does not tell them."""


async def find(
    session: AsyncSession, viewer: Viewer, enrollment_id: int, which: int | datetime | Span
) -> Candidate | None:
    """With the lesson of that id, with those that are on at that moment, or begin then."""
    whose = {"enrollment_id": enrollment_id, "viewer_id": viewer.id}
    match which:
        case Span():
            found = await session.execute(BEGINNING, whose | vars(which))
        case datetime():
            found = await session.execute(ON_AT, whose | {"at": which})
        case _:
            found = await session.execute(NAMED, whose | {"lesson_id": which})
    rows = found.all()
    if not rows:
        return None
    user_id, status, course_id, price, part, *_ = rows[0]
    lessons = [
        LessonLine(row[5], row[6], LessonStatus(row[7])) for row in rows if row[5] is not None
    ]
    own = StaffPart(part) if part else None
    is_over = rows[0].course_status == CourseStatus.FINISHED
    return Candidate(user_id, EnrollmentStatus(status), course_id, price, own, lessons, is_over)


async def add(
    session: AsyncSession,
    mark: NewMark,
    *,
    by: Doer,
    now: datetime,
    unless: Guesses | None = None,
) -> int | None:
    """Its id; none if there is one already, or the enrollment or the lesson has changed, or all
    guesses of digits are made."""
    who = {"by_user": by.id, "by_token": by.token_id, "now": now}
    values = {"status": mark.status.value, "source": mark.source.value}
    statement, limit = (ADD_GUESSED, vars(unless)) if unless else (ADD, {})
    added = await statement.fetch(session, **vars(mark) | values | who | limit)
    return added[0][0] if added else None

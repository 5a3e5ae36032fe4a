"""Making marks. Whole rooms come at once: hence one statement to look, and one to write."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, DateTime, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.direct import Direct
from db.models import (
    AttendanceSource,
    AttendanceStatus,
    EnrollmentStatus,
    LessonStatus,
    StaffPart,
)
from db.queries.courses import Viewer
from db.queries.doing import Doer

AT = DateTime(timezone=True)
ID = BigInteger()

# Whoever changes an enrollment or a lesson holds its course: here it is held with others who mark.
FIND = """
SELECT enrollment.user_id, enrollment.status, course.id AS course_id, course.points_per_visit,
    staff.part, lesson.id AS lesson_id, lesson.starts_at, lesson.status AS lesson_status
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

# With the log entry and the points. The course is held since the look, but who waited for that has
# seen what was before: it must still hold.
MARK = Direct(
    text(
        """
WITH marked AS (
    INSERT INTO attendance
        (enrollment_id, lesson_id, lesson_date, status, source, marked_by, marked_at)
    SELECT enrollment.id, lesson.id, :lesson_date, :status, :source, :by_user, :now
    FROM enrollments AS enrollment CROSS JOIN lessons AS lesson
    WHERE enrollment.id = :enrollment_id AND enrollment.status IN ('registered', 'completed')
        AND lesson.id = :lesson_id AND lesson.status = 'scheduled'
        AND lesson.starts_at = :starts_at
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
)
SELECT id FROM marked
"""
    ).bindparams(
        *(
            bindparam(name, type_=ID)
            for name in (
                "enrollment_id",
                "lesson_id",
                "user_id",
                "course_id",
                "by_user",
                "by_token",
            )
        ),
        bindparam("lesson_date", type_=Date),
        bindparam("starts_at", type_=AT),
        bindparam("status", type_=Text),
        bindparam("source", type_=Text),
        bindparam("points", type_=ID),
        bindparam("now", type_=AT),
    )
)


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
    return Candidate(user_id, EnrollmentStatus(status), course_id, price, own, lessons)


async def add(session: AsyncSession, mark: NewMark, *, by: Doer, now: datetime) -> int | None:
    """Its id; none if there is one already, or the enrollment or the lesson has changed."""
    who = {"by_user": by.id, "by_token": by.token_id, "now": now}
    values = {"status": mark.status.value, "source": mark.source.value}
    added = await MARK.fetch(session, **vars(mark) | values | who)
    return added[0][0] if added else None

"""Marking everybody of a lesson who has no mark, in one statement however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, DateTime, Text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from db.direct import Direct, typed
from db.models import AttendanceStatus, Lesson

ID, AT = BigInteger(), DateTime(timezone=True)

# In the order of their ids, so that two of these at once wait for one another and not across.
MARK_ALL = """
WITH whom AS (
    SELECT enrollment.id, enrollment.user_id
    FROM enrollments AS enrollment
    JOIN users AS person ON person.id = enrollment.user_id AND person.erased_at IS NULL
    JOIN lessons AS lesson ON lesson.id = :lesson_id AND lesson.status = 'scheduled'
        AND lesson.starts_at = :starts_at
    WHERE enrollment.course_id = :course_id AND enrollment.status IN ('registered', 'completed')
), marked AS (
    INSERT INTO attendance
        (enrollment_id, lesson_id, lesson_date, status, source, marked_by, marked_at)
    SELECT id, :lesson_id, :lesson_date, :status, 'roster', :by_user, :now FROM whom ORDER BY id
    ON CONFLICT (enrollment_id, lesson_id) DO NOTHING
    RETURNING id, enrollment_id
), noted AS (
    INSERT INTO logs (user_id, action, timestamp, entity, entity_id, details)
    SELECT :by_user, 'check_in', :now, 'attendance', id, jsonb_build_object(
        'status', :status, 'source', 'roster', 'enrollment_id', enrollment_id)
    FROM marked
), rewarded AS (
    INSERT INTO point_entries (user_id, course_id, points, source_key, created_at)
    SELECT whom.user_id, :course_id, :points, 'attendance:' || marked.id, :now
    FROM marked JOIN whom ON whom.id = marked.enrollment_id
    WHERE :points <> 0
)
SELECT marked.id, whom.user_id FROM marked JOIN whom ON whom.id = marked.enrollment_id
"""
UNDO_ALL = """
WITH those AS (
    SELECT mark.id, mark.enrollment_id, enrollment.user_id
    FROM attendance AS mark JOIN enrollments AS enrollment ON enrollment.id = mark.enrollment_id
    WHERE mark.lesson_id = :lesson_id AND mark.marked_by = :by_user AND mark.marked_at = :at
        AND mark.status = :status AND mark.source = 'roster' AND mark.reason IS NULL
    ORDER BY mark.id
    FOR UPDATE OF mark
), noted AS (
    INSERT INTO logs (user_id, action, timestamp, entity, entity_id, details)
    SELECT :by_user, 'undo_attendance', :now, 'attendance', id, jsonb_build_object(
        'status', :status, 'enrollment_id', enrollment_id, 'lesson_id', :lesson_id)
    FROM those
), returned AS (
    INSERT INTO point_entries (user_id, course_id, points, source_key, created_at)
    SELECT those.user_id, :course_id, -sum(line.points),
        'attendance:' || those.id || ':' || count(*) + 1, :now
    FROM those JOIN point_entries AS line ON line.user_id = those.user_id
        AND (line.source_key = 'attendance:' || those.id
            OR starts_with(line.source_key, 'attendance:' || those.id || ':'))
    GROUP BY those.id, those.user_id
    HAVING sum(line.points) <> 0
), gone AS (
    DELETE FROM attendance USING those WHERE attendance.id = those.id RETURNING attendance.id
)
SELECT count(*) FROM gone
"""
TYPES: dict[str, TypeEngine[Any]] = {
    **dict.fromkeys(("lesson_id", "course_id", "by_user", "points"), ID),
    **dict.fromkeys(("starts_at", "now", "at"), AT),
    "lesson_date": Date(),
    "status": Text(),
}
ADD, TAKE_BACK = Direct(typed(MARK_ALL, TYPES)), Direct(typed(UNDO_ALL, TYPES))


@dataclass(frozen=True)
class NewMarks:
    status: AttendanceStatus
    lesson_date: date
    points: int
    """For each."""


async def add(
    session: AsyncSession, lesson: Lesson, marks: NewMarks, *, by_user: int, now: datetime
) -> Sequence[tuple[int, int]]:
    """Marks and the people they are of; nobody who has a mark already."""
    which = {"lesson_id": lesson.id, "course_id": lesson.course_id, "starts_at": lesson.starts_at}
    values = vars(marks) | {"status": marks.status.value, "by_user": by_user, "now": now}
    added = await ADD.fetch(session, **which, **values)
    return [(row[0], row[1]) for row in added]


async def take_back(
    session: AsyncSession,
    lesson: Lesson,
    *,
    status: AttendanceStatus,
    at: datetime,
    by_user: int,
    now: datetime,
) -> int:
    """Those of one moment that are still as they were made; how many."""
    which = {"lesson_id": lesson.id, "course_id": lesson.course_id, "status": status.value}
    gone = await TAKE_BACK.fetch(session, **which, at=at, by_user=by_user, now=now)
    return int(gone[0][0])

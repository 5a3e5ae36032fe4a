"""Who was not at the last two lessons of a course, and had been there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Subquery,
    and_,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseMute,
    CourseStaff,
    DeliveryKind,
    Lesson,
    LessonStatus,
    StaffPart,
    User,
)
from db.queries import lists, owing
from db.queries.owing import When

ID, AT = BigInteger(), DateTime(timezone=True)

# A lesson counts at which somebody was: where nobody was marked, nobody took the roll. Of three
# in a row nobody is told: they were of the first two.
MISSED_TWICE = """
SELECT last.id AS lesson_id, last.course_id, last.starts_at,
    coalesce(last.check_in_until, last.ends_at) AS closes_at, before.starts_at AS before_at,
    enrollment.user_id
FROM lessons AS last
JOIN courses ON courses.id = last.course_id AND courses.status = 'published'
    AND courses.deleted_at IS NULL
JOIN LATERAL (
    SELECT id, starts_at FROM lessons
    WHERE course_id = last.course_id AND status = 'scheduled' AND starts_at < last.starts_at
        AND EXISTS (SELECT FROM attendance WHERE lesson_id = lessons.id AND is_attended)
    ORDER BY starts_at DESC LIMIT 1
) AS before ON true
LEFT JOIN LATERAL (
    SELECT id, starts_at FROM lessons
    WHERE course_id = last.course_id AND status = 'scheduled' AND starts_at < before.starts_at
        AND EXISTS (SELECT FROM attendance WHERE lesson_id = lessons.id AND is_attended)
    ORDER BY starts_at DESC LIMIT 1
) AS earlier ON true
JOIN enrollments AS enrollment ON enrollment.course_id = last.course_id
    AND enrollment.status = 'registered' AND enrollment.changed_at <= before.starts_at
WHERE last.status = 'scheduled'
    AND EXISTS (SELECT FROM attendance WHERE lesson_id = last.id AND is_attended)
    AND NOT EXISTS (
        SELECT FROM attendance WHERE enrollment_id = enrollment.id
            AND lesson_id IN (last.id, before.id) AND status <> 'absent'
    )
    AND (
        earlier.id IS NULL OR enrollment.changed_at > earlier.starts_at OR EXISTS (
            SELECT FROM attendance WHERE enrollment_id = enrollment.id
                AND lesson_id = earlier.id AND status <> 'absent'
        )
    )
"""


@dataclass(frozen=True)
class Span:
    """Of lessons whose check-in ended in it."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Miss:
    """Of one person."""

    course_id: int
    course_name: str
    before_at: datetime
    last_at: datetime
    next_at: datetime | None


@dataclass(frozen=True)
class Missing:
    """Somebody who was not there twice."""

    full_name: str
    study_group: str | None


async def tell(session: AsyncSession, span: Span, when: When) -> None:
    """Each of them whom a message reaches and who wants to be reminded of lessons, once for the
    two."""
    those = _missed()
    muted = exists().where(
        CourseMute.user_id == User.id, CourseMute.course_id == those.c.course_id
    )
    people = (
        select(User.id)
        .join(those, those.c.user_id == User.id)
        .where(*owing.is_reached(), _ended(those, span), User.reminders_on, ~muted)
    )
    kind, lesson_id = DeliveryKind.MISSED_TWICE, those.c.lesson_id
    key = owing.key_of(kind, lesson_id, User.id)
    await owing.owe(session, kind, people, key, when, lesson_id=lesson_id)


async def list_them(session: AsyncSession, span: Span, when: When) -> None:
    """To the hosts of each of those courses, one list for a lesson; to its managers where it has
    no host."""
    those = _missed()
    host = CourseStaff.__table__.alias("host")
    has_host = exists().where(host.c.course_id == those.c.course_id, host.c.part == StaffPart.HOST)
    runs_it = or_(
        CourseStaff.part == StaffPart.HOST,
        and_(CourseStaff.part == StaffPart.MANAGER, ~has_host),
    )
    people = (
        select(User.id)
        .join(CourseStaff, CourseStaff.user_id == User.id)
        .join(those, those.c.course_id == CourseStaff.course_id)
        .where(*owing.is_reached(), _ended(those, span), runs_it)
        .distinct()
    )
    kind, lesson_id = DeliveryKind.MISSED_LIST, those.c.lesson_id
    key = owing.key_of(kind, lesson_id, User.id)
    await owing.owe(session, kind, people, key, when, lesson_id=lesson_id)


async def of_person(
    session: AsyncSession, user_id: int, lesson_id: int, *, now: datetime
) -> Miss | None:
    """None if it is not so, or not so any more."""
    those = _missed()
    upcoming = (
        select(func.min(Lesson.starts_at))
        .where(Lesson.course_id == those.c.course_id, Lesson.starts_at > now)
        .where(Lesson.status == LessonStatus.SCHEDULED)
        .scalar_subquery()
    )
    statement = (
        select(Course.id, Course.name, those.c.before_at, those.c.starts_at, upcoming)
        .join(those, those.c.course_id == Course.id)
        .where(those.c.user_id == user_id, those.c.lesson_id == lesson_id)
    )
    row = (await session.execute(statement)).one_or_none()
    return Miss(*row) if row else None


async def of_lesson(session: AsyncSession, lesson_id: int) -> Sequence[Missing]:
    """By name."""
    those = _missed()
    statement = (
        select(User.full_name, User.study_group)
        .join(those, those.c.user_id == User.id)
        .where(those.c.lesson_id == lesson_id, User.erased_at.is_(None))
        .where(User.blocked_at.is_(None))
        .order_by(lists.folded(User.full_name), User.id)
    )
    return [Missing(*row) for row in await session.execute(statement)]


def _missed() -> Subquery:
    ids = dict.fromkeys(("lesson_id", "course_id", "user_id"), ID)
    moments = dict.fromkeys(("starts_at", "closes_at", "before_at"), AT)
    return text(MISSED_TWICE).columns(**ids, **moments).subquery("missed")


def _ended(those: Subquery, span: Span) -> ColumnElement[bool]:
    return and_(those.c.closes_at > span.since, those.c.closes_at <= span.until)

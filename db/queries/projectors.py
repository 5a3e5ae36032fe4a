"""Pages on projectors. Whoever stands in the room sees what is asked for here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from db.direct import Direct, typed
from db.models import Course, CourseStaff, CourseStatus, Lesson, LessonStatus, ProjectorScreen
from db.queries.on_now import closes_at, takes_place

NEWEST = 6
"""Names that fit under the code."""

# Each open page asks it about twice a second.
SHOW = f"""
SELECT screen.id, screen.pairing_number, screen.created_at, screen.closed_at,
    lesson.id, lesson.public_id, lesson.starts_at, lesson.ends_at,
    coalesce(lesson.check_in_until, lesson.ends_at), lesson.fixed_code_at, lesson.status,
    lesson.topic, coalesce(lesson.location, course.location),
    course.name, course.status, course.opens_before, course.taken,
    staff.part IS NOT NULL AND host.blocked_at IS NULL,
    (SELECT count(*) FROM attendance AS mark
        WHERE mark.lesson_id = lesson.id AND mark.is_attended),
    CASE WHEN course.shows_names THEN ARRAY(
        SELECT person.full_name FROM attendance AS mark
        JOIN enrollments AS place ON place.id = mark.enrollment_id
        JOIN users AS person ON person.id = place.user_id
        WHERE mark.lesson_id = lesson.id AND mark.is_attended AND person.erased_at IS NULL
        ORDER BY mark.marked_at DESC, mark.id DESC LIMIT {NEWEST}) END
FROM screens AS screen
LEFT JOIN lessons AS lesson ON lesson.id = screen.lesson_id
LEFT JOIN courses AS course ON course.id = lesson.course_id AND course.deleted_at IS NULL
LEFT JOIN course_staff AS staff
    ON staff.course_id = course.id AND staff.user_id = screen.paired_by
LEFT JOIN users AS host ON host.id = screen.paired_by
WHERE screen.token_hash = :token_hash
"""  # noqa: S608 - our own number
TYPES: dict[str, TypeEngine[Any]] = {"token_hash": LargeBinary()}
SHOWN = Direct(typed(SHOW, TYPES))


@dataclass(frozen=True)
class Shown:
    """What a page has to show; of the lesson nothing, until somebody has paired it."""

    id: int
    number: str | None
    numbered_at: datetime
    closed_at: datetime | None
    lesson_id: int | None
    lesson_public_id: int
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    fixed_code_at: datetime | None
    lesson_status: LessonStatus
    topic: str
    location: str | None
    course_name: str | None
    course_status: CourseStatus
    opens_before: timedelta
    expected: int
    """People on the course."""
    is_allowed: bool
    """Who paired it may still check people in."""
    came: int
    names: Sequence[str] | None
    """The newest first; None where the course shows none."""


async def shown(session: AsyncSession, token_hash: bytes) -> Shown | None:
    rows = await SHOWN.fetch(session, token_hash=token_hash)
    return Shown(*rows[0]) if rows else None


@dataclass(frozen=True)
class Showable:
    """A lesson whose code a page can show."""

    lesson_id: int
    course_name: str
    starts_at: datetime
    ends_at: datetime


async def showable(
    session: AsyncSession, user_id: int, *, now: datetime, until: datetime
) -> list[Showable]:
    """Lessons of the person's own, which are on or begin before then; the soonest first."""
    statement = (
        select(Lesson.id, Course.name, Lesson.starts_at, Lesson.ends_at)
        .join(Course, Course.id == Lesson.course_id)
        .join(CourseStaff, CourseStaff.course_id == Course.id)
        .where(
            CourseStaff.user_id == user_id,
            takes_place(),
            Lesson.starts_at < until,
            closes_at() >= now,
        )
        .order_by(Lesson.starts_at, Lesson.id)
    )
    return [Showable(*row) for row in await session.execute(statement)]


async def lock_numbered(session: AsyncSession, number: str) -> ProjectorScreen | None:
    """The page that shows the number, held for a change."""
    statement = select(ProjectorScreen).filter_by(pairing_number=number).with_for_update()
    return await session.scalar(statement, execution_options={"populate_existing": True})


async def lock(session: AsyncSession, screen_id: int) -> ProjectorScreen | None:
    return await session.get(
        ProjectorScreen, screen_id, with_for_update=True, populate_existing=True
    )


async def of_lesson(session: AsyncSession, lesson_id: int) -> Sequence[ProjectorScreen]:
    """Those that show its code, the newest first."""
    statement = (
        select(ProjectorScreen)
        .filter_by(lesson_id=lesson_id, closed_at=None)
        .order_by(ProjectorScreen.paired_at.desc(), ProjectorScreen.id.desc())
    )
    return (await session.scalars(statement)).all()


async def course_of_lesson(session: AsyncSession, lesson_id: int) -> int | None:
    return await session.scalar(select(Lesson.course_id).filter_by(id=lesson_id))


async def course_of(session: AsyncSession, screen_id: int) -> tuple[int, int] | None:
    """The ids of the course and the lesson that it shows."""
    statement = (
        select(Lesson.course_id, Lesson.id)
        .join(ProjectorScreen, ProjectorScreen.lesson_id == Lesson.id)
        .where(ProjectorScreen.id == screen_id)
    )
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def renumber(session: AsyncSession, screen_id: int, number: str, now: datetime) -> None:
    """Of a page that nobody has paired."""
    await session.execute(
        update(ProjectorScreen)
        .where(ProjectorScreen.id == screen_id, ProjectorScreen.paired_at.is_(None))
        .values(pairing_number=number, created_at=now)
    )


async def is_taken(session: AsyncSession, number: str) -> bool:
    statement = select(ProjectorScreen.id).filter_by(pairing_number=number)
    return await session.scalar(statement) is not None

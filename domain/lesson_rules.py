"""Which lessons belong to the same weekly rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Lesson, LessonStatus
from db.queries import lessons as rows
from domain.lesson_marks import mark


class Scope(StrEnum):
    """Which lessons are meant."""

    THIS = "t"
    NEXT = "n"
    """This one and those after it."""
    ALL = "a"
    """Those to come, before it too."""


@dataclass(frozen=True)
class Series:
    """A lesson, and how many others of its rule would go with it."""

    lesson: Lesson
    following: int
    others: int
    """To come, on both sides."""
    rule: Sequence[Lesson]
    """All of the same rule, also those that are over or cancelled; none of a lesson by itself."""

    def mark(self, scope: Scope, *columns: str) -> str:
        """Of what is there now."""
        return mark(within(self.lesson, self.rule, scope), columns)


def within(lesson: Lesson, found: Sequence[Lesson], scope: Scope) -> Sequence[Lesson]:
    if scope is Scope.THIS:
        return [lesson]
    if scope is Scope.NEXT:
        found = [it for it in found if place(it) >= place(lesson)]
    return found if lesson in found else [lesson, *found]


def to_come(rule: Sequence[Lesson], now: datetime) -> Sequence[Lesson]:
    return [it for it in rule if it.status is LessonStatus.SCHEDULED and it.starts_at > now]


async def of_rule(session: AsyncSession, lesson: Lesson, tz: ZoneInfo) -> Sequence[Lesson]:
    """What the schedule has on the same day of the week at the same hour, wherever it was moved
    since."""
    if lesson.planned_at is None:
        return []
    held = await rows.lock_all(session, lesson.course_id)
    return [
        it
        for it in held
        if it.planned_at and _rule(it.planned_at, tz) == _rule(lesson.planned_at, tz)
    ]


def _rule(planned_at: datetime, tz: ZoneInfo) -> tuple[int, time]:
    local = planned_at.astimezone(tz)
    return local.weekday(), local.time()


def place(lesson: Lesson) -> datetime:
    return lesson.planned_at or lesson.starts_at

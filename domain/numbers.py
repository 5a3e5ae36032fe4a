"""The numbers of a course, for those who may see its people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course
from db.queries import numbers
from db.queries.numbers import LessonLine, Numbers
from domain import policy
from domain.actor import Viewer
from domain.policy import Action

__all__ = ["LessonLine", "Numbers", "SeenNumbers"]

PAGE_SIZE = 10

LEAST_REVIEWS = 3
"""Fewer would say who rated how."""


@dataclass(frozen=True)
class SeenNumbers:
    course: Course
    numbers: Numbers

    @property
    def rating(self) -> float | None:
        """None as long as it would say too much."""
        return self.numbers.rating if self.numbers.reviews >= LEAST_REVIEWS else None


async def see(
    session: AsyncSession, viewer: Viewer, *, course_id: int, page: int, now: datetime
) -> SeenNumbers:
    course = await policy.see_course(session, viewer, Action.SEE_PEOPLE, course_id=course_id)
    found = await numbers.of_course(session, course_id, page, size=PAGE_SIZE, now=now)
    return SeenNumbers(course, found)

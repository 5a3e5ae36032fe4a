"""What people thought of a course, without who they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Feedback
from db.queries import lists


@dataclass(frozen=True)
class Ratings:
    count: int
    average: float
    """0 where there is none."""
    by_stars: Mapping[int, int]
    """How often each was given; nothing of those that nobody gave."""


@dataclass(frozen=True)
class Comment:
    rating: int
    words: str


@dataclass(frozen=True)
class CommentPage:
    lines: Sequence[Comment]
    number: int
    """From 0."""
    total: int


async def ratings(session: AsyncSession, course_id: int) -> Ratings:
    statement = (
        select(Feedback.rating, func.count()).filter_by(course_id=course_id).group_by("rating")
    )
    by_stars = {row[0]: row[1] for row in await session.execute(statement)}
    count = sum(by_stars.values())
    total = sum(stars * times for stars, times in by_stars.items())
    return Ratings(count, total / count if count else 0.0, by_stars)


async def comments(
    session: AsyncSession, course_id: int, number: int, *, size: int
) -> CommentPage:
    """The best stars first, and then in no order of time or number: the history has these, with
    whose they are. Beyond the last page is the last one."""
    said = (Feedback.course_id == course_id, Feedback.comment != "")
    count = select(func.count()).select_from(Feedback).where(*said).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    by_words = func.md5(Feedback.comment)
    statement = (
        select(Feedback.rating, Feedback.comment, number_now, count)
        .where(*said)
        .order_by(Feedback.rating.desc(), by_words, Feedback.id)
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return CommentPage([], 0, 0)
    return CommentPage([Comment(*row[:2]) for row in rows], rows[0][2], rows[0][3])

"""What those who took part think of a course: stars and a comment, once."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Feedback
from db.queries import courses, feedback
from db.queries.feedback import Review
from domain.actor import Service, Viewer
from domain.authoring import Author
from domain.errors import (
    AlreadyReviewed,
    CourseNotFound,
    FeedbackNotFound,
    NotAllowed,
    NotEnrolled,
    PersonNotNamed,
)

__all__ = ["Review"]

COMMENT_LENGTH = 2000


async def give(
    session: AsyncSession,
    author: Author,
    review: Review,
    *,
    course_id: int,
    user_id: int | None,
    now: datetime,
) -> Feedback:
    """By oneself, which is meant by None; a service says whose it is."""
    who = author.id if user_id is None else user_id
    if who is None:
        raise PersonNotNamed
    await _ensure_sees_course(session, author, course_id)
    if not isinstance(author, Service) and who != author.id:
        raise NotAllowed
    whose = {"user_id": who, "course_id": course_id}
    tidied = replace(review, comment=review.comment.strip())
    given = await feedback.give(session, tidied, **whose, by=author, now=now)
    if given is None:
        before = await feedback.of(session, **whose)
        raise AlreadyReviewed(before) if before else NotEnrolled
    return await session.get_one(Feedback, given)


async def see(session: AsyncSession, viewer: Viewer | Service, *, feedback_id: int) -> Feedback:
    """One's own; a service, which says whose it is when it gives any, sees everybody's. The staff
    see what was said, without who said it (`domain/reviews.py`)."""
    given = await feedback.seen(session, feedback_id)
    if given is None or not _may_see(viewer, given):
        raise FeedbackNotFound
    return given


def _may_see(viewer: Viewer | Service, given: Feedback) -> bool:
    if isinstance(viewer, Service):
        return viewer.covers(given.course_id)
    return viewer.id == given.user_id


async def _ensure_sees_course(session: AsyncSession, author: Author, course_id: int) -> None:
    is_covered = not isinstance(author, Service) or author.covers(course_id)
    if not is_covered or await courses.seen(session, author, course_id) is None:
        raise CourseNotFound

"""In the chat people say what they thought of a course: stars, then words if they like. The stars
may become others until there are words; then it all stays as it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Feedback
from db.queries import courses, enrollments, feedback
from domain import journal
from domain.actor import Actor, Stranger, Viewer
from domain.errors import CommentNotValid, CourseNotFound, FeedbackNotFound, NotEnrolled
from domain.feedback import COMMENT_LENGTH, Review


class Stars(IntEnum):
    ONE = 1
    TWO = 2
    THREE = 3
    FOUR = 4
    FIVE = 5


@dataclass(frozen=True)
class Opinion:
    """Of one person, as it is kept now."""

    course: Course
    given: Feedback | None
    is_news: bool = False
    """It is as they have just said."""

    @property
    def stars(self) -> Stars | None:
        return Stars(self.given.rating) if self.given else None

    @property
    def is_settled(self) -> bool:
        return self.given is not None and self.given.comment != ""


async def see(session: AsyncSession, viewer: Viewer, *, course_id: int) -> Opinion:
    """One's own, of a course on which one has a seat."""
    actor, course = await _on_course(session, viewer, course_id)
    given = await feedback.find(session, user_id=actor.id, course_id=course.id)
    return Opinion(course, given)


async def rate(
    session: AsyncSession, viewer: Viewer, *, course_id: int, stars: Stars, now: datetime
) -> Opinion:
    """Give stars, or others instead. What has words already stays, and is no news."""
    actor, course = await _on_course(session, viewer, course_id)
    whose, review = {"user_id": actor.id, "course_id": course.id}, Review(stars.value)
    if await feedback.give(session, review, **whose, by=actor, now=now) is None:
        changed = await feedback.change_rating(session, review, **whose)
        if changed is not None:
            journal.note(session, actor, "change_feedback", Feedback(id=changed), now=now)
    given = await feedback.find(session, **whose)
    if given is None:
        # They were taken off the course just now.
        raise NotEnrolled
    return Opinion(course, given, is_news=given.comment == "")


async def comment(
    session: AsyncSession, viewer: Viewer, *, course_id: int, typed: str, now: datetime
) -> Opinion:
    """Add words to one's stars. A second time they stay as they are, which is no news."""
    words = typed.strip()
    if not 0 < len(words) <= COMMENT_LENGTH:
        raise CommentNotValid(COMMENT_LENGTH)
    actor, course = await _on_course(session, viewer, course_id)
    whose = {"user_id": actor.id, "course_id": course.id}
    changed = await feedback.comment(session, words, **whose)
    if changed is not None:
        journal.note(session, actor, "add_comment", Feedback(id=changed), now=now)
    given = await feedback.find(session, **whose)
    if given is None:
        raise FeedbackNotFound
    return Opinion(course, given, is_news=changed is not None)


async def _on_course(
    session: AsyncSession, viewer: Viewer, course_id: int
) -> tuple[Actor, Course]:
    found = await courses.seen(session, viewer, course_id)
    if found is None:
        raise CourseNotFound
    if isinstance(viewer, Stranger):
        raise NotEnrolled
    place = await enrollments.of(session, user_id=viewer.id, course_id=course_id)
    if place is None or not place.status.holds_seat:
        raise NotEnrolled
    return viewer, found[0]

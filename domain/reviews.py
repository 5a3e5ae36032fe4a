"""Those who may see the people of a course read what they thought of it, without their names."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course
from db.queries import reviews
from db.queries.reviews import Comment, CommentPage, Ratings
from domain import policy
from domain.actor import Viewer
from domain.numbers import LEAST_REVIEWS
from domain.policy import Action

__all__ = ["LEAST_REVIEWS", "Comment", "CommentPage", "Ratings", "Reviews", "see"]

PAGE_SIZE = 4
"""Comments are shortened to some six hundred characters, and a message has 4,096."""

NOTHING = CommentPage([], 0, 0)


@dataclass(frozen=True)
class Reviews:
    course: Course
    ratings: Ratings
    comments: CommentPage

    @property
    def is_open(self) -> bool:
        """There are so many that none says whose it is."""
        return self.ratings.count >= LEAST_REVIEWS


async def see(session: AsyncSession, viewer: Viewer, *, course_id: int, page: int) -> Reviews:
    """Nothing but how many there are, as long as they are too few."""
    course = await policy.see_course(session, viewer, Action.SEE_PEOPLE, course_id=course_id)
    found = Reviews(course, await reviews.ratings(session, course_id), NOTHING)
    if not found.is_open:
        return found
    comments = await reviews.comments(session, course_id, page, size=PAGE_SIZE)
    return Reviews(course, found.ratings, comments)

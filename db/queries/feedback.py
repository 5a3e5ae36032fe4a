from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    DateTime,
    Text,
    Update,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Feedback, User
from db.queries.doing import Doer

ID = BigInteger()
PRESENT = select(User.id).where(User.erased_at.is_(None))

# By whoever holds a seat, and is not being erased; once. The rows are held in the usual order.
GIVE = text(
    """
WITH given AS (
    INSERT INTO feedback (course_id, user_id, rating, comment, created_at)
    SELECT enrollment.course_id, enrollment.user_id, :rating, :comment, :now
    FROM courses
    JOIN enrollments AS enrollment ON enrollment.course_id = courses.id
    JOIN users ON users.id = enrollment.user_id
    WHERE courses.id = :course_id AND courses.deleted_at IS NULL AND users.id = :user_id
        AND users.erased_at IS NULL AND enrollment.status IN ('registered', 'completed')
    FOR KEY SHARE
    ON CONFLICT (user_id, course_id) DO NOTHING
    RETURNING id
), noted AS (
    INSERT INTO logs (user_id, token_id, action, timestamp, entity, entity_id, details)
    SELECT :by_user, :by_token, 'give_feedback', :now, 'feedback', id, '{}' FROM given
)
SELECT id FROM given
"""
).bindparams(
    *(bindparam(name, type_=ID) for name in ("course_id", "user_id", "by_user", "by_token")),
    bindparam("rating", type_=ID),
    bindparam("comment", type_=Text),
    bindparam("now", type_=DateTime(timezone=True)),
)


@dataclass(frozen=True)
class Review:
    """What somebody thinks of a course."""

    rating: int
    """From 1 to 5."""
    comment: str = ""


async def give(
    session: AsyncSession,
    review: Review,
    *,
    user_id: int,
    course_id: int,
    by: Doer,
    now: datetime,
) -> int | None:
    """Its id; none if they have given it already, or hold no seat."""
    who = {"user_id": user_id, "course_id": course_id, "by_user": by.id, "by_token": by.token_id}
    id_: int | None = await session.scalar(GIVE, vars(review) | who | {"now": now})
    return id_


async def change_rating(session: AsyncSession, review: Review, **whose: int) -> int | None:
    """The id of what they gave, if nothing but its stars was said yet, and these are others."""
    statement = update(Feedback).filter_by(**whose).where(Feedback.rating != review.rating)
    return await _change(session, statement.values(rating=review.rating))


async def comment(session: AsyncSession, words: str, **whose: int) -> int | None:
    """The id of what they gave, if nothing but its stars was said until now."""
    return await _change(session, update(Feedback).filter_by(**whose).values(comment=words))


async def _change(session: AsyncSession, statement: Update) -> int | None:
    is_open = statement.where(Feedback.comment == "", Feedback.user_id.in_(PRESENT))
    unseen = {"synchronize_session": False}
    changed = is_open.returning(Feedback.id)
    return await session.scalar(changed, execution_options=unseen)


async def find(session: AsyncSession, *, user_id: int, course_id: int) -> Feedback | None:
    """What they gave, as it is now."""
    statement = select(Feedback).filter_by(user_id=user_id, course_id=course_id)
    return await session.scalar(statement, execution_options={"populate_existing": True})


async def of(session: AsyncSession, *, user_id: int, course_id: int) -> int | None:
    """The id of what they have given."""
    statement = select(Feedback.id).filter_by(user_id=user_id, course_id=course_id)
    return await session.scalar(statement)


async def seen(session: AsyncSession, feedback_id: int) -> Feedback | None:
    """None of a course that is deleted."""
    statement = (
        select(Feedback)
        .join(Course, Course.id == Feedback.course_id)
        .where(Feedback.id == feedback_id, Course.deleted_at.is_(None))
    )
    return await session.scalar(statement)

"""What people ask those who run a course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import Course, Question, QuestionStatus, User
from db.queries import lists

OPEN = Question.status == QuestionStatus.OPEN
Settler = aliased(User)


@dataclass(frozen=True)
class Inquiry:
    """A question with the names that belong to it."""

    question: Question
    course: Course
    asker: User
    settler: str
    """Whoever answered or closed it; empty where nobody has, or they were erased."""


@dataclass(frozen=True)
class InquiryPage:
    lines: Sequence[Inquiry]
    number: int
    """From 0."""
    total: int
    """Of questions, on all pages."""


@dataclass(frozen=True)
class Load:
    """What somebody has asked already."""

    waiting: int
    """Open, on that course."""
    lately: int
    """On all courses, since then."""


async def load(session: AsyncSession, user_id: int, course_id: int, *, since: datetime) -> Load:
    waiting = and_(OPEN, Question.course_id == course_id)
    statement = select(
        func.count().filter(waiting), func.count().filter(Question.created_at > since)
    ).where(Question.user_id == user_id)
    return Load(*(await session.execute(statement)).one())


async def same(session: AsyncSession, user_id: int, course_id: int, words: str) -> Question | None:
    """The same words of theirs, if they still wait for an answer."""
    statement = select(Question).filter_by(user_id=user_id, course_id=course_id, text=words)
    return await session.scalar(statement.where(OPEN).limit(1))


async def get(session: AsyncSession, question_id: int) -> Inquiry | None:
    row = (await session.execute(_inquiries().where(Question.id == question_id))).one_or_none()
    return Inquiry(*row) if row else None


async def lock(session: AsyncSession, question_id: int) -> Question | None:
    return await session.get(Question, question_id, with_for_update=True, populate_existing=True)


async def mine(session: AsyncSession, user_id: int, *, number: int, size: int) -> InquiryPage:
    """The latest first; beyond the end is the last page."""
    newest = Question.created_at.desc(), Question.id.desc()
    return await _page(session, Question.user_id == user_id, newest, number=number, size=size)


async def waiting(session: AsyncSession, course_id: int, *, number: int, size: int) -> InquiryPage:
    """Those still open, who waits longest first."""
    oldest = Question.created_at, Question.id
    return await _page(session, _waits(course_id), oldest, number=number, size=size)


async def count_waiting(session: AsyncSession, course_id: int) -> int:
    those = select(func.count()).select_from(Question).join(User, User.id == Question.user_id)
    return await session.scalar(those.where(_waits(course_id))) or 0


async def close_all(session: AsyncSession, course_id: int, *, now: datetime) -> Sequence[Question]:
    """Those that wait for an answer."""
    closed = update(Question).where(OPEN, Question.course_id == course_id)
    values = closed.values(status=QuestionStatus.CLOSED, settled_at=now)
    return (await session.scalars(values.returning(Question))).all()


def _waits(course_id: int) -> ColumnElement[bool]:
    """Who is shut out does not."""
    return and_(OPEN, Question.course_id == course_id, User.blocked_at.is_(None))


def _inquiries() -> Select[*tuple[Any, ...]]:
    return (
        select(Question, Course, User, func.coalesce(Settler.full_name, ""))
        .join(Course, Course.id == Question.course_id)
        .join(User, User.id == Question.user_id)
        .outerjoin(Settler, Settler.id == Question.settled_by)
    )


async def _page(
    session: AsyncSession,
    those: ColumnElement[bool],
    order: Sequence[Any],
    *,
    number: int,
    size: int,
) -> InquiryPage:
    count = (
        select(func.count())
        .select_from(Question)
        .join(User, User.id == Question.user_id)
        .where(those)
        .scalar_subquery()
    )
    number_now = lists.page_within(number, count, size)
    statement = _inquiries().add_columns(count, number_now).where(those).order_by(*order)
    rows = (await session.execute(statement.limit(size).offset(number_now * size))).all()
    if not rows:
        return InquiryPage([], 0, 0)
    return InquiryPage([Inquiry(*row[:4]) for row in rows], number=rows[0][5], total=rows[0][4])

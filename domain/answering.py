"""Those who run a course read what they are asked, and one of them answers."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, DeliveryKind, Question, QuestionStatus
from db.queries import question_news
from db.queries import questions as rows
from db.queries.courses import CourseView
from db.queries.questions import Inquiry, InquiryPage
from domain import deliveries, journal, policy
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.errors import (
    CourseNotFound,
    NotAllowed,
    QuestionAnswered,
    QuestionNotFound,
    QuestionNotOpen,
)
from domain.policy import Action
from domain.questions import PAGE_SIZE, worded

LENGTH = 1500
"""Of an answer: with the question above it, it still fits into a message."""


async def waiting(
    session: AsyncSession, viewer: Viewer, *, course_id: int, page: int
) -> tuple[Course, InquiryPage]:
    """The questions of the course without an answer, who waits longest first."""
    course = await policy.see_course(session, viewer, Action.ANSWER, course_id=course_id)
    return course, await rows.waiting(session, course_id, number=page, size=PAGE_SIZE)


async def count(session: AsyncSession, viewer: Viewer, seen: CourseView) -> int:
    """How many wait; none for who may not answer them."""
    if not policy.can(viewer.role, seen.part, Action.ANSWER):
        return 0
    return await rows.count_waiting(session, seen.course.id)


async def see(session: AsyncSession, viewer: Viewer, *, question_id: int) -> Inquiry:
    found = await rows.get(session, question_id)
    if found is None:
        raise QuestionNotFound
    course_id = found.question.course_id
    await policy.see_course(session, viewer, Action.ANSWER, course_id=course_id)
    return found


async def to_answer(session: AsyncSession, viewer: Viewer, *, question_id: int) -> Inquiry:
    """One that still waits for an answer."""
    found = await see(session, viewer, question_id=question_id)
    _ensure_open(found.question)
    return found


async def answer(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    *,
    question_id: int,
    typed: str,
    now: datetime,
) -> Inquiry:
    """Send it to whoever asked, and tell the other hosts. The first answer is the one."""
    text = worded(typed, LENGTH)
    found = await see(session, actor, question_id=question_id)
    held = await _hold(session, question_id)
    if (held.settled_by, held.answer) == (actor.id, text):
        return found
    await _settle(session, actor, held, QuestionStatus.ANSWERED, now)
    held.answer = text
    zone = campus.tz.key
    await question_news.owe_answered(session, held, by=actor.id, at=now, zone=zone)
    about = {"question_id": held.id, "user_id": held.user_id}
    journal.note(session, actor, "answer_question", found.course, now=now, **about)
    return found


async def close(
    session: AsyncSession, actor: Actor, *, question_id: int, now: datetime
) -> Inquiry:
    """Without an answer, of which whoever asked is told. A second time changes nothing."""
    found = await see(session, actor, question_id=question_id)
    held = await _hold(session, question_id)
    if held.status is QuestionStatus.CLOSED:
        return found
    await _settle(session, actor, held, QuestionStatus.CLOSED, now)
    about = {"question_id": held.id, "user_id": held.user_id}
    journal.note(session, actor, "close_question", found.course, now=now, **about)
    return found


async def close_all(session: AsyncSession, *, course_id: int, now: datetime) -> None:
    """Of a course that nobody can answer for any more; each who waits is told."""
    for question in await rows.close_all(session, course_id, now=now):
        await _owe_settled(session, question, now)


async def to_tell(session: AsyncSession, actor: Actor, *, question_id: int) -> Inquiry | None:
    """None for who runs the course no more, and when whoever asked was shut out."""
    try:
        found = await see(session, actor, question_id=question_id)
    except (QuestionNotFound, CourseNotFound, NotAllowed):
        return None
    return None if found.asker.blocked_at else found


async def _hold(session: AsyncSession, question_id: int) -> Question:
    held = await rows.lock(session, question_id)
    if held is None:
        raise QuestionNotFound
    return held


async def _settle(
    session: AsyncSession, actor: Actor, held: Question, status: QuestionStatus, now: datetime
) -> None:
    _ensure_open(held)
    held.status, held.settled_by, held.settled_at = status, actor.id, now
    await _owe_settled(session, held, now)


async def _owe_settled(session: AsyncSession, question: Question, now: datetime) -> None:
    kind, key = DeliveryKind.QUESTION_SETTLED, str(question.id)
    asker = {"user_id": question.user_id, "question_id": question.id}
    await deliveries.owe(session, [deliveries.notice(kind, **asker, key=key, now=now)])


def _ensure_open(question: Question) -> None:
    if question.status is QuestionStatus.ANSWERED:
        raise QuestionAnswered
    if not question.is_open:
        raise QuestionNotOpen

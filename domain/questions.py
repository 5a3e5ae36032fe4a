"""People ask those who run a course. Neither side sees the other's account: only names go over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, DeliveryKind, Question, QuestionStatus, StaffPart
from db.queries import courses, lessons, question_news, quiet, users
from db.queries import questions as rows
from db.queries.courses import CourseView
from db.queries.questions import Inquiry, InquiryPage
from domain import deliveries, formatting, journal, names
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.errors import (
    CourseNotAsked,
    CourseNotFound,
    DomainError,
    NobodyToAsk,
    NotRegistered,
    QuestionNotFound,
    QuestionNotOpen,
    QuestionNotValid,
    QuestionToOneself,
    TooManyOpenQuestions,
    TooManyQuestions,
)
from domain.formatting import Written
from domain.quiet_hours import PRESSING

__all__ = ["PAGE_SIZE", "Inquiry", "InquiryPage"]

LENGTH = 1000
PAGE_SIZE = 5

AT_ONCE = 3
"""Of a course, before any of them is answered."""

A_DAY = 10
"""Of all courses."""

DAY = timedelta(days=1)

TAKES_QUESTIONS = {CourseStatus.PUBLISHED, CourseStatus.FINISHED}
OF_HOSTS = {StaffPart.HOST, StaffPart.MANAGER}
"""Those who are asked."""


def can_be_asked(seen: CourseView, viewer: Viewer) -> bool:
    """Whether the course has somebody for the viewer's questions."""
    is_open = viewer.id is not None and seen.course.status in TAKES_QUESTIONS
    return is_open and seen.part not in OF_HOSTS and any(it.part in OF_HOSTS for it in seen.staff)


async def to_ask(
    session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime
) -> Course:
    """The course, if the viewer may ask those who run it now."""
    course, _ = await _asked(session, viewer, course_id, now)
    return course


async def may_ask(session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime) -> bool:
    try:
        await to_ask(session, viewer, course_id=course_id, now=now)
    except DomainError:
        return False
    return True


async def ask(
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    *,
    course_id: int,
    typed: str,
    now: datetime,
) -> Course:
    """Put it to the hosts. The same words while they wait for an answer are no other question."""
    text = worded(typed, LENGTH)
    # So that two questions at once do not both pass under the limits.
    await users.lock(session, viewer.id)
    if await rows.same(session, viewer.id, course_id, text):
        return await to_see(session, viewer, course_id)
    course, hosts = await _asked(session, viewer, course_id, now)
    question = Question(course_id=course.id, user_id=viewer.id, text=text, created_at=now)
    session.add(question)
    await session.flush()
    await _tell(session, campus, question, hosts, now)
    journal.note(session, viewer, "ask_question", course, now=now, question_id=question.id)
    return course


async def mine(session: AsyncSession, viewer: Viewer, *, page: int) -> InquiryPage:
    """What the viewer has asked, the latest first."""
    if viewer.id is None:
        return InquiryPage([], 0, 0)
    return await rows.mine(session, viewer.id, number=page, size=PAGE_SIZE)


async def own(session: AsyncSession, viewer: Viewer, *, question_id: int) -> Inquiry:
    found = await rows.get(session, question_id)
    if found is None or viewer.id is None or found.asker.id != viewer.id:
        raise QuestionNotFound
    return found


async def withdraw(
    session: AsyncSession, viewer: Actor, *, question_id: int, now: datetime
) -> Inquiry:
    """Want no answer any more. A second time changes nothing."""
    found = await own(session, viewer, question_id=question_id)
    held = await rows.lock(session, question_id)
    if held is None:
        raise QuestionNotFound
    if held.is_open:
        held.status, held.settled_at = QuestionStatus.WITHDRAWN, now
        about = {"question_id": held.id}
        journal.note(session, viewer, "drop_question", found.course, now=now, **about)
    elif held.status is not QuestionStatus.WITHDRAWN:
        raise QuestionNotOpen
    return found


def worded(typed: str, limit: int) -> str:
    """As it was written, line by line, without what nobody sees."""
    text = formatting.cleaned(Written(typed)).text
    if not names.tidy(text) or len(text) > limit:
        raise QuestionNotValid(limit)
    return text


async def to_see(session: AsyncSession, viewer: Viewer, course_id: int) -> Course:
    """The course, if the viewer may ask about it at all."""
    if viewer.id is None:
        raise NotRegistered
    seen = await courses.seen(session, viewer, course_id)
    if seen is None:
        raise CourseNotFound
    course, part = seen
    if part in OF_HOSTS:
        raise QuestionToOneself
    if course.status not in TAKES_QUESTIONS:
        raise CourseNotAsked
    return course


async def _asked(
    session: AsyncSession, viewer: Viewer, course_id: int, now: datetime
) -> tuple[Course, Sequence[int]]:
    """And the ids of those who are asked."""
    course = await to_see(session, viewer, course_id)
    assert viewer.id is not None
    load = await rows.load(session, viewer.id, course_id, since=now - DAY)
    if load.waiting >= AT_ONCE:
        raise TooManyOpenQuestions(AT_ONCE)
    if load.lately >= A_DAY:
        raise TooManyQuestions(A_DAY)
    hosts = [it for it in await question_news.hosts(session, course_id) if it != viewer.id]
    if not hosts:
        raise NobodyToAsk
    return course, hosts


async def _tell(
    session: AsyncSession, campus: Campus, question: Question, hosts: Sequence[int], now: datetime
) -> None:
    """Each when they want to hear of it, unless a lesson begins soon."""
    until = now + PRESSING
    if await lessons.begins(session, question.course_id, None, since=now, until=until):
        due = dict.fromkeys(hosts, now)
    else:
        due = await quiet.ends(session, hosts, now, campus.tz.key)
    kind, number = DeliveryKind.QUESTION, question.id
    owed = [
        deliveries.notice(kind, user_id=it, key=f"{number}:{it}", now=at, question_id=number)
        for it, at in due.items()
    ]
    await deliveries.owe(session, owed)

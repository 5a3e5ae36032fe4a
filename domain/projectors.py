"""The page on a projector: paired by a number that the host types into the chat, so that no secret
is ever in an address. The page itself keeps a secret that nobody sees."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CourseStatus, Lesson, LessonStatus, ProjectorScreen
from db.queries import projectors
from db.queries.projectors import Showable, Shown
from domain import journal, policy
from domain.actor import Actor, Viewer
from domain.errors import CourseNotFound, LessonNotFound, ProjectorNotFound
from domain.policy import Action

__all__ = ["Showable", "Shown"]

DIGITS = 8
SHOWN_BEFORE = timedelta(hours=3)
"""Of its beginning: whoever sets up the room pairs the page early."""

PAIRED_WITHIN = timedelta(minutes=10)
"""Later the page shows another number."""


@dataclass(frozen=True)
class Waiting:
    """Nobody has paired the page."""

    number: str
    numbered_at: datetime


@dataclass(frozen=True)
class Projecting:
    """The page shows the code of a lesson."""

    shown: Shown
    is_open: bool
    """People are checked in; before that it shows when it begins."""


@dataclass(frozen=True)
class Over:
    """It shows nothing any more: the lesson is over, or somebody has closed the page."""

    shown: Shown
    is_closed: bool


State = Waiting | Projecting | Over


async def open_page(session: AsyncSession, *, now: datetime) -> str:
    """Returns the secret of a new page."""
    secret = secrets.token_urlsafe(32)
    number = await _free_number(session)
    session.add(ProjectorScreen(token_hash=digest(secret), pairing_number=number, created_at=now))
    return secret


async def look(session: AsyncSession, secret: str, *, now: datetime) -> State | None:
    """What the page of that secret has to show; none if there is no such page."""
    shown = await projectors.shown(session, digest(secret))
    if shown is None:
        return None
    if shown.lesson_id is None:
        return Waiting(shown.number or "", shown.numbered_at)
    if shown.closed_at is not None or not shown.is_allowed or shown.course_name is None:
        return Over(shown, is_closed=True)
    if not _takes_place(shown) or now > shown.closes_at:
        return Over(shown, is_closed=False)
    return Projecting(shown, is_open=shown.starts_at - shown.opens_before <= now)


async def renumber(session: AsyncSession, secret: str, *, now: datetime) -> None:
    """Give a page another number whose own has been there for all to see for too long."""
    shown = await projectors.shown(session, digest(secret))
    if shown is None or shown.lesson_id is not None or not is_stale(shown.numbered_at, now):
        return
    await projectors.renumber(session, shown.id, await _free_number(session), now)


def is_stale(numbered_at: datetime, now: datetime) -> bool:
    return now >= numbered_at + PAIRED_WITHIN


async def showable(session: AsyncSession, actor: Viewer, *, now: datetime) -> list[Showable]:
    """Which lessons of theirs a page can show now."""
    if actor.id is None:
        return []
    return await projectors.showable(session, actor.id, now=now, until=now + SHOWN_BEFORE)


async def pair(
    session: AsyncSession, actor: Viewer, *, number: str, lesson_id: int, now: datetime
) -> str:
    """Let the page show the lesson's code. Its number is used up. Returns the course's name."""
    course_id = await projectors.course_of_lesson(session, lesson_id)
    if course_id is None or not isinstance(actor, Actor):
        raise LessonNotFound
    course = await policy.lock_course(session, actor, Action.MARK, course_id=course_id)
    page = await _find(session, number, now)
    page.pairing_number, page.lesson_id = None, lesson_id
    page.paired_by, page.paired_at = actor.id, now
    lesson = Lesson(id=lesson_id)
    journal.note(session, actor, "pair_screen", lesson, now=now, screen_id=page.id)
    return course.name


async def of_lesson(
    session: AsyncSession, viewer: Viewer, *, lesson_id: int
) -> Sequence[ProjectorScreen]:
    """The pages that show its code, for those who may check people in to it."""
    course_id = await projectors.course_of_lesson(session, lesson_id)
    if course_id is None:
        raise LessonNotFound
    await policy.see_course(session, viewer, Action.MARK, course_id=course_id)
    return await projectors.of_lesson(session, lesson_id)


async def close(session: AsyncSession, actor: Viewer, *, screen_id: int, now: datetime) -> int:
    """The page shows no code any more; the second time does nothing. Returns the lesson's id."""
    shown = await projectors.course_of(session, screen_id)
    if shown is None or not isinstance(actor, Actor):
        raise ProjectorNotFound
    course_id, lesson_id = shown
    try:
        await policy.lock_course(session, actor, Action.MARK, course_id=course_id)
    except CourseNotFound as error:
        raise ProjectorNotFound from error
    page = await projectors.lock(session, screen_id)
    if page is not None and page.closed_at is None:
        page.closed_at = now
        lesson = Lesson(id=lesson_id)
        journal.note(session, actor, "close_screen", lesson, now=now, screen_id=page.id)
    return lesson_id


async def leave(session: AsyncSession, secret: str, *, now: datetime) -> None:
    """The page itself has had enough. Nobody is signed in there: it is the system's doing."""
    shown = await projectors.shown(session, digest(secret))
    page = await projectors.lock(session, shown.id) if shown else None
    if page is not None and page.closed_at is None:
        page.pairing_number, page.closed_at = None, now
        if page.lesson_id is not None:
            lesson = Lesson(id=page.lesson_id)
            journal.note(session, None, "close_screen", lesson, now=now, screen_id=page.id)


def digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


async def _find(session: AsyncSession, number: str, now: datetime) -> ProjectorScreen:
    """The page that shows the number now, held for a change."""
    page = await projectors.lock_numbered(session, number)
    if page is None or page.closed_at is not None or is_stale(page.created_at, now):
        raise ProjectorNotFound
    return page


def _takes_place(shown: Shown) -> bool:
    is_live = LessonStatus(shown.lesson_status) is LessonStatus.SCHEDULED
    return is_live and CourseStatus(shown.course_status) is CourseStatus.PUBLISHED


async def _free_number(session: AsyncSession) -> str:
    while True:
        number = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        if not await projectors.is_taken(session, number):
            return number

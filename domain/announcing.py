"""An announcement is written: its words, for whom it is, and a look at it before."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement, AnnouncementStatus, Course, DeliveryKind, Lesson, LessonStatus
from db.queries import announcements as rows
from db.queries import lessons
from domain import announcements, announcers, deliveries, journal, posts
from domain.actor import Actor
from domain.announcements import GROWING, OF_COURSE, OF_LESSON, OPEN, Audience, Whom
from domain.authoring import Author
from domain.errors import (
    AnnouncementBegun,
    AudienceNotValid,
    LessonNotFound,
)
from domain.posts import Button, Content

LESSONS = 8
"""To choose from: buttons as wide as the chat."""


async def write(
    session: AsyncSession, author: Author, content: Content, audience: Audience
) -> Announcement:
    """A draft, which nobody gets yet."""
    await announcers.lock_about(session, author, audience.course_id)
    await ensure_fits(session, audience)
    it = Announcement(
        author_id=author.id,
        course_id=audience.course_id,
        audience=announcements.stored(audience),
        content=posts.stored(posts.checked(content)),
        status=AnnouncementStatus.DRAFT,
    )
    session.add(it)
    await session.flush()
    return it


async def rewrite(
    session: AsyncSession, author: Author, content: Content, *, announcement_id: int, now: datetime
) -> Announcement:
    """Other words for what has not begun to go out; the button under them stays."""
    it, course = await _open(session, author, announcement_id)
    before = announcements.content_of(it)
    it.content = posts.stored(posts.checked(_with_button(content, before.button)))
    note_change(session, author, it, course, now)
    return it


async def put_button(
    session: AsyncSession,
    author: Author,
    button: Button | None,
    *,
    announcement_id: int,
    now: datetime,
) -> Announcement:
    it, course = await _open(session, author, announcement_id)
    it.content = posts.stored(_with_button(announcements.content_of(it), button))
    note_change(session, author, it, course, now)
    return it


async def address(
    session: AsyncSession,
    author: Author,
    audience: Audience,
    *,
    announcement_id: int,
    now: datetime,
) -> Announcement:
    """For whom it is; about which course stays."""
    it, course = await _open(session, author, announcement_id)
    if audience.course_id != it.course_id:
        raise AudienceNotValid
    await ensure_fits(session, audience)
    it.audience = announcements.stored(audience)
    if audience.whom not in GROWING:
        it.for_late_joiners_until = None
    note_change(session, author, it, course, now)
    return it


async def order_preview(
    session: AsyncSession, actor: Actor, *, announcement_id: int, now: datetime
) -> None:
    """Have it sent to oneself, as people will get it."""
    it, _ = await announcers.hold(session, actor, announcement_id)
    kind, key = DeliveryKind.ANNOUNCEMENT_PREVIEW, f"{it.id}:{actor.id}:{now.isoformat()}"
    what = {"announcement_id": it.id}
    owed = deliveries.notice(kind, user_id=actor.id, key=key, now=now, **what)
    await deliveries.owe(session, [owed])


async def drop(
    session: AsyncSession, author: Author, *, announcement_id: int, now: datetime
) -> Course | None:
    """As if it had never been written: nobody has it yet."""
    it, course = await _open(session, author, announcement_id)
    if it.status is AnnouncementStatus.SCHEDULED:
        about = {"announcement_id": it.id}
        journal.note(session, author, "drop_announce", course or it, now=now, **about)
    await session.delete(it)
    return course


async def choices(
    session: AsyncSession, author: Author, *, announcement_id: int, now: datetime
) -> Sequence[Lesson]:
    """The last lessons of its course that have begun, the latest first: who came to them, and
    who missed them, can be written to."""
    it, _ = await _open(session, author, announcement_id)
    if it.course_id is None:
        raise AudienceNotValid
    return await rows.held_lessons(session, it.course_id, limit=LESSONS, now=now)


async def ensure_fits(session: AsyncSession, audience: Audience) -> None:
    is_of_course = audience.whom in OF_COURSE
    if is_of_course is (audience.course_id is None):
        raise AudienceNotValid
    if (audience.whom is Whom.ROLE) is (audience.role is None):
        raise AudienceNotValid
    if (audience.whom in OF_LESSON) is (audience.lesson_id is None):
        raise AudienceNotValid
    if audience.lesson_id is None:
        return
    lesson = await lessons.get(session, audience.lesson_id)
    is_theirs = lesson is not None and lesson.course_id == audience.course_id
    if lesson is None or not is_theirs or lesson.status is LessonStatus.CANCELLED:
        raise LessonNotFound


async def _open(
    session: AsyncSession, author: Author, announcement_id: int
) -> tuple[Announcement, Course | None]:
    it, course = await announcers.hold(session, author, announcement_id)
    if it.status not in OPEN or it.is_card:
        raise AnnouncementBegun
    return it, course


def note_change(
    session: AsyncSession,
    author: Author,
    it: Announcement,
    course: Course | None,
    now: datetime,
    **changed: object,
) -> None:
    """A change, unless it is of a draft."""
    if it.status is not AnnouncementStatus.DRAFT:
        about = {"announcement_id": it.id, **changed}
        journal.note(session, author, "edit_announce", course or it, now=now, **about)


def _with_button(content: Content, button: Button | None) -> Content:
    return Content(content.text, content.entities, content.photo, content.document, button)

"""Pictures that were sent for a course: looked at first, then used."""

import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Banner, Course
from db.queries import banners, overtaking
from domain import policy
from domain.actor import Actor
from domain.banners import Shown, add, draw, give, of_course
from domain.errors import BannerNotFound
from domain.pictures import Part, Picture, Pictures, is_of_shape
from domain.policy import Action

LASTS = timedelta(days=1)
"""What was sent and not used; later it has to be sent again."""

MOST_IN_HAND = 20
"""Of one person, so that nobody fills the database."""

SECONDS = 2
"""To cut a part out, which takes a tenth of one."""


@dataclass(frozen=True)
class Choice:
    course_id: int
    banner_id: int
    part: Part = Part.MIDDLE
    seen: str = ""
    """The mark of the picture that the course had when it was shown to them last."""


@dataclass(frozen=True)
class Candidate:
    """A picture as the course would show it."""

    course: Course
    banner_id: int
    content: bytes
    part: Part | None = None
    """Which part it is of what was sent; none where that has the right shape."""
    is_wide: bool = True
    """What was sent is too wide, and not too high."""
    seen: str = ""
    """The mark of what it would replace."""


@dataclass(frozen=True)
class Overtaken:
    """Somebody else has changed the picture since it was shown; nothing is done yet."""

    now: Shown
    choice: Choice
    """With what is there now as seen: who insists replaces that, and nothing newer."""


async def offer(
    session: AsyncSession,
    actor: Actor,
    picture: Picture,
    *,
    course_id: int,
    seen: str,
    now: datetime,
) -> Candidate:
    """Keep what was sent until it is used, for its sender alone."""
    course = await policy.see_course(session, actor, Action.EDIT, course_id=course_id)
    await banners.drop_all_but_newest(session, actor.id, kept=MOST_IN_HAND - 1)
    banner = await add(session, picture, uploaded_by=actor.id, now=now)
    if picture.middle is None:
        return Candidate(course, banner.id, picture.content, seen=seen)
    return Candidate(course, banner.id, picture.middle, Part.MIDDLE, is_wide(banner), seen)


async def look(
    session: AsyncSession, actor: Actor, pictures: Pictures, *, choice: Choice, now: datetime
) -> Candidate:
    """At another part of it."""
    course = await policy.see_course(session, actor, Action.EDIT, course_id=choice.course_id)
    banner = _own(await banners.find(session, choice.banner_id), actor)
    if await banners.is_used(session, banner.id):
        raise BannerNotFound
    _ensure_fresh(banner, now)
    picture = await pictures.crop(banner.content, choice.part, seconds=SECONDS)
    content, wide = picture.content, is_wide(banner)
    return Candidate(course, banner.id, content, choice.part, wide, choice.seen)


async def use(
    session: AsyncSession, actor: Actor, pictures: Pictures, *, choice: Choice, now: datetime
) -> Shown | Overtaken:
    """Give it to the course. A second tap gives nothing more."""
    picture = await _cut(session, actor, pictures, choice)
    course = await policy.lock_course(session, actor, Action.EDIT, course_id=choice.course_id)
    banner = _own(await banners.lock(session, choice.banner_id), actor)
    if course.banner_id == banner.id:
        return await of_course(session, course)
    if await banners.is_used(session, banner.id):
        raise BannerNotFound
    _ensure_fresh(banner, now)
    if await _is_overtaken(session, actor, course, choice.seen):
        again = replace(choice, seen=mark(course.banner_id))
        return Overtaken(await of_course(session, course), again)
    if picture is not None:
        draw(banner, picture)
    await give(session, actor, course, banner.id, now=now)
    return Shown(course, banner.id, banner.file_id)


def is_wide(banner: Banner) -> bool:
    return banner.width * 9 > banner.height * 16


def mark(banner_id: int | None) -> str:
    """Of the picture of a course, in a few letters that a button can carry."""
    return "" if banner_id is None else f"{zlib.crc32(str(banner_id).encode()):08x}"


async def _is_overtaken(session: AsyncSession, actor: Actor, course: Course, seen: str) -> bool:
    """Not by themselves: what one has chosen, one knows."""
    if seen == mark(course.banner_id):
        return False
    last = await overtaking.last_change(session, course.id, ["banner_id"])
    return last is None or last.actor is None or last.actor.id != actor.id


async def _cut(
    session: AsyncSession, actor: Actor, pictures: Pictures, choice: Choice
) -> Picture | None:
    """The part that was chosen. Before anything is held, for it takes a moment."""
    banner = _own(await banners.find(session, choice.banner_id), actor)
    if is_of_shape(banner.width, banner.height):
        return None
    return await pictures.crop(banner.content, choice.part, seconds=SECONDS)


def _own(banner: Banner | None, actor: Actor) -> Banner:
    """Nobody else is told that it is there."""
    if banner is None or banner.uploaded_by != actor.id:
        raise BannerNotFound
    return banner


def _ensure_fresh(banner: Banner, now: datetime) -> None:
    if banner.created_at < now - LASTS:
        raise BannerNotFound

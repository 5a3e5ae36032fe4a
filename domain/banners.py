"""Pictures that courses have."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Banner, Course
from db.queries import banners
from domain import journal, policy
from domain.actor import Service, Viewer
from domain.authoring import Author, ensure_version
from domain.errors import BannerNotFound, CourseChanged
from domain.pictures import CONTENT_TYPE, Picture
from domain.policy import Action

PATH = "/banners/"
"""Where anybody sees them, each by its id."""


@dataclass(frozen=True)
class Shown:
    """A course and its picture, if it has one."""

    course: Course
    banner_id: int | None
    file_id: str | None = None


def address(course: Course, public_url: str) -> str | None:
    """Of the picture that we have, or else of what somebody wrote down."""
    if course.banner_id is None:
        return course.banner_url
    return f"{public_url}{PATH}{course.banner_id}"


async def is_kept(session: AsyncSession, banner_id: int) -> bool:
    """Another one may have taken its place."""
    return await banners.is_kept(session, banner_id)


async def content(session: AsyncSession, banner_id: int) -> bytes:
    return await banners.content(session, banner_id)


async def remember(session: AsyncSession, banner_id: int, *, file_id: str) -> None:
    """Telegram has the picture under that name: it need not be sent again."""
    await banners.remember(session, banner_id, file_id=file_id)


async def published(session: AsyncSession, *, banner_id: int) -> tuple[bytes, str]:
    """The content of what anybody may see, a picture that a course has; and what that is."""
    found = await banners.published(session, banner_id)
    if found is None:
        raise BannerNotFound
    return found


async def shown(session: AsyncSession, viewer: Viewer, *, course_id: int) -> Shown:
    """For who may choose another."""
    course = await policy.see_course(session, viewer, Action.EDIT, course_id=course_id)
    return await of_course(session, course)


async def ensure_editable(
    session: AsyncSession, author: Viewer | Service, *, course_id: int
) -> None:
    """Whether it is worth while to send a picture, which may be large."""
    await policy.see_course(session, author, Action.EDIT, course_id=course_id)


async def put(
    session: AsyncSession,
    author: Author,
    picture: Picture,
    *,
    course_id: int,
    version: int | None,
    now: datetime,
) -> Course:
    """Give the course another picture. The same once more is no change."""
    course = await policy.lock_course(session, author, Action.EDIT, course_id=course_id)
    ensure_version(course, version)
    if course.banner_id and await content(session, course.banner_id) == picture.content:
        return course
    banner = await add(session, picture, uploaded_by=author.id, now=now)
    await give(session, author, course, banner.id, now=now)
    return course


async def remove(
    session: AsyncSession,
    author: Author,
    *,
    course_id: int,
    banner_id: int | None = None,
    version: int | None = None,
    now: datetime,
) -> Course:
    """Take the picture away; where one is named, only that. Once more is no change."""
    course = await policy.lock_course(session, author, Action.EDIT, course_id=course_id)
    ensure_version(course, version)
    if course.banner_id is None:
        return course
    if banner_id not in {None, course.banner_id}:
        raise CourseChanged
    await give(session, author, course, None, now=now)
    return course


async def give(
    session: AsyncSession,
    author: Author,
    course: Course,
    banner_id: int | None,
    *,
    now: datetime,
) -> None:
    """To a course that is held. What it had before is gone, unless another course has it too."""
    before, course.banner_id = course.banner_id, banner_id
    course.version += 1
    journal.note(session, author, "change_course", course, now=now, banner_id=[before, banner_id])
    await session.flush()
    if before is not None:
        await banners.drop_unused(session, before)


async def add(
    session: AsyncSession, picture: Picture, *, uploaded_by: int | None, now: datetime
) -> Banner:
    banner = Banner(uploaded_by=uploaded_by, created_at=now)
    draw(banner, picture)
    session.add(banner)
    await session.flush()
    return banner


def draw(banner: Banner, picture: Picture) -> None:
    banner.content, banner.content_type = picture.content, CONTENT_TYPE
    banner.width, banner.height = picture.width, picture.height


async def of_course(session: AsyncSession, course: Course) -> Shown:
    if course.banner_id is None:
        return Shown(course, None)
    return Shown(course, course.banner_id, await banners.file_id(session, course.banner_id))

from collections.abc import Awaitable, Callable

import pytest
from hypothesis import settings
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Act, Enrollment, PendingStart, User
from domain import courses, meeting
from domain.actor import Actor
from domain.campus import Campus
from domain.courses import Choice, CoursePage, Search
from tests.factories import HOUR, NOON, Factory
from tests.people import as_actor, stranger

# The same examples each time, however busy the machine is.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

ANNA = stranger(telegram_id=77, language="ru")

Find = Callable[..., Awaitable[list[str]]]
Look = Callable[..., Awaitable[CoursePage]]
Standings = Callable[..., Awaitable[str]]


@pytest.fixture
def look(session: AsyncSession) -> Look:
    async def look(
        who: User | None = None,
        choice: Choice = Choice.ALL,
        *,
        words: tuple[str, ...] = (),
        page: int = 0,
    ) -> CoursePage:
        viewer = as_actor(who) if who else stranger()
        return await courses.find(session, viewer, search=Search(choice, words, page), now=NOON)

    return look


@pytest.fixture
def find(look: Look) -> Find:
    """The names of the courses on that page."""

    async def find(who: User | None = None, *search: Choice, **more: object) -> list[str]:
        found = await look(who, *search, **more)
        return [line.course.name for line in found.lines]

    return find


@pytest.fixture
def standings(make: Factory) -> Standings:
    """The first letters of where these people stand, each on their one course."""

    async def standings(*people: User) -> str:
        status = {it.user_id: it.status for it in await make.all(Enrollment)}
        return "".join(status[person.id][0] for person in people)

    return standings


@pytest.fixture
async def begun(session: AsyncSession, make: Factory) -> PendingStart:
    """Anna has tapped on "enroll"."""
    course = await make.course()
    return await meeting.begin(session, ANNA, act=Act.ENROLL, subject=course.id, now=NOON)


@pytest.fixture
async def agreed(session: AsyncSession, begun: PendingStart) -> PendingStart:
    return await meeting.consent(session, ANNA, now=begun.happened_at)


async def finish(
    session: AsyncSession, campus: Campus, group: str | None = None
) -> tuple[Actor, PendingStart]:
    """Anna answers the last question."""
    done = await meeting.finish(session, ANNA, campus, group=group, now=NOON + HOUR)
    await session.flush()
    return done

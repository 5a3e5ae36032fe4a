from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from api.limits import Limits
from api.parts import Parts
from api.streams import Streams
from db.models import Course, Lesson, ProjectorScreen, User
from db.session import Transaction
from domain import projectors
from domain.tokens import Signer
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor

SECOND_BY_SECOND = 0.01


@dataclass
class Time:
    now: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def make(committing: Transaction) -> Factory:
    return Factory(committing)


@pytest.fixture
def parts(committing: Transaction, time: Time, signer: Signer) -> Parts:
    return Parts(
        committing,
        time,
        CAMPUS,
        "42:TEST",
        Limits(),
        signer=lambda: signer,
        streams=Streams(poll_seconds=SECOND_BY_SECOND),
    )


@dataclass
class Scene:
    """Maria hosts a lesson that has just begun; a page waits to be paired."""

    parts: Parts
    make: Factory
    maria: User
    course: Course
    lesson: Lesson
    secret: str

    async def number(self) -> str:
        page = await self.page()
        assert page.pairing_number is not None
        return page.pairing_number

    async def page(self) -> ProjectorScreen:
        pages = await self.make.all(ProjectorScreen)
        return next(it for it in pages if it.token_hash == projectors.digest(self.secret))

    async def pair(self, host: User | None = None, number: str = "") -> str:
        typed = number or await self.number()
        async with self.parts.transaction() as session:
            return await projectors.pair(
                session,
                as_actor(host or self.maria),
                number=typed,
                lesson_id=self.lesson.id,
                now=self.parts.clock(),
            )


@pytest.fixture
async def scene(parts: Parts, make: Factory) -> AsyncIterator[Scene]:
    maria = await make.user(full_name="Maria")
    people = [await make.user(full_name=f"Person {number}") for number in range(3)]
    course = await make.course(*people, shows_names=True)
    await make.staff(course, maria)
    lesson = await make.lesson(course, starts_at=NOON, location="B-734")
    async with parts.transaction() as session:
        secret = await projectors.open_page(session, now=NOON)
    yield Scene(parts, make, maria, course, lesson, secret)
    parts.stopping.set()

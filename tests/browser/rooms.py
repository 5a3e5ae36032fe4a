"""A lesson that is on in the demo, and what those in the room can show and scan."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from aiohttp import ClientSession

from db.models import Attendance, Course, Enrollment, Lesson, User
from domain.clock import utc_now
from domain.tokens import STEPS, Kind, Signer
from tests.botapi.databases import connected
from tests.browser.demos import Demo
from tests.factories import Factory

TEN_MINUTES, AN_HOUR = timedelta(minutes=10), timedelta(hours=1)
_numbers = count(1)


@dataclass
class Room:
    make: Factory
    signer: Signer
    course: Course
    lesson: Lesson
    host: User
    people: list[User]

    def passes(self) -> list[str]:
        """What the pictures say that the people show."""
        tonight = utc_now() + 6 * AN_HOUR
        return [self.signer.link(Kind.PASS, it.public_id, tonight) for it in self.people]

    def code(self) -> str:
        """What the picture on the screen says now."""
        return self.signer.stamped_link(Kind.ROOM_CODE, self.lesson.public_id, self._step())

    def digits(self) -> str:
        return self.signer.digits(self.lesson.public_id, self._step())

    async def marks(self) -> list[Attendance]:
        return [it for it in await self.make.all(Attendance) if it.lesson_id == self.lesson.id]

    async def marked(self) -> list[int]:
        """Whose marks there are: as often as there are any."""
        whose = {it.id: it.user_id for it in await self.make.all(Enrollment)}
        return sorted(whose[it.enrollment_id] for it in await self.marks())

    def _step(self) -> int:
        return int(utc_now().timestamp() // STEPS[Kind.ROOM_CODE].total_seconds())


async def newcomer(demo: Demo, name: str) -> int:
    """Somebody who has pressed Start and done nothing else. Returns the Telegram id."""
    async with ClientSession(demo.url) as http:
        async with http.post("/sandbox/people", json={"name": name}) as answer:
            person: int = (await answer.json())["id"]
        async with http.post(f"/sandbox/chats/{person}/start", json={}) as answer:
            assert answer.ok
    return person


@asynccontextmanager
async def room(demo: Demo, *, size: int = 3, language: str = "ru") -> AsyncIterator[Room]:
    """With a host and so many participants, of whom the first has a Telegram too."""
    async with connected(demo.database) as transaction:
        make, number = Factory(transaction), next(_numbers)
        host = await user(demo, make, f"Ведущая {number}", language)
        people = [await user(demo, make, f"Участник {number}", language)]
        people += [
            await make.user(full_name=f"Участник {number}-{it}", telegram_id=None)
            for it in range(1, size)
        ]
        course = await make.course(*people, name=f"Отметка {number}", points_per_visit=10)
        await make.staff(course, host)
        now = utc_now().replace(microsecond=0)
        lesson = await make.lesson(course, starts_at=now - TEN_MINUTES, ends_at=now + AN_HOUR)
        yield Room(make, demo.signer, course, lesson, host, people)


async def user(demo: Demo, make: Factory, name: str, language: str) -> User:
    telegram_id = await newcomer(demo, name)
    return await make.user(full_name=name, telegram_id=telegram_id, language=language)


def tg(user: User) -> int:
    """As Telegram knows them."""
    assert user.telegram_id is not None
    return user.telegram_id

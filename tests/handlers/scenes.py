"""A lesson that is on, and people with their phones in the room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from db.models import Course, Lesson, User
from domain import codes
from domain.tokens import Kind, Signer, step_at
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import NOON, Factory
from tests.telegram import RecordedSession, person, send, tap

MINUTE = timedelta(minutes=1)
PRICE = 5


@dataclass
class Room:
    """It began five minutes ago, at 14:55 in Moscow."""

    signer: Signer
    course: Course
    lesson: Lesson

    def code(self, shown_at: datetime = NOON) -> str:
        step = codes.room_step(shown_at)
        return self.signer.stamp(Kind.ROOM_CODE, self.lesson.public_id, step)

    def digits(self, shown_at: datetime = NOON) -> str:
        return self.signer.digits(self.lesson.public_id, codes.room_step(shown_at))

    def wrong_digits(self) -> str:
        return f"{(int(self.digits()) + 1) % 10**6:06}"

    def pass_of(self, user: User, until: datetime = NOON + 60 * MINUTE) -> str:
        return self.signer.sign(Kind.PASS, user.public_id, until)

    def renewing_pass_of(self, user: User, shown_at: datetime = NOON) -> str:
        step = step_at(Kind.RENEWING_PASS, shown_at)
        return self.signer.stamp(Kind.RENEWING_PASS, user.public_id, step)


async def create_room(make: Factory, signer: Signer, *people: User, **changed: Any) -> Room:
    """``lesson`` holds what is another with it; the rest is the course's."""
    of_lesson = {"starts_at": NOON - 5 * MINUTE} | changed.pop("lesson", {})
    course = await make.course(*people, **{"points_per_visit": PRICE} | changed)
    return Room(signer, course, await make.lesson(course, **of_lesson))


class Phone(Desk):
    """It sends at a moment of its own: however late that reaches us."""

    async def scans(self, token: str, *, at: datetime = NOON) -> str:
        return await self.types(f"/start {token}", at=at)

    async def types(self, text: str, *, at: datetime = NOON) -> str:
        return await self.send(text=text, date=at)


class Newcomer:
    """Somebody whom nobody has met."""

    def __init__(self, feed: Feed, *, language: str = "en", number: int = 77) -> None:
        self._feed = feed
        self._who = person(number, name="Anna Petrova", language=language)
        self.telegram = RecordedSession()

    async def scans(self, token: str, *, at: datetime = NOON) -> str:
        return await self.types(f"/start {token}", at=at)

    async def types(self, text: str, *, at: datetime = NOON) -> str:
        self.telegram = await self._feed(
            send(self._who.id, text=text, date=at, from_user=self._who)
        )
        return self.telegram.said()

    async def press(self, label: str) -> str:
        button = self.telegram.buttons()[label]
        self.telegram = await self._feed(tap(self._who.id, button, who=self._who))
        return self.telegram.said()

"""A lesson that is on, and ways to be checked in to it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson, User
from domain import codes
from domain.answers import CheckIn, WhichLesson
from domain.attendance import check_in
from domain.checking_in import Desk
from domain.codes import Pass, RoomCode
from domain.tokens import Kind, Signer, step_at
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
PRICE = 5


@dataclass
class Room:
    """It began five minutes ago. Vera runs the course; whoever else is named takes it."""

    session: AsyncSession
    signer: Signer
    vera: User
    course: Course
    lesson: Lesson

    def code(self, shown_at: datetime = NOON) -> str:
        step = codes.room_step(shown_at)
        return self.signer.stamped_link(Kind.ROOM_CODE, self.lesson.public_id, step)

    def digits(self, shown_at: datetime = NOON) -> str:
        return self.signer.digits(self.lesson.public_id, codes.room_step(shown_at))

    def wrong_digits(self, count: int) -> list[str]:
        """That many that are no code of the room at noon, nor soon before or after."""
        right = {self.digits(NOON + seconds * SECOND) for seconds in range(-120, 120, 15)}
        spelled = (f"{number:06}" for number in range(1_000_000))
        return [*islice((it for it in spelled if it not in right), count)]

    def pass_of(self, person: User, until: datetime = NOON + timedelta(hours=5)) -> str:
        return self.signer.link(Kind.PASS, person.public_id, until)

    def renewing_pass_of(self, person: User, shown_at: datetime = NOON) -> str:
        step = step_at(Kind.RENEWING_PASS, shown_at)
        return self.signer.stamped_link(Kind.RENEWING_PASS, person.public_id, step)

    async def comes(
        self, person: User, code: str = "", *, at: datetime = NOON, **scan: Any
    ) -> CheckIn:
        shown = RoomCode(code or self.code(at), at, **scan)
        checked = await check_in(self.session, self.desk(person, at), shown)
        assert isinstance(checked, CheckIn)
        return checked

    async def scans(
        self, host: User, code: str, *, at: datetime = NOON, **scan: Any
    ) -> CheckIn | WhichLesson:
        return await check_in(self.session, self.desk(host, at), Pass(code, at, **scan))

    def within(self, session: AsyncSession) -> "Room":
        """The same for another transaction."""
        return replace(self, session=session)

    def desk(self, person: User, now: datetime = NOON) -> Desk:
        return Desk(as_actor(person), CAMPUS, self.signer, now)


async def create_room(
    session: AsyncSession, make: Factory, signer: Signer, *people: User, **changed: Any
) -> Room:
    """``lesson`` holds what is another with it; the rest is the course's."""
    of_lesson = {"starts_at": NOON - 5 * MINUTE} | changed.pop("lesson", {})
    vera = await make.user(full_name="Vera")
    course = await make.course(*people, **{"points_per_visit": PRICE} | changed)
    await make.staff(course, vera)
    return Room(session, signer, vera, course, await make.lesson(course, **of_lesson))

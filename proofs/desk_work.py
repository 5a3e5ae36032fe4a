"""Somebody who checks people in, corrects and takes back at random: ``python -m proofs.desk_work
SEED COUNT``. Says how many changes of each kind were made."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceStatus, Lesson, LogEntry, User
from db.queries import attendance as rows
from db.session import Transaction, repeatedly
from domain import codes, correcting, excusing, marking_all, marks, roll_call, undoing
from domain.answers import Answer, CheckIn
from domain.attendance import Desk, check_in
from domain.authoring import Author
from domain.clock import utc_now
from domain.codes import Pass, RoomCode
from domain.errors import DomainError
from domain.marks import Wanted
from domain.tokens import Kind, Signer
from proofs.desk_place import Place, look_around
from tests.botapi.databases import connected
from tests.people import CAMPUS, as_actor

SIGNER = Signer([b"a key"], bot_id=42, bot_name="example_bot")
AT_ONCE = 5

Act = Callable[[AsyncSession], Awaitable[int]]
MADE = {Answer.CHECKED_IN, Answer.LATE}


class Work:
    """Each act returns how many marks it has changed."""

    def __init__(self, place: Place, dice: Random) -> None:
        self.place = place
        self.dice = dice

    def acts(self) -> dict[str, tuple[int, Act]]:
        """How often each is done, and what it is."""
        return {
            "come": (24, self.come),
            "scan": (16, self.scan),
            "undo": (14, self.undo),
            "correct": (16, self.correct),
            "name": (8, self.name),
            "excuse": (8, self.excuse),
            "come after all": (4, self.come_after_all),
            "everybody": (1, self.mark_all),
            "mark by the API": (4, self.mark_by_api),
            "change by the API": (4, self.change_by_api),
            "undo by the API": (4, self.undo_by_api),
        }

    async def come(self, session: AsyncSession) -> int:
        desk, lesson = self.desk(self.person()), self.lesson()
        code = SIGNER.stamp(Kind.ROOM_CODE, lesson.public_id, codes.room_step(desk.now))
        return made(await check_in(session, desk, RoomCode(code, desk.now)))

    async def scan(self, session: AsyncSession) -> int:
        desk, person = self.desk(self.host()), self.person()
        code = SIGNER.sign(Kind.PASS, person.public_id, desk.now + timedelta(hours=1))
        return made(await check_in(session, desk, Pass(code, desk.now, self.lesson().id)))

    async def undo(self, session: AsyncSession) -> int:
        found = await self.mark(session)
        if found is None or found.marked_by is None:
            return 0
        by = next(it for it in [*self.place.people, *self.place.staff] if it.id == found.marked_by)
        await undoing.undo(session, as_actor(by), attendance_id=found.id, now=utc_now())
        return 1

    async def correct(self, session: AsyncSession) -> int:
        desk, found, status = self.desk(self.host()), await self.mark(session), self.status()
        if found is None or await self.is_so(session, desk.actor, found.id, status):
            return 0
        reason = self.dice.choice(("", "seen in the corridor"))
        await correcting.change(
            session, desk, attendance_id=found.id, status=status, reason=reason
        )
        return 1

    async def name(self, session: AsyncSession) -> int:
        desk, status = self.desk(self.host()), self.dice.choice((None, self.status()))
        lesson_id, user_id = self.lesson().id, self.person().id
        checked = await roll_call.mark(
            session, desk, lesson_id=lesson_id, user_id=user_id, status=status, reason="said so"
        )
        # Somebody else may have made it the same just before.
        is_ours = checked.mark is not None and checked.mark.at == desk.now
        return int(checked.answer in MADE and is_ours)

    async def excuse(self, session: AsyncSession) -> int:
        actor, lesson = as_actor(self.person()), self.lesson()
        await excusing.excuse(session, actor, CAMPUS, lesson_id=lesson.id, now=utc_now())
        return noted(session)

    async def come_after_all(self, session: AsyncSession) -> int:
        actor, lesson = as_actor(self.person()), self.lesson()
        await excusing.come(session, actor, lesson_id=lesson.id, now=utc_now())
        return noted(session)

    async def mark_all(self, session: AsyncSession) -> int:
        actor, lesson_id, now = as_actor(self.host()), self.lesson().id, utc_now()
        absent = AttendanceStatus.ABSENT
        count = await marking_all.mark_all(
            session, actor, CAMPUS, lesson_id=lesson_id, status=absent, now=now
        )
        gone = await marking_all.take_back(
            session, actor, lesson_id=lesson_id, status=absent, at=now, now=utc_now()
        )
        assert gone.count == count
        return count + gone.count

    async def mark_by_api(self, session: AsyncSession) -> int:
        actor, lesson, person = as_actor(self.host()), self.lesson(), self.person()
        wanted = Wanted(self.place.seats[lesson.course_id, person.id], lesson.id, self.status())
        await marks.mark(session, actor, CAMPUS, wanted, now=utc_now())
        return 1

    async def change_by_api(self, session: AsyncSession) -> int:
        service, found, status = self.place.service, await self.mark(session), self.status()
        if found is None or await self.is_so(session, service, found.id, status):
            return 0
        await marks.change(session, service, attendance_id=found.id, came=status, now=utc_now())
        return 1

    async def undo_by_api(self, session: AsyncSession) -> int:
        found = await self.mark(session)
        if found is None:
            return 0
        service = self.place.service
        await marks.undo(session, service, attendance_id=found.id, now=utc_now())
        return 1

    async def mark(self, session: AsyncSession) -> Attendance | None:
        """Any that there is, as it was a moment ago."""
        ids = (await session.scalars(select(Attendance.id))).all()
        found = await session.get(Attendance, self.dice.choice(ids)) if ids else None
        if found is not None:
            session.expunge(found)
        return found

    async def is_so(
        self, session: AsyncSession, author: Author, attendance_id: int, status: AttendanceStatus
    ) -> bool:
        """It is no change. Held, so that it stays so."""
        await rows.to_change(session, author, attendance_id)
        held = await rows.lock(session, attendance_id)
        return held is not None and held.status is status

    def desk(self, person: User) -> Desk:
        return Desk(as_actor(person), CAMPUS, SIGNER, utc_now())

    def person(self) -> User:
        return self.dice.choice(self.place.people)

    def host(self) -> User:
        return self.dice.choice(self.place.staff)

    def lesson(self) -> Lesson:
        return self.dice.choice(self.place.lessons)

    def status(self) -> AttendanceStatus:
        return self.dice.choice(list(AttendanceStatus))


def noted(session: AsyncSession) -> int:
    """Entries that are to be written: the only sign of whether there was anything to do."""
    return sum(isinstance(it, LogEntry) for it in session.new)


def made(checked: object) -> int:
    return int(isinstance(checked, CheckIn) and checked.answer in MADE)


async def work(transaction: Transaction, seed: int, count: int) -> Counter[str]:
    """How many were done, refused and changed, of each kind."""
    place, told = await look_around(transaction), Counter[str]()

    async def one_by_one(number: int) -> None:
        dice = Random(seed * AT_ONCE + number)  # noqa: S311 - to be thrown again
        doing = Work(place, dice)
        acts = doing.acts()
        for _ in range(count // AT_ONCE):
            [kind] = dice.choices([*acts], [often for often, _ in acts.values()])
            told.update(await outcome(transaction, kind, acts[kind][1]))

    async with asyncio.TaskGroup() as tasks:
        for number in range(AT_ONCE):
            tasks.create_task(one_by_one(number))
    return told


async def outcome(transaction: Transaction, kind: str, act: Act) -> dict[str, int]:
    async def once() -> int:
        async with transaction() as session:
            return await act(session)

    try:
        changed = await repeatedly(once)
    except DomainError:
        return {"done": 1, "refused": 1}
    return {"done": 1, f"changed: {kind}": changed}


async def main(seed: int, count: int) -> None:
    async with connected(os.environ["DATABASE_URL"]) as transaction:
        sys.stdout.write(json.dumps(await work(transaction, seed, count)))


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))

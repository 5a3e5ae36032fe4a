"""Two who run a lesson, and those who come to it, at the same moment."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceStatus,
    Delivery,
    Lesson,
    LogEntry,
    PointEntry,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import calling_in, marking_all, roll_call, room
from domain.answers import Answer, CheckIn
from domain.attendance import check_in
from domain.codes import RoomCode
from domain.errors import LessonHasAttendance, MarkReasonMissing
from domain.lessons import cancel
from domain.room import minute
from domain.tokens import Signer
from tests.domain.desks import PRICE, Room, create_room
from tests.factories import HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import Act, meet

PRESENT, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT


@pytest.fixture
def make(committing: Transaction) -> Factory:
    return Factory(committing)


@pytest.fixture
async def people(make: Factory) -> list[User]:
    return [await make.user() for _ in range(3)]


@pytest.fixture
async def here(committing: Transaction, make: Factory, signer: Signer, people: list[User]) -> Room:
    async with committing() as session:
        return await create_room(session, make, signer, *people)


@pytest.fixture
async def oleg(make: Factory, here: Room) -> User:
    helper = await make.user(full_name="Oleg")
    await make.staff(here.course, helper, StaffPart.ASSISTANT)
    return helper


def marks(here: Room, by: User, whom: User, status: AttendanceStatus | None = None) -> Act:
    async def act(session: AsyncSession) -> CheckIn:
        lesson_id, desk = here.lesson.id, here.desk(by)
        return await roll_call.mark(
            session, desk, lesson_id=lesson_id, user_id=whom.id, status=status
        )

    return act


def marks_all(here: Room, by: User) -> Act:
    async def act(session: AsyncSession) -> int:
        actor, which = as_actor(by), {"lesson_id": here.lesson.id}
        return await marking_all.mark_all(
            session, actor, CAMPUS, **which, status=PRESENT, now=NOON
        )

    return act


def comes(here: Room, who: User) -> Act:
    async def act(session: AsyncSession) -> object:
        return await check_in(session, here.desk(who), RoomCode(here.code(), NOON))

    return act


async def of_lesson(make: Factory, here: Room) -> list[Attendance]:
    return [it for it in await make.all(Attendance) if it.lesson_id == here.lesson.id]


async def points(make: Factory, here: Room) -> list[int]:
    lines = await make.all(PointEntry)
    return [it.points for it in lines if it.course_id == here.course.id]


async def test_two_who_mark_one_person_make_one_mark(
    committing: Transaction, make: Factory, here: Room, oleg: User, people: list[User]
) -> None:
    first, second = await meet(
        committing, marks(here, here.vera, people[0]), marks(here, oleg, people[0])
    )

    assert first.answer is Answer.CHECKED_IN
    assert isinstance(second, CheckIn)
    assert second.answer is Answer.ALREADY
    assert len(await of_lesson(make, here)) == 1
    assert await points(make, here) == [PRICE]


async def test_host_and_participant_at_once_make_one_mark(
    committing: Transaction, make: Factory, here: Room, people: list[User]
) -> None:
    _, second = await meet(committing, comes(here, people[0]), marks(here, here.vera, people[0]))

    assert isinstance(second, CheckIn)
    assert second.answer is Answer.ALREADY
    assert len(await of_lesson(make, here)) == 1


async def test_who_comes_while_they_are_marked_absent_has_not_been_overruled(
    committing: Transaction, make: Factory, here: Room, people: list[User]
) -> None:
    _, second = await meet(
        committing, comes(here, people[0]), marks(here, here.vera, people[0], ABSENT)
    )

    # It tries again, sees the mark, and asks for a reason.
    assert isinstance(second, Exception)
    async with committing() as session:
        with pytest.raises(MarkReasonMissing):
            await marks(here, here.vera, people[0], ABSENT)(session)
    assert [it.status for it in await of_lesson(make, here)] == [PRESENT]


async def test_two_who_mark_everybody_mark_each_once(
    committing: Transaction, make: Factory, here: Room, oleg: User
) -> None:
    counts = await meet(committing, marks_all(here, here.vera), marks_all(here, oleg))

    assert counts == (3, 0)
    assert len(await of_lesson(make, here)) == 3
    assert await points(make, here) == [PRICE] * 3


async def test_who_checks_in_while_everybody_is_marked_has_one_mark(
    committing: Transaction, make: Factory, here: Room, people: list[User]
) -> None:
    _, count = await meet(committing, comes(here, people[1]), marks_all(here, here.vera))

    assert count == 2
    assert len(await of_lesson(make, here)) == 3
    assert await points(make, here) == [PRICE] * 3


async def test_lesson_is_not_cancelled_under_those_who_were_just_marked(
    committing: Transaction, make: Factory, here: Room
) -> None:
    async def cancels(session: AsyncSession) -> Lesson:
        actor = as_actor(here.vera)
        return await cancel(session, actor, lesson_id=here.lesson.id, now=NOON)

    count, second = await meet(committing, marks_all(here, here.vera), cancels)

    assert count == 3
    assert isinstance(second, LessonHasAttendance)


async def test_two_who_extend_at_once_extend_once(
    committing: Transaction, make: Factory, here: Room, oleg: User
) -> None:
    def extends(by: User) -> Act:
        async def act(session: AsyncSession) -> Lesson:
            which = {"lesson_id": here.lesson.id, "seen": minute(here.lesson.ends_at)}
            return await room.extend(session, as_actor(by), **which, now=NOON)

        return act

    await meet(committing, extends(here.vera), extends(oleg))

    lesson = await make.again(here.lesson)
    assert lesson.check_in_until == here.lesson.ends_at + HOUR / 4
    entries = [it for it in await make.all(LogEntry) if it.entity_id == here.lesson.id]
    assert [it.action for it in entries if it.entity == "lessons"] == ["extend_check_in"]


async def test_two_who_fix_the_code_fix_the_same(
    committing: Transaction, here: Room, oleg: User, signer: Signer
) -> None:
    def fixes(by: User, minutes: int) -> Act:
        async def act(session: AsyncSession) -> str:
            now = NOON + minutes * HOUR / 60
            lesson_id, actor = here.lesson.id, as_actor(by)
            _, code = await room.fix_code(session, actor, signer, lesson_id=lesson_id, now=now)
            return code.digits

        return act

    first, second = await meet(committing, fixes(here.vera, 0), fixes(oleg, 1))

    assert first == second


async def test_helper_is_asked_once_by_two_taps(
    committing: Transaction, make: Factory, here: Room, oleg: User
) -> None:
    async def calls(session: AsyncSession) -> bool:
        which = {"lesson_id": here.lesson.id, "user_id": oleg.id}
        return (await calling_in.call_in(session, as_actor(here.vera), **which, now=NOON))[1]

    assert await meet(committing, calls, calls) == (True, False)

    assert len([it for it in await make.all(Delivery) if it.user_id == oleg.id]) == 1

"""Everybody of a lesson who has no mark gets one at once, and loses it again."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceStatus,
    Delivery,
    EnrollmentStatus,
    LessonStatus,
    LogEntry,
    PointEntry,
    Role,
    User,
)
from domain import marking_all, roll_call
from domain.errors import (
    CheckInNotOpen,
    LessonCancelled,
    LessonNotFound,
    NotAllowed,
    UndoTooLate,
)
from domain.room import close
from domain.tokens import Signer
from tests.domain.desks import MINUTE, PRICE, SECOND, Room, create_room
from tests.factories import HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor

PRESENT, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT
COUNT = 300


@pytest.fixture
async def people(make: Factory) -> list[User]:
    return [await make.user(full_name=f"Anna {number}") for number in range(4)]


@pytest.fixture
async def room(session: AsyncSession, make: Factory, signer: Signer, people: list[User]) -> Room:
    return await create_room(session, make, signer, *people)


async def mark_all(
    room: Room,
    status: AttendanceStatus = PRESENT,
    *,
    now: datetime = NOON,
    by: User | None = None,
) -> int:
    actor = as_actor(by or room.vera)
    return await marking_all.mark_all(
        room.session, actor, CAMPUS, lesson_id=room.lesson.id, status=status, now=now
    )


async def take_back(
    room: Room,
    status: AttendanceStatus = PRESENT,
    *,
    at: datetime = NOON,
    now: datetime = NOON,
    by: User | None = None,
) -> int:
    actor = as_actor(by or room.vera)
    back: Any = {"lesson_id": room.lesson.id, "status": status, "at": at, "now": now}
    return (await marking_all.take_back(room.session, actor, **back)).count


async def points(make: Factory) -> int:
    return sum(it.points for it in await make.all(PointEntry))


async def test_each_gets_one_mark_one_line_and_one_entry(
    room: Room, make: Factory, people: list[User]
) -> None:
    assert await mark_all(room) == 4

    assert {it.status for it in await make.all(Attendance)} == {PRESENT}
    assert len(await make.all(PointEntry)) == len(await make.all(LogEntry)) == 4
    assert await points(make) == 4 * PRICE
    told = await make.all(Delivery)
    assert {it.user_id for it in told} == {it.id for it in people}
    assert {(it.urgent, it.due_at) for it in told} == {(False, NOON + MINUTE)}


async def test_who_has_a_mark_keeps_it(room: Room, make: Factory, people: list[User]) -> None:
    desk = room.desk(room.vera)
    which: dict[str, Any] = {"lesson_id": room.lesson.id}
    await roll_call.mark(room.session, desk, **which, user_id=people[0].id, status=ABSENT)
    await room.comes(people[1])

    assert await mark_all(room) == 2
    assert await mark_all(room, now=NOON + SECOND) == 0

    assert await points(make) == 3 * PRICE
    assert len(await make.all(Attendance)) == 4


async def test_only_who_has_a_seat_is_marked(room: Room, make: Factory) -> None:
    for status in (EnrollmentStatus.WAITLISTED, EnrollmentStatus.EXPELLED):
        await make.enrollment(room.course, await make.user(), status)

    assert await mark_all(room) == 4


async def test_only_who_marks_the_rest_as_absent_ends_check_in(room: Room, make: Factory) -> None:
    await mark_all(room)
    assert (await make.again(room.lesson)).check_in_until is None

    await mark_all(room, ABSENT, now=NOON + MINUTE)
    await mark_all(room, ABSENT, now=NOON + 2 * MINUTE)

    assert (await make.again(room.lesson)).check_in_until == NOON + MINUTE
    assert [it.action for it in await make.all(LogEntry)].count("close_check_in") == 1


async def test_absent_gives_nothing(room: Room, make: Factory) -> None:
    assert await mark_all(room, ABSENT, now=NOON + 2 * HOUR) == 4

    assert await make.all(PointEntry) == []


async def test_hundreds_are_marked_in_one_statement(
    session: AsyncSession, make: Factory, signer: Signer
) -> None:
    people = [await make.user() for _ in range(COUNT)]
    room = await create_room(session, make, signer, *people)

    assert await mark_all(room) == COUNT
    assert await take_back(room) == COUNT

    assert await points(make) == 0
    assert len(await make.all(LogEntry)) == 2 * COUNT


async def test_within_a_minute_all_is_taken_back(room: Room, make: Factory) -> None:
    await mark_all(room)

    assert await take_back(room, now=NOON + MINUTE) == 4
    assert await take_back(room, now=NOON + MINUTE) == 0

    assert await make.all(Attendance) == []
    assert await points(make) == 0
    actions = [it.action for it in await make.all(LogEntry)]
    assert actions == ["check_in"] * 4 + ["undo_attendance"] * 4


async def test_what_was_marked_again_gives_its_points_again(room: Room, make: Factory) -> None:
    await mark_all(room)
    await take_back(room)

    await mark_all(room, now=NOON + SECOND)

    assert await points(make) == 4 * PRICE


async def test_later_nothing_is_taken_back(room: Room, make: Factory) -> None:
    await mark_all(room)

    with pytest.raises(UndoTooLate):
        await take_back(room, now=NOON + MINUTE + SECOND)

    assert len(await make.all(Attendance)) == 4


async def test_what_was_changed_meanwhile_stays(
    room: Room, make: Factory, people: list[User]
) -> None:
    await mark_all(room)
    desk = room.desk(room.vera, NOON + SECOND)
    which: dict[str, Any] = {"lesson_id": room.lesson.id}
    await roll_call.mark(room.session, desk, **which, user_id=people[0].id, status=ABSENT)

    assert await take_back(room, now=NOON + SECOND) == 3

    assert [it.status for it in await make.all(Attendance)] == [ABSENT]


async def test_nobody_takes_back_what_others_marked(room: Room, make: Factory) -> None:
    other = await make.user()
    await make.staff(room.course, other)
    await mark_all(room)

    assert await take_back(room, by=other) == 0


async def test_before_check_in_opens_nobody_is_marked(
    session: AsyncSession, make: Factory, signer: Signer, people: list[User]
) -> None:
    ahead = {"starts_at": NOON + HOUR}
    room = await create_room(session, make, signer, *people, lesson=ahead)

    with pytest.raises(CheckInNotOpen):
        await mark_all(room)


async def test_nor_at_a_cancelled_lesson(room: Room, make: Factory) -> None:
    await make.change(room.lesson, status=LessonStatus.CANCELLED)

    with pytest.raises(LessonCancelled):
        await mark_all(room)


async def test_only_the_team_marks(room: Room, make: Factory, people: list[User]) -> None:
    for other in (people[0], await make.user(role=Role.HOST), await make.admin()):
        with pytest.raises(NotAllowed):
            await mark_all(room, by=other)
        with pytest.raises(NotAllowed):
            await take_back(room, by=other)


async def test_hidden_course_is_not_there(room: Room, make: Factory) -> None:
    await make.change(room.course, access_level=Role.ADMIN)

    with pytest.raises(LessonNotFound):
        await mark_all(room, by=await make.user())


async def test_question_says_how_many_and_whether_it_is_late(room: Room) -> None:
    actor, which = as_actor(room.vera), {"lesson_id": room.lesson.id}

    early = await marking_all.ask(room.session, actor, **which, now=NOON)
    late = await marking_all.ask(room.session, actor, **which, now=NOON + HOUR)

    assert (early.count, early.is_late) == (4, False)
    assert late.is_late


async def test_undoing_that_the_rest_are_absent_opens_check_in_again(
    room: Room, make: Factory
) -> None:
    until = room.lesson.closes_at
    which: Any = {"lesson_id": room.lesson.id, "status": ABSENT}
    await marking_all.mark_all(room.session, as_actor(room.vera), CAMPUS, **which, now=NOON)
    closed = (await make.again(room.lesson)).closes_at

    back = [
        await marking_all.take_back(
            room.session, as_actor(room.vera), **which, at=NOON, now=NOON + SECOND
        )
        for _ in range(2)
    ]
    await room.session.flush()

    assert closed == NOON
    assert [it.is_open_again for it in back] == [True, False]
    assert (await make.again(room.lesson)).closes_at == until
    actions = [it.action for it in await make.all(LogEntry)]
    assert actions.count("reopen_check_in") == 1


async def test_check_in_that_was_closed_otherwise_stays_closed(room: Room, make: Factory) -> None:
    which: Any = {"lesson_id": room.lesson.id, "status": ABSENT}
    await close(room.session, as_actor(room.vera), lesson_id=room.lesson.id, now=NOON - SECOND)
    await marking_all.mark_all(room.session, as_actor(room.vera), CAMPUS, **which, now=NOON)

    back = await marking_all.take_back(
        room.session, as_actor(room.vera), **which, at=NOON, now=NOON + SECOND
    )

    assert not back.is_open_again
    assert (await make.again(room.lesson)).closes_at == NOON - SECOND

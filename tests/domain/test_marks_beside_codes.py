"""Marks by the API and check-ins of the same people: the ledger stays right."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceSource, AttendanceStatus, LogEntry, PointEntry, User
from domain import marks
from domain.answers import Answer
from domain.errors import AlreadyMarked
from domain.marks import Wanted
from domain.tokens import Signer
from tests.domain.desks import MINUTE, PRICE, Room, create_room
from tests.factories import NOON, Factory
from tests.people import CAMPUS, a_service, as_actor

ABSENT = AttendanceStatus.ABSENT


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def room(session: AsyncSession, make: Factory, signer: Signer, anna: User) -> Room:
    return await create_room(session, make, signer, anna)


async def change(room: Room, make: Factory, status: AttendanceStatus) -> None:
    [mark] = await make.all(Attendance)
    await marks.change(
        room.session, await a_service(room.session), attendance_id=mark.id, came=status, now=NOON
    )
    await room.session.flush()


async def ledger(make: Factory) -> list[int]:
    return [it.points for it in await make.all(PointEntry)]


async def test_who_was_made_absent_and_scans_again_has_the_points_once(
    room: Room, make: Factory, anna: User
) -> None:
    await room.comes(anna)
    await change(room, make, ABSENT)

    again = await room.comes(anna, at=NOON + MINUTE)
    once_more = await room.comes(anna, at=NOON + 2 * MINUTE)

    assert (again.answer, once_more.answer) == (Answer.CHECKED_IN, Answer.ALREADY)
    assert await ledger(make) == [PRICE, -PRICE, PRICE]
    actions = [it.action for it in await make.all(LogEntry)]
    assert actions == ["check_in", "change_mark", "change_mark"]


async def test_price_is_the_one_of_the_moment(room: Room, make: Factory, anna: User) -> None:
    await room.comes(anna)
    await change(room, make, ABSENT)
    await make.change(room.course, points_per_visit=PRICE + 2)

    await room.comes(anna, at=NOON + MINUTE)

    assert await ledger(make) == [PRICE, -PRICE, PRICE + 2]


async def test_who_checked_in_is_marked_already_for_the_api(
    room: Room, make: Factory, anna: User
) -> None:
    await room.comes(anna)
    place = await make.enrollment_of(room.course, anna)
    wanted = Wanted(place.id, room.lesson.id, came=True)

    with pytest.raises(AlreadyMarked):
        await marks.mark(room.session, as_actor(room.vera), CAMPUS, wanted, now=NOON)
    assert await ledger(make) == [PRICE]


async def test_mark_by_the_api_is_already_for_a_code(
    room: Room, make: Factory, anna: User
) -> None:
    place = await make.enrollment_of(room.course, anna)
    wanted = Wanted(place.id, room.lesson.id, came=True)
    await marks.mark(room.session, as_actor(room.vera), CAMPUS, wanted, now=NOON)

    assert (await room.comes(anna)).answer is Answer.ALREADY
    assert [it.source for it in await make.all(Attendance)] == [AttendanceSource.API]
    assert await ledger(make) == [PRICE]


async def test_what_the_api_took_back_may_be_made_anew(
    room: Room, make: Factory, anna: User
) -> None:
    await room.comes(anna)
    [mark] = await make.all(Attendance)
    service = await a_service(room.session)
    await marks.undo(room.session, service, attendance_id=mark.id, now=NOON)
    await room.session.flush()

    assert (await room.comes(anna, at=NOON + MINUTE)).answer is Answer.CHECKED_IN
    assert await ledger(make) == [PRICE, -PRICE, PRICE]


async def test_change_by_the_api_takes_the_reason_of_an_excuse_away(
    room: Room, make: Factory, anna: User
) -> None:
    place = await make.enrollment_of(room.course, anna)
    said = {"source": AttendanceSource.SELF, "marked_by": anna.id, "reason": "I am ill"}
    await make.mark(place, room.lesson, AttendanceStatus.EXCUSED, **said)

    await change(room, make, AttendanceStatus.LATE)

    [mark] = await make.all(Attendance)
    assert (mark.status, mark.reason) == (AttendanceStatus.LATE, None)
    assert await ledger(make) == [PRICE]

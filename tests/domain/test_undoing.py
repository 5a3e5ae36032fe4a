"""Whoever checked somebody in takes it back at once."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    LogEntry,
    PointEntry,
    StaffPart,
    User,
)
from db.queries.attendance import SeenMark
from domain import correcting, marks, roll_call, undoing
from domain.answers import Answer, CheckIn
from domain.attendance import check_in
from domain.codes import Pass
from domain.errors import AttendanceNotFound, UndoTooLate
from domain.tokens import Signer
from tests.domain.desks import MINUTE, PRICE, SECOND, Room, create_room
from tests.factories import DAY, NOON, Factory
from tests.people import as_actor


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def room(session: AsyncSession, make: Factory, signer: Signer, anna: User) -> Room:
    return await create_room(session, make, signer, anna)


async def came(room: Room, person: User) -> int:
    checked = await room.comes(person)
    assert checked.mark is not None
    return checked.mark.attendance_id


async def undo(room: Room, person: User, attendance_id: int, at: datetime = NOON) -> SeenMark:
    seen = await undoing.undo(room.session, as_actor(person), attendance_id=attendance_id, now=at)
    await room.session.flush()
    return seen


async def test_what_is_undone_takes_its_points_with_it(
    room: Room, make: Factory, anna: User
) -> None:
    mark = await came(room, anna)

    undone = await undo(room, anna, mark, NOON + 60 * SECOND)

    assert (undone.user_id, undone.marked.id) == (anna.id, mark)
    assert await make.all(Attendance) == []
    assert [it.points for it in await make.all(PointEntry)] == [PRICE, -PRICE]
    entry = (await make.all(LogEntry))[-1]
    assert (entry.action, entry.entity_id) == ("undo_attendance", mark)
    assert entry.details["lesson_id"] == room.lesson.id


async def test_after_a_minute_it_is_too_late(room: Room, make: Factory, anna: User) -> None:
    mark = await came(room, anna)

    with pytest.raises(UndoTooLate):
        await undo(room, anna, mark, NOON + 61 * SECOND)
    assert len(await make.all(Attendance)) == 1


async def test_second_tap_finds_nothing(room: Room, make: Factory, anna: User) -> None:
    mark = await came(room, anna)
    await undo(room, anna, mark)

    with pytest.raises(AttendanceNotFound):
        await undo(room, anna, mark)
    assert sum(it.points for it in await make.all(PointEntry)) == 0


async def test_only_who_made_it_takes_it_back(room: Room, make: Factory, anna: User) -> None:
    assistant = await make.user()
    await make.staff(room.course, assistant, StaffPart.ASSISTANT)
    scanned = await room.scans(assistant, room.pass_of(anna))
    assert isinstance(scanned, CheckIn)
    assert scanned.mark is not None
    mark = scanned.mark.attendance_id

    for other in (anna, room.vera, await make.user(), await make.admin()):
        with pytest.raises(AttendanceNotFound):
            await undo(room, other, mark)

    assert (await undo(room, assistant, mark)).user_id == anna.id


async def test_who_has_undone_may_come_again(room: Room, make: Factory, anna: User) -> None:
    await undo(room, anna, await came(room, anna))

    again = await room.comes(anna, at=NOON + SECOND)

    assert again.answer is Answer.CHECKED_IN
    assert [it.points for it in await make.all(PointEntry)] == [PRICE, -PRICE, PRICE]
    assert [it.status for it in await make.all(Attendance)] == [AttendanceStatus.PRESENT]


async def scanned(room: Room, person: User) -> int:
    checked = await room.scans(room.vera, room.pass_of(person))
    assert isinstance(checked, CheckIn)
    assert checked.mark is not None
    return checked.mark.attendance_id


async def owed(make: Factory) -> list[tuple[DeliveryKind, DeliveryStatus]]:
    return [(it.kind, it.status) for it in await make.all(Delivery)]


async def test_who_was_told_of_the_mark_is_told_that_it_is_no_more(
    room: Room, make: Factory, anna: User
) -> None:
    mark = await scanned(room, anna)
    [told] = await make.all(Delivery)
    await make.change(told, status=DeliveryStatus.SENT)

    await undo(room, room.vera, mark)

    assert await owed(make) == [
        (DeliveryKind.CHECKED_IN, DeliveryStatus.SENT),
        (DeliveryKind.MARK_CHANGED, DeliveryStatus.PENDING),
    ]
    assert (await make.all(Delivery))[1].payload["lesson_id"] == room.lesson.id


async def test_who_was_not_told_yet_is_told_nothing(room: Room, make: Factory, anna: User) -> None:
    await undo(room, room.vera, await scanned(room, anna))

    assert await owed(make) == [(DeliveryKind.CHECKED_IN, DeliveryStatus.SKIPPED)]


@pytest.mark.parametrize("reason", ["I am ill", None])
async def test_who_said_that_they_would_not_come_has_said_so_still(
    room: Room, make: Factory, anna: User, reason: str | None
) -> None:
    place = await make.enrollment_of(room.course, anna)
    said = {"source": AttendanceSource.SELF, "marked_by": anna.id, "reason": reason}
    await make.mark(place, room.lesson, AttendanceStatus.EXCUSED, **said)

    await undo(room, room.vera, await scanned(room, anna))

    [it] = await make.all(Attendance)
    assert (it.status, it.source) == (AttendanceStatus.EXCUSED, AttendanceSource.SELF)
    assert (it.reason, it.marked_by, it.excuse) == (reason, anna.id, None)
    assert [it.points for it in await make.all(PointEntry)] == [PRICE, -PRICE]


async def corrected(room: Room, whom: User, host: User, reason: str, at: datetime) -> int:
    """Somebody who came, by their own code, is marked as absent later."""
    mark = await came(room, whom)
    absent: Any = {"status": AttendanceStatus.ABSENT, "reason": reason}
    await correcting.change(room.session, room.desk(host, at), attendance_id=mark, **absent)
    await room.session.flush()
    return mark


async def test_what_was_given_a_reason_is_not_undone(
    room: Room, make: Factory, anna: User
) -> None:
    later = NOON + 20 * DAY
    helper = await make.user()
    await make.staff(room.course, helper, StaffPart.ASSISTANT)
    mark = await corrected(room, anna, helper, "She left", later)

    with pytest.raises(UndoTooLate):
        await undo(room, helper, mark, later + SECOND)
    actor = as_actor(helper)
    with pytest.raises(UndoTooLate):
        await marks.undo(room.session, actor, attendance_id=mark, now=later + SECOND)

    [it] = await make.all(Attendance)
    assert (it.status, it.reason) == (AttendanceStatus.ABSENT, "She left")


async def test_mark_that_another_of_the_staff_made_before_stands_again(
    room: Room, make: Factory, anna: User
) -> None:
    absent: Any = {
        "lesson_id": room.lesson.id,
        "user_id": anna.id,
        "status": AttendanceStatus.ABSENT,
    }
    await roll_call.mark(room.session, room.desk(room.vera), **absent)
    host, later = await make.user(), NOON + 5 * MINUTE
    await make.staff(room.course, host)
    scanned = await room.scans(host, room.pass_of(anna), at=later)
    assert isinstance(scanned, CheckIn)
    assert scanned.mark is not None

    await undo(room, host, scanned.mark.attendance_id, later + SECOND)

    it = await make.again((await make.all(Attendance))[0])
    assert (it.status, it.source) == (AttendanceStatus.ABSENT, AttendanceSource.ROSTER)
    assert (it.marked_by, it.marked_at, it.former) == (room.vera.id, NOON, None)
    assert sum(entry.points for entry in await make.all(PointEntry)) == 0
    assert (await make.all(LogEntry))[-1].details["leaves"] == AttendanceStatus.ABSENT


async def test_minute_begins_when_the_scan_has_reached_us(
    room: Room, make: Factory, anna: User
) -> None:
    arrived = NOON + 20 * MINUTE
    shown = Pass(room.pass_of(anna), NOON, room.lesson.id)
    checked = await check_in(room.session, room.desk(room.vera, arrived), shown)
    assert isinstance(checked, CheckIn)
    assert checked.mark is not None
    assert checked.mark.at == NOON

    await undo(room, room.vera, checked.mark.attendance_id, arrived + MINUTE)

    assert await make.all(Attendance) == []


async def test_who_comes_within_the_minute_is_not_told_of_the_mark_once_more(
    room: Room, make: Factory, anna: User
) -> None:
    absent: Any = {
        "lesson_id": room.lesson.id,
        "user_id": anna.id,
        "status": AttendanceStatus.ABSENT,
    }
    await roll_call.mark(room.session, room.desk(room.vera), **absent)

    checked = await room.comes(anna, at=NOON + 20 * SECOND)

    assert checked.answer is Answer.CHECKED_IN
    assert [it.status for it in await make.all(Delivery)] == [DeliveryStatus.SKIPPED]

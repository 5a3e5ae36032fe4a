"""Who is in the room, and not on the course."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    Enrollment,
    EnrollmentStatus,
    LessonStatus,
    LogEntry,
    PointEntry,
    StaffPart,
    User,
)
from domain import walk_ins
from domain.answers import Answer, CheckIn
from domain.errors import (
    CourseFull,
    CourseNotFound,
    EnrollmentClosed,
    Expelled,
    NotAllowed,
    ScanNotFound,
)
from domain.tokens import Signer
from tests.domain.desks import MINUTE, PRICE, SECOND, Room, create_room
from tests.factories import DAY, HOUR, NOON, Factory


@pytest.fixture
async def boris(make: Factory) -> User:
    return await make.user(full_name="Boris")


@pytest.fixture
async def room(session: AsyncSession, make: Factory, signer: Signer) -> Room:
    return await create_room(session, make, signer, capacity=1)


async def scan_of(room: Room, person: User, at: datetime = NOON) -> int:
    """Somebody who is not on the course shows the code of the room."""
    checked = await room.comes(person, at=at)
    assert checked.answer is Answer.NOT_ENROLLED
    assert checked.attempt_id is not None
    return checked.attempt_id


async def pass_of(room: Room, person: User) -> int:
    checked = await room.scans(room.vera, room.pass_of(person))
    assert isinstance(checked, CheckIn)
    assert checked.attempt_id is not None
    return checked.attempt_id


async def enrolls(room: Room, person: User, attempt_id: int, at: datetime = NOON) -> CheckIn:
    desk = room.desk(person, at)
    return await walk_ins.enroll_and_check_in(room.session, desk, attempt_id=attempt_id)


async def takes_in(room: Room, host: User, attempt_id: int, at: datetime = NOON) -> CheckIn:
    return await walk_ins.take_in(room.session, room.desk(host, at), attempt_id=attempt_id)


async def test_who_enrolls_on_the_spot_is_there_by_the_time_of_their_scan(
    room: Room, make: Factory, boris: User
) -> None:
    scan = await scan_of(room, boris)

    checked = await enrolls(room, boris, scan, at=NOON + 3 * HOUR)

    [mark], [place] = await make.all(Attendance), await make.all(Enrollment)
    assert checked.answer is Answer.CHECKED_IN
    assert (mark.marked_at, mark.source) == (NOON, AttendanceSource.ROOM_CODE)
    assert (place.user_id, place.status) == (boris.id, EnrollmentStatus.REGISTERED)
    assert (await make.again(room.course)).taken == 1
    assert [it.points for it in await make.all(PointEntry)] == [PRICE]
    assert [it.action for it in await make.all(LogEntry)] == ["enroll", "check_in"]


async def test_second_tap_says_that_they_are_there_already(
    room: Room, make: Factory, boris: User
) -> None:
    scan = await scan_of(room, boris)
    await enrolls(room, boris, scan)

    again = await enrolls(room, boris, scan, at=NOON + MINUTE)

    assert again.answer is Answer.ALREADY
    assert len(await make.all(Attendance)) == len(await make.all(Enrollment)) == 1


async def test_host_gives_a_free_seat_at_the_door(room: Room, make: Factory, boris: User) -> None:
    scan = await pass_of(room, boris)

    checked = await takes_in(room, room.vera, scan)

    [mark] = await make.all(Attendance)
    assert checked.answer is Answer.CHECKED_IN
    assert (mark.source, mark.marked_by) == (AttendanceSource.PASS, room.vera.id)


async def test_who_was_in_the_room_is_taken_in_by_its_code(
    room: Room, make: Factory, boris: User
) -> None:
    await takes_in(room, room.vera, await scan_of(room, boris))

    [mark] = await make.all(Attendance)
    assert (mark.source, mark.marked_by) == (AttendanceSource.ROOM_CODE, room.vera.id)


async def test_of_a_full_course_there_is_no_seat(room: Room, make: Factory, boris: User) -> None:
    own, shown = await scan_of(room, boris), await pass_of(room, boris)
    await make.change(room.course, taken=1)

    for tried in (enrolls(room, boris, own), takes_in(room, room.vera, shown)):
        with pytest.raises(CourseFull):
            await tried
    assert [*await make.all(Enrollment), *await make.all(Attendance)] == []


async def test_who_was_put_off_the_course_stays_off(
    room: Room, make: Factory, boris: User
) -> None:
    await make.enrollment(room.course, boris, EnrollmentStatus.EXPELLED)
    own, shown = await scan_of(room, boris), await pass_of(room, boris)

    for tried in (enrolls(room, boris, own), takes_in(room, room.vera, shown)):
        with pytest.raises(Expelled):
            await tried


async def test_who_waits_meanwhile_still_waits_where_it_is_full(
    room: Room, make: Factory, boris: User
) -> None:
    scan = await scan_of(room, boris)
    await make.enrollment(room.course, boris, EnrollmentStatus.WAITLISTED)
    await make.change(room.course, taken=1)

    with pytest.raises(CourseFull):
        await enrolls(room, boris, scan)


async def test_who_was_enrolled_meanwhile_is_marked_though_it_is_full(
    room: Room, make: Factory, boris: User
) -> None:
    scan = await scan_of(room, boris)
    await make.enrollment(room.course, boris)
    await make.change(room.course, taken=1)

    assert (await enrolls(room, boris, scan)).answer is Answer.CHECKED_IN


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"enroll_until": NOON - SECOND}, EnrollmentClosed),
        ({"deleted_at": NOON}, CourseNotFound),
    ],
)
async def test_enrolling_on_the_spot_has_the_rules_of_enrolling(
    room: Room, make: Factory, boris: User, changed: dict[str, Any], refusal: type[Exception]
) -> None:
    scan = await scan_of(room, boris)
    await make.change(room.course, **changed)

    with pytest.raises(refusal):
        await enrolls(room, boris, scan)


@pytest.mark.parametrize("way", [enrolls, takes_in])
@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"status": LessonStatus.CANCELLED}, Answer.LESSON_CANCELLED),
        ({"starts_at": NOON + HOUR, "ends_at": NOON + 2 * HOUR}, Answer.NOT_OPEN_YET),
        ({"check_in_until": NOON - MINUTE}, Answer.CLOSED),
    ],
)
async def test_who_would_not_be_marked_any_more_gets_no_seat(
    room: Room,
    make: Factory,
    boris: User,
    way: Callable[[Room, User, int], Awaitable[CheckIn]],
    changed: dict[str, Any],
    answer: Answer,
) -> None:
    scan = await scan_of(room, boris)
    await make.change(room.lesson, **changed)

    checked = await way(room, boris if way is enrolls else room.vera, scan)

    assert checked.answer is answer
    assert await make.all(Attendance) == []
    assert await make.all(Enrollment) == []


async def test_offer_is_over_after_a_day(room: Room, boris: User) -> None:
    scan = await scan_of(room, boris)

    with pytest.raises(ScanNotFound):
        await enrolls(room, boris, scan, at=NOON + DAY + SECOND)


async def test_scan_of_somebody_else_is_of_no_use(room: Room, make: Factory, boris: User) -> None:
    scan = await scan_of(room, boris)

    for attempt_id in (scan, scan + 1, 2**62):
        with pytest.raises(ScanNotFound):
            await enrolls(room, await make.user(), attempt_id)
    assert await make.all(Enrollment) == []


async def test_scan_that_failed_otherwise_opens_nothing(
    room: Room, make: Factory, boris: User
) -> None:
    stale = await room.comes(boris, room.code(NOON - HOUR))
    attempt_id = stale.sighting.lesson_id if stale.sighting else 0

    assert (stale.answer, stale.attempt_id) == (Answer.CODE_EXPIRED, None)
    with pytest.raises(ScanNotFound):
        await enrolls(room, boris, attempt_id)


@pytest.mark.parametrize("part", [StaffPart.ASSISTANT, None])
async def test_who_may_give_no_seats_gives_none(
    room: Room, make: Factory, boris: User, part: StaffPart | None
) -> None:
    scan, helper = await pass_of(room, boris), await make.user()
    if part is not None:
        await make.staff(room.course, helper, part)
    await make.change(room.course, taken=1)

    with pytest.raises(NotAllowed):
        await takes_in(room, helper, scan)
    assert await make.all(Enrollment) == []

"""The staff mark people by name."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Delivery,
    DeliveryKind,
    EnrollmentStatus,
    LessonStatus,
    LogEntry,
    PointEntry,
    Role,
    ScanAttempt,
    StaffPart,
    User,
)
from domain import correcting, roll_call
from domain.answers import Answer, CheckIn
from domain.checking_in import Desk
from domain.errors import (
    AttendanceNotFound,
    CheckInNotOpen,
    LessonNotFound,
    MarkReasonMissing,
    NotAllowed,
)
from domain.tokens import Signer
from tests.domain.desks import MINUTE, PRICE, SECOND, Room, create_room
from tests.factories import DAY, HOUR, NOON, Factory

PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE
ABSENT, EXCUSED = AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def room(session: AsyncSession, make: Factory, signer: Signer, anna: User) -> Room:
    return await create_room(session, make, signer, anna)


async def mark(
    room: Room, whom: User, status: AttendanceStatus | None = None, *, desk: Desk | None = None
) -> CheckIn:
    at, lesson_id = desk or room.desk(room.vera), room.lesson.id
    return await roll_call.mark(
        room.session, at, lesson_id=lesson_id, user_id=whom.id, status=status
    )


async def points(make: Factory) -> int:
    return sum(it.points for it in await make.all(PointEntry))


async def test_who_is_marked_by_name_has_the_points_and_is_told(
    room: Room, make: Factory, anna: User
) -> None:
    checked = await mark(room, anna)

    (it,) = await make.all(Attendance)
    (told,) = await make.all(Delivery)
    assert checked.answer is Answer.CHECKED_IN
    assert (it.status, it.source, it.marked_by) == (PRESENT, AttendanceSource.ROSTER, room.vera.id)
    assert await points(make) == PRICE
    assert (told.kind, told.user_id, told.urgent) == (DeliveryKind.CHECKED_IN, anna.id, True)
    assert [it.action for it in await make.all(LogEntry)] == ["check_in"]


async def test_after_the_time_of_the_course_they_are_late(room: Room, anna: User) -> None:
    desk = room.desk(room.vera, room.lesson.starts_at + room.course.late_after + SECOND)

    checked = await mark(room, anna, desk=desk)

    assert checked.answer is Answer.LATE


async def test_second_tap_changes_nothing(room: Room, make: Factory, anna: User) -> None:
    await mark(room, anna)

    again = await mark(room, anna)

    assert again.answer is Answer.ALREADY
    assert len(await make.all(Attendance)) == len(await make.all(LogEntry)) == 1


async def test_absent_gives_nothing_and_is_told_when_it_cannot_be_taken_back(
    room: Room, make: Factory, anna: User
) -> None:
    checked = await mark(room, anna, ABSENT)

    assert checked.mark is not None
    assert (checked.mark.status, checked.mark.points) == (ABSENT, 0)
    assert await points(make) == 0
    assert [it.due_at for it in await make.all(Delivery)] == [NOON + MINUTE]


async def test_who_was_absent_and_comes_after_all_is_marked_by_a_tap(
    room: Room, make: Factory, anna: User
) -> None:
    await mark(room, anna, ABSENT)

    checked = await mark(room, anna, desk=room.desk(room.vera, NOON + MINUTE))

    assert checked.answer is Answer.CHECKED_IN
    assert await points(make) == PRICE


@pytest.mark.parametrize("status", [None, PRESENT, LATE, ABSENT])
async def test_before_check_in_opens_nobody_has_come(
    session: AsyncSession,
    make: Factory,
    signer: Signer,
    anna: User,
    status: AttendanceStatus | None,
) -> None:
    room = await create_room(session, make, signer, anna, lesson={"starts_at": NOON + HOUR})

    checked = await mark(room, anna, status)

    assert checked.answer is Answer.NOT_OPEN_YET
    assert await make.all(Attendance) == []
    assert await make.all(ScanAttempt) == []


async def test_before_check_in_opens_an_excuse_can_be_noted(
    session: AsyncSession, make: Factory, signer: Signer, anna: User
) -> None:
    room = await create_room(session, make, signer, anna, lesson={"starts_at": NOON + HOUR})

    excused = await mark(room, anna, EXCUSED)

    assert excused.mark is not None
    with pytest.raises(CheckInNotOpen):
        await correcting.change(
            session,
            room.desk(room.vera),
            attendance_id=excused.mark.attendance_id,
            status=PRESENT,
        )


async def test_long_after_the_lesson_people_can_still_be_marked(room: Room, anna: User) -> None:
    checked = await mark(room, anna, PRESENT, desk=room.desk(room.vera, NOON + 7 * DAY))

    assert checked.answer is Answer.CHECKED_IN


async def test_nobody_is_marked_at_a_cancelled_lesson(
    room: Room, make: Factory, anna: User
) -> None:
    await make.change(room.lesson, status=LessonStatus.CANCELLED)

    checked = await mark(room, anna)

    assert checked.answer is Answer.LESSON_CANCELLED


async def test_who_is_not_on_the_course_is_not_marked(room: Room, make: Factory) -> None:
    boris, clara = await make.user(), await make.user()
    await make.enrollment(room.course, clara, EnrollmentStatus.WAITLISTED)

    assert (await mark(room, boris)).answer is Answer.NOT_ENROLLED
    assert (await mark(room, clara)).answer is Answer.WAITLISTED
    assert await make.all(Attendance) == []


# Corrections


async def test_slip_is_corrected_within_a_minute_without_a_reason(
    room: Room, make: Factory, anna: User
) -> None:
    await mark(room, anna)

    await mark(room, anna, ABSENT, desk=room.desk(room.vera, NOON + MINUTE))

    (it,) = await make.all(Attendance)
    assert (it.status, it.reason, it.marked_at) == (ABSENT, None, NOON)
    assert await points(make) == 0
    kinds = [it.kind for it in await make.all(Delivery)]
    assert kinds == [DeliveryKind.CHECKED_IN, DeliveryKind.MARK_CHANGED]


async def test_later_it_takes_a_reason_which_is_kept(
    room: Room, make: Factory, anna: User
) -> None:
    first = await mark(room, anna)
    assert first.mark is not None
    later = room.desk(room.vera, NOON + MINUTE + SECOND)
    which: dict[str, Any] = {"attendance_id": first.mark.attendance_id, "status": EXCUSED}

    with pytest.raises(MarkReasonMissing):
        await correcting.change(room.session, later, **which)
    await correcting.change(room.session, later, **which, reason="Was ill")

    (it,) = await make.all(Attendance)
    assert (it.status, it.reason, it.marked_at) == (EXCUSED, "Was ill", later.now)
    assert await points(make) == 0
    entry = [*await make.all(LogEntry)][-1]
    assert entry.details["has_reason"] is True
    assert "Was ill" not in str(entry.details)


async def test_slip_in_a_correction_takes_its_reason_away(
    room: Room, make: Factory, anna: User
) -> None:
    first = await mark(room, anna)
    assert first.mark is not None
    later = room.desk(room.vera, NOON + HOUR)
    which: dict[str, Any] = {"attendance_id": first.mark.attendance_id, "status": EXCUSED}
    await correcting.change(room.session, later, **which, reason="Was ill")

    await mark(room, anna, LATE, desk=later)

    (it,) = await make.all(Attendance)
    assert (it.status, it.reason) == (LATE, None)


async def test_mark_of_somebody_else_takes_a_reason_at_once(
    room: Room, make: Factory, anna: User
) -> None:
    await room.comes(anna)

    with pytest.raises(MarkReasonMissing):
        await mark(room, anna, ABSENT)

    assert await points(make) == PRICE


async def test_own_excuse_is_overruled_without_a_reason(
    room: Room, make: Factory, anna: User
) -> None:
    place = await make.enrollment_of(room.course, anna)
    await make.mark(place, room.lesson, EXCUSED, source=AttendanceSource.SELF, marked_by=anna.id)

    await mark(room, anna, PRESENT)

    (it,) = await make.all(Attendance)
    assert (it.status, it.marked_by) == (PRESENT, room.vera.id)
    assert await points(make) == PRICE


async def test_corrected_mark_stands_against_a_tap(room: Room, make: Factory, anna: User) -> None:
    first = await mark(room, anna, ABSENT)
    assert first.mark is not None
    later = room.desk(room.vera, NOON + 2 * MINUTE)
    which: dict[str, Any] = {"attendance_id": first.mark.attendance_id, "status": EXCUSED}
    await correcting.change(room.session, later, **which, reason="Was ill")

    again = await mark(room, anna, desk=later)

    assert again.answer is Answer.ALREADY
    assert again.mark is not None
    assert again.mark.is_corrected


async def test_total_is_what_the_last_mark_gives(room: Room, make: Factory, anna: User) -> None:
    first = await mark(room, anna)
    assert first.mark is not None
    for number, status in enumerate([ABSENT, LATE, EXCUSED, PRESENT, LATE], 2):
        desk = room.desk(room.vera, NOON + number * HOUR)
        which: dict[str, Any] = {"attendance_id": first.mark.attendance_id, "status": status}
        await correcting.change(room.session, desk, **which, reason="Because")

    assert await points(make) == PRICE
    assert len(await make.all(PointEntry)) == 5


# Rights


@pytest.mark.parametrize("part", list(StaffPart))
async def test_everybody_of_the_team_marks(
    room: Room, make: Factory, anna: User, part: StaffPart
) -> None:
    helper = await make.user(role=Role.ADMIN)
    await make.staff(room.course, helper, part)

    assert (await mark(room, anna, desk=room.desk(helper))).answer is Answer.CHECKED_IN


async def test_nobody_else_does(room: Room, make: Factory, anna: User) -> None:
    host, admin = await make.user(role=Role.HOST), await make.admin()

    for other in (host, admin, anna):
        with pytest.raises(NotAllowed):
            await mark(room, anna, desk=room.desk(other))

    assert await make.all(Attendance) == []


async def test_course_that_one_may_not_see_is_not_there(
    room: Room, make: Factory, anna: User
) -> None:
    await make.change(room.course, access_level=Role.ADMIN)

    with pytest.raises(LessonNotFound):
        await mark(room, anna, desk=room.desk(await make.user()))


async def test_mark_that_is_gone_is_not_there(room: Room) -> None:
    with pytest.raises(AttendanceNotFound):
        await correcting.change(
            room.session, room.desk(room.vera), attendance_id=404, status=PRESENT
        )


async def test_old_mark_of_another_takes_a_reason_without_a_status_too(
    room: Room, make: Factory, anna: User
) -> None:
    await mark(room, anna, ABSENT)
    helper = await make.user()
    await make.staff(room.course, helper, StaffPart.ASSISTANT)

    with pytest.raises(MarkReasonMissing):
        await mark(room, anna, desk=room.desk(helper, NOON + 20 * DAY))

    assert [it.status for it in await make.all(Attendance)] == [ABSENT]
    assert await points(make) == 0


async def test_who_was_seen_before_the_network_came_back_is_in_time(
    room: Room, make: Factory, anna: User
) -> None:
    seen_at, now = NOON, room.lesson.starts_at + room.course.late_after + SECOND
    whom: Any = {"lesson_id": room.lesson.id, "user_id": anna.id}

    checked = await roll_call.mark(room.session, room.desk(room.vera, now), **whom, at=seen_at)

    [it] = await make.all(Attendance)
    assert checked.answer is Answer.CHECKED_IN
    assert (it.status, it.marked_at, it.written_at) == (PRESENT, seen_at, now)

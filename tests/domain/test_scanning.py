"""The staff scan passes: who is marked, where, and what the scanner is told."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    Delivery,
    EnrollmentStatus,
    LogEntry,
    PointEntry,
    Role,
    ScanAttempt,
    StaffPart,
    User,
)
from domain import codes, erasure
from domain.answers import Answer, CheckIn, WhichLesson
from domain.attendance import check_in
from domain.campus import Campus
from domain.tokens import Kind, Signer
from tests.domain.desks import MINUTE, PRICE, SECOND, Room, create_room
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def room(session: AsyncSession, make: Factory, signer: Signer, anna: User) -> Room:
    return await create_room(session, make, signer, anna)


async def scanned(room: Room, host: User, code: str, **scan: object) -> CheckIn:
    checked = await room.scans(host, code, **scan)  # type: ignore[arg-type]
    assert isinstance(checked, CheckIn)
    return checked


async def test_whose_pass_is_scanned_is_there_has_the_points_and_is_told(
    room: Room, make: Factory, anna: User
) -> None:
    checked = await scanned(room, room.vera, room.pass_of(anna))

    [mark], [owed], [entry] = (
        await make.all(Attendance),
        await make.all(Delivery),
        await make.all(LogEntry),
    )
    assert checked.answer is Answer.CHECKED_IN
    assert (mark.source, mark.marked_by) == (AttendanceSource.PASS, room.vera.id)
    assert [it.points for it in await make.all(PointEntry)] == [PRICE]
    assert (owed.kind, owed.user_id, owed.urgent) == ("checked_in", anna.id, True)
    assert owed.payload == {"attendance_id": mark.id}
    assert (entry.action, entry.user_id, entry.entity_id) == ("check_in", room.vera.id, mark.id)


async def test_second_scan_says_when_the_first_was_and_tells_nobody_again(
    room: Room, make: Factory, anna: User
) -> None:
    await scanned(room, room.vera, room.pass_of(anna))

    again = await scanned(room, room.vera, room.pass_of(anna), at=NOON + MINUTE)

    assert again.answer is Answer.ALREADY
    assert again.mark is not None
    assert again.mark.at == NOON
    assert len(await make.all(Delivery)) == len(await make.all(Attendance)) == 1


@pytest.mark.parametrize(
    ("seconds", "answer"),
    [
        (0, Answer.CHECKED_IN),
        (59, Answer.CHECKED_IN),
        (60, Answer.CODE_EXPIRED),
        (-30, Answer.CHECKED_IN),
        (-31, Answer.CODE_EXPIRED),
    ],
)
async def test_renewing_pass_is_good_for_a_minute_at_most(
    room: Room, anna: User, seconds: int, answer: Answer
) -> None:
    code = room.renewing_pass_of(anna, NOON)

    checked = await scanned(room, room.vera, code, at=NOON + seconds * SECOND)

    assert checked.answer is answer


async def test_pass_of_the_chat_is_good_until_midnight_on_the_campus(
    room: Room, make: Factory, campus: Campus, anna: User
) -> None:
    until = codes.end_of_day(campus, NOON)
    evening = {"starts_at": until - HOUR, "ends_at": until + HOUR}
    await make.change(room.lesson, **evening)
    code = room.pass_of(anna, until)

    late = await scanned(room, room.vera, code, at=until)
    in_time = await scanned(room, room.vera, code, at=until - SECOND)

    assert until.astimezone(campus.tz).strftime("%H:%M") == "00:00"
    assert late.answer is Answer.CODE_EXPIRED
    assert not late.needs_renewing
    assert in_time.answer is Answer.LATE


async def test_course_may_insist_on_passes_that_renew_themselves(
    session: AsyncSession, make: Factory, signer: Signer, anna: User
) -> None:
    room = await create_room(session, make, signer, anna, renewing_pass_only=True)

    plain = await scanned(room, room.vera, room.pass_of(anna))
    renewing = await scanned(room, room.vera, room.renewing_pass_of(anna))

    assert (plain.answer, plain.needs_renewing) == (Answer.CODE_EXPIRED, True)
    assert (renewing.answer, renewing.needs_renewing) == (Answer.CHECKED_IN, False)


async def test_participant_who_scans_a_pass_is_told_that_this_is_for_the_staff(
    room: Room, make: Factory, anna: User
) -> None:
    boris = await make.user()

    own = await scanned(room, anna, room.pass_of(anna))
    others = await scanned(room, anna, room.pass_of(boris), lesson_id=room.lesson.id)

    assert (own.answer, own.is_own) == (Answer.NOT_STAFF, True)
    assert (others.answer, others.is_own) == (Answer.NOT_STAFF, False)
    assert [*await make.all(Attendance), *await make.all(ScanAttempt)] == []


@pytest.mark.parametrize("role", list(Role))
async def test_staff_of_another_course_mark_nobody_here(
    session: AsyncSession, room: Room, make: Factory, anna: User, role: Role
) -> None:
    other = await make.user(role=role)
    await make.staff(await make.course(name="Physics"), other, StaffPart.MANAGER)

    named = await scanned(room, other, room.pass_of(anna), lesson_id=room.lesson.id)
    anywhere = await scanned(room, other, room.pass_of(anna))

    assert (named.answer, anywhere.answer) == (Answer.NOT_STAFF, Answer.CLOSED)
    assert await make.all(Attendance) == []


@pytest.mark.parametrize("part", list(StaffPart))
async def test_everybody_on_the_staff_marks(
    room: Room, make: Factory, anna: User, part: StaffPart
) -> None:
    helper = await make.user()
    await make.staff(room.course, helper, part)

    assert (await scanned(room, helper, room.pass_of(anna))).answer is Answer.CHECKED_IN


async def test_of_several_lessons_the_one_is_meant_that_has_the_person(
    room: Room, make: Factory, anna: User
) -> None:
    physics = await make.course(name="Physics")
    await make.staff(physics, room.vera)
    await make.lesson(physics, starts_at=NOON)

    checked = await scanned(room, room.vera, room.pass_of(anna))

    assert checked.answer is Answer.CHECKED_IN
    assert checked.sighting is not None
    assert checked.sighting.course_id == room.course.id


async def test_where_several_lessons_may_be_meant_it_is_asked_which(
    room: Room, make: Factory, anna: User
) -> None:
    physics = await make.course(anna, name="Physics")
    await make.staff(physics, room.vera)
    other = await make.lesson(physics, starts_at=NOON)

    asked = await room.scans(room.vera, room.pass_of(anna))
    answered = await scanned(room, room.vera, room.pass_of(anna), lesson_id=other.id)

    assert isinstance(asked, WhichLesson)
    assert {it.lesson_id for it in asked.sightings} == {room.lesson.id, other.id}
    assert answered.sighting is not None
    assert answered.sighting.lesson_id == other.id


async def test_who_came_to_the_wrong_room_is_sent_to_the_right_one(
    room: Room, make: Factory, anna: User
) -> None:
    physics = await make.course(name="Physics")
    await make.staff(physics, room.vera)
    wrong = await make.lesson(physics, starts_at=NOON)

    checked = await scanned(room, room.vera, room.pass_of(anna), lesson_id=wrong.id)

    [attempt] = await make.all(ScanAttempt)
    assert checked.answer is Answer.WRONG_LESSON
    assert checked.elsewhere is not None
    assert checked.elsewhere.lesson_id == room.lesson.id
    assert (attempt.answer, attempt.lesson_id) == ("wrong_lesson", wrong.id)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (EnrollmentStatus.WAITLISTED, Answer.WAITLISTED),
        (EnrollmentStatus.EXPELLED, Answer.NOT_ENROLLED),
        (EnrollmentStatus.CANCELLED, Answer.NOT_ENROLLED),
        (None, Answer.NOT_ENROLLED),
    ],
)
async def test_who_is_not_on_the_course_is_not_marked_and_the_scan_is_kept(
    room: Room, make: Factory, status: EnrollmentStatus | None, answer: Answer
) -> None:
    boris = await make.user(full_name="Boris")
    if status is not None:
        await make.enrollment(room.course, boris, status)

    checked = await scanned(room, room.vera, room.pass_of(boris))

    [attempt] = await make.all(ScanAttempt)
    assert checked.answer is answer
    assert (attempt.user_id, attempt.answer) == (boris.id, answer)
    assert checked.attempt_id == (attempt.id if answer is Answer.NOT_ENROLLED else None)
    assert checked.sighting is not None
    assert checked.sighting.person_name == "Boris"


async def test_who_is_blocked_from_the_bot_still_came(
    session: AsyncSession, make: Factory, signer: Signer
) -> None:
    blocked = await make.user(blocked_at=NOON - DAY, block_reason="spam")
    room = await create_room(session, make, signer, blocked)

    assert (await scanned(room, room.vera, room.pass_of(blocked))).answer is Answer.CHECKED_IN


async def test_pass_of_an_erased_person_is_no_code(
    session: AsyncSession, room: Room, make: Factory, anna: User
) -> None:
    code, anna_now = room.pass_of(anna), as_actor(anna)
    await erasure.erase(session, anna_now, user_id=anna.id, now=NOON)
    await session.flush()

    for scan in ({}, {"lesson_id": room.lesson.id}):
        assert (await scanned(room, room.vera, code, **scan)).answer is Answer.CODE_INVALID
    assert await make.all(Attendance) == []


async def test_other_tokens_are_no_passes(room: Room, anna: User) -> None:
    course_link = room.signer.link(Kind.COURSE_LINK, anna.public_id)

    for text in (room.code(), course_link, room.digits(), "", "x" * 40, "x" * 10_000):
        assert (await scanned(room, room.vera, text)).answer is Answer.CODE_INVALID


async def test_lesson_that_does_not_exist_takes_nobody(room: Room, anna: User) -> None:
    checked = await scanned(room, room.vera, room.pass_of(anna), lesson_id=2**62)

    assert checked.answer is Answer.CODE_INVALID


@pytest.mark.parametrize(
    ("starts_at", "answer"),
    [
        (NOON + 20 * MINUTE, Answer.NOT_OPEN_YET),
        (NOON + 2 * DAY, Answer.CLOSED),
        (NOON - 3 * HOUR, Answer.CLOSED),
    ],
)
async def test_where_no_lesson_takes_anybody_the_nearest_is_named(
    room: Room, make: Factory, anna: User, starts_at: datetime, answer: Answer
) -> None:
    await make.change(room.lesson, starts_at=starts_at, ends_at=starts_at + HOUR)

    assert (await scanned(room, room.vera, room.pass_of(anna))).answer is answer


async def test_scan_that_was_queued_is_judged_by_its_own_time(
    session: AsyncSession, room: Room, make: Factory, anna: User
) -> None:
    code, later = room.renewing_pass_of(anna, NOON), NOON + 6 * HOUR
    queued = codes.Pass(code, NOON, room.lesson.id)
    desk = replace(room.desk(room.vera), now=later)

    checked = await check_in(session, desk, queued)

    [mark], [entry] = await make.all(Attendance), await make.all(LogEntry)
    assert isinstance(checked, CheckIn)
    assert checked.answer is Answer.CHECKED_IN
    assert (mark.marked_at, entry.timestamp) == (NOON, later)


async def test_day_of_a_lesson_is_the_one_on_the_campus_on_both_sides_of_a_clock_change(
    session: AsyncSession, make: Factory, signer: Signer, anna: User
) -> None:
    late_evening = datetime.fromisoformat("2026-03-28T21:30:00+00:00")
    before = {"starts_at": late_evening, "ends_at": late_evening + 2 * HOUR}
    room = await create_room(session, make, signer, anna, lesson=before)
    moscow = room.desk(room.vera, late_evening)

    berlin = replace(moscow, campus=replace(moscow.campus, tz=ZoneInfo("Europe/Berlin")))
    days = []
    for desk, at in ((moscow, late_evening), (berlin, late_evening + HOUR)):
        await check_in(session, desk, codes.Pass(room.renewing_pass_of(anna, at), at))
        [mark] = await make.all(Attendance)
        days.append(mark.lesson_date.isoformat())
        await session.execute(delete(Attendance))

    assert days == ["2026-03-29", "2026-03-28"]

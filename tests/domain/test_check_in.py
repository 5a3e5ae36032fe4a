"""Check-in by the code of the room: who is marked, and what the others are told."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    CourseStatus,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    PointEntry,
    ScanAttempt,
    User,
)
from domain.answers import Answer
from domain.tokens import Signer
from tests.domain.desks import MINUTE, PRICE, SECOND, Room, create_room
from tests.factories import DAY, HOUR, NOON, Factory


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def room(session: AsyncSession, make: Factory, signer: Signer, anna: User) -> Room:
    return await create_room(session, make, signer, anna)


async def test_who_scans_the_code_is_there_and_has_the_points(
    room: Room, make: Factory, anna: User
) -> None:
    checked = await room.comes(anna)

    (mark,) = await make.all(Attendance)
    assert checked.answer is Answer.CHECKED_IN
    assert (mark.status, mark.source) == (AttendanceStatus.PRESENT, AttendanceSource.ROOM_CODE)
    assert (mark.marked_by, mark.marked_at) == (anna.id, NOON)
    assert [it.points for it in await make.all(PointEntry)] == [PRICE]


async def test_second_scan_says_when_the_first_was(room: Room, make: Factory, anna: User) -> None:
    await room.comes(anna)

    again = await room.comes(anna, at=NOON + MINUTE)

    assert again.answer is Answer.ALREADY
    assert again.mark is not None
    assert again.mark.at == NOON
    assert len(await make.all(Attendance)) == len(await make.all(PointEntry)) == 1


async def test_who_comes_after_the_time_is_late(room: Room, anna: User) -> None:
    in_time = room.lesson.starts_at + room.course.late_after

    late = await room.comes(anna, at=in_time + SECOND)

    assert late.answer is Answer.LATE


@pytest.mark.parametrize("seconds", [0, 70])
async def test_code_is_good_for_a_minute(room: Room, anna: User, seconds: int) -> None:
    checked = await room.comes(anna, room.code(NOON), at=NOON + seconds * SECOND)

    assert checked.answer is Answer.CHECKED_IN


@pytest.mark.parametrize("seconds", [90, 3600 * 24 * 400])
async def test_older_code_is_too_old(room: Room, anna: User, seconds: int) -> None:
    checked = await room.comes(anna, room.code(NOON - seconds * SECOND), at=NOON)

    assert checked.answer is Answer.CODE_EXPIRED


async def test_code_on_paper_is_good_for_ten_minutes(
    session: AsyncSession, make: Factory, signer: Signer, anna: User
) -> None:
    boris = await make.user()
    paper = {"starts_at": NOON, "fixed_code_at": NOON}
    room = await create_room(session, make, signer, anna, boris, lesson=paper)

    in_time = await room.comes(anna, room.code(NOON), at=NOON + 9 * MINUTE)
    late = await room.comes(boris, room.code(NOON), at=NOON + 10 * MINUTE)

    assert (in_time.answer, late.answer) == (Answer.CHECKED_IN, Answer.CODE_EXPIRED)


async def test_digits_on_paper_are_good_for_ten_minutes(
    session: AsyncSession, make: Factory, signer: Signer, anna: User
) -> None:
    boris = await make.user()
    paper = {"starts_at": NOON, "fixed_code_at": NOON}
    room = await create_room(session, make, signer, anna, boris, lesson=paper)

    in_time = await room.comes(anna, room.digits(NOON), at=NOON + 9 * MINUTE)
    late = await room.comes(boris, room.digits(NOON), at=NOON + 10 * MINUTE)

    assert (in_time.answer, late.answer) == (Answer.CHECKED_IN, Answer.CODE_INVALID)


@pytest.mark.parametrize(
    ("lesson", "answer"),
    [
        ({"starts_at": NOON + 15 * MINUTE + SECOND}, Answer.NOT_OPEN_YET),
        ({"starts_at": NOON + 15 * MINUTE}, Answer.CHECKED_IN),
        ({"starts_at": NOON - HOUR}, Answer.LATE),
        ({"starts_at": NOON - HOUR - SECOND}, Answer.CLOSED),
        ({"starts_at": NOON - 2 * HOUR, "check_in_until": NOON}, Answer.LATE),
        ({"starts_at": NOON - MINUTE, "check_in_until": NOON - SECOND}, Answer.CLOSED),
        ({"status": LessonStatus.CANCELLED}, Answer.LESSON_CANCELLED),
    ],
)
async def test_lesson_takes_people_while_it_is_open(
    session: AsyncSession,
    make: Factory,
    signer: Signer,
    anna: User,
    lesson: dict[str, datetime],
    answer: Answer,
) -> None:
    room = await create_room(session, make, signer, anna, lesson=lesson)

    assert (await room.comes(anna)).answer is answer


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (EnrollmentStatus.WAITLISTED, Answer.WAITLISTED),
        (EnrollmentStatus.COMPLETED, Answer.CHECKED_IN),
        (EnrollmentStatus.EXPELLED, Answer.NOT_ENROLLED),
        (EnrollmentStatus.CANCELLED, Answer.NOT_ENROLLED),
        (None, Answer.NOT_ENROLLED),
    ],
)
async def test_only_who_is_on_the_course_is_marked(
    room: Room, make: Factory, status: EnrollmentStatus | None, answer: Answer
) -> None:
    boris = await make.user()
    if status is not None:
        await make.enrollment(room.course, boris, status)

    checked = await room.comes(boris)

    assert checked.answer is answer
    assert len(await make.all(Attendance)) == checked.answer.is_marked


async def test_failed_scan_is_kept_without_its_code(room: Room, make: Factory, anna: User) -> None:
    checked = await room.comes(anna, at=NOON - HOUR)

    (attempt,) = await make.all(ScanAttempt)
    assert checked.answer is Answer.NOT_OPEN_YET
    assert (attempt.user_id, attempt.lesson_id) == (anna.id, room.lesson.id)
    assert (attempt.answer, attempt.made_at) == ("not_open_yet", NOON - HOUR)


async def test_scan_held_up_is_judged_by_when_it_was_sent(room: Room, anna: User) -> None:
    code = room.code(NOON)
    desk_later = NOON + 5 * HOUR

    checked = await room.comes(anna, code, at=NOON + 10 * SECOND)

    assert checked.answer is Answer.CHECKED_IN
    assert desk_later > room.lesson.ends_at


async def test_digits_are_matched_with_ones_own_lesson_only(
    room: Room, make: Factory, anna: User
) -> None:
    other = await make.course(name="Physics")
    elsewhere = await make.lesson(other, starts_at=NOON)
    digits = room.digits()
    spaced = f"{digits[:3]} {digits[3:]}"

    theirs = room.signer.digits(elsewhere.public_id, int(NOON.timestamp()) // 15)
    wrong, right = await room.comes(anna, theirs), await room.comes(anna, spaced)

    assert (wrong.answer, right.answer) == (Answer.CODE_INVALID, Answer.CHECKED_IN)


async def test_after_ten_wrong_digits_one_has_to_wait(room: Room, anna: User) -> None:
    wrong = "000000" if room.digits() != "000000" else "000001"
    for second in range(10):
        assert (await room.comes(anna, wrong, at=NOON + second * SECOND)).answer is (
            Answer.CODE_INVALID
        )

    at = NOON + 10 * SECOND
    even_right = await room.comes(anna, room.digits(at), at=at)
    later = NOON + 10 * MINUTE
    again = await room.comes(anna, room.digits(later), at=later)

    assert even_right.answer is Answer.TOO_MANY_ATTEMPTS
    assert even_right.again_at == later
    assert again.answer is Answer.CHECKED_IN


@pytest.mark.parametrize("reason", [None, "I am ill"])
async def test_who_said_they_would_not_come_and_came_is_there(
    room: Room, make: Factory, anna: User, reason: str | None
) -> None:
    enrollment = await make.enrollment_of(room.course, anna)
    said = {"source": AttendanceSource.SELF, "marked_by": anna.id, "reason": reason}
    await make.mark(enrollment, room.lesson, AttendanceStatus.EXCUSED, **said)

    checked = await room.comes(anna)

    (mark,) = await make.all(Attendance)
    assert (checked.answer, mark.status) == (Answer.CHECKED_IN, AttendanceStatus.PRESENT)
    assert (mark.source, mark.reason) == (AttendanceSource.ROOM_CODE, None)
    assert [it.points for it in await make.all(PointEntry)] == [PRICE]


async def test_what_the_staff_have_corrected_no_code_changes(
    room: Room, make: Factory, anna: User
) -> None:
    enrollment = await make.enrollment_of(room.course, anna)
    await make.mark(enrollment, room.lesson, AttendanceStatus.ABSENT, reason="was not there")

    checked = await room.comes(anna)

    assert checked.answer is Answer.ALREADY
    assert checked.mark is not None
    assert checked.mark.is_corrected


@pytest.mark.parametrize("status", [CourseStatus.FINISHED, CourseStatus.ARCHIVED])
async def test_course_that_is_over_marks_nobody(
    session: AsyncSession, make: Factory, signer: Signer, anna: User, status: CourseStatus
) -> None:
    room = await create_room(session, make, signer, anna, status=status)

    assert (await room.comes(anna)).answer is Answer.CLOSED


async def test_code_for_another_lesson_than_is_named_is_refused(
    room: Room, make: Factory, anna: User
) -> None:
    other: Lesson = await make.lesson(room.course, starts_at=NOON + DAY)

    checked = await room.comes(anna, lesson_id=other.id)

    assert checked.answer is Answer.WRONG_LESSON


async def test_token_of_no_lesson_is_no_code(room: Room, anna: User) -> None:
    strange = room.signer.stamp(1, 5, int(NOON.timestamp()) // 15)  # type: ignore[arg-type]

    for text in (strange, "", "x" * 40, room.pass_of(anna), timedelta.__name__):
        assert (await room.comes(anna, text or " ")).answer is Answer.CODE_INVALID

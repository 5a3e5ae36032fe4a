"""Not coming to a lesson, as people say themselves, and coming after all."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    LogEntry,
    PointEntry,
    User,
)
from db.queries.check_in import Sighting
from db.session import Transaction
from domain import codes, excusing
from domain.answers import Answer, CheckIn
from domain.attendance import check_in
from domain.checking_in import Desk
from domain.codes import RoomCode
from domain.errors import (
    CourseNotOpen,
    DomainError,
    ExcuseNotValid,
    LessonBegun,
    LessonCancelled,
    LessonMarked,
    LessonNotFound,
    NotEnrolled,
)
from domain.tokens import Kind, Signer
from tests.factories import HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor, stranger
from tests.races import Act, create_race


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def lesson(make: Factory, anna: User) -> Lesson:
    return await make.lesson(await make.course(anna), starts_at=NOON + HOUR)


async def excuse(session: AsyncSession, user: User, lesson: Lesson) -> Sighting:
    who = as_actor(user)
    return await excusing.excuse(session, who, CAMPUS, lesson_id=lesson.id, now=NOON)


async def explain(session: AsyncSession, user: User, lesson: Lesson, typed: str) -> Sighting:
    who = as_actor(user)
    return await excusing.explain(session, who, lesson_id=lesson.id, typed=typed, now=NOON)


async def come(session: AsyncSession, user: User, lesson: Lesson) -> Sighting:
    return await excusing.come(session, as_actor(user), lesson_id=lesson.id, now=NOON)


async def test_who_does_not_come_is_excused(
    session: AsyncSession, make: Factory, anna: User, lesson: Lesson
) -> None:
    await excuse(session, anna, lesson)
    await session.flush()

    [mark] = await make.all(Attendance)
    assert (mark.status, mark.source) == (AttendanceStatus.EXCUSED, AttendanceSource.SELF)
    assert (mark.marked_by, mark.marked_at) == (anna.id, NOON)
    assert [it.action for it in await make.all(LogEntry)] == ["excuse"]


async def test_second_time_changes_nothing(
    session: AsyncSession, make: Factory, anna: User, lesson: Lesson
) -> None:
    for _ in range(2):
        await excuse(session, anna, lesson)

    assert len(await make.all(Attendance)) == len(await make.all(LogEntry)) == 1


async def test_reason_is_kept_and_not_told_in_the_history(
    session: AsyncSession, make: Factory, anna: User, lesson: Lesson
) -> None:
    await excuse(session, anna, lesson)

    for _ in range(2):
        await explain(session, anna, lesson, " I am\nill ")

    assert [it.reason for it in await make.all(Attendance)] == ["I am ill"]
    entries = await make.all(LogEntry)
    assert [it.action for it in entries] == ["excuse", "explain_excuse"]
    assert "ill" not in str(entries[1].details)


@pytest.mark.parametrize("typed", ["", " \u200b ", "x" * 201])
async def test_reason_is_a_few_words(
    session: AsyncSession, anna: User, lesson: Lesson, typed: str
) -> None:
    await excuse(session, anna, lesson)

    with pytest.raises(ExcuseNotValid):
        await explain(session, anna, lesson, typed)


async def test_reason_without_an_excuse_is_none(
    session: AsyncSession, make: Factory, anna: User, lesson: Lesson
) -> None:
    with pytest.raises(LessonNotFound):
        await explain(session, anna, lesson, "I am ill")

    assert await make.all(Attendance) == []


async def test_who_comes_after_all_is_not_excused_any_more(
    session: AsyncSession, make: Factory, anna: User, lesson: Lesson
) -> None:
    await excuse(session, anna, lesson)

    for _ in range(2):
        await come(session, anna, lesson)

    assert await make.all(Attendance) == []
    assert [it.action for it in await make.all(LogEntry)] == ["excuse", "drop_excuse"]


@pytest.mark.parametrize("reason", [None, "I am ill"])
async def test_who_comes_nevertheless_is_checked_in_as_everybody(
    session: AsyncSession, make: Factory, signer: Signer, anna: User, reason: str | None
) -> None:
    course = await make.course(anna, points_per_visit=5)
    lesson = await make.lesson(course, starts_at=NOON + HOUR / 10)
    await excuse(session, anna, lesson)
    if reason:
        await explain(session, anna, lesson, reason)
    token = signer.stamp(Kind.ROOM_CODE, lesson.public_id, codes.room_step(NOON))

    desk = Desk(as_actor(anna), CAMPUS, signer, NOON)
    checked = await check_in(session, desk, RoomCode(token, NOON))

    assert isinstance(checked, CheckIn)
    assert checked.answer is Answer.CHECKED_IN
    [mark] = await make.all(Attendance)
    assert (mark.status, mark.reason) == (AttendanceStatus.PRESENT, None)
    assert [it.points for it in await make.all(PointEntry)] == [5]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"starts_at": NOON}, LessonBegun),
        ({"starts_at": NOON - HOUR / 2}, LessonBegun),
        ({"status": LessonStatus.CANCELLED}, LessonCancelled),
    ],
)
async def test_lesson_must_be_ahead(
    session: AsyncSession,
    make: Factory,
    anna: User,
    changed: dict[str, object],
    refusal: type[DomainError],
) -> None:
    of_lesson = {"starts_at": NOON + HOUR, "ends_at": NOON + 2 * HOUR} | changed
    lesson = await make.lesson(await make.course(anna), **of_lesson)  # type: ignore[arg-type]

    for act in (excuse, come):
        with pytest.raises(refusal):
            await act(session, anna, lesson)


async def test_course_must_be_running(session: AsyncSession, make: Factory, anna: User) -> None:
    course = await make.course(anna, status=CourseStatus.FINISHED)
    lesson = await make.lesson(course)

    with pytest.raises(CourseNotOpen):
        await excuse(session, anna, lesson)


@pytest.mark.parametrize(
    "status",
    [None, EnrollmentStatus.WAITLISTED, EnrollmentStatus.CANCELLED, EnrollmentStatus.EXPELLED],
)
async def test_it_is_for_who_is_on_the_course(
    session: AsyncSession, make: Factory, lesson: Lesson, status: EnrollmentStatus | None
) -> None:
    boris = await make.user()
    if status is not None:
        course = await make.course()
        lesson = await make.lesson(course)
        await make.enrollment(course, boris, status)

    with pytest.raises(NotEnrolled):
        await excuse(session, boris, lesson)


async def test_stranger_is_on_no_course(session: AsyncSession, lesson: Lesson) -> None:
    with pytest.raises(NotEnrolled):
        await excusing.excuse(session, stranger(), CAMPUS, lesson_id=lesson.id, now=NOON)


async def test_lesson_that_is_none_is_not_found(session: AsyncSession, anna: User) -> None:
    with pytest.raises(LessonNotFound):
        await excusing.excuse(session, as_actor(anna), CAMPUS, lesson_id=10**9, now=NOON)


@pytest.mark.parametrize("status", AttendanceStatus)
async def test_mark_of_others_stands(
    session: AsyncSession, make: Factory, anna: User, lesson: Lesson, status: AttendanceStatus
) -> None:
    [place] = await make.all(Enrollment)
    await make.mark(place, lesson, status)

    for act in (excuse, come):
        with pytest.raises(LessonMarked):
            await act(session, anna, lesson)

    assert [it.status for it in await make.all(Attendance)] == [status]


async def test_of_two_taps_at_once_one_is_noted(
    committing: Transaction, empty_database_url: str
) -> None:
    make = Factory(committing)
    anna = await make.user()
    lesson = await make.lesson(await make.course(anna), starts_at=NOON + HOUR)

    await create_race(committing, empty_database_url)(tapping(anna, lesson), tapping(anna, lesson))

    marks = [it for it in await make.all(Attendance) if it.lesson_id == lesson.id]
    notes = [it for it in await make.all(LogEntry) if it.action == "excuse"]
    assert len(marks) == len(notes) == 1


def tapping(user: User, lesson: Lesson) -> Act:
    return lambda session: excuse(session, user, lesson)

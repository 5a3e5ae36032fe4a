"""A person's card, as admins see it."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    PointEntry,
    StaffPart,
    User,
)
from domain import people
from domain.errors import PersonNotFound
from domain.people import CourseLine, PartLine, PersonCard
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor

PRESENT, LATE, ABSENT, EXCUSED = AttendanceStatus


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


async def card(session: AsyncSession, admin: User, user: User) -> PersonCard:
    return await people.card(session, as_actor(admin), user_id=user.id, now=NOON)


async def test_card_has_the_person_with_parts_courses_and_points(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.user()
    algebra, botany = await make.course(name="Algebra"), await make.course(name="Botany")
    await make.staff(botany, anna, StaffPart.ASSISTANT)
    await make.staff(algebra, anna, StaffPart.HOST)
    await make.enrollment(algebra, anna, EnrollmentStatus.CANCELLED)
    await make.enrollment(botany, anna)
    for points in (7, -2):
        entry = {"points": points, "source_key": str(points)}
        await make.add(PointEntry(user_id=anna.id, course_id=botany.id, **entry))

    seen = await card(session, vera, anna)

    assert (seen.user.id, seen.points) == (anna.id, 5)
    assert seen.parts == [
        PartLine("Algebra", StaffPart.HOST),
        PartLine("Botany", StaffPart.ASSISTANT),
    ]
    assert seen.courses == [
        CourseLine("Botany", EnrollmentStatus.REGISTERED, held=0, attended=0),
        CourseLine("Algebra", EnrollmentStatus.CANCELLED, held=0, attended=0),
    ]


async def mark(
    make: Factory, enrollment: Enrollment, lesson: Lesson, status: AttendanceStatus
) -> None:
    await make.add(
        Attendance(
            enrollment_id=enrollment.id,
            lesson_id=lesson.id,
            lesson_date=lesson.starts_at.date(),
            status=status,
            source=AttendanceSource.ROSTER,
            marked_at=lesson.starts_at,
        )
    )


async def test_attendance_is_of_the_lessons_so_far(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna, course = await make.user(), await make.course()
    enrollment = await make.enrollment(course, anna)
    other = await make.enrollment(course, vera)
    marks = [PRESENT, LATE, ABSENT, EXCUSED, None]
    for days, status in enumerate(marks, 1):
        lesson = await make.lesson(course, starts_at=NOON - days * DAY)
        await mark(make, other, lesson, PRESENT)
        if status is not None:
            await mark(make, enrollment, lesson, status)
    off = await make.lesson(course, starts_at=NOON - 9 * DAY, status=LessonStatus.CANCELLED)
    await mark(make, enrollment, off, PRESENT)
    ahead = await make.lesson(course, starts_at=NOON + DAY)
    await mark(make, enrollment, ahead, EXCUSED)

    [line] = (await card(session, vera, anna)).courses

    assert (line.attended, line.held) == (2, 5)


@pytest.mark.parametrize(("status", "expected"), [(PRESENT, (1, 1)), (None, (0, 0))])
async def test_lesson_that_is_on_counts_once_they_have_come(
    session: AsyncSession,
    make: Factory,
    vera: User,
    status: AttendanceStatus | None,
    expected: tuple[int, int],
) -> None:
    anna, course = await make.user(), await make.course()
    enrollment = await make.enrollment(course, anna)
    on_now = await make.lesson(course, starts_at=NOON - HOUR / 2)
    if status is not None:
        await mark(make, enrollment, on_now, status)

    [line] = (await card(session, vera, anna)).courses

    assert (line.attended, line.held) == expected


async def test_there_is_no_card_of_the_erased(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    erased = await make.user(full_name="", erased_at=NOON)

    for user_id in (erased.id, 0, 2**63 - 1):
        with pytest.raises(PersonNotFound):
            await people.card(session, as_actor(vera), user_id=user_id, now=NOON)

"""What one person sees of one course."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    EnrollmentStatus,
    LessonStatus,
    Role,
    StaffPart,
    User,
)
from db.queries.courses import CourseView, StaffMember
from domain import courses, home
from domain.courses import Joining
from domain.errors import NotAllowed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor, stranger

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
SECOND = timedelta(seconds=1)


async def see(session: AsyncSession, user: User, course: Course) -> CourseView:
    return await courses.view(session, as_actor(user), course_id=course.id, now=NOON)


async def test_who_waits_sees_their_rank_and_how_many_wait(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris, clara = await make.user(), await make.user(), await make.user()
    course = await make.course(anna, waiting=[boris, clara], capacity=1)

    seen = [await see(session, person, course) for person in (anna, boris, clara)]

    assert [it.mine for it in seen] == [REGISTERED, WAITLISTED, WAITLISTED]
    assert [it.rank for it in seen] == [0, 1, 2]
    assert {it.waiting for it in seen} == {2}


async def test_card_has_the_picture_that_telegram_knows(
    session: AsyncSession, make: Factory
) -> None:
    anna, course = await make.user(), await make.course()
    await make.banner(course, file_id="kept")

    assert (await see(session, anna, course)).banner_file_id == "kept"


async def test_staff_are_shown_by_part_and_name_without_the_erased(
    session: AsyncSession, make: Factory
) -> None:
    course = await make.course()
    for name, part in [
        ("Yegor", StaffPart.ASSISTANT),
        ("Vera", StaffPart.HOST),
        ("Boris", StaffPart.HOST),
        ("Gleb", StaffPart.MANAGER),
    ]:
        await make.staff(course, await make.user(full_name=name), part)
    await make.staff(course, await make.user(full_name="", erased_at=NOON))
    await make.staff(await make.course(), await make.user(full_name="Elsewhere"))

    seen = await see(session, await make.user(), course)

    assert seen.staff == [
        StaffMember("Gleb", StaffPart.MANAGER),
        StaffMember("Boris", StaffPart.HOST),
        StaffMember("Vera", StaffPart.HOST),
        StaffMember("Yegor", StaffPart.ASSISTANT),
    ]


@pytest.mark.parametrize(
    ("starts_at", "status", "is_next"),
    [
        (NOON + DAY, LessonStatus.SCHEDULED, True),
        (NOON + DAY, LessonStatus.CANCELLED, False),
        (NOON - HOUR + SECOND, LessonStatus.SCHEDULED, True),
        (NOON - HOUR, LessonStatus.SCHEDULED, False),
    ],
    ids=["to come", "cancelled", "on", "over"],
)
async def test_next_lesson_is_one_that_is_not_over(
    session: AsyncSession,
    make: Factory,
    starts_at: datetime,
    status: LessonStatus,
    is_next: bool,  # noqa: FBT001
) -> None:
    anna = await make.user()
    course = await make.course(anna)
    lesson = await make.lesson(course, starts_at=starts_at, status=status)

    seen = await see(session, anna, course)
    at_home = (await home.look(session, as_actor(anna), now=NOON)).today.taken

    assert (seen.next_lesson.id if seen.next_lesson else None) == (lesson.id if is_next else None)
    assert (at_home is not None) is is_next


async def test_next_lesson_is_the_soonest(session: AsyncSession, make: Factory) -> None:
    anna = await make.user()
    course = await make.course(anna)
    for days in (3, 1, 2):
        await make.lesson(course, starts_at=NOON + days * DAY)

    seen = await see(session, anna, course)

    assert seen.next_lesson is not None
    assert seen.next_lesson.starts_at == NOON + DAY


@pytest.mark.parametrize(
    ("course_is", "mine", "joining"),
    [
        ({}, None, Joining.OPEN),
        ({"capacity": 1}, None, Joining.OPEN),
        ({"enroll_until": NOON}, None, Joining.OPEN),
        ({"capacity": 0}, None, Joining.QUEUE),
        ({"enroll_until": NOON - SECOND}, None, Joining.CLOSED),
        ({"capacity": 0, "enroll_until": NOON - SECOND}, None, Joining.CLOSED),
        ({"status": CourseStatus.DRAFT}, None, Joining.DRAFT),
        ({"status": CourseStatus.FINISHED}, None, Joining.OVER),
        ({"status": CourseStatus.ARCHIVED}, None, Joining.OVER),
        ({}, EnrollmentStatus.CANCELLED, Joining.OPEN),
        ({"enroll_until": NOON - SECOND}, REGISTERED, Joining.REGISTERED),
        ({"capacity": 0}, WAITLISTED, Joining.WAITING),
        ({"status": CourseStatus.FINISHED}, EnrollmentStatus.COMPLETED, Joining.COMPLETED),
        ({}, EnrollmentStatus.EXPELLED, Joining.EXPELLED),
    ],
)
async def test_where_one_stands_and_then_the_course_decide_about_joining(
    session: AsyncSession,
    make: Factory,
    course_is: dict[str, Any],
    mine: EnrollmentStatus | None,
    joining: Joining,
) -> None:
    admin, course = await make.admin(), await make.course(**course_is)
    if mine is not None:
        await make.enrollment(course, admin, mine)

    assert courses.joining(await see(session, admin, course), NOON) is joining


async def test_poster_is_for_staff_and_admins(session: AsyncSession, make: Factory) -> None:
    course = await make.course()
    assistant, anna = await make.user(), await make.user(role=Role.HOST)
    await make.staff(course, assistant, StaffPart.ASSISTANT)

    for person in (assistant, await make.admin()):
        poster = await courses.poster(session, as_actor(person), course_id=course.id, now=NOON)
        assert poster.id == course.id
    for viewer in (as_actor(anna), stranger()):
        with pytest.raises(NotAllowed):
            await courses.poster(session, viewer, course_id=course.id, now=NOON)

"""Which courses exist for whom."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    EnrollmentStatus,
    Role,
    StaffPart,
    User,
)
from db.queries.courses import CourseView
from domain import courses
from domain.errors import CourseNotFound
from tests.factories import NOON, Factory
from tests.people import as_actor, stranger

PUBLIC = {CourseStatus.PUBLISHED, CourseStatus.FINISHED}
LIVE = {EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED, EnrollmentStatus.COMPLETED}


async def see(session: AsyncSession, user: User, course: Course) -> CourseView:
    return await courses.view(session, as_actor(user), course_id=course.id, now=NOON)


async def sees(session: AsyncSession, user: User, course: Course) -> bool:
    try:
        await see(session, user, course)
    except CourseNotFound:
        return False
    return True


@pytest.mark.parametrize("status", CourseStatus)
@pytest.mark.parametrize("role", Role)
async def test_only_admins_see_what_is_not_public(
    session: AsyncSession, make: Factory, status: CourseStatus, role: Role
) -> None:
    person, course = await make.user(role=role), await make.course(status=status)

    assert await sees(session, person, course) is (status in PUBLIC or role is Role.ADMIN)


@pytest.mark.parametrize("level", Role)
@pytest.mark.parametrize("role", Role)
async def test_course_is_seen_by_those_whom_it_is_meant_for(
    session: AsyncSession, make: Factory, level: Role, role: Role
) -> None:
    person, course = await make.user(role=role), await make.course(access_level=level)

    assert await sees(session, person, course) is (role.rank >= level.rank)


@pytest.mark.parametrize("part", StaffPart)
@pytest.mark.parametrize("status", CourseStatus)
async def test_staff_see_their_course_in_any_state(
    session: AsyncSession, make: Factory, part: StaffPart, status: CourseStatus
) -> None:
    person = await make.user()
    course = await make.course(status=status, access_level=Role.ADMIN)
    await make.staff(course, person, part)

    seen = await see(session, person, course)

    assert seen.part is part


@pytest.mark.parametrize("mine", EnrollmentStatus)
async def test_who_is_on_a_course_sees_it_in_any_state(
    session: AsyncSession, make: Factory, mine: EnrollmentStatus
) -> None:
    anna, course = await make.user(), await make.course(status=CourseStatus.ARCHIVED)
    await make.enrollment(course, anna, mine)

    assert await sees(session, anna, course) is (mine in LIVE)


async def test_parts_and_places_of_others_open_nothing(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris, clara = await make.user(), await make.user(), await make.user()
    course = await make.course(boris, status=CourseStatus.DRAFT)
    await make.staff(course, clara)
    await make.staff(await make.course(anna), anna, StaffPart.MANAGER)

    assert not await sees(session, anna, course)


async def test_stranger_sees_what_is_for_everybody(session: AsyncSession, make: Factory) -> None:
    for_all, for_hosts = await make.course(), await make.course(access_level=Role.HOST)

    seen = await courses.view(session, stranger(), course_id=for_all.id, now=NOON)
    with pytest.raises(CourseNotFound):
        await courses.view(session, stranger(), course_id=for_hosts.id, now=NOON)

    assert (seen.course.id, seen.mine, seen.part, seen.rank) == (for_all.id, None, None, 0)


async def test_link_leads_to_the_course_for_those_who_may_see_it(
    session: AsyncSession, make: Factory
) -> None:
    anna, course = as_actor(await make.user()), await make.course()
    draft = await make.course(status=CourseStatus.DRAFT)

    seen = await courses.by_public_id(session, anna, public_id=course.public_id, now=NOON)

    assert seen.course.id == course.id
    for public_id in (draft.public_id, 0):
        with pytest.raises(CourseNotFound):
            await courses.by_public_id(session, anna, public_id=public_id, now=NOON)

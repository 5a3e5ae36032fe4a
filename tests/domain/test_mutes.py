import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseMute, CourseStatus, EnrollmentStatus, LogEntry, User
from db.session import Transaction
from domain import mutes
from domain.errors import NotEnrolled
from domain.mutes import PAGE_SIZE
from tests.factories import NOON, Factory
from tests.people import as_actor
from tests.races import meet


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


async def mute(
    session: AsyncSession, user: User, course: Course, *, is_muted: bool = True
) -> None:
    actor, course_id = as_actor(user), course.id
    await mutes.mute(session, actor, course_id=course_id, is_muted=is_muted, now=NOON)
    await session.flush()


async def mine(session: AsyncSession, user: User, page: int = 0) -> list[tuple[str, bool]]:
    found = await mutes.mine(session, as_actor(user), page=page)
    return [(line.name, line.is_muted) for line in found.lines]


async def test_course_is_muted_and_unmuted(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course(anna)

    await mute(session, anna, course)
    muted = await mine(session, anna)
    await mute(session, anna, course, is_muted=False)

    assert muted == [("Mathematics", True)]
    assert await mine(session, anna) == [("Mathematics", False)]
    assert await make.all(CourseMute) == []


@pytest.mark.parametrize("is_muted", [True, False])
async def test_second_tap_does_nothing(
    session: AsyncSession, make: Factory, anna: User, *, is_muted: bool
) -> None:
    course = await make.course(anna)
    await mute(session, anna, course, is_muted=not is_muted)
    before = len(await make.all(LogEntry))

    for _ in range(2):
        await mute(session, anna, course, is_muted=is_muted)

    assert await mine(session, anna) == [("Mathematics", is_muted)]
    assert len(await make.all(LogEntry)) == before + 1


async def test_muting_is_in_the_history(session: AsyncSession, make: Factory, anna: User) -> None:
    course = await make.course()
    enrollment = await make.enrollment(course, anna)

    await mute(session, anna, course)
    await mute(session, anna, course, is_muted=False)

    entries = await make.all(LogEntry)
    assert [it.action for it in entries] == ["mute_course", "unmute_course"]
    assert {(it.user_id, it.entity, it.entity_id) for it in entries} == {
        (anna.id, "enrollments", enrollment.id)
    }


@pytest.mark.parametrize("status", EnrollmentStatus)
async def test_only_a_course_that_one_is_on_is_muted(
    session: AsyncSession, make: Factory, anna: User, status: EnrollmentStatus
) -> None:
    course = await make.course()
    await make.enrollment(course, anna, status)

    if status.is_live:
        await mute(session, anna, course)
    else:
        with pytest.raises(NotEnrolled):
            await mute(session, anna, course)

    assert len(await make.all(CourseMute)) == status.is_live
    assert await mine(session, anna) == ([("Mathematics", True)] if status.is_live else [])


async def test_course_of_others_is_not_muted(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course(await make.user())

    with pytest.raises(NotEnrolled):
        await mute(session, anna, course)

    assert await make.all(CourseMute) == []


async def test_ones_muting_is_nobody_elses(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    boris = await make.user()
    course = await make.course(anna, boris)

    await mute(session, anna, course)

    assert await mine(session, boris) == [("Mathematics", False)]


async def test_courses_that_remind_of_nothing_are_left_out(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    for status in CourseStatus:
        await make.course(anna, name=status.value, status=status)

    assert await mine(session, anna) == [("published", False)]


async def test_courses_come_in_pages_by_name(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    for name in ("Ёлки", "яблоки", "Ели", *map(str, range(PAGE_SIZE))):
        await make.course(anna, name=name)

    first = await mutes.mine(session, as_actor(anna), page=0)
    last = await mutes.mine(session, as_actor(anna), page=2**62)

    assert [it.name for it in first.lines] == [str(it) for it in range(PAGE_SIZE)]
    assert (first.number, first.total) == (0, PAGE_SIZE + 3)
    assert [it.name for it in last.lines] == ["Ели", "Ёлки", "яблоки"]
    assert last.number == 1


async def test_two_taps_at_once_mute_once(committing: Transaction) -> None:
    make = Factory(committing)
    boris = await make.user()
    course = await make.course(boris)

    await meet(
        committing,
        lambda session: mute(session, boris, course),
        lambda session: mute(session, boris, course),
    )

    assert [(it.user_id, it.course_id) for it in await make.all(CourseMute)] == [
        (boris.id, course.id)
    ]
    assert [it.action for it in await make.all(LogEntry)] == ["mute_course"]

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Lesson,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import staff
from domain.errors import (
    CourseNotFound,
    LastManager,
    MemberNotFound,
    NotAllowed,
    NotOnStaff,
    PartNotEnough,
)
from domain.staff import PAGE_SIZE, Post, Team
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor, stranger
from tests.races import Act, Race, create_race

MANAGES, HOSTS, ASSISTS = StaffPart


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()


@pytest.fixture
async def vera(make: Factory, course: Course) -> User:
    """Manages it."""
    vera = await make.admin()
    await make.staff(course, vera, MANAGES)
    return vera


async def look(session: AsyncSession, who: User, course: Course, page: int = 0) -> Team:
    return await staff.team(session, as_actor(who), course_id=course.id, page=page, now=NOON)


async def leave(session: AsyncSession, who: User, course: Course) -> Post:
    post = await staff.leave(session, as_actor(who), course_id=course.id, now=NOON)
    await session.flush()
    return post


async def remove(session: AsyncSession, who: User, course: Course, whom: User) -> Post:
    post = await staff.remove(
        session, as_actor(who), course_id=course.id, user_id=whom.id, now=NOON
    )
    await session.flush()
    return post


async def parts(make: Factory, course: Course) -> dict[int, StaffPart]:
    rows = await make.all(CourseStaff)
    return {it.user_id: it.part for it in rows if it.course_id == course.id}


# Who is on it


async def test_team_is_listed_by_part_and_name(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    for name, part in [("b", ASSISTS), ("Я", HOSTS), ("ё", HOSTS), ("Ж", HOSTS), ("a", ASSISTS)]:
        await make.staff(course, await make.user(full_name=name), part)
    gone = await make.user(full_name="", erased_at=NOON)
    await make.staff(course, gone, HOSTS)
    await make.staff(await make.course(), await make.user(full_name="Other"))

    seen = await look(session, vera, course)

    assert [it.name for it in seen.page.members] == ["Vera", "ё", "Ж", "Я", "a", "b"]
    assert (seen.course.id, seen.part, seen.page.total) == (course.id, MANAGES, 6)


async def test_team_has_pages(session: AsyncSession, make: Factory, course: Course) -> None:
    admin = await make.admin()
    empty = await look(session, admin, course)
    for number in range(PAGE_SIZE + 1):
        await make.staff(course, await make.user(full_name=f"Host {number:02}"))

    pages = [await look(session, admin, course, number) for number in (0, 1, 2**62)]

    assert (empty.page.members, empty.page.total) == ([], 0)
    assert [(it.page.number, len(it.page.members)) for it in pages] == [
        (0, PAGE_SIZE),
        (1, 1),
        (1, 1),
    ]


@pytest.mark.parametrize("part", [*StaffPart, None])
async def test_team_is_seen_by_itself_and_chosen_by_its_managers(
    session: AsyncSession, make: Factory, course: Course, part: StaffPart | None
) -> None:
    admin, other = await make.admin(), await make.user(role=Role.HOST)
    if part is not None:
        await make.staff(course, other, part)

    of_admin = await look(session, admin, course)

    assert (of_admin.part, of_admin.is_mine_to_choose) == (None, False)
    if part is None:
        with pytest.raises(NotAllowed):
            await look(session, other, course)
    else:
        seen = await look(session, other, course)
        assert (seen.part, seen.is_mine_to_choose) == (part, part is MANAGES)


async def test_team_of_what_one_may_not_see_does_not_exist(
    session: AsyncSession, make: Factory
) -> None:
    draft, host = await make.course(status=CourseStatus.DRAFT), await make.user(role=Role.HOST)

    for viewer in (stranger(), as_actor(host)):
        with pytest.raises(CourseNotFound):
            await staff.team(session, viewer, course_id=draft.id, page=0, now=NOON)


# Leaving


@pytest.mark.parametrize("part", [HOSTS, ASSISTS])
async def test_everybody_may_give_their_part_up(
    session: AsyncSession, make: Factory, course: Course, part: StaffPart
) -> None:
    maria = await make.user(role=Role.HOST)
    await make.staff(course, maria, part)

    post = await leave(session, maria, course)

    [entry] = await make.all(LogEntry)
    assert (post.course.id, post.member.part) == (course.id, part)
    assert await parts(make, course) == {}
    assert (entry.user_id, entry.action, entry.entity, entry.entity_id, entry.details) == (
        maria.id,
        "leave_part",
        "courses",
        course.id,
        {"part": [part, None]},
    )
    assert await make.all(Delivery) == []


async def test_losing_a_part_changes_no_role(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    maria, boris = await make.user(role=Role.HOST), await make.user(role=Role.HOST)
    for person in (maria, boris):
        await make.staff(course, person)

    await leave(session, maria, course)
    await remove(session, vera, course, boris)

    assert [(await make.again(it)).role for it in (maria, boris)] == [Role.HOST, Role.HOST]


async def test_lessons_to_come_are_for_others_to_give(
    session: AsyncSession, make: Factory, course: Course
) -> None:
    maria, other = await make.user(), await make.course()
    await make.staff(course, maria)
    over = await make.lesson(course, starts_at=NOON - 2 * HOUR, host_id=maria.id)
    to_come = await make.lesson(course, host_id=maria.id)
    elsewhere = await make.lesson(other, starts_at=NOON + 2 * DAY, host_id=maria.id)

    await leave(session, maria, course)

    hosts = {it.id: it.host_id for it in await make.all(Lesson)}
    assert hosts == {over.id: maria.id, to_come.id: None, elsewhere.id: maria.id}
    [entry] = await make.all(LogEntry)
    freed = [to_come.id, {"host_id": maria.id}, {"host_id": None}]
    assert (entry.action, entry.details["timetable"]) == ("leave_part", [freed])


async def test_who_is_not_on_the_team_leaves_nothing(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    with pytest.raises(NotOnStaff):
        await leave(session, await make.user(), course)
    with pytest.raises(NotOnStaff):
        await leave(session, await make.admin(), course)
    with pytest.raises(NotOnStaff):
        await staff.leaving(session, stranger(), course_id=course.id)

    assert await parts(make, course) == {vera.id: MANAGES}


async def test_second_leaving_says_that_one_is_not_on_the_team(
    session: AsyncSession, make: Factory, course: Course
) -> None:
    maria = await make.user()
    await make.staff(course, maria)
    await leave(session, maria, course)

    with pytest.raises(NotOnStaff):
        await leave(session, maria, course)

    assert len(await make.all(LogEntry)) == 1


@pytest.mark.parametrize(
    "other",
    [None, {"blocked_at": NOON}, {"erased_at": NOON}],
    ids=["alone", "blocked", "erased"],
)
async def test_last_manager_stays(
    session: AsyncSession, make: Factory, vera: User, course: Course, other: dict[str, Any] | None
) -> None:
    await make.staff(course, await make.user(), HOSTS)
    await make.staff(await make.course(), await make.admin(), MANAGES)
    if other is not None:
        await make.staff(course, await make.user(role=Role.ADMIN, **other), MANAGES)

    with pytest.raises(LastManager):
        await staff.leaving(session, as_actor(vera), course_id=course.id)
    with pytest.raises(LastManager):
        await leave(session, vera, course)

    assert (await parts(make, course))[vera.id] is MANAGES


async def test_last_but_one_manager_may_leave(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    pavel = await make.admin()
    await make.staff(course, pavel, MANAGES)

    await leave(session, vera, course)

    assert await parts(make, course) == {pavel.id: MANAGES}


# Taking a part away


async def test_manager_takes_a_part_away_and_the_person_is_told(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    maria = await make.user(full_name="Maria")
    await make.staff(course, maria)

    post = await remove(session, vera, course, maria)

    [entry], [told] = await make.all(LogEntry), await make.all(Delivery)
    assert (post.member.name, post.member.part) == ("Maria", HOSTS)
    assert await parts(make, course) == {vera.id: MANAGES}
    assert (entry.user_id, entry.action, entry.entity_id, entry.details) == (
        vera.id,
        "remove_staff",
        course.id,
        {"part": ["host", None], "user_id": maria.id},
    )
    assert (told.user_id, told.kind) == (maria.id, DeliveryKind.PART_LOST)


@pytest.mark.parametrize("part", [HOSTS, ASSISTS, None])
async def test_others_take_no_part_away(
    session: AsyncSession, make: Factory, course: Course, part: StaffPart | None
) -> None:
    """An admin who does not manage the course neither."""
    maria, admin = await make.user(), await make.admin()
    await make.staff(course, maria)
    if part is not None:
        await make.staff(course, admin, part)

    with pytest.raises(PartNotEnough if part else NotAllowed):
        await staff.removing(session, as_actor(admin), course_id=course.id, user_id=maria.id)
    with pytest.raises(PartNotEnough if part else NotAllowed):
        await remove(session, admin, course, maria)

    assert maria.id in await parts(make, course)


async def test_part_that_is_not_there_is_not_taken_away(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    maria = await make.user()
    await make.staff(await make.course(), maria)

    with pytest.raises(MemberNotFound):
        await remove(session, vera, course, maria)

    assert await make.all(LogEntry) == []


async def test_manager_takes_another_manager_off_but_not_themselves_as_the_last(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    pavel = await make.admin()
    await make.staff(course, pavel, MANAGES)

    await remove(session, vera, course, pavel)
    with pytest.raises(LastManager):
        await remove(session, vera, course, vera)

    assert await parts(make, course) == {vera.id: MANAGES}


async def test_who_takes_themselves_off_has_left(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    await make.staff(course, await make.admin(), MANAGES)

    await remove(session, vera, course, vera)

    assert [it.action for it in await make.all(LogEntry)] == ["leave_part"]
    assert await make.all(Delivery) == []


async def test_who_is_back_on_the_team_need_not_be_told(
    session: AsyncSession, make: Factory, course: Course
) -> None:
    maria = await make.user()
    of_course = {"course_id": course.id, "user_id": maria.id}

    lost = await staff.lost(session, **of_course)
    await make.staff(course, maria, ASSISTS)

    assert lost is not None
    assert await staff.lost(session, **of_course) is None


# Together


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


Managers = tuple[User, User, Course]


@pytest.fixture
async def managers(committing: Transaction) -> Managers:
    """Of one course, and no others."""
    make = Factory(committing)
    course, vera, pavel = await make.course(), await make.admin(), await make.admin()
    for person in (vera, pavel):
        await make.staff(course, person, MANAGES)
    return vera, pavel, course


def leaves(who: User, course: Course) -> Act:
    return lambda session: leave(session, who, course)


def removes(who: User, course: Course, whom: User) -> Act:
    return lambda session: remove(session, who, course, whom)


async def test_of_the_last_two_managers_who_leave_at_once_one_stays(
    race: Race, committing: Transaction, managers: Managers
) -> None:
    vera, pavel, course = managers

    _, second = await race(leaves(vera, course), leaves(pavel, course))

    assert isinstance(second, LastManager)
    assert await parts(Factory(committing), course) == {pavel.id: MANAGES}


async def test_of_two_managers_who_take_each_other_off_one_stays(
    race: Race, committing: Transaction, managers: Managers
) -> None:
    vera, pavel, course = managers

    _, second = await race(removes(vera, course, pavel), removes(pavel, course, vera))

    assert isinstance(second, LastManager)
    assert await parts(Factory(committing), course) == {vera.id: MANAGES}


async def test_without_the_lock_of_the_course_both_managers_leave(
    race: Race, committing: Transaction, managers: Managers
) -> None:
    vera, pavel, course = managers

    await race(
        leaves(vera, course),
        leaves(pavel, course),
        guard=" FOR UPDATE OF courses",
        within="FROM courses",
    )

    assert await parts(Factory(committing), course) == {}

"""What admins make of other people: another role, or nobody."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    CourseStaff,
    Delivery,
    DeliveryKind,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Conflict, Transaction
from domain import people
from domain.errors import (
    AdminsOnly,
    NotAllowed,
    NotOnOneself,
    PersonNotFound,
    RoleOfOperator,
    StillAdmin,
)
from domain.people import part_under
from tests.factories import DAY, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import Act, create_race

PARTICIPANT, HOST, ADMIN = Role
MANAGES, HOSTS, ASSISTS = StaffPart


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


def change(admin: User, user: User, role: Role) -> Act:
    actor = as_actor(admin)
    return lambda session: people.change_role(
        session, actor, CAMPUS, user_id=user.id, role=role, now=NOON
    )


def erase(admin: User, user: User) -> Act:
    actor = as_actor(admin)
    return lambda session: people.erase(session, actor, CAMPUS, user_id=user.id, now=NOON)


async def parts(make: Factory, user: User) -> list[tuple[int, StaffPart]]:
    return [(it.course_id, it.part) for it in await make.all(CourseStaff) if it.user_id == user.id]


@pytest.mark.parametrize("before", Role)
@pytest.mark.parametrize("after", Role)
async def test_admin_gives_any_role_and_the_person_is_told(
    session: AsyncSession, make: Factory, vera: User, before: Role, after: Role
) -> None:
    anna = await make.user(role=before)

    await change(vera, anna, after)(session)
    await session.flush()

    is_news = before is not after
    entries = [(it.user_id, it.action, it.entity_id) for it in await make.all(LogEntry)]
    owed = [(it.user_id, it.kind) for it in await make.all(Delivery)]
    assert (await make.again(anna)).role is after
    assert entries == [(vera.id, "grant_role", anna.id)] * is_news
    kinds = [DeliveryKind.COMMANDS, DeliveryKind.ROLE_CHANGED] * is_news
    assert owed == [(anna.id, kind) for kind in kinds]


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        (ADMIN, HOST, [HOSTS, HOSTS, ASSISTS]),
        (ADMIN, PARTICIPANT, [None, None, ASSISTS]),
        (HOST, PARTICIPANT, [None, None, ASSISTS]),
        (HOST, ADMIN, [MANAGES, HOSTS, ASSISTS]),
        (PARTICIPANT, HOST, [HOSTS, HOSTS, ASSISTS]),
    ],
)
async def test_parts_in_courses_follow_the_role(
    session: AsyncSession,
    make: Factory,
    vera: User,
    before: Role,
    after: Role,
    left: list[StaffPart | None],
) -> None:
    anna, other = await make.user(role=before), await make.user()
    courses = [await make.course() for _ in StaffPart]
    for course, part in zip(courses, StaffPart, strict=True):
        await make.staff(course, anna, part)
        await make.staff(course, other, part)

    await change(vera, anna, after)(session)
    await session.flush()

    kept = zip(courses, left, strict=True)
    assert await parts(make, anna) == [(course.id, part) for course, part in kept if part]
    assert [part for _, part in await parts(make, other)] == [MANAGES, HOSTS, ASSISTS]
    assert left == [part_under(after, part) for part in StaffPart]


async def test_each_change_is_in_the_history_once(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.user(role=ADMIN)
    managed, hosted, assisted = [await make.course() for _ in range(3)]
    for course, part in [(managed, MANAGES), (hosted, HOSTS), (assisted, ASSISTS)]:
        await make.staff(course, anna, part)

    for role in (HOST, HOST, PARTICIPANT):
        await change(vera, anna, role)(session)
        await session.flush()

    entries = [(it.action, it.entity_id, it.details) for it in await make.all(LogEntry)]
    about = {"user_id": anna.id}
    assert entries == [
        ("change_part", managed.id, about | {"part": ["manager", "host"]}),
        ("grant_role", anna.id, {"role": ["admin", "host"]}),
        ("remove_staff", managed.id, about | {"part": ["host", None]}),
        ("remove_staff", hosted.id, about | {"part": ["host", None]}),
        ("grant_role", anna.id, {"role": ["host", "participant"]}),
    ]


async def test_lessons_to_come_are_for_others_to_give(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna, course = await make.user(role=HOST), await make.course()
    await make.staff(course, anna)
    given = await make.lesson(course, starts_at=NOON - DAY, host_id=anna.id)
    to_give = await make.lesson(course, starts_at=NOON + DAY, host_id=anna.id)

    await change(vera, anna, PARTICIPANT)(session)
    await session.flush()

    hosts = [(await make.again(it)).host_id for it in (given, to_give)]
    assert hosts == [anna.id, None]


# Refusals


@pytest.mark.parametrize("role", [PARTICIPANT, HOST])
async def test_others_change_nobody(
    session: AsyncSession, make: Factory, vera: User, role: Role
) -> None:
    other, anna = await make.user(role=role), await make.user()
    act: dict[str, Any] = {"user_id": anna.id, "now": NOON}

    for actor in (as_actor(other), replace(as_actor(other), role=ADMIN)):
        with pytest.raises(AdminsOnly):
            await people.change_role(session, actor, CAMPUS, role=HOST, **act)
    with pytest.raises(AdminsOnly):
        await people.erase(session, as_actor(other), CAMPUS, **act)

    assert (await make.again(anna)).role is PARTICIPANT
    assert await make.all(LogEntry) == []


async def test_nobody_changes_their_own_role(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    for role in Role:
        with pytest.raises(NotOnOneself):
            await change(vera, vera, role)(session)
    with pytest.raises(NotOnOneself):
        await people.erase(session, as_actor(vera), CAMPUS, user_id=vera.id, now=NOON)

    assert (await make.again(vera)).role is ADMIN


async def test_whom_the_operator_made_an_admin_stays_one(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.user(role=ADMIN, telegram_id=77)
    campus, actor = replace(CAMPUS, admin_ids=(76, 77)), as_actor(vera)
    act: dict[str, Any] = {"user_id": anna.id, "now": NOON}

    with pytest.raises(RoleOfOperator):
        await people.change_role(session, actor, campus, role=HOST, **act)
    with pytest.raises(RoleOfOperator):
        await people.to_appoint(session, actor, campus, **act)
    with pytest.raises(RoleOfOperator):
        await people.erase(session, actor, campus, **act)


async def test_there_is_nothing_to_change_about_the_erased(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    erased = await make.user(full_name="", erased_at=NOON)

    with pytest.raises(PersonNotFound):
        await change(vera, erased, HOST)(session)


# Erasing


async def test_admin_erases_a_person_with_all_they_have(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.user(role=HOST)
    course = await make.course(anna)
    await make.staff(course, anna)

    await people.erase(session, as_actor(vera), CAMPUS, user_id=anna.id, now=NOON)
    await session.flush()

    assert (await make.again(anna)).erased_at == NOON
    assert (await make.again(course)).taken == 0
    with pytest.raises(PersonNotFound):
        await people.erase(session, as_actor(vera), CAMPUS, user_id=anna.id, now=NOON)


async def test_admin_is_not_erased_by_another(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.admin()

    with pytest.raises(StillAdmin):
        await people.erase(session, as_actor(vera), CAMPUS, user_id=anna.id, now=NOON)

    assert (await make.again(anna)).erased_at is None


# Races


async def test_of_two_admins_who_demote_each_other_at_once_one_stays(
    committing: Transaction, empty_database_url: str
) -> None:
    make = Factory(committing)
    vera, gleb = await make.admin(), await make.admin()
    race = create_race(committing, empty_database_url)

    first, second = await race(change(vera, gleb, HOST), change(gleb, vera, PARTICIPANT))

    assert first.role is HOST
    assert isinstance(second, AdminsOnly)
    assert [(await make.again(it)).role for it in (vera, gleb)] == [ADMIN, HOST]


async def test_without_the_lock_both_admins_are_demoted(
    committing: Transaction, empty_database_url: str
) -> None:
    make = Factory(committing)
    vera, gleb = await make.admin(), await make.admin()
    race = create_race(committing, empty_database_url)

    await race(
        change(vera, gleb, HOST),
        change(gleb, vera, PARTICIPANT),
        guard=" FOR UPDATE",
        within="users.id IN",
    )

    assert [(await make.again(it)).role for it in (vera, gleb)] == [PARTICIPANT, HOST]


async def test_change_begins_again_where_a_part_was_given_just_now(
    committing: Transaction, empty_database_url: str
) -> None:
    make = Factory(committing)
    vera, anna, course = await make.admin(), await make.user(role=ADMIN), await make.course()
    race = create_race(committing, empty_database_url)

    async def give(session: AsyncSession) -> None:
        await session.get(User, anna.id, with_for_update=True)
        session.add(CourseStaff(course_id=course.id, user_id=anna.id, part=MANAGES))

    _, changed = await race(give, change(vera, anna, HOST))
    async with committing() as session:
        await change(vera, anna, HOST)(session)

    assert isinstance(changed, Conflict)
    assert await parts(make, anna) == [(course.id, HOSTS)]


@pytest.mark.parametrize("guard", ["", " FOR UPDATE"])
async def test_only_the_lock_keeps_an_admin_who_is_none_meanwhile_from_erasing(
    committing: Transaction, empty_database_url: str, guard: str
) -> None:
    make = Factory(committing)
    vera, gleb, anna = await make.admin(), await make.admin(), await make.user()
    course = await make.course(anna)
    race = create_race(committing, empty_database_url)
    within = "users.id IN" if guard else ""

    act = change(vera, gleb, HOST), erase(gleb, anna)
    _, erased = await race(*act, guard=guard, within=within)

    assert isinstance(erased, NotAllowed) == (not guard)
    assert (await make.again(anna)).erased_at == (NOON if guard else None)
    assert (await make.again(course)).taken == int(not guard)


@pytest.mark.parametrize("guard", ["", " FOR UPDATE"])
async def test_only_the_lock_keeps_who_is_an_admin_meanwhile_from_being_erased(
    committing: Transaction, empty_database_url: str, guard: str
) -> None:
    make = Factory(committing)
    vera, gleb, anna = await make.admin(), await make.admin(), await make.user()
    race = create_race(committing, empty_database_url)
    within = "users.id IN" if guard else ""

    act = change(vera, anna, ADMIN), erase(gleb, anna)
    _, erased = await race(*act, guard=guard, within=within)

    assert isinstance(erased, StillAdmin) == (not guard)
    assert (await make.again(anna)).erased_at == (NOON if guard else None)

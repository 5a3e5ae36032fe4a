"""Somebody is given a part in a course directly."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    ApiToken,
    Course,
    CourseStaff,
    Delivery,
    DeliveryKind,
    Lesson,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import appointing, staff
from domain.actor import Service
from domain.api_tokens import Scope
from domain.authoring import Author
from domain.errors import (
    CourseNotFound,
    LastManager,
    ManagerNotAdmin,
    MemberNotFound,
    NotAllowed,
    PartNotEnough,
    PersonNotFound,
    ScopeMissing,
)
from domain.staff import Post
from tests.factories import DAY, NOON, Factory
from tests.people import as_actor, stranger
from tests.races import Act, create_race

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


@pytest.fixture
async def service(make: Factory) -> Service:
    token = await make.add(ApiToken(name="timetable", token_hash=b"hash", scopes=[]))
    return Service(token.id, token.name, frozenset(), None, language="en", tz=ZoneInfo("UTC"))


async def appoint(
    session: AsyncSession, author: Author, course: Course, whom: User, part: StaffPart
) -> Post:
    post = await appointing.appoint(
        session, author, course_id=course.id, user_id=whom.id, part=part, now=NOON
    )
    await session.flush()
    return post


async def parts(make: Factory, course: Course) -> dict[int, StaffPart]:
    rows = await make.all(CourseStaff)
    return {it.user_id: it.part for it in rows if it.course_id == course.id}


async def kinds(make: Factory, user: User) -> list[DeliveryKind]:
    return [it.kind for it in await make.all(Delivery) if it.user_id == user.id]


# Giving a part


async def test_manager_gives_a_part_and_the_person_is_told(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    anna = await make.user(full_name="Anna")

    post = await appoint(session, as_actor(vera), course, anna, ASSISTS)

    [entry], [told] = await make.all(LogEntry), await make.all(Delivery)
    assert (post.member.name, post.member.part) == ("Anna", ASSISTS)
    assert await parts(make, course) == {vera.id: MANAGES, anna.id: ASSISTS}
    assert (entry.user_id, entry.action, entry.entity, entry.entity_id, entry.details) == (
        vera.id,
        "add_staff",
        "courses",
        course.id,
        {"user_id": anna.id, "part": "assistant"},
    )
    assert (told.user_id, told.kind) == (anna.id, DeliveryKind.PART_GIVEN)
    assert (await make.again(anna)).role is Role.PARTICIPANT


async def test_who_gives_lessons_becomes_a_host(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    anna = await make.user()

    await appoint(session, as_actor(vera), course, anna, HOSTS)

    [entry] = await make.all(LogEntry)
    assert (await make.again(anna)).role is Role.HOST
    assert entry.details == {
        "user_id": anna.id,
        "part": "host",
        "role": ["participant", "host"],
    }
    assert await kinds(make, anna) == [DeliveryKind.COMMANDS, DeliveryKind.PART_GIVEN]


async def test_another_part_takes_the_place_of_the_first(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    pavel = await make.admin()
    for part in (ASSISTS, MANAGES, HOSTS):
        await appoint(session, as_actor(vera), course, pavel, part)

    changed = [it.details["part"] for it in await make.all(LogEntry)]
    assert changed == ["assistant", ["assistant", "manager"], ["manager", "host"]]
    assert (await parts(make, course))[pavel.id] is HOSTS
    assert (await make.again(pavel)).role is Role.ADMIN


async def test_what_somebody_is_already_is_no_news(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    anna = await make.user()
    await make.staff(course, anna, ASSISTS)

    await appoint(session, as_actor(vera), course, anna, ASSISTS)
    await appoint(session, as_actor(vera), course, vera, MANAGES)

    assert (await make.all(LogEntry), await make.all(Delivery)) == ([], [])


async def test_assistant_gives_no_lessons_to_come(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    maria, pavel = await make.user(), await make.user()
    for person in (maria, pavel):
        await make.staff(course, person, HOSTS)
    past = await make.lesson(course, starts_at=NOON - DAY, host_id=maria.id)
    to_come = await make.lesson(course, host_id=maria.id)
    of_pavel = await make.lesson(course, starts_at=NOON + 2 * DAY, host_id=pavel.id)

    await appoint(session, as_actor(vera), course, maria, ASSISTS)

    hosts = {it.id: it.host_id for it in await make.all(Lesson)}
    assert hosts == {past.id: maria.id, to_come.id: None, of_pavel.id: pavel.id}


async def test_service_gives_the_first_manager(
    session: AsyncSession, make: Factory, service: Service, course: Course
) -> None:
    pavel = await make.admin()

    await appoint(session, service, course, pavel, MANAGES)

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.token_id) == (None, service.token_id)
    assert await parts(make, course) == {pavel.id: MANAGES}


# Refusing


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_only_admins_manage_courses(
    session: AsyncSession, make: Factory, vera: User, course: Course, role: Role
) -> None:
    person = await make.user(role=role)

    with pytest.raises(ManagerNotAdmin):
        await appoint(session, as_actor(vera), course, person, MANAGES)


@pytest.mark.parametrize("part", [HOSTS, ASSISTS])
async def test_last_manager_gets_no_lesser_part(
    session: AsyncSession, make: Factory, vera: User, course: Course, part: StaffPart
) -> None:
    blocked = await make.user(role=Role.ADMIN, blocked_at=NOON)
    await make.staff(course, blocked, MANAGES)

    with pytest.raises(LastManager):
        await appoint(session, as_actor(vera), course, vera, part)

    assert (await parts(make, course))[vera.id] is MANAGES


@pytest.mark.parametrize("changed", [{"erased_at": NOON}, None], ids=["erased", "never there"])
async def test_person_must_be_known(
    session: AsyncSession,
    make: Factory,
    vera: User,
    course: Course,
    changed: dict[str, Any] | None,
) -> None:
    whom = await make.user(**changed) if changed else User(id=2**62)

    with pytest.raises(PersonNotFound):
        await appoint(session, as_actor(vera), course, whom, ASSISTS)


@pytest.mark.parametrize("part", [HOSTS, ASSISTS, None])
async def test_others_give_no_parts(
    session: AsyncSession, make: Factory, course: Course, part: StaffPart | None
) -> None:
    """An admin who does not manage the course neither."""
    admin, anna = await make.admin(), await make.user()
    if part is not None:
        await make.staff(course, admin, part)

    for whom in (anna, admin):
        with pytest.raises(PartNotEnough if part else NotAllowed):
            await appoint(session, as_actor(admin), course, whom, ASSISTS)

    assert anna.id not in await parts(make, course)


async def test_service_makes_a_host_only_where_it_may_give_roles(
    session: AsyncSession, make: Factory, service: Service, course: Course
) -> None:
    anna, host = await make.user(), await make.user(role=Role.HOST)
    of_roles = Service(
        service.token_id,
        service.name,
        frozenset({Scope.USERS_ROLES}),
        None,
        service.language,
        service.tz,
    )

    with pytest.raises(ScopeMissing):
        await appoint(session, service, course, anna, HOSTS)
    await appoint(session, service, course, host, HOSTS)
    await appoint(session, of_roles, course, anna, HOSTS)

    assert await parts(make, course) == {anna.id: HOSTS, host.id: HOSTS}


async def test_service_knows_only_the_courses_of_its_token(
    session: AsyncSession, make: Factory, service: Service, course: Course
) -> None:
    other = await make.course()
    anna = await make.user()
    await make.enrollment(course, anna)
    limited = Service(
        service.token_id,
        service.name,
        service.scopes,
        frozenset({course.id}),
        service.language,
        service.tz,
    )

    await appoint(session, limited, course, anna, ASSISTS)
    for act in (
        appoint(session, limited, other, anna, ASSISTS),
        staff.members(session, limited, course_id=other.id, after_id=0, limit=9),
        staff.remove(session, limited, course_id=other.id, user_id=anna.id, now=NOON),
    ):
        with pytest.raises(CourseNotFound):
            await act


# What hangs on it


async def test_service_takes_a_part_away(
    session: AsyncSession, make: Factory, service: Service, course: Course
) -> None:
    anna = await make.user()
    await make.staff(course, anna, ASSISTS)
    whom = {"course_id": course.id, "user_id": anna.id}

    await staff.remove(session, service, **whom, now=NOON)
    with pytest.raises(MemberNotFound):
        await staff.remove(session, service, **whom, now=NOON)
    await session.flush()

    [entry] = await make.all(LogEntry)
    assert (entry.action, entry.token_id) == ("remove_staff", service.token_id)
    assert await kinds(make, anna) == [DeliveryKind.PART_LOST]


async def test_staff_is_listed_by_number(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    anna, boris = await make.user(full_name="Anna"), await make.user(full_name="Boris")
    for person in (boris, anna):
        await make.staff(course, person, ASSISTS)
    whole = {"course_id": course.id, "limit": 100}

    seen = await staff.members(session, as_actor(vera), **whole, after_id=0)
    rest = await staff.members(session, as_actor(anna), **whole, after_id=anna.id)

    assert [it.name for it in seen] == ["Vera", "Anna", "Boris"]
    assert [it.name for it in rest] == ["Boris"]
    for viewer in (stranger(), as_actor(await make.user())):
        with pytest.raises(NotAllowed):
            await staff.members(session, viewer, **whole, after_id=0)


async def test_person_is_told_what_they_are_now(
    session: AsyncSession, make: Factory, course: Course
) -> None:
    anna = await make.user()
    whom = {"course_id": course.id, "user_id": anna.id}

    never = await appointing.given(session, **whom)
    await make.staff(course, anna, ASSISTS)
    now = await appointing.given(session, **whom)
    await make.change(course, deleted_at=NOON)
    session.expunge_all()

    assert never is None
    assert now is not None
    assert now.member.part is ASSISTS
    assert await appointing.given(session, **whom) is None


# Together


async def test_of_the_last_two_managers_who_step_down_at_once_one_stays(
    committing: Transaction, empty_database_url: str
) -> None:
    make = Factory(committing)
    course, vera, pavel = await make.course(), await make.admin(), await make.admin()
    for person in (vera, pavel):
        await make.staff(course, person, MANAGES)

    def steps_down(who: User) -> Act:
        return lambda session: appoint(session, as_actor(who), course, who, HOSTS)

    race = create_race(committing, empty_database_url)
    _, second = await race(steps_down(vera), steps_down(pavel))

    assert isinstance(second, LastManager)
    assert await parts(make, course) == {vera.id: HOSTS, pavel.id: MANAGES}

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Invite, LogEntry, Role, StaffPart, User
from db.session import Transaction
from domain import invites
from domain.errors import (
    AdminsOnly,
    DomainError,
    LinkNotValid,
    NotAllowed,
    PartNotEnough,
    ProfileNotFree,
)
from domain.invites import LIFETIME, InviteView, Lifetime, Terms
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor
from tests.races import Race, create_race

SECOND = timedelta(seconds=1)
PARTICIPANT, HOST, ADMIN = Role
MANAGES, HOSTS, ASSISTS = StaffPart


async def issue_for_role(
    session: AsyncSession, who: User, role: Role = HOST, terms: Terms | None = None
) -> InviteView:
    seen = await invites.issue_for_role(
        session, as_actor(who), role=role, terms=terms or Terms(), now=NOON
    )
    await session.flush()
    return seen


async def issue_for_part(
    session: AsyncSession, who: User, course: Course, terms: Terms | None = None
) -> InviteView:
    to_what: dict[str, Any] = {"course_id": course.id, "part": HOSTS}
    seen = await invites.issue_for_part(
        session, as_actor(who), **to_what, terms=terms or Terms(), now=NOON
    )
    await session.flush()
    return seen


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()


@pytest.fixture
async def vera(make: Factory, course: Course) -> User:
    """An admin who manages the course."""
    vera = await make.admin()
    await make.staff(course, vera, MANAGES)
    return vera


# The operator's


async def test_link_of_the_operator_is_good_for_a_day(session: AsyncSession) -> None:
    invite = await invites.issue(session, HOST, now=NOON)

    assert invite.is_open(NOON + LIFETIME - SECOND)
    assert not invite.is_open(NOON + LIFETIME)
    assert timedelta(days=1) == LIFETIME


async def test_link_of_the_operator_is_in_the_history(
    session: AsyncSession, make: Factory
) -> None:
    invite = await invites.issue(session, HOST, now=NOON)
    await session.flush()

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.entity_id) == (None, "issue_invite", invite.id)
    assert entry.details == {"role": "host"}
    assert invite.created_by is None


async def test_processes_that_start_together_say_the_same_link(session: AsyncSession) -> None:
    first = await invites.issue_for_first_admin(session, now=NOON)
    second = await invites.issue_for_first_admin(session, now=NOON + HOUR)

    assert first.public_id == second.public_id
    assert (first.role, first.is_open(NOON)) == (ADMIN, True)


async def test_link_for_the_first_admin_is_new_where_the_last_is_no_good(
    session: AsyncSession, make: Factory
) -> None:
    vera = await make.admin()
    others = [
        await make.invite(role=HOST),
        await make.invite(used_by=vera.id, used_at=NOON),
        await make.invite(created_by=vera.id),
        await make.invite(expires_at=NOON + HOUR),
    ]

    new = await invites.issue_for_first_admin(session, now=NOON)

    assert new.public_id not in {it.public_id for it in others}


# Made by people


@pytest.mark.parametrize("lifetime", Lifetime)
async def test_link_is_good_for_as_long_as_its_maker_says(
    session: AsyncSession, vera: User, lifetime: Lifetime
) -> None:
    seen = await issue_for_role(session, vera, HOST, Terms(lifetime=lifetime))

    assert seen.invite.expires_at == NOON + lifetime * DAY
    assert list(Lifetime) == [1, 7, 30]
    assert Terms().lifetime is Lifetime.WEEK


async def test_admin_makes_links_for_roles(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    seen = await issue_for_role(session, vera, ADMIN)

    [entry] = await make.all(LogEntry)
    assert (seen.maker, seen.invite.role, seen.invite.created_by) == ("Vera", ADMIN, vera.id)
    assert (entry.user_id, entry.action, entry.entity_id, entry.details) == (
        vera.id,
        "issue_invite",
        seen.invite.id,
        {"role": "admin"},
    )


async def test_manager_makes_links_to_the_team(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    seen = await issue_for_part(session, vera, course)

    [entry] = await make.all(LogEntry)
    assert seen.course is not None
    assert (seen.course.id, seen.invite.part, seen.invite.role) == (course.id, HOSTS, None)
    assert entry.details == {"part": "host", "course_id": course.id}


@pytest.mark.parametrize("role", [PARTICIPANT, HOST])
async def test_others_make_no_links_for_roles(
    session: AsyncSession, make: Factory, role: Role
) -> None:
    with pytest.raises(AdminsOnly):
        await issue_for_role(session, await make.user(role=role))

    assert await make.all(Invite) == []


@pytest.mark.parametrize("part", [HOSTS, ASSISTS, None])
async def test_others_make_no_links_to_the_team(
    session: AsyncSession, make: Factory, course: Course, part: StaffPart | None
) -> None:
    """An admin who does not manage the course neither."""
    admin = await make.admin()
    if part is not None:
        await make.staff(course, admin, part)

    with pytest.raises(PartNotEnough if part else NotAllowed):
        await issue_for_part(session, admin, course)

    assert await make.all(Invite) == []


async def test_second_tap_makes_no_second_link(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    terms = Terms()
    first = await issue_for_part(session, vera, course, terms)

    again = await issue_for_part(session, vera, course, terms)

    assert again.invite.id == first.invite.id
    assert len(await make.all(Invite)) == len(await make.all(LogEntry)) == 1


async def test_forged_tap_does_not_say_the_link_of_another(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    invite = await make.invite(created_by=(await make.admin()).id)

    with pytest.raises(LinkNotValid):
        await issue_for_role(session, vera, HOST, Terms(invite.public_id))


# For somebody who was registered through the API


async def test_link_to_a_profile_is_for_one_that_nobody_is(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    free = await make.user(telegram_id=None, full_name="Anna")
    taken = await make.user()
    erased = await make.user(telegram_id=None, erased_at=NOON)
    actor, terms = as_actor(vera), Terms()

    seen = await invites.issue_for_user(session, actor, user_id=free.id, terms=terms, now=NOON)

    assert (seen.profile, seen.invite.user_id, seen.maker) == ("Anna", free.id, "Vera")
    for user_id in (taken.id, erased.id, 0):
        with pytest.raises(ProfileNotFree):
            await invites.issue_for_user(session, actor, user_id=user_id, terms=Terms(), now=NOON)


async def test_operator_makes_links_to_profiles_too(session: AsyncSession, make: Factory) -> None:
    anna, maria = await make.user(telegram_id=None), await make.user(role=HOST)

    seen = await invites.issue_for_user(session, None, user_id=anna.id, terms=Terms(), now=NOON)

    assert (seen.maker, seen.invite.created_by) == (None, None)
    with pytest.raises(AdminsOnly):
        await invites.issue_for_user(
            session, as_actor(maria), user_id=anna.id, terms=Terms(), now=NOON
        )


# Together


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


async def test_of_two_taps_at_once_one_makes_the_link(race: Race, committing: Transaction) -> None:
    vera, terms = await Factory(committing).admin(), Terms()

    async def tap(session: AsyncSession) -> Any:
        return await issue_for_role(session, vera, HOST, terms)

    first, second = await race(tap, tap)

    assert not isinstance(second, DomainError)
    assert first.invite.id == second.invite.id

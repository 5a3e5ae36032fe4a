import asyncio
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    CourseStaff,
    Delivery,
    DeliveryKind,
    Invite,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import accepting
from domain.accepting import InviteView
from domain.errors import (
    DomainError,
    InviteOfOwn,
    InviteRevoked,
    InviteUsed,
    LinkExpired,
    LinkNotValid,
    ManagerNotAdmin,
    PartHeld,
    RoleHeld,
)
from tests.factories import HOUR, NOON, Factory
from tests.people import as_actor, stranger
from tests.races import Act, Race, create_race

PARTICIPANT, HOST, ADMIN = Role
MANAGES, HOSTS, ASSISTS = StaffPart

REFUSALS: dict[str, type[DomainError]] = {
    "used": InviteUsed,
    "expired": LinkExpired,
    "revoked": InviteRevoked,
    "unknown": LinkNotValid,
}


async def look(session: AsyncSession, user: User, invite: Invite) -> InviteView:
    return await accepting.look(session, as_actor(user), public_id=invite.public_id, now=NOON)


async def accept(session: AsyncSession, user: User, invite: Invite) -> InviteView:
    seen = await accepting.accept(session, as_actor(user), public_id=invite.public_id, now=NOON)
    await session.flush()
    return seen


async def ensure_refused(
    session: AsyncSession, user: User, invite: Invite, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        await look(session, user, invite)
    with pytest.raises(error):
        await accept(session, user, invite)


# A role


async def test_link_gives_the_role_that_it_offers(session: AsyncSession, make: Factory) -> None:
    anna, vera = await make.user(), await make.admin()
    invite = await make.invite(role=HOST, created_by=vera.id)

    offered = await look(session, anna, invite)
    await accept(session, anna, invite)

    used = await make.again(invite)
    assert (offered.invite.role, offered.maker, offered.course) == (HOST, "Vera", None)
    assert (await make.again(anna)).role is HOST
    assert (used.used_by, used.used_at) == (anna.id, NOON)


async def test_new_role_is_in_the_history_and_in_the_menu(
    session: AsyncSession, make: Factory
) -> None:
    anna, invite = await make.user(), await make.invite(role=HOST)

    await accept(session, anna, invite)

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.entity) == (anna.id, "accept_invite", "invites")
    assert (entry.entity_id, entry.details) == (invite.id, {"role": ["participant", "host"]})
    assert [(it.user_id, it.kind) for it in await make.all(Delivery)] == [
        (anna.id, DeliveryKind.COMMANDS)
    ]


@pytest.mark.parametrize("before", Role)
@pytest.mark.parametrize("offered", Role)
async def test_link_gives_only_more_than_one_has(
    session: AsyncSession, make: Factory, before: Role, offered: Role
) -> None:
    person, invite = await make.user(role=before), await make.invite(role=offered)

    if offered.rank > before.rank:
        await accept(session, person, invite)
    else:
        await ensure_refused(session, person, invite, RoleHeld)

    assert (await make.again(person)).role.rank == max(before.rank, offered.rank)
    assert ((await make.again(invite)).used_at is None) == (offered.rank <= before.rank)


async def test_second_tap_of_the_same_person_is_answered_as_the_first(
    session: AsyncSession, make: Factory
) -> None:
    anna, invite = await make.user(), await make.invite(role=HOST)
    first = await accept(session, anna, invite)

    again = await accept(session, await make.again(anna), invite)
    opened = await look(session, await make.again(anna), invite)

    assert again.invite.role is opened.invite.role is first.invite.role
    assert len(await make.all(LogEntry)) == 1


@pytest.mark.parametrize("state", REFUSALS)
async def test_link_that_is_not_open_gives_nothing(
    session: AsyncSession, make: Factory, state: str
) -> None:
    anna, boris = await make.user(), await make.user()
    states: dict[str, dict[str, Any]] = {
        "used": {"used_by": boris.id, "used_at": NOON - HOUR},
        "expired": {"expires_at": NOON},
        "revoked": {"revoked_at": NOON - HOUR},
        "unknown": {},
    }
    invite = await make.invite(**states[state])
    before = invite.used_by
    if state == "unknown":
        invite.public_id = 0

    await ensure_refused(session, anna, invite, REFUSALS[state])

    assert (await make.again(anna)).role is PARTICIPANT
    assert (await make.again(invite)).used_by == before


async def test_maker_is_not_whom_the_link_is_for(session: AsyncSession, make: Factory) -> None:
    vera, course = await make.admin(), await make.course()
    await make.staff(course, vera, MANAGES)

    for invite in (
        await make.invite(role=HOST, created_by=vera.id),
        await make.team_invite(course, HOSTS, created_by=vera.id),
    ):
        await ensure_refused(session, vera, invite, InviteOfOwn)


@pytest.mark.parametrize(
    "lost",
    [{"role": HOST}, {"blocked_at": NOON}, {"erased_at": NOON}],
    ids=["role", "blocked", "erased"],
)
async def test_link_is_worth_no_more_than_its_maker(
    session: AsyncSession, make: Factory, lost: dict[str, Any]
) -> None:
    anna, vera = await make.user(), await make.admin()
    invite = await make.invite(created_by=vera.id)
    await make.change(vera, **lost)

    await ensure_refused(session, anna, invite, InviteRevoked)


async def test_link_to_a_team_dies_with_its_makers_part(
    session: AsyncSession, make: Factory
) -> None:
    anna, vera, course = await make.user(), await make.admin(), await make.course()
    invite = await make.team_invite(course, created_by=vera.id)

    await ensure_refused(session, anna, invite, InviteRevoked)
    await make.staff(course, vera, MANAGES)
    await accept(session, anna, invite)

    assert (await make.again(anna)).role is HOST


async def test_link_that_was_looked_at_is_read_again_when_it_is_accepted(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris, invite = await make.user(), await make.user(), await make.invite()
    seen = await look(session, anna, invite)
    await make.change(invite, used_by=boris.id, used_at=NOON)

    assert seen.invite.is_open(NOON)
    with pytest.raises(InviteUsed):
        await accept(session, anna, invite)


# A part in a course


@pytest.mark.parametrize(("part", "role"), [(HOSTS, HOST), (ASSISTS, PARTICIPANT)])
async def test_link_gives_the_part_and_with_a_hosts_the_role(
    session: AsyncSession, make: Factory, part: StaffPart, role: Role
) -> None:
    anna, course = await make.user(), await make.course()

    await accept(session, anna, await make.team_invite(course, part))

    [post] = await make.all(CourseStaff)
    assert (post.course_id, post.user_id, post.part) == (course.id, anna.id, part)
    assert (await make.again(anna)).role is role


async def test_new_part_is_in_the_history_once_with_the_role(
    session: AsyncSession, make: Factory
) -> None:
    anna, course = await make.user(), await make.course()
    helps, hosts = await make.team_invite(course, ASSISTS), await make.team_invite(course)

    await accept(session, anna, helps)
    await accept(session, anna, hosts)

    first, second = await make.all(LogEntry)
    assert first.details == {"part": [None, "assistant"], "course_id": course.id}
    assert second.details == {
        "part": ["assistant", "host"],
        "course_id": course.id,
        "role": ["participant", "host"],
    }


async def test_part_changes_no_role_that_is_higher(session: AsyncSession, make: Factory) -> None:
    vera, course = await make.admin(), await make.course()

    await accept(session, vera, await make.team_invite(course, HOSTS))

    assert (await make.again(vera)).role is ADMIN
    assert await make.all(Delivery) == []


@pytest.mark.parametrize("before", StaffPart)
@pytest.mark.parametrize("offered", StaffPart)
async def test_lower_part_never_takes_a_higher_one_away(
    session: AsyncSession, make: Factory, before: StaffPart, offered: StaffPart
) -> None:
    vera, course = await make.admin(), await make.course()
    await make.staff(course, vera, before)
    invite = await make.team_invite(course, offered)

    if before.covers(offered):
        await ensure_refused(session, vera, invite, PartHeld)
    else:
        await accept(session, vera, invite)

    [post] = await make.all(CourseStaff)
    assert post.part is (before if before.covers(offered) else offered)


@pytest.mark.parametrize("role", [PARTICIPANT, HOST])
async def test_only_an_admin_becomes_a_manager(
    session: AsyncSession, make: Factory, role: Role
) -> None:
    anna, vera, course = await make.user(role=role), await make.admin(), await make.course()
    invite = await make.team_invite(course, MANAGES)

    await ensure_refused(session, anna, invite, ManagerNotAdmin)
    with pytest.raises(ManagerNotAdmin):
        await accepting.look(session, stranger(), public_id=invite.public_id, now=NOON)
    await accept(session, vera, invite)

    assert [(it.user_id, it.part) for it in await make.all(CourseStaff)] == [(vera.id, MANAGES)]


async def test_part_in_one_course_is_none_in_another(session: AsyncSession, make: Factory) -> None:
    anna, course, other = await make.user(), await make.course(), await make.course()
    await make.staff(other, anna, HOSTS)

    await accept(session, anna, await make.team_invite(course, ASSISTS))

    assert len(await make.all(CourseStaff)) == 2


async def test_maker_is_told_once_who_has_accepted(session: AsyncSession, make: Factory) -> None:
    anna, vera, course = await make.user(), await make.admin(), await make.course()
    await make.staff(course, vera, MANAGES)
    invite = await make.team_invite(course, ASSISTS, created_by=vera.id)

    for _ in range(2):
        await accept(session, anna, invite)

    [told] = await make.all(Delivery)
    assert (told.user_id, told.kind) == (vera.id, DeliveryKind.INVITE_ACCEPTED)
    assert told.payload == {"public_id": invite.public_id}


# Together


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


def accepts(user: User, invite: Invite) -> Act:
    return lambda session: accept(session, user, invite)


async def test_of_two_who_accept_at_once_one_does(committing: Transaction) -> None:
    make = Factory(committing)
    people, invite = [await make.user() for _ in range(5)], await make.invite()

    async def tap(person: User) -> object:
        try:
            async with committing() as session:
                return await accept(session, person, invite)
        except DomainError as refusal:
            return refusal

    answers = await asyncio.gather(*map(tap, people))

    roles = [(await make.again(person)).role for person in people]
    assert roles.count(ADMIN) == 1
    assert sum(isinstance(answer, InviteUsed) for answer in answers) == len(people) - 1


async def test_of_two_who_accept_a_part_at_once_one_does(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    anna, boris, course = await make.user(), await make.user(), await make.course()
    invite = await make.team_invite(course)

    _, second = await race(accepts(anna, invite), accepts(boris, invite))

    assert isinstance(second, InviteUsed)
    team = [it.user_id for it in await make.all(CourseStaff) if it.course_id == course.id]
    assert team == [anna.id]


async def test_who_accepts_two_links_at_once_keeps_the_higher_part(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    anna, course = await make.user(), await make.course()
    hosts, helps = await make.team_invite(course), await make.team_invite(course, ASSISTS)

    _, second = await race(accepts(anna, hosts), accepts(anna, helps))

    assert isinstance(second, PartHeld)
    [post] = [it for it in await make.all(CourseStaff) if it.course_id == course.id]
    assert post.part is HOSTS
    assert (await make.again(helps)).used_at is None

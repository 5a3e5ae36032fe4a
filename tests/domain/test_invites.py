import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Invite, LogEntry, Role, User
from db.session import Transaction
from domain import invites
from domain.errors import DomainError, InviteNotOpen
from domain.invites import LIFETIME
from tests.factories import HOUR, NOON, Factory
from tests.people import as_actor

SECOND = timedelta(seconds=1)
PARTICIPANT, HOST, ADMIN = Role


async def accept(session: AsyncSession, user: User, invite: Invite) -> Role:
    role = await invites.accept(session, as_actor(user), public_id=invite.public_id, now=NOON)
    await session.flush()
    return role


async def test_link_gives_the_role_that_it_offers(session: AsyncSession, make: Factory) -> None:
    anna, invite = await make.user(), await make.invite(role=HOST)

    offered = await invites.look(session, public_id=invite.public_id, now=NOON)
    given = await accept(session, anna, invite)

    used = await make.again(invite)
    assert invites.role_of(offered) is given is HOST
    assert (await make.again(anna)).role is HOST
    assert (used.used_by, used.used_at) == (anna.id, NOON)


async def test_acceptance_is_in_the_history(session: AsyncSession, make: Factory) -> None:
    anna, invite = await make.user(), await make.invite(role=HOST)

    await accept(session, anna, invite)

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.entity) == (anna.id, "accept_invite", "invites")
    assert (entry.entity_id, entry.details) == (invite.id, {"role": ["participant", "host"]})


@pytest.mark.parametrize("before", Role)
@pytest.mark.parametrize("offered", Role)
async def test_link_never_takes_anything_away(
    session: AsyncSession, make: Factory, before: Role, offered: Role
) -> None:
    person, invite = await make.user(role=before), await make.invite(role=offered)

    given = await accept(session, person, invite)

    assert given.rank == max(before.rank, offered.rank)
    assert (await make.again(person)).role is given


async def test_second_tap_of_the_same_person_is_answered_as_the_first(
    session: AsyncSession, make: Factory
) -> None:
    anna, invite = await make.user(), await make.invite(role=HOST)
    await accept(session, anna, invite)

    again = await accept(session, await make.again(anna), invite)

    assert again is HOST
    assert len(await make.all(LogEntry)) == 1


@pytest.mark.parametrize("state", ["used", "expired", "revoked", "unknown"])
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
    public_id = 0 if state == "unknown" else invite.public_id

    with pytest.raises(InviteNotOpen):
        await invites.look(session, public_id=public_id, now=NOON)
    with pytest.raises(InviteNotOpen):
        await invites.accept(session, as_actor(anna), public_id=public_id, now=NOON)

    assert (await make.again(anna)).role is PARTICIPANT
    assert (await make.again(invite)).used_by == invite.used_by


async def test_link_is_good_for_a_day(session: AsyncSession) -> None:
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


async def test_link_that_was_looked_at_is_read_again_when_it_is_accepted(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris, invite = await make.user(), await make.user(), await make.invite()
    seen = await invites.look(session, public_id=invite.public_id, now=NOON)
    await make.change(invite, used_by=boris.id, used_at=NOON)

    assert seen.is_open(NOON)
    with pytest.raises(InviteNotOpen):
        await accept(session, anna, invite)


async def test_of_two_who_accept_at_once_one_does(committing: Transaction) -> None:
    make = Factory(committing)
    people, invite = [await make.user() for _ in range(5)], await make.invite()

    async def tap(person: User) -> Role | DomainError:
        try:
            async with committing() as session:
                return await accept(session, person, invite)
        except DomainError as refusal:
            return refusal

    answers = await asyncio.gather(*map(tap, people))

    roles = [(await make.again(person)).role for person in people]
    assert sorted(map(str, answers)).count(ADMIN) == 1
    assert roles.count(ADMIN) == 1
    assert sum(isinstance(answer, InviteNotOpen) for answer in answers) == len(people) - 1

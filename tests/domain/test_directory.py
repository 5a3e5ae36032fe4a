"""People as programs register and change them: rights and races. The rest is in `tests/api`."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import LogEntry, Role, User
from db.session import Conflict, Transaction
from domain import directory, erasure
from domain.actor import Service
from domain.api_tokens import Scope
from domain.directory import Change, NewPerson
from domain.errors import AdminsOnly, AlreadyRegistered, RoleOfOperator, ScopeMissing
from domain.profile import Field
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import Act, Race, create_race

ANNA = NewPerson({Field.NAME: "Anna", Field.EMAIL: "anna@example.org"}, uid=77)


def service(*scopes: Scope, course_ids: frozenset[int] | None = None) -> Service:
    return Service(1, "a service", frozenset(scopes), course_ids, CAMPUS.language, CAMPUS.tz)


def register(author: User, person: NewPerson) -> Act:
    return lambda session: directory.register(
        session, as_actor(author), CAMPUS, person=person, now=NOON
    )


async def test_whom_the_operator_named_is_an_admin_at_once(
    session: AsyncSession, make: Factory
) -> None:
    campus, vera = replace(CAMPUS, admin_ids=(77,)), as_actor(await make.admin())

    anna = await directory.register(session, vera, campus, person=ANNA, now=NOON)
    await session.flush()

    assert anna.role is Role.ADMIN
    assert [it.details for it in await make.all(LogEntry)] == [{"role": "admin"}]
    with pytest.raises(RoleOfOperator):
        await directory.change(
            session, vera, campus, user_id=anna.id, change=Change(role=Role.HOST), now=NOON
        )


async def test_service_gives_roles_with_the_scope_for_it_only(
    session: AsyncSession, make: Factory
) -> None:
    anna, few = await make.user(), service(Scope.USERS_WRITE)
    limited = service(*Scope, course_ids=frozenset({1}))
    host = NewPerson({Field.NAME: "Boris"}, Role.HOST)

    with pytest.raises(ScopeMissing):
        await directory.register(session, few, CAMPUS, person=host, now=NOON)
    with pytest.raises(ScopeMissing):
        await directory.change(
            session, few, CAMPUS, user_id=anna.id, change=Change(role=Role.HOST), now=NOON
        )
    with pytest.raises(AdminsOnly):
        await directory.register(session, limited, CAMPUS, person=host, now=NOON)


async def test_nothing_new_is_no_change(session: AsyncSession, make: Factory) -> None:
    vera, anna = as_actor(await make.admin()), await make.user(email="anna@example.org")
    same = {Field.NAME: " Anna ", Field.EMAIL: "ANNA@example.org", Field.GROUP: None}

    await directory.change(
        session, vera, CAMPUS, user_id=anna.id, change=Change(same, anna.role), now=NOON
    )
    await session.flush()

    assert await make.all(LogEntry) == []


# Races


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


@pytest.fixture
def lasting(committing: Transaction) -> Factory:
    return Factory(committing)


async def test_of_two_who_register_one_person_the_second_learns_who_it_is(
    race: Race, lasting: Factory
) -> None:
    vera = await lasting.admin()

    first, second = await race(register(vera, ANNA), register(vera, ANNA))

    assert isinstance(second, AlreadyRegistered)
    assert second.facts() == {"id": first.id}
    await erased(lasting, first)


async def test_without_the_guard_the_second_is_an_error(race: Race, lasting: Factory) -> None:
    vera = await lasting.admin()

    first, second = await race(
        register(vera, ANNA), register(vera, ANNA), guard=" ON CONFLICT DO NOTHING", within="users"
    )

    assert isinstance(second, IntegrityError)
    await erased(lasting, first)


async def test_who_is_erased_just_now_is_registered_at_the_next_try(
    race: Race, lasting: Factory, committing: Transaction
) -> None:
    vera, boris = await lasting.admin(), await lasting.user(telegram_id=78)
    again = NewPerson({Field.NAME: "Boris"}, uid=78)

    async def erase(session: AsyncSession) -> None:
        await erasure.erase(session, None, user_id=boris.id, now=NOON)

    _, second = await race(erase, register(vera, again))
    async with committing() as session:
        registered = second if isinstance(second, User) else await register(vera, again)(session)

    assert isinstance(second, User | Conflict)
    assert registered.id != boris.id


async def erased(make: Factory, user: User) -> None:
    await make.change(user, telegram_id=None, email=None, erased_at=NOON)

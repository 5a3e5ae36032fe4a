import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, LogEntry, Role
from domain import roles
from tests.factories import NOON, Factory


async def test_operator_gives_a_role_to_whom_we_know(session: AsyncSession, make: Factory) -> None:
    anna = await make.user(telegram_id=77)

    known = await roles.grant(session, telegram_id=77, role=Role.HOST, now=NOON)
    unknown = await roles.grant(session, telegram_id=78, role=Role.HOST, now=NOON)
    await session.flush()

    [entry] = await make.all(LogEntry)
    assert (known, unknown) == (True, False)
    assert (await make.again(anna)).role is Role.HOST
    assert (entry.user_id, entry.action, entry.entity_id) == (None, "grant_role", anna.id)
    assert entry.details == {"role": ["participant", "host"]}
    owed = [(it.user_id, it.kind) for it in await make.all(Delivery)]
    assert owed == [(anna.id, DeliveryKind.COMMANDS), (anna.id, DeliveryKind.ROLE_CHANGED)]


async def test_role_that_one_has_already_is_not_given_again(
    session: AsyncSession, make: Factory
) -> None:
    await make.user(telegram_id=77, role=Role.HOST)

    assert await roles.grant(session, telegram_id=77, role=Role.HOST, now=NOON)
    await session.flush()

    assert await make.all(LogEntry) == []


async def test_operator_may_take_a_role_away(session: AsyncSession, make: Factory) -> None:
    anna = await make.user(telegram_id=77, role=Role.ADMIN)

    await roles.grant(session, telegram_id=77, role=Role.PARTICIPANT, now=NOON)
    await session.flush()

    assert (await make.again(anna)).role is Role.PARTICIPANT


async def test_those_whom_the_settings_name_are_admins(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris = await make.user(telegram_id=77), await make.user(telegram_id=78)
    vera = await make.user(telegram_id=79, role=Role.ADMIN)

    for _ in range(2):
        await roles.appoint_admins(session, [77, 79, 80], now=NOON)
        await session.flush()

    now = [(await make.again(it)).role for it in (anna, boris, vera)]
    assert now == [Role.ADMIN, Role.PARTICIPANT, Role.ADMIN]
    assert [it.entity_id for it in await make.all(LogEntry)] == [anna.id]


@pytest.mark.parametrize(
    ("telegram_id", "role", "is_there"),
    [(77, Role.ADMIN, True), (77, Role.HOST, False), (None, Role.ADMIN, False)],
    ids=["admin", "host", "admin without a chat"],
)
async def test_admin_is_one_who_can_be_reached_in_the_chat(
    session: AsyncSession,
    make: Factory,
    telegram_id: int | None,
    role: Role,
    is_there: bool,  # noqa: FBT001
) -> None:
    await make.user(telegram_id=telegram_id, role=role)

    assert await roles.is_there_an_admin(session) is is_there

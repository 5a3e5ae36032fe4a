from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import LogEntry, Role, User
from domain import users
from tests.factories import HOUR, NOON, Factory


async def test_operator_gives_a_role_to_whom_we_know(session: AsyncSession, make: Factory) -> None:
    anna = await make.user(telegram_id=77)

    known = await users.grant(session, telegram_id=77, role=Role.HOST, now=NOON)
    unknown = await users.grant(session, telegram_id=78, role=Role.HOST, now=NOON)
    await session.flush()

    [entry] = await make.all(LogEntry)
    assert (known, unknown) == (True, False)
    assert (await make.again(anna)).role is Role.HOST
    assert (entry.user_id, entry.action, entry.entity_id) == (None, "grant_role", anna.id)
    assert entry.details == {"role": ["participant", "host"]}


async def test_role_that_one_has_already_is_not_given_again(
    session: AsyncSession, make: Factory
) -> None:
    await make.user(telegram_id=77, role=Role.HOST)

    assert await users.grant(session, telegram_id=77, role=Role.HOST, now=NOON)
    await session.flush()

    assert await make.all(LogEntry) == []


async def test_operator_may_take_a_role_away(session: AsyncSession, make: Factory) -> None:
    anna = await make.user(telegram_id=77, role=Role.ADMIN)

    await users.grant(session, telegram_id=77, role=Role.PARTICIPANT, now=NOON)
    await session.flush()

    assert (await make.again(anna)).role is Role.PARTICIPANT


async def test_those_whom_the_settings_name_are_admins(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris = await make.user(telegram_id=77), await make.user(telegram_id=78)
    vera = await make.user(telegram_id=79, role=Role.ADMIN)

    for _ in range(2):
        await users.appoint_admins(session, [77, 79, 80], now=NOON)
        await session.flush()

    roles = [(await make.again(it)).role for it in (anna, boris, vera)]
    assert roles == [Role.ADMIN, Role.PARTICIPANT, Role.ADMIN]
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

    assert await users.is_there_an_admin(session) is is_there


@pytest.mark.parametrize(
    ("reachable", "last_seen_at", "is_news"),
    [
        (True, NOON, False),
        (True, NOON - HOUR, False),
        (True, NOON - HOUR - HOUR / 60, True),
        (True, None, True),
        (False, NOON, True),
    ],
)
def test_being_here_is_news_once_an_hour_or_after_being_out_of_reach(
    reachable: bool,  # noqa: FBT001
    last_seen_at: datetime | None,
    is_news: bool,  # noqa: FBT001
) -> None:
    anna = User(reachable=reachable, last_seen_at=last_seen_at)

    assert users.is_news(anna, now=NOON) is is_news


async def test_who_writes_is_reachable_again(session: AsyncSession, make: Factory) -> None:
    anna = await make.user(reachable=False, last_seen_at=None)

    await users.note_seen(session, anna, now=NOON)

    seen = await make.again(anna)
    assert (seen.reachable, seen.last_seen_at) == (True, NOON)

"""Shutting people out, and letting them in again."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, Enrollment, LogEntry, Role, User, WebSession
from db.session import Transaction
from domain import blocking
from domain.blocking import REASON_LENGTH
from domain.errors import (
    AdminsOnly,
    NotOnOneself,
    PersonNotFound,
    ReasonNotValid,
    RoleOfOperator,
    StillAdmin,
)
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import Act, create_race

LATER = NOON + timedelta(minutes=1)


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


def block(
    admin: User, user: User, reason: str | None = "Spam", *, now: datetime = NOON, **more: Any
) -> Act:
    about: dict[str, Any] = {"user_id": user.id, "reason": reason, "now": now}
    campus = replace(CAMPUS, **more)
    return lambda session: blocking.block(session, as_actor(admin), campus, **about)


def unblock(admin: User, user: User) -> Act:
    actor = as_actor(admin)
    return lambda session: blocking.unblock(session, actor, user_id=user.id, now=LATER)


async def sign_in(make: Factory, user: User, **changed: Any) -> WebSession:
    token = {"token_hash": json.dumps([user.id, str(changed)]).encode()}
    return await make.add(
        WebSession(**{"user_id": user.id, "expires_at": NOON + DAY} | token | changed)
    )


@pytest.mark.parametrize("reason", ["Spam", "  Spam \n", None])
async def test_blocked_person_is_told_once_and_signed_out(
    session: AsyncSession, make: Factory, vera: User, reason: str | None
) -> None:
    anna, other = await make.user(), await make.user()
    await make.course(anna)
    mine, closed, others = [
        await sign_in(make, anna),
        await sign_in(make, anna, revoked_at=NOON - HOUR),
        await sign_in(make, other),
    ]

    await block(vera, anna, reason)(session)
    await session.flush()

    row = await make.again(anna)
    assert (row.blocked_at, row.block_reason) == (NOON, "Spam" if reason else None)
    signed_out = [(await make.again(it)).revoked_at for it in (mine, closed, others)]
    assert signed_out == [NOON, NOON - HOUR, None]
    assert [(it.user_id, it.kind) for it in await make.all(Delivery)] == [
        (anna.id, DeliveryKind.BLOCKED)
    ]
    assert [it.status for it in await make.all(Enrollment)] == ["registered"]


async def test_reason_is_not_in_the_history(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna, boris = await make.user(), await make.user()

    for person, reason in [(anna, "Zinaida was rude"), (boris, None)]:
        await block(vera, person, reason)(session)
        await unblock(vera, person)(session)
    await session.flush()

    entries = [(it.action, it.entity_id, it.details) for it in await make.all(LogEntry)]
    assert entries == [
        ("block_user", anna.id, {"has_reason": True}),
        ("unblock_user", anna.id, {}),
        ("block_user", boris.id, {"has_reason": False}),
        ("unblock_user", boris.id, {}),
    ]
    assert "Zinaida" not in json.dumps([it.payload for it in await make.all(Delivery)])


async def test_blocking_twice_changes_nothing(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.user()
    await block(vera, anna)(session)

    await block(vera, anna, "Another reason", now=LATER)(session)
    await session.flush()

    row = await make.again(anna)
    assert (row.blocked_at, row.block_reason) == (NOON, "Spam")
    assert len(await make.all(LogEntry)) == len(await make.all(Delivery)) == 1


async def test_person_who_is_let_in_again_is_told_once(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.user()
    await block(vera, anna)(session)

    for _ in range(2):
        await unblock(vera, anna)(session)
        await session.flush()

    row = await make.again(anna)
    assert (row.blocked_at, row.block_reason) == (None, None)
    assert [it.kind for it in await make.all(Delivery)] == ["blocked", "unblocked"]
    assert len(await make.all(LogEntry)) == 2


async def test_each_block_is_told_of(session: AsyncSession, make: Factory, vera: User) -> None:
    anna = await make.user()
    await block(vera, anna)(session)
    await unblock(vera, anna)(session)

    await block(vera, anna, "Again", now=LATER)(session)
    await session.flush()

    assert [it.kind for it in await make.all(Delivery)] == ["blocked", "unblocked", "blocked"]
    assert await blocking.reason(session, anna.id) == "Again"


@pytest.mark.parametrize(
    "typed", ["", " \n\t", "\x00", "\u200b\u2066", "\ud800", "x" * (REASON_LENGTH + 1), "x" * 5000]
)
async def test_reason_must_say_something_and_not_too_much(
    session: AsyncSession, make: Factory, vera: User, typed: str
) -> None:
    anna = await make.user()

    with pytest.raises(ReasonNotValid):
        await block(vera, anna, typed)(session)

    assert (await make.again(anna)).blocked_at is None


@pytest.mark.parametrize(
    "typed", ["x" * REASON_LENGTH, "<b>& грубость", "שלום", "字", "🙂", "a\u202eb"]
)
async def test_reason_is_in_any_words(
    session: AsyncSession, make: Factory, vera: User, typed: str
) -> None:
    anna = await make.user()

    await block(vera, anna, typed)(session)

    assert await blocking.reason(session, anna.id) == typed.replace("\u202e", "")


async def test_reason_is_only_of_those_who_are_blocked(
    session: AsyncSession, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user(blocked_at=NOON)

    assert await blocking.reason(session, anna.id) is None
    assert await blocking.reason(session, boris.id) == ""


# Refusals


async def test_admins_block_neither_admins_nor_themselves(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    gleb, named = await make.admin(), await make.user(telegram_id=77)

    with pytest.raises(NotOnOneself):
        await block(vera, vera)(session)
    with pytest.raises(StillAdmin):
        await block(vera, gleb)(session)
    with pytest.raises(RoleOfOperator):
        await block(vera, named, admin_ids=(77,))(session)

    assert [it.blocked_at for it in await make.all(User)] == [None] * 3


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_others_block_nobody(session: AsyncSession, make: Factory, role: Role) -> None:
    other, anna = await make.user(role=role), await make.user(blocked_at=NOON)

    for act in (block(other, anna), unblock(other, anna)):
        with pytest.raises(AdminsOnly):
            await act(session)

    assert (await make.again(anna)).blocked_at == NOON


async def test_there_is_nobody_to_block_where_somebody_was_erased(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    erased = await make.user(full_name="", erased_at=NOON)

    for act in (block(vera, erased), unblock(vera, erased)):
        with pytest.raises(PersonNotFound):
            await act(session)


# Races


async def test_of_two_who_block_at_once_the_first_says_why(
    committing: Transaction, empty_database_url: str
) -> None:
    make = Factory(committing)
    vera, gleb, anna = await make.admin(), await make.admin(), await make.user()
    race = create_race(committing, empty_database_url)

    await race(block(vera, anna, "First"), block(gleb, anna, "Second"))

    assert (await make.again(anna)).block_reason == "First"
    assert len(await make.all(LogEntry)) == len(await make.all(Delivery)) == 1

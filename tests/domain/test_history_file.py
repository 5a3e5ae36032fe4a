"""The history of actions as a file: who may ask for it, and what is put into it."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, DeliveryStatus, LogEntry, Role, User
from db.session import Transaction
from domain import history
from domain.errors import AdminsOnly
from domain.history import Entry, Filters
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor

SECOND = timedelta(seconds=1)


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


async def order(session: AsyncSession, admin: User, **filters: Any) -> None:
    actor = as_actor(admin)
    await history.order_file(session, actor, CAMPUS, filters=Filters(**filters), now=NOON)
    await session.flush()


async def the_only(session: AsyncSession, admin: User, **filters: Any) -> Entry:
    asked = Filters(**filters)
    found = await history.page(session, as_actor(admin), filters=asked, now=NOON)
    [entry] = found.entries
    return entry


async def test_file_is_owed_with_what_was_asked_for(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    await order(session, vera, user_id=5, course_id=6, action="enroll", days=7)

    [owed] = await make.all(Delivery)
    assert (owed.kind, owed.user_id, owed.urgent) == (DeliveryKind.LOG_EXPORT, vera.id, True)
    asked = {"user_id": 5, "course_id": 6, "of_action": "enroll"}
    days = {"since": "2026-02-24", "until": "2026-03-02"}
    assert owed.payload == {"filters": asked | days, "zone": "Europe/Moscow"}
    span = date(2026, 2, 24), date(2026, 3, 2)
    assert history.of_payload(owed.payload["filters"]) == Filters(5, 6, "enroll", span=span)


async def test_file_is_in_the_history_itself(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.user(full_name="Anna")

    await order(session, vera, user_id=anna.id)

    entry = await the_only(session, vera)
    assert (entry.action, entry.entity, entry.entity_id) == ("export_history", "users", vera.id)
    assert entry.subject is not None
    assert entry.subject.name == "Anna"
    assert await the_only(session, vera, user_id=anna.id) == entry


async def test_second_tap_asks_for_the_same_file(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    for _ in range(3):
        await order(session, vera, action="enroll")
    await order(session, vera, action="leave")

    actions = [it.payload["filters"]["of_action"] for it in await make.all(Delivery)]
    assert actions == ["enroll", "leave"]
    assert len(await make.all(LogEntry)) == 2


async def test_of_many_taps_at_once_one_makes_the_file(committing: Transaction) -> None:
    make = Factory(committing)
    vera = await make.admin()

    async def tap() -> None:
        async with committing() as session:
            await order(session, vera)

    await asyncio.gather(*(tap() for _ in range(8)))

    assert [it.user_id for it in await make.all(Delivery)] == [vera.id]
    assert [it.action for it in await make.all(LogEntry)] == ["export_history"]


async def test_once_it_was_sent_it_can_be_asked_for_again(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    await order(session, vera)
    [sent] = await make.all(Delivery)
    await make.change(sent, status=DeliveryStatus.SENT)

    await order(session, vera)

    assert len(await make.all(Delivery)) == len(await make.all(LogEntry)) == 2


async def test_admin_no_more_gets_no_file(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    actor = as_actor(vera)
    await make.change(vera, role=Role.HOST)

    with pytest.raises(AdminsOnly):
        await history.order_file(session, actor, CAMPUS, filters=Filters(), now=NOON)


async def test_file_has_every_entry_once_however_they_are_read(
    session: AsyncSession, make: Factory, vera: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "AT_ONCE", 3)
    for number in range(10):
        await make.entry(vera, str(number), at=NOON + (number // 4) * SECOND)

    found = history.entries(session, as_actor(vera), filters=Filters(), now=NOON)
    chunks = [chunk async for chunk in found]

    assert [len(it) for it in chunks] == [3, 3, 3, 1]
    actions = [entry.action for chunk in chunks for entry in chunk]
    assert actions == [str(number) for number in reversed(range(10))]


async def test_file_ends_where_it_is_long_enough(
    session: AsyncSession, make: Factory, vera: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "AT_ONCE", 3)
    monkeypatch.setattr(history, "LONGEST_FILE", 5)
    for number in range(10):
        await make.entry(vera, str(number))

    found = history.entries(session, as_actor(vera), filters=Filters(), now=NOON)

    assert [len(chunk) async for chunk in found] == [3, 2]

"""What only one may have: an invite, an update, a delivery. Each guard, and what it prevents."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Invite, Leader, Role, User
from db.queries.dialogs import Dialog
from db.session import Conflict, Transaction
from domain import accepting, delivering, updates
from domain.delivering import Wanted
from domain.errors import InviteUsed
from tests.factories import DAY, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import Act, Race, create_race, without

DELIVERY_LOCK = " FOR UPDATE OF deliveries SKIP LOCKED"


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


@pytest.fixture
def make(committing: Transaction) -> Factory:
    return Factory(committing)


def accept(user: User, invite: Invite) -> Act:
    actor, public_id = as_actor(user), invite.public_id
    return lambda session: accepting.accept(session, actor, public_id=public_id, now=NOON)


async def test_of_two_who_open_one_invite_one_is_let_in(race: Race, make: Factory) -> None:
    anna, boris, invite = await make.user(), await make.user(), await make.invite()

    _, second = await race(accept(anna, invite), accept(boris, invite))

    roles = [(await make.again(person)).role for person in (anna, boris)]
    assert isinstance(second, InviteUsed)
    assert roles == [Role.ADMIN, Role.PARTICIPANT]


async def test_without_the_invite_lock_both_are_let_in(race: Race, make: Factory) -> None:
    anna, boris, invite = await make.user(), await make.user(), await make.invite()

    await race(
        accept(anna, invite), accept(boris, invite), guard=" FOR UPDATE", within="FROM invites"
    )

    roles = [(await make.again(person)).role for person in (anna, boris)]
    assert roles == [Role.ADMIN, Role.ADMIN]


async def claim(session: AsyncSession) -> bool:
    dialog = Dialog(chat_id=77, user_id=77)
    return (await updates.claim(session, dialog, bot_id=42, update_id=1)).is_new


@pytest.fixture
async def no_claims(committing: Transaction) -> AsyncIterator[None]:
    yield
    async with committing() as session:
        await session.execute(text("TRUNCATE handled_updates"))


@pytest.fixture
async def no_key(committing: Transaction, no_claims: None) -> AsyncIterator[None]:
    change = "ALTER TABLE handled_updates {} CONSTRAINT pk_handled_updates {}"
    async with committing() as session:
        await session.execute(text(change.format("DROP", "")))
    yield no_claims
    async with committing() as session:
        await session.execute(text("TRUNCATE handled_updates"))
        await session.execute(text(change.format("ADD", "PRIMARY KEY (bot_id, update_id)")))


@pytest.mark.usefixtures("no_claims")
async def test_update_that_two_replicas_have_is_new_to_one(race: Race) -> None:
    assert await race(claim, claim) == (True, False)


@pytest.mark.usefixtures("no_key")
async def test_without_its_key_an_update_is_new_to_both(race: Race) -> None:
    assert await race(claim, claim) == (True, True)


async def take(session: AsyncSession) -> int | None:
    parcel = await delivering.claim(session, CAMPUS, Wanted(is_urgent=True, epoch=1), now=NOON)
    return parcel.id if parcel else None


@pytest.fixture
async def owed(committing: Transaction, make: Factory) -> list[int]:
    """Two deliveries, and no other."""
    async with committing() as session:
        await session.execute(text("TRUNCATE deliveries, leaders"))
        session.add(Leader(id=1, epoch=1))
    anna = await make.user()
    return [(await make.delivery(anna, due_at=at)).id for at in (NOON - DAY, NOON)]


async def test_two_senders_take_two_deliveries(race: Race, owed: list[int]) -> None:
    assert await race(take, take) == tuple(owed)


async def test_without_the_lock_two_senders_take_one_delivery(race: Race, owed: list[int]) -> None:
    assert await race(take, take, guard=DELIVERY_LOCK) == (owed[0], owed[0])


async def test_second_sender_does_not_wait_for_the_first(
    committing: Transaction, owed: list[int]
) -> None:
    async with committing() as first, committing() as second:
        await second.execute(text("SET LOCAL lock_timeout = '20ms'"))

        assert [await take(first), await take(second)] == owed


async def test_without_skipping_the_second_sender_waits_for_the_first(
    empty_database_url: str, owed: list[int]
) -> None:
    async def hurry(transaction: Transaction) -> None:
        async with transaction() as second:
            await second.execute(text("SET LOCAL lock_timeout = '20ms'"))
            await take(second)

    async with without(" SKIP LOCKED", empty_database_url) as patient, patient() as first:
        assert await take(first) == owed[0]
        with pytest.raises(Conflict):
            await hurry(patient)

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryStatus
from domain import deliveries, delivering
from domain.campus import Campus
from domain.deliveries import Outcome, Parcel, Verdict
from domain.delivering import LEASE
from tests import claiming
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor

SECOND = timedelta(seconds=1)

DEAD, PENDING = DeliveryStatus.DEAD, DeliveryStatus.PENDING
SENDING, SENT = DeliveryStatus.SENDING, DeliveryStatus.SENT
UNKNOWN, UNREACHABLE = DeliveryStatus.UNKNOWN, DeliveryStatus.UNREACHABLE


async def claim(session: AsyncSession, campus: Campus, now: datetime = NOON) -> Parcel:
    claimed = await claiming.claim(session, campus, now=now)
    assert claimed is not None
    await session.flush()
    return claimed


async def test_claim_brings_what_to_say_and_to_whom(
    session: AsyncSession, campus: Campus, make: Factory
) -> None:
    anna = await make.user(language="ru")
    owed = await make.delivery(anna, payload={"course_id": 1})

    claimed = await claim(session, campus)

    assert (claimed.id, claimed.payload) == (owed.id, {"course_id": 1})
    assert (claimed.recipient, claimed.chat_id) == (as_actor(anna), anna.telegram_id)
    assert (claimed.attempts, claimed.claimed_at) == (1, NOON)
    assert (await make.again(owed)).status is SENDING


async def test_screen_is_for_a_chat_that_need_not_be_anybodys(
    session: AsyncSession, campus: Campus
) -> None:
    await deliveries.owe(session, [deliveries.screen(77, key="1", due_at=NOON, text="Hi")])

    claimed = await claim(session, campus)

    assert (claimed.recipient, claimed.chat_id) == (None, 77)
    assert (claimed.is_urgent, claimed.payload) == (True, {"text": "Hi"})


async def test_who_was_erased_meanwhile_has_no_chat(
    session: AsyncSession, campus: Campus, make: Factory
) -> None:
    await make.delivery(await make.user(telegram_id=None))

    assert (await claim(session, campus)).chat_id is None


async def test_urgent_goes_first_and_then_what_is_due_longest(
    session: AsyncSession, campus: Campus, make: Factory
) -> None:
    anna = await make.user()
    owed = [
        await make.delivery(anna, urgent=False, due_at=NOON - DAY),
        await make.delivery(anna, due_at=NOON),
        await make.delivery(anna, due_at=NOON - HOUR),
    ]

    claimed = [(await claim(session, campus)).id for _ in owed]

    assert claimed == [it.id for it in reversed(owed)]


@pytest.mark.parametrize(
    "not_now",
    [{"due_at": NOON + SECOND}, {"status": SENT}, {"status": SENDING, "claimed_at": NOON}],
    ids=["later", "sent", "another's"],
)
async def test_only_what_is_due_is_claimed(
    session: AsyncSession, campus: Campus, make: Factory, not_now: dict[str, Any]
) -> None:
    await make.delivery(await make.user(), **not_now)

    assert await claiming.claim(session, campus) is None


async def test_end_is_written_down(session: AsyncSession, campus: Campus, make: Factory) -> None:
    owed = await make.delivery(await make.user())

    outcome = Outcome(Verdict.SENT, message_id=7)
    await delivering.settle(session, await claim(session, campus), outcome, now=NOON)

    after = await make.again(owed)
    assert (after.status, after.message_id, after.attempts) == (SENT, 7, 1)


async def test_sender_that_lost_its_claim_settles_nothing(
    session: AsyncSession, campus: Campus, make: Factory
) -> None:
    owed = await make.delivery(await make.user())
    frozen = await claim(session, campus)
    later = NOON + LEASE + SECOND
    await delivering.settle_abandoned(session, now=later)
    session.expire_all()
    other = await claim(session, campus, later)

    await delivering.settle(session, frozen, Outcome(Verdict.REFUSED), now=later)
    assert (await make.again(owed)).status is SENDING
    await delivering.settle(session, other, Outcome(Verdict.SENT), now=later)

    assert ((after := await make.again(owed)).status, after.attempts) == (SENT, 2)


async def test_end_that_was_written_stays(
    session: AsyncSession, campus: Campus, make: Factory
) -> None:
    owed = await make.delivery(await make.user())
    claimed = await claim(session, campus)

    await delivering.settle(session, claimed, Outcome(Verdict.SENT), now=NOON)
    await delivering.settle(session, claimed, Outcome(Verdict.NOT_SENT), now=NOON)

    assert (await make.again(owed)).status is SENT


async def test_who_blocked_the_bot_is_unreachable_from_then_on(
    session: AsyncSession, campus: Campus, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()
    await make.delivery(anna)

    outcome = Outcome(Verdict.UNREACHABLE, error="403")
    await delivering.settle(session, await claim(session, campus), outcome, now=NOON)

    assert [(await make.again(it)).reachable for it in (anna, boris)] == [False, True]


async def test_chat_of_nobody_may_be_unreachable(
    session: AsyncSession, campus: Campus, make: Factory
) -> None:
    await deliveries.owe(session, [deliveries.screen(77, key="1", due_at=NOON)])

    claimed = await claim(session, campus)
    await delivering.settle(session, claimed, Outcome(Verdict.UNREACHABLE), now=NOON)

    assert [it.status for it in await make.all(Delivery)] == [UNREACHABLE]


@pytest.mark.parametrize(
    ("claimed_at", "urgent", "bulk"),
    [(NOON - LEASE, SENDING, SENDING), (NOON - LEASE - SECOND, PENDING, UNKNOWN)],
    ids=["within the lease", "beyond it"],
)
async def test_claim_that_lost_its_sender_is_sent_again_only_where_that_is_harmless(
    session: AsyncSession,
    make: Factory,
    claimed_at: datetime,
    urgent: DeliveryStatus,
    bulk: DeliveryStatus,
) -> None:
    anna = await make.user()
    for is_urgent in (True, False):
        await make.delivery(anna, urgent=is_urgent, status=SENDING, claimed_at=claimed_at)

    await delivering.settle_abandoned(session, now=NOON)

    assert [it.status for it in await make.all(Delivery)] == [urgent, bulk]


async def test_screen_that_was_shown_after_all_is_not_sent(
    session: AsyncSession, campus: Campus, make: Factory
) -> None:
    await deliveries.owe(
        session, [deliveries.screen(77, key=key, due_at=NOON) for key in ("1", "2")]
    )

    await deliveries.forgive_screen(session, key="1")

    assert [it.status for it in await make.all(Delivery)] == [SENT, PENDING]

"""How it stands with all messages, as admins see it."""

import asyncio
from datetime import datetime, timedelta

import pytest

from db.models import (
    Announcement,
    Delivery,
    DeliveryStatus,
    LogEntry,
    Role,
    User,
)
from db.session import Transaction
from domain import outbox
from domain.errors import AdminsOnly
from keyboards.outbox import AskSendAgain, SendAgain, ShowOutbox
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor

MINUTE = timedelta(minutes=1)

SENT, UNREACHABLE = DeliveryStatus.SENT, DeliveryStatus.UNREACHABLE
UNKNOWN, DEAD = DeliveryStatus.UNKNOWN, DeliveryStatus.DEAD
PENDING = DeliveryStatus.PENDING


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def doubtful(make: Factory, user: User, at: datetime = NOON - HOUR) -> Delivery:
    return await make.delivery(user, urgent=False, status=UNKNOWN, due_at=at, settled_at=at)


async def test_quiet_day_is_said_to_be_one(desk: Desk) -> None:
    said = await desk.write("/messages")

    assert said.split("\n\n") == [
        "<b>Messages</b>, at 15:00",
        "Nothing waits to be sent now.",
        "Sent today: 0",
    ]
    assert desk.labels == ["🔄 Look again", "🏠 Menu"]


async def test_admin_sees_what_waits_and_what_became_of_the_rest(
    desk: Desk, make: Factory, anna: User
) -> None:
    await make.user(reachable=False)
    await make.delivery(anna)
    await make.delivery(anna, urgent=False)
    await make.delivery(anna, urgent=False, due_at=NOON + DAY)
    for at in (NOON - DAY, NOON - HOUR, NOON - MINUTE / 2):
        await make.delivery(anna, status=SENT, due_at=at, settled_at=at)
    await make.delivery(anna, status=UNREACHABLE, settled_at=NOON)
    await doubtful(make, anna)
    await make.delivery(anna, status=DEAD, error="Bad Request: <b>", settled_at=NOON)

    said = await desk.press(ShowOutbox())

    assert said.split("\n\n")[1:] == [
        "Waiting now: 2, of them urgent: 1\nFor later: 1; the next is due Tue, 3 March, 15:00",
        "Sent today: 2\nIn the last minute: 1",
        "Did not reach anybody today: 1\n1 person has blocked the bot or is not in Telegram any "
        "more; a word to the bot is enough to come back.",
        "In doubt: 1. Telegram did not answer, so nobody knows if they arrived.",
        "Failed since yesterday: 1. Tell whoever looks after the server:\n"
        "1: <code>Bad Request: &lt;b&gt;</code>",
    ]


async def test_what_is_in_doubt_is_sent_again_when_an_admin_says_so(
    desk: Desk, make: Factory, anna: User
) -> None:
    lost = await doubtful(make, anna)
    await desk.press(ShowOutbox())

    asked = await desk.press("Send 1 message again…")
    await desk.press("Yes, send again")

    after = await make.again(lost)
    assert asked.startswith("Send 1 message again? Whoever got it after all gets it twice.")
    assert (after.status, after.due_at, after.settled_at) == (PENDING, NOON, None)
    [entry] = await make.all(LogEntry)
    assert (entry.action, entry.details) == ("send_again", {"count": 1})


async def test_second_tap_finds_nothing_in_doubt(desk: Desk, make: Factory, anna: User) -> None:
    await doubtful(make, anna)
    await desk.press(SendAgain())

    await desk.press(SendAgain())
    asked = await desk.press(AskSendAgain())

    assert asked == "Nothing is in doubt any more."
    assert len(await make.all(LogEntry)) == 1


async def test_what_is_old_or_an_announcement_stays_in_doubt(
    desk: Desk, make: Factory, anna: User, vera: User
) -> None:
    announcement = await make.add(Announcement(author_id=vera.id, audience={}, content={}))
    kept = [await doubtful(make, anna, NOON - 2 * DAY), await doubtful(make, anna)]
    await make.change(kept[1], announcement_id=announcement.id)

    said = await desk.press(ShowOutbox())
    await desk.press(SendAgain())

    assert "In doubt of announcements: 1. Their authors see it and decide." in said
    assert [(await make.again(it)).status for it in kept] == [UNKNOWN, UNKNOWN]


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_only_admins_look_and_send_again(
    make: Factory, transaction: Transaction, role: Role
) -> None:
    actor = as_actor(await make.user(role=role))

    async with transaction() as session:
        with pytest.raises(AdminsOnly):
            await outbox.look(session, actor, now=NOON)
        with pytest.raises(AdminsOnly):
            await outbox.send_again(session, actor, now=NOON)


async def test_two_admins_who_tap_at_once_send_it_once(committing: Transaction) -> None:
    make = Factory(committing)
    admins = [as_actor(await make.admin()) for _ in range(2)]
    await doubtful(make, await make.user())

    async def send_again(which: int) -> int:
        async with committing() as session:
            return await outbox.send_again(session, admins[which], now=NOON)

    assert sum(await asyncio.gather(send_again(0), send_again(1))) == 1

"""What people are told when they are shut out, and when they are let in again."""

import pytest

from db.models import Delivery, DeliveryKind, DeliveryStatus, User
from db.session import Transaction
from domain import blocking
from domain.deliveries import TOLD_TO_BLOCKED
from scheduler.deliveries import Sender
from tests import limits
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.telegram import RecordedSession
from tests.test_hostile_names import NAMES


async def block(
    transaction: Transaction, admin: User, user: User, reason: str | None = "Spam"
) -> None:
    async with transaction() as session:
        await blocking.block(
            session, as_actor(admin), CAMPUS, user_id=user.id, reason=reason, now=NOON
        )


async def unblock(transaction: Transaction, admin: User, user: User) -> None:
    async with transaction() as session:
        await blocking.unblock(session, as_actor(admin), user_id=user.id, now=NOON)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "🚫 You have been blocked: nothing works for you here any more.\n\n"
            "Reason: Spam &lt;1&gt;\n\nIf that is a mistake, write to the organizer.",
        ),
        (
            "ru",
            "🚫 \u0412\u0430\u0441 заблокировали: здесь больше ничего "
            "не получится сделать.\n\n"
            "Причина: Spam &lt;1&gt;\n\n"
            "Если это ошибка, напишите организатору.",
        ),
    ],
)
async def test_person_is_told_that_they_are_blocked_and_why(
    transaction: Transaction,
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    language: str,
    words: str,
) -> None:
    vera, anna = await make.admin(), await make.user(language=language)
    await block(transaction, vera, anna, "Spam <1>")

    await sender.drain()

    assert telegram.said() == words
    assert list(telegram.buttons().values()) == ["privacy"]


async def test_nothing_is_said_of_a_reason_where_none_was_given(
    transaction: Transaction, make: Factory, sender: Sender, telegram: RecordedSession
) -> None:
    vera, anna = await make.admin(), await make.user()
    await block(transaction, vera, anna, None)

    await sender.drain()

    assert "Reason" not in telegram.said()


async def test_who_is_let_in_at_once_is_not_told_of_the_block(
    transaction: Transaction, make: Factory, sender: Sender, telegram: RecordedSession
) -> None:
    vera, anna = await make.admin(), await make.user()
    await block(transaction, vera, anna)
    await unblock(transaction, vera, anna)

    await sender.drain()

    assert telegram.said() == "✅ You are not blocked any more: everything works again."
    assert sorted(it.status for it in await make.all(Delivery)) == ["sent", "skipped"]


async def test_who_is_blocked_once_more_is_not_told_that_all_works(
    transaction: Transaction, make: Factory, sender: Sender, telegram: RecordedSession
) -> None:
    vera, anna = await make.admin(), await make.user(blocked_at=NOON)
    await unblock(transaction, vera, anna)
    await block(transaction, vera, anna)

    await sender.drain()

    assert "Reason: Spam" in telegram.said()


@pytest.mark.parametrize("reason", NAMES.values(), ids=NAMES)
async def test_reason_is_said_as_it_was_written(
    make: Factory, sender: Sender, telegram: RecordedSession, reason: str
) -> None:
    anna = await make.user(blocked_at=NOON, block_reason=reason[:300])
    await make.delivery(anna, DeliveryKind.BLOCKED)

    await sender.drain()

    assert reason.partition("\u202e")[0][:14] in limits.read(telegram.said())
    assert telegram.faults == []


@pytest.mark.parametrize("kind", sorted(set(DeliveryKind) - TOLD_TO_BLOCKED))
async def test_who_was_blocked_before_it_is_due_gets_nothing_else(
    make: Factory, sender: Sender, telegram: RecordedSession, kind: DeliveryKind
) -> None:
    owed = await make.delivery(await make.user(blocked_at=NOON), kind)

    await sender.drain()

    assert telegram.calls == []
    assert (await make.again(owed)).status is DeliveryStatus.SKIPPED

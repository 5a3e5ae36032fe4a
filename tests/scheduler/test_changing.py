"""Messages that were sent are changed and taken back; groups move."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramMigrateToChat, TelegramServerError
from aiogram.methods import (
    DeleteMessage,
    EditMessageCaption,
    EditMessageText,
    SendDocument,
    SendMessage,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Post, Screen
from bot.sending import Letter
from db.models import Delivery, DeliveryKind, DeliveryOperation, DeliveryStatus, User
from db.session import Transaction
from domain import deliveries
from domain.deliveries import Parcel
from domain.delivering import LEASE
from scheduler.deliveries import Sender
from scheduler.letters import LETTERS
from tests.factories import NOON, Factory
from tests.scheduler.conftest import Time
from tests.telegram import RecordedSession

METHOD = SendMessage(chat_id=1, text="")
SECOND = timedelta(seconds=1)
KIND = DeliveryKind.PROMOTED

EDIT, DELETE = DeliveryOperation.EDIT, DeliveryOperation.DELETE
PENDING, SENT = DeliveryStatus.PENDING, DeliveryStatus.SENT
SKIPPED, DEAD = DeliveryStatus.SKIPPED, DeliveryStatus.DEAD

BOLD = {"type": "bold", "offset": 0, "length": 4}


def refusal(words: str) -> TelegramBadRequest:
    return TelegramBadRequest(METHOD, f"Bad Request: {words}")


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the letter is to be."""

    def says(letter: Letter) -> None:
        async def write(_session: AsyncSession, _parcel: Parcel, _now: datetime) -> Letter:
            return letter

        monkeypatch.setitem(LETTERS, KIND, write)

    says(Screen("Other words."))
    return says


async def owed(make: Factory, user: User, operation: DeliveryOperation, **more: Any) -> Delivery:
    return await make.delivery(user, KIND, operation=operation, message_id=7, urgent=False, **more)


@pytest.mark.usefixtures("says")
async def test_message_that_was_sent_is_changed(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User
) -> None:
    change = await owed(make, anna, EDIT)

    await sender.drain()

    call, after = telegram.the(EditMessageText), await make.again(change)
    assert (call.chat_id, call.message_id, call.text) == (anna.telegram_id, 7, "Other words.")
    assert (after.status, after.message_id, after.settled_at) == (SENT, 7, NOON)


async def test_own_words_are_sent_and_changed_with_their_formatting(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User, says: Any
) -> None:
    says(Post("Bold <b>", [BOLD]))
    await make.delivery(anna, KIND)
    await owed(make, anna, EDIT)

    await sender.drain()

    for call in (telegram.the(SendMessage), telegram.the(EditMessageText)):
        assert (call.text, call.parse_mode) == ("Bold <b>", None)
        assert [it.type for it in call.entities or ()] == ["bold"]


async def test_own_file_is_sent_by_what_telegram_calls_it(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User, says: Any
) -> None:
    says(Post("The plan", document="file"))
    sent = await make.delivery(anna, KIND)

    await sender.drain()

    assert telegram.the(SendDocument).document == "file"
    assert (await make.again(sent)).message_id == 1


@pytest.mark.usefixtures("says")
async def test_words_under_a_picture_are_changed_where_it_is_one(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User
) -> None:
    change = await owed(make, anna, EDIT)
    telegram.errors.append(refusal("there is no text in the message to edit"))

    await sender.drain()

    assert telegram.the(EditMessageCaption).caption == "Other words."
    assert (await make.again(change)).status is SENT


@pytest.mark.usefixtures("says")
async def test_message_is_taken_back(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User
) -> None:
    deletion = await owed(make, anna, DELETE)

    await sender.drain()

    assert telegram.the(DeleteMessage).message_id == 7
    assert (await make.again(deletion)).status is SENT


@pytest.mark.usefixtures("says")
async def test_message_that_is_too_old_to_be_deleted_says_something_else(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User
) -> None:
    deletion = await owed(make, anna, DELETE)
    telegram.errors.append(refusal("message can't be deleted for everyone"))

    await sender.drain()

    assert telegram.the(EditMessageText).text == "Other words."
    assert (await make.again(deletion)).status is SENT


@pytest.mark.parametrize(
    ("met", "status"),
    [
        ((EDIT, "message is not modified: it is the same"), SENT),
        ((EDIT, "message to edit not found"), SKIPPED),
        ((DELETE, "message to delete not found"), SKIPPED),
        ((EDIT, "can't parse entities"), DEAD),
    ],
)
@pytest.mark.usefixtures("says")
async def test_answer_to_a_change_decides(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    anna: User,
    *,
    met: tuple[DeliveryOperation, str],
    status: DeliveryStatus,
) -> None:
    operation, said = met
    change = await owed(make, anna, operation)
    telegram.errors.append(refusal(said))

    await sender.drain()

    assert (await make.again(change)).status is status


@pytest.mark.parametrize("operation", [EDIT, DELETE])
@pytest.mark.usefixtures("says")
async def test_change_in_doubt_is_made_again(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    anna: User,
    operation: DeliveryOperation,
) -> None:
    change = await owed(make, anna, operation)
    telegram.errors.append(TelegramServerError(METHOD, "Bad Gateway"))

    await sender.drain()

    assert (await make.again(change)).status is PENDING


async def test_group_that_has_moved_gets_everything_where_it_is_now(
    sender: Sender, telegram: RecordedSession, in_turn: Transaction, make: Factory
) -> None:
    owed = [deliveries.screen(-7, key=key, due_at=NOON, text=key) for key in ("1", "2")]
    async with in_turn() as session:
        await deliveries.owe(session, owed)
    telegram.errors += [TelegramMigrateToChat(METHOD, "upgraded", -1007)]

    await sender.drain()
    await sender.drain()

    assert {it.chat_id for it in await make.all(Delivery)} == {-1007}
    assert {it.status for it in await make.all(Delivery)} == {SENT}
    assert [call.chat_id for call in telegram.all(SendMessage)].count(-1007) == 2


IN_DOUBT = [
    (SECOND, PENDING),
    (-SECOND, DeliveryStatus.UNKNOWN),
    (None, DeliveryStatus.UNKNOWN),
]
"""How much time is left, and what becomes of it."""


def of_bulk(left: timedelta | None) -> dict[str, Any]:
    return {"urgent": False, "repeat_until": NOON + left if left is not None else None}


@pytest.mark.parametrize(("left", "status"), IN_DOUBT)
@pytest.mark.usefixtures("says")
async def test_bulk_in_doubt_is_sent_again_while_there_is_time(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    anna: User,
    *,
    left: timedelta | None,
    status: DeliveryStatus,
) -> None:
    owed = await make.delivery(anna, KIND, **of_bulk(left))
    telegram.errors.append(TelegramServerError(METHOD, "Bad Gateway"))

    await sender.drain()

    assert await end(make, owed) == (status, None if status is PENDING else NOON)


@pytest.mark.parametrize(("left", "status"), IN_DOUBT)
async def test_bulk_that_lost_its_sender_is_sent_again_while_there_is_time(
    sender: Sender,
    make: Factory,
    anna: User,
    left: timedelta | None,
    status: DeliveryStatus,
) -> None:
    claimed: dict[str, Any] = {
        "status": DeliveryStatus.SENDING,
        "claimed_at": NOON - LEASE - SECOND,
    }
    lost = await make.delivery(anna, KIND, **of_bulk(left), **claimed)

    await sender.settle_abandoned()

    assert await end(make, lost) == (status, None if status is PENDING else NOON)


async def end(make: Factory, it: Delivery) -> tuple[DeliveryStatus, datetime | None]:
    after = await make.again(it)
    return after.status, after.settled_at


async def test_claim_of_a_process_that_stood_still_is_not_sent(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    anna: User,
    time: Time,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owed = await make.delivery(anna, KIND)

    async def stand_still(_session: AsyncSession, _parcel: Parcel, _now: datetime) -> Letter:
        time.now += LEASE
        return Screen("Late.")

    monkeypatch.setitem(LETTERS, KIND, stand_still)
    await sender.drain_urgent()
    await sender.calls_back()

    assert telegram.calls == []
    assert (await make.again(owed)).status is PENDING

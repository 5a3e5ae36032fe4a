from datetime import timedelta

import pytest

from db.models import DeliveryKind, DeliveryStatus, User
from domain.deliveries import Outcome, Parcel, Verdict
from domain.delivering import MAX_ATTEMPTS, result
from tests.factories import NOON
from tests.people import as_actor

SECOND = timedelta(seconds=1)

DEAD, PENDING = DeliveryStatus.DEAD, DeliveryStatus.PENDING
SENDING, SENT = DeliveryStatus.SENDING, DeliveryStatus.SENT
UNKNOWN, UNREACHABLE = DeliveryStatus.UNKNOWN, DeliveryStatus.UNREACHABLE


def parcel(*, is_urgent: bool = True, attempts: int = 1) -> Parcel:
    anna = as_actor(User(id=1, telegram_id=1, full_name="Anna"))
    return Parcel(1, DeliveryKind.PROMOTED, {}, attempts, NOON, is_urgent, anna, chat_id=1)


@pytest.mark.parametrize(
    ("verdict", "urgent", "bulk"),
    [
        (Verdict.SENT, SENT, SENT),
        (Verdict.FLOOD, PENDING, PENDING),
        (Verdict.NOT_SENT, PENDING, PENDING),
        (Verdict.IN_DOUBT, PENDING, UNKNOWN),
        (Verdict.UNREACHABLE, UNREACHABLE, UNREACHABLE),
        (Verdict.REFUSED, DEAD, DEAD),
        (Verdict.POINTLESS, DeliveryStatus.SKIPPED, DeliveryStatus.SKIPPED),
    ],
)
def test_verdict_decides_what_becomes_of_a_delivery(
    verdict: Verdict, urgent: DeliveryStatus, bulk: DeliveryStatus
) -> None:
    ends = [result(parcel(is_urgent=it), Outcome(verdict), NOON) for it in (True, False)]

    assert [end["status"] for end in ends] == [urgent, bulk]


def test_every_verdict_has_an_end() -> None:
    for verdict in Verdict:
        assert result(parcel(), Outcome(verdict), NOON)["status"] is not SENDING


def test_what_telegram_called_the_message_is_kept() -> None:
    assert result(parcel(), Outcome(Verdict.SENT, message_id=7), NOON)["message_id"] == 7


def test_flood_is_no_attempt() -> None:
    flood = Outcome(Verdict.FLOOD, wait=35 * SECOND)

    end = result(parcel(attempts=MAX_ATTEMPTS), flood, NOON)

    assert end["status"] is PENDING
    assert end["attempts"] == MAX_ATTEMPTS - 1
    assert end["due_at"] == NOON + 35 * SECOND


def test_what_was_never_sent_is_tried_for_as_long_as_it_takes() -> None:
    failed = Outcome(Verdict.NOT_SENT, error="refused")

    ends = [result(parcel(attempts=tries), failed, NOON) for tries in (1, 4, MAX_ATTEMPTS, 99)]

    assert {end["status"] for end in ends} == {PENDING}
    waits = [(end["due_at"] - NOON).total_seconds() for end in ends]
    assert waits == [2, 16, 60, 60]


def test_tries_in_doubt_are_further_and_further_apart_and_then_end() -> None:
    failed = Outcome(Verdict.IN_DOUBT, error="refused")

    ends = [result(parcel(attempts=tries), failed, NOON) for tries in (1, 4, MAX_ATTEMPTS)]

    assert [end.get("due_at") for end in ends] == [NOON + 2 * SECOND, NOON + 16 * SECOND, None]
    assert ends[-1] == {"status": DEAD, "error": "refused"}

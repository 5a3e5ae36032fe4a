"""Ten thousand are told in as short a time as Telegram allows, by a clock that costs no time."""

import asyncio
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter, TelegramServerError
from aiogram.methods import SendMessage

from bot.factory import create_bot
from bot.replies import Screen
from bot.screens import Screens
from bot.shelf import BannerShelf
from db.models import DeliveryKind
from domain.deliveries import Outcome, Parcel, Verdict
from scheduler.chats import GROUP_SECONDS, Chats
from scheduler.claims import Claimed, Claims
from scheduler.deliveries import Sender
from scheduler.lanes import Lanes
from scheduler.pacer import Pacer
from tests import virtual
from tests.factories import NOON
from tests.telegram import Call, RecordedSession

RECIPIENTS = 10_000
LIMIT_SECONDS = 336.7
"""For that many: 99 % of 30 a second."""

DATABASE_SECONDS = 0.008


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Strict:
    """What Telegram would not take."""

    at: list[float] = field(default_factory=list)
    chats: list[int] = field(default_factory=list)
    lately: dict[int, float] = field(default_factory=dict)
    too_soon: int = 0

    def take(self, chat_id: int) -> None:
        gap = GROUP_SECONDS if chat_id < 0 else 1
        self.too_soon += now() < self.lately.get(chat_id, -gap) + gap
        self.lately[chat_id] = now()
        self.at.append(now())
        self.chats.append(chat_id)

    @property
    def busiest_second(self) -> int:
        return max(bisect_left(self.at, it + 1) - place for place, it in enumerate(self.at))


class FarTelegram(RecordedSession):
    def __init__(self, round_trip: float, floods: Sequence[int] = ()) -> None:
        super().__init__()
        self.strict = Strict()
        self.floods = deque(floods)
        self.silent_until = 0.0
        self.came_while_silent = 0
        self.away: tuple[float, float] = (0.0, 0.0)
        """From when until when there is no answer."""
        self._round_trip = round_trip
        self._dice = Random(7)  # noqa: S311 - to be thrown again

    async def make_request(self, bot: Bot, method: Call, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        assert isinstance(method, SendMessage)
        # One is slower than another, by up to thirty milliseconds.
        await asyncio.sleep(self._round_trip / 2 * self._dice.uniform(0.98, 1.02))
        self.came_while_silent += now() < self.silent_until
        if self.floods and len(self.strict.at) == self.floods[0]:
            self.floods.popleft()
            self.silent_until = now() + 35
            raise TelegramRetryAfter(method, "slow down", 35)
        if self.away[0] <= now() < self.away[1]:
            raise TelegramServerError(method, "Bad Gateway")
        self.strict.take(int(method.chat_id))
        await asyncio.sleep(self._round_trip / 2)
        return await super().make_request(bot, method, timeout)


class Owed(Claims):
    """What is owed, in memory."""

    def __init__(self, chats: Sequence[int]) -> None:
        self.are_leading = True
        self.waiting = {False: deque(chats), True: deque[int]()}
        self.ends: Counter[Verdict] = Counter()
        self.told: Counter[int] = Counter()

    @property
    def are_open(self) -> bool:
        return self.are_leading

    async def next(self, *, is_urgent: bool, resting: Sequence[int]) -> Claimed | None:
        await asyncio.sleep(DATABASE_SECONDS)
        waiting = self.waiting[is_urgent]
        chat_id = next((it for it in waiting if it not in resting), None)
        if chat_id is None:
            return None
        waiting.remove(chat_id)
        claimed_at = NOON + timedelta(seconds=now())
        parcel = Parcel(1, DeliveryKind.SCREEN, {}, 1, claimed_at, is_urgent, None, chat_id)
        return parcel, Screen("Hello.")

    async def settle(self, parcel: Parcel, outcome: Outcome) -> None:
        await asyncio.sleep(DATABASE_SECONDS)
        assert parcel.chat_id is not None
        self.ends[outcome.verdict] += 1
        if outcome.verdict is Verdict.SENT:
            self.told[parcel.chat_id] += 1
        elif outcome.verdict is Verdict.FLOOD:
            self.waiting[parcel.is_urgent].append(parcel.chat_id)


def hire(owed: Owed, telegram: FarTelegram) -> Sender:
    bot = create_bot("42:TEST", telegram)
    screens = Screens(bot, BannerShelf(None), patience_seconds=0)  # type: ignore[arg-type]
    return Sender(
        screens,
        owed,
        lanes=Lanes(Pacer(30, time=now), Chats(time=now)),
        clock=lambda: NOON + timedelta(seconds=now()),
        spawn=asyncio.ensure_future,
    )


async def send_all(owed: Owed, telegram: FarTelegram) -> float:
    """How long it takes. The jobs are started each second, as the scheduler does."""
    sender = hire(owed, telegram)

    async def every_second(drain: Any) -> None:
        while any(owed.waiting.values()):
            await drain()
            await asyncio.sleep(1 - now() % 1)

    began = now()
    while any(owed.waiting.values()):
        await asyncio.gather(every_second(sender.drain_urgent), every_second(sender.drain_bulk))
        await sender.calls_back()
    return now() - began


@pytest.mark.parametrize("round_trip", [0.06, 1.5])
def test_pace_is_what_telegram_takes_however_far_it_is(round_trip: float) -> None:
    people = range(1, RECIPIENTS + 1)
    owed, telegram = Owed(people), FarTelegram(round_trip)

    virtual.run(send_all(owed, telegram))

    strict = telegram.strict
    assert strict.at[-1] - strict.at[0] <= LIMIT_SECONDS
    assert strict.busiest_second <= 31
    assert strict.too_soon == 0
    assert owed.told == dict.fromkeys(people, 1)
    assert owed.ends == {Verdict.SENT: RECIPIENTS}


@pytest.mark.parametrize("round_trip", [0.06, 1.5])
def test_what_is_urgent_overtakes(round_trip: float) -> None:
    owed, telegram = Owed(range(1, 901)), FarTelegram(round_trip)

    async def meanwhile() -> float:
        sending = asyncio.ensure_future(send_all(owed, telegram))
        await asyncio.sleep(10.5)
        began = now()
        owed.waiting[True].append(5_000)
        await sending
        return telegram.strict.at[telegram.strict.chats.index(5_000)] - began

    assert virtual.run(meanwhile()) <= 2
    assert telegram.strict.busiest_second <= 31


def test_chat_gets_no_two_within_a_second_and_a_group_twenty_a_minute() -> None:
    person, group = [7] * 20, [-7] * 20
    owed, telegram = Owed([*person, *group, *range(100, 400)]), FarTelegram(0.06)

    virtual.run(send_all(owed, telegram))

    assert telegram.strict.too_soon == 0
    assert (owed.told[7], owed.told[-7], len(owed.told)) == (20, 20, 302)


def test_others_do_not_wait_for_a_chat_that_must_rest() -> None:
    owed, telegram = Owed([*[7] * 20, *range(100, 400)]), FarTelegram(0.06)

    virtual.run(send_all(owed, telegram))

    others = [
        at for at, it in zip(telegram.strict.at, telegram.strict.chats, strict=True) if it != 7
    ]
    assert others[-1] - others[0] <= 12


@pytest.mark.parametrize("round_trip", [0.06, 1.5])
def test_flood_silences_everything_and_costs_no_more_than_it_says(round_trip: float) -> None:
    people = range(1, 901)
    owed, telegram = Owed(people), FarTelegram(round_trip, floods=[300])

    took = virtual.run(send_all(owed, telegram))

    # What was on its way already could not be called back.
    assert telegram.came_while_silent <= 30 * round_trip + 2
    assert took <= (30 + 35) * 1.05 + 2 * round_trip
    assert owed.told == dict.fromkeys(people, 1)


def test_few_are_in_doubt_though_telegram_does_not_answer_for_a_minute() -> None:
    owed, telegram = Owed(range(1, 901)), FarTelegram(0.06)
    telegram.away = (10, 70)

    took = virtual.run(send_all(owed, telegram))

    assert owed.ends[Verdict.IN_DOUBT] <= 40
    assert owed.told.total() + owed.ends[Verdict.IN_DOUBT] == 900
    assert took <= 30 + 60 + 15

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError

from bot import polling
from bot.factory import create_bot
from bot.intake import Intake, RawUpdate
from bot.polling import MAX_LANES, GetRawUpdates, Polling, lane_of
from db.session import DatabaseAway
from tests.telegram import Call, RecordedSession


class Queue(RecordedSession):
    """Updates wait here until they are confirmed, as they do at Telegram."""

    def __init__(self, *waiting: RawUpdate) -> None:
        super().__init__()
        self.waiting = list(waiting)
        self.asked: list[GetRawUpdates] = []
        self.is_empty = asyncio.Event()

    async def make_request(self, bot: Bot, method: Call, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        assert isinstance(method, GetRawUpdates)
        self.asked.append(method)
        if self.errors:
            await super().make_request(bot, method, timeout)
        confirmed = method.offset or 0
        self.waiting = [update for update in self.waiting if update["update_id"] >= confirmed]
        if not self.waiting:
            self.is_empty.set()
            await asyncio.sleep(3600 * bool(method.timeout))
        return self.waiting[:100]


def update(update_id: int, person: int) -> RawUpdate:
    return {"update_id": update_id, "message": {"from": {"id": person}}}


async def ignore(_: RawUpdate) -> None:
    pass


class Running:
    """Polls until it is left."""

    def __init__(self, queue: Queue, intake: Intake = ignore, *, leads: bool = True) -> None:
        self.polling = Polling(create_bot("42:TEST", queue), intake)
        self.stop = asyncio.Event()
        if leads:
            self.polling.resume()

    async def __aenter__(self) -> "Running":
        self._task = asyncio.ensure_future(self.polling.run(self.stop, ["message"]))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop.set()
        await asyncio.wait_for(self._task, 5)


async def poll(queue: Queue, intake: Intake) -> None:
    """Until all is confirmed."""
    async with asyncio.timeout(5), Running(queue, intake):
        await queue.is_empty.wait()


async def settle() -> None:
    """Let everything that can go on do so."""
    for _ in range(20):
        await asyncio.sleep(0)


def numbers(updates: Sequence[RawUpdate]) -> list[int]:
    return [update["update_id"] for update in updates]


# Order


async def test_updates_of_a_person_keep_their_order() -> None:
    seen: list[tuple[int, int]] = []

    async def intake(raw: RawUpdate) -> None:
        await asyncio.sleep(0.01 if raw["update_id"] < 4 else 0)
        seen.append((raw["message"]["from"]["id"], raw["update_id"]))

    await poll(Queue(*(update(number, number % 2) for number in range(1, 9))), intake)

    assert [number for person, number in seen if person == 1] == [1, 3, 5, 7]
    assert [number for person, number in seen if person == 0] == [2, 4, 6, 8]


async def test_message_and_tap_of_a_person_keep_their_order() -> None:
    message = update(1, 7)
    tapped = {"update_id": 2, "callback_query": {"from": {"id": 7}}}

    assert lane_of(message) == lane_of(tapped) == 7


def test_updates_with_nobody_behind_them_wait_for_nobody() -> None:
    posts = [{"update_id": number, "channel_post": {"chat": {"id": -1}}} for number in (1, 2)]

    assert len({lane_of(post) for post in posts} | {1, 2}) == 4


async def test_no_more_lanes_than_allowed_run_at_once() -> None:
    now_running, most = 0, 0

    async def intake(_: RawUpdate) -> None:
        nonlocal now_running, most
        now_running += 1
        most = max(most, now_running)
        await asyncio.sleep(0.01)
        now_running -= 1

    await poll(Queue(*(update(number, number) for number in range(1, 50))), intake)

    assert most == MAX_LANES


# Confirming


async def test_batch_is_confirmed_when_all_of_it_is_handled() -> None:
    queue = Queue(update(1, 1), update(2, 2))
    waiting_when_handled = []

    async def intake(raw: RawUpdate) -> None:
        await asyncio.sleep(0.01 * raw["update_id"])
        waiting_when_handled.append(len(queue.waiting))

    await poll(queue, intake)

    assert waiting_when_handled == [2, 2]
    assert queue.waiting == []


async def test_only_what_was_not_handled_comes_again_when_the_database_was_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "PAUSE_SECONDS", 0)
    seen: list[int] = []

    async def intake(raw: RawUpdate) -> None:
        seen.append(raw["update_id"])
        if seen.count(1) == 1 and raw["update_id"] == 1:
            raise DatabaseAway

    await poll(Queue(update(1, 1), update(2, 2), update(3, 1)), intake)

    assert sorted(seen) == [1, 1, 2, 3]
    assert seen.index(3) > seen.index(2)


async def test_person_whose_update_failed_does_not_get_ahead_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "PAUSE_SECONDS", 0)
    seen: list[int] = []

    async def intake(raw: RawUpdate) -> None:
        seen.append(raw["update_id"])
        if seen == [1]:
            raise DatabaseAway

    await poll(Queue(update(1, 1), update(2, 1)), intake)

    assert seen == [1, 1, 2]


async def test_telegram_being_away_is_waited_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(polling, "PAUSE_SECONDS", 0)
    queue, seen = Queue(update(1, 1)), list[RawUpdate]()
    method = GetRawUpdates(offset=None, timeout=0, allowed_updates=[])
    queue.errors.append(TelegramNetworkError(method, "reset"))

    async def intake(raw: RawUpdate) -> None:
        seen.append(raw)

    await poll(queue, intake)

    assert numbers(seen) == [1]
    assert "no updates for a moment" in caplog.text


# Stopping


async def test_last_batch_is_confirmed_at_a_stop() -> None:
    queue = Queue(update(1, 1))

    async def intake(_: RawUpdate) -> None:
        running.stop.set()

    async with Running(queue, intake) as running:
        await running.stop.wait()

    assert queue.waiting == []
    assert queue.asked[-1].timeout == 0


async def test_stop_does_not_wait_for_the_long_poll() -> None:
    queue = Queue()

    async with asyncio.timeout(5), Running(queue):
        await queue.is_empty.wait()

    assert len(queue.asked) == 1


async def test_stop_in_a_batch_finishes_the_batch() -> None:
    seen: list[int] = []

    async def intake(raw: RawUpdate) -> None:
        running.stop.set()
        await settle()
        seen.append(raw["update_id"])

    async with Running(Queue(update(1, 1), update(2, 1), update(3, 2)), intake) as running:
        await running.stop.wait()

    assert sorted(seen) == [1, 2, 3]


# Only the leader polls


async def test_nobody_polls_who_does_not_lead() -> None:
    queue = Queue(update(1, 1))

    async with Running(queue, leads=False):
        await settle()

    assert queue.asked == []


async def test_who_leads_no_more_lets_the_long_poll_go() -> None:
    queue, seen = Queue(), list[RawUpdate]()

    async def intake(raw: RawUpdate) -> None:
        seen.append(raw)
        is_handled.set()

    is_handled = asyncio.Event()
    async with asyncio.timeout(5), Running(queue, intake) as running:
        await queue.is_empty.wait()
        running.polling.pause()
        await settle()
        queue.waiting.append(update(1, 1))
        await settle()
        seen_while_another_led = list(seen)
        running.polling.resume()
        await is_handled.wait()

    assert (seen_while_another_led, numbers(seen)) == ([], [1])


async def test_only_what_there_are_handlers_for_is_asked_for() -> None:
    queue = Queue()

    await poll(queue, ignore)

    assert queue.asked[0].allowed_updates == ["message"]

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from bot.replies import Menu
from bot.screens import Screens
from bot.sending import Letter, attempt
from db.session import DatabaseAway
from domain.clock import Clock
from domain.deliveries import Outcome, Parcel, Verdict
from domain.delivering import LEASE
from scheduler.claims import Claimed, Claims
from scheduler.lanes import Lane, Lanes
from scheduler.silence import Silence

logger = logging.getLogger(__name__)

Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Future[None]]

AWAY_SECONDS = 1

HANDS = 3
"""So many messages are claimed at once: with one, a slow database would set the pace."""

STALE = LEASE / 2
"""What was claimed so long ago is not sent any more: soon it is another's."""


class Sender:
    """Sends what is owed, each message claimed and committed as `sending` before its call.

    Draining starts calls and does not wait for them: how long they take costs no pace.
    """

    def __init__(
        self,
        screens: Screens,
        claims: Claims,
        *,
        lanes: Lanes,
        clock: Clock,
        spawn: Spawn,
    ) -> None:
        self._screens = screens
        self._claims = claims
        self._lanes = lanes
        self._clock = clock
        self._spawn = spawn
        self._calls: set[asyncio.Future[None]] = set()
        self._is_finishing = False
        self._silence = Silence(clock)

    async def drain(self) -> None:
        """All that is due, and wait for what comes of it."""
        await self.settle_abandoned()
        await self.drain_urgent()
        await self.drain_bulk()
        await self.calls_back()

    async def drain_urgent(self) -> None:
        await self._drain(self._lanes.urgent)

    async def drain_bulk(self) -> None:
        await self._drain(self._lanes.bulk)

    async def settle_abandoned(self) -> None:
        """Decide for senders that died."""
        await self._claims.settle_abandoned()

    async def calls_back(self) -> None:
        """Return when no call is out."""
        while self._calls:
            await asyncio.wait(self._calls)

    async def finish(self) -> None:
        """Return when the messages in hand are sent and settled; start no other."""
        self._is_finishing = True
        async with self._lanes.urgent.in_hand, self._lanes.bulk.in_hand:
            await self.calls_back()

    async def _drain(self, lane: Lane) -> None:
        async with lane.in_hand:
            if not self._may_go_on() or not await self._start_next(lane):
                return
            async with asyncio.TaskGroup() as hands:
                for _ in range(HANDS):
                    hands.create_task(self._keep_starting(lane))

    async def _keep_starting(self, lane: Lane) -> None:
        try:
            while self._may_go_on() and await self._start_next(lane):
                pass
        except Exception:
            # What the other hands have claimed must still be sent.
            logger.exception("a message cannot be taken in hand")

    def _may_go_on(self) -> bool:
        is_over = self._is_finishing or not self._claims.are_open
        return not (is_over or self._silence.left)

    async def _start_next(self, lane: Lane) -> bool:
        """False when nothing is due."""
        with ExitStack() as held:
            await lane.places.acquire()
            held.callback(lane.places.release)
            claimed = await self._claim(lane)
            if claimed is None:
                return False
            parcel, letter = claimed
            self._lanes.chats.take(parcel.chat_id)
            held.callback(self._lanes.chats.put_down, parcel.chat_id)
            if not isinstance(letter, Outcome | Menu):
                await self._lanes.pacer.wait()
            self._send_out(self._deliver(parcel, letter), held.pop_all())
        return True

    def _send_out(self, delivering: Coroutine[Any, Any, None], held: ExitStack) -> None:
        """Whatever becomes of it, what it held is free afterwards."""
        call = self._spawn(delivering)
        self._calls.add(call)
        call.add_done_callback(lambda _: held.close())
        call.add_done_callback(self._calls.discard)

    async def _claim(self, lane: Lane) -> Claimed | None:
        with unless_away():
            resting = self._lanes.chats.resting()
            return await self._claims.next(is_urgent=lane.is_urgent, resting=resting)
        return None

    async def _deliver(self, parcel: Parcel, letter: Letter | Outcome) -> None:
        # The claim is committed. From here on, a kill leaves a row that says `sending`.
        try:
            outcome = letter if isinstance(letter, Outcome) else await self._call(parcel, letter)
            await self._settle_surely(parcel, outcome)
        except Exception:
            # Other calls are out beside this one; what becomes of it is decided after the lease.
            logger.exception("delivery %d cannot be settled", parcel.id)

    async def _call(self, parcel: Parcel, letter: Letter) -> Outcome:
        if parcel.chat_id is None:
            return Outcome(Verdict.UNREACHABLE, error="has no Telegram")
        if isinstance(letter, Menu):
            return await self._attempt(parcel, letter)
        async with self._lanes.chats.turn(parcel.chat_id):
            return await self._attempt(parcel, letter)

    async def _attempt(self, parcel: Parcel, letter: Letter) -> Outcome:
        """Unless silence has begun since it was taken in hand, or the process has stood still."""
        if self._silence.left or self._clock() > parcel.claimed_at + STALE:
            return Outcome(Verdict.FLOOD, wait=self._silence.left)
        outcome = await attempt(self._screens, parcel, letter)
        self._silence.hear(outcome)
        return outcome

    async def _settle_surely(self, parcel: Parcel, outcome: Outcome) -> None:
        """However long the database is away: what was sent and not settled is sent twice."""
        while True:
            with unless_away():
                return await self._claims.settle(parcel, outcome)
            if self._is_finishing:
                return None
            await asyncio.sleep(AWAY_SECONDS)


@contextmanager
def unless_away() -> Iterator[None]:
    """Other calls are out: without a database they must still come back, not be cancelled."""
    try:
        yield
    except DatabaseAway as error:
        logger.warning("the sender has to wait: %r", error)

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from aiogram.utils.i18n import I18n
from sqlalchemy.ext.asyncio import AsyncSession

from bot.screens import Screens
from bot.sending import attempt
from db.session import DatabaseAway, Transaction
from domain import deliveries
from domain.campus import Campus
from domain.clock import Clock
from domain.deliveries import Outcome, Parcel, Verdict
from scheduler.letters import LETTERS, Letter
from scheduler.pacer import Pacer

logger = logging.getLogger(__name__)

SPELL = timedelta(seconds=4.8)
"""A drain ends after this even if more is due: a leader no longer must soon fall silent. A bit
less than five ticks of the scheduler, so that the next drain follows at once."""

IN_FLIGHT = 30
"""Calls at once: enough for Telegram's ceiling even when each takes a second."""


AWAY_SECONDS = 1


class Sender:
    """Sends what is owed, each message claimed and committed as `sending` before its call."""

    def __init__(
        self,
        screens: Screens,
        *,
        transaction: Transaction,
        clock: Clock,
        campus: Campus,
        i18n: I18n,
        pacer: Pacer,
    ) -> None:
        self._screens = screens
        self._transaction = transaction
        self._clock = clock
        self._campus = campus
        self._i18n = i18n
        self._pacer = pacer
        self._places = asyncio.Semaphore(IN_FLIGHT)
        self._in_hand = asyncio.Lock()
        self._is_finishing = False
        self._quiet_until = datetime.min.replace(tzinfo=UTC)

    async def drain(self) -> None:
        async with self._in_hand:
            started_at = self._clock()
            async with self._transaction() as session:
                await deliveries.settle_abandoned(session, now=started_at)
            async with asyncio.TaskGroup() as calls:
                while self._may_go_on(started_at) and await self._start_next(calls):
                    pass

    async def finish(self) -> None:
        """Return when the messages in hand are sent and settled; start no other."""
        self._is_finishing = True
        async with self._in_hand:
            pass

    def _may_go_on(self, started_at: datetime) -> bool:
        now = self._clock()
        return not self._is_finishing and self._quiet_until <= now < started_at + SPELL

    async def _start_next(self, calls: asyncio.TaskGroup) -> bool:
        """False when nothing is due."""
        async with self._places:
            claimed = await self._claim()
        if claimed is None:
            return False
        parcel, letter = claimed
        if not isinstance(letter, Outcome) and not parcel.is_urgent:
            await self._pacer.wait()
        calls.create_task(self._deliver(parcel, letter))
        return True

    async def _claim(self) -> tuple[Parcel, Letter | Outcome] | None:
        with unless_away():
            async with self._transaction() as session:
                parcel = await deliveries.claim(session, self._campus, now=self._clock())
                if parcel is not None:
                    return parcel, await self._write(session, parcel)
        return None

    async def _deliver(self, parcel: Parcel, letter: Letter | Outcome) -> None:
        # The claim is committed. From here on, a kill leaves a row that says `sending`.
        async with self._places:
            if isinstance(letter, Outcome):
                outcome = letter
            elif parcel.chat_id is None:
                outcome = Outcome(Verdict.UNREACHABLE, error="has no Telegram")
            else:
                outcome = await attempt(self._screens, parcel.chat_id, letter)
            await self._settle_surely(parcel, outcome)

    async def _write(self, session: AsyncSession, parcel: Parcel) -> Letter | Outcome:
        language = parcel.recipient.language if parcel.recipient else self._campus.language
        try:
            with self._i18n.context(), self._i18n.use_locale(language):
                async with session.begin_nested():
                    letter = await LETTERS[parcel.kind](session, parcel, self._clock())
        except Exception as error:
            # One broken letter must not hold up all those behind it.
            logger.exception("delivery %d cannot be written", parcel.id)
            return Outcome(Verdict.REFUSED, error=type(error).__name__)
        return letter or Outcome(Verdict.POINTLESS)

    async def _settle_surely(self, parcel: Parcel, outcome: Outcome) -> None:
        """However long the database is away: what was sent and not settled is sent twice."""
        while True:
            with unless_away():
                return await self._settle(parcel, outcome)
            if self._is_finishing:
                return None
            await asyncio.sleep(AWAY_SECONDS)

    async def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        now = self._clock()
        self._quiet_until = max(self._quiet_until, now + outcome.wait)
        async with self._transaction() as session:
            await deliveries.settle(session, parcel, outcome, now=now)


@contextmanager
def unless_away() -> Iterator[None]:
    """Other calls are out: without a database they must still come back, not be cancelled."""
    try:
        yield
    except DatabaseAway as error:
        logger.warning("the sender has to wait: %r", error)

import logging
from collections.abc import Sequence

from aiogram.utils.i18n import I18n
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sending import Letter
from db.session import DatabaseAway, Transaction, classify
from domain import delivering, quiet_hours
from domain.campus import Campus
from domain.clock import Clock
from domain.deliveries import Outcome, Parcel, Verdict
from domain.delivering import Wanted
from scheduler.leader import Term
from scheduler.letters import LETTERS

logger = logging.getLogger(__name__)

Claimed = tuple[Parcel, Letter | Outcome]
"""What to send; or what became of it without anything to send."""


class Claims:
    """Takes in hand what is due, as long as this process leads, and finds the words for it;
    writes down what became of it."""

    def __init__(
        self, *, transaction: Transaction, clock: Clock, campus: Campus, i18n: I18n, term: Term
    ) -> None:
        self._transaction = transaction
        self._clock = clock
        self._campus = campus
        self._i18n = i18n
        self._term = term

    @property
    def are_open(self) -> bool:
        return self._term.epoch is not None

    async def next(self, *, is_urgent: bool, resting: Sequence[int]) -> Claimed | None:
        """Committed as `sending`. None if nothing is due for any but the resting chats."""
        if self._term.epoch is None:
            return None
        wanted = Wanted(is_urgent, self._term.epoch, resting)
        parcel = None
        try:
            async with self._transaction() as session:
                parcel = await delivering.claim(session, self._campus, wanted, now=self._clock())
                if parcel is None:
                    return None
                wait = await quiet_hours.left(session, parcel, now=self._clock())
                if wait:
                    return parcel, Outcome(Verdict.LATER, wait=wait)
                letter = await self._write(session, parcel)
        except DatabaseAway:
            if parcel is not None:
                await self._put_off(parcel)
            raise
        return parcel, letter

    async def settle(self, parcel: Parcel, outcome: Outcome) -> None:
        async with self._transaction() as session:
            await delivering.settle(session, parcel, outcome, now=self._clock())

    async def settle_abandoned(self) -> None:
        """Decide for senders that died."""
        async with self._transaction() as session:
            await delivering.settle_abandoned(session, now=self._clock())

    async def _put_off(self, parcel: Parcel) -> None:
        """The claim is undone. What the database does not manage to write must not be the next
        again, before all others."""
        async with self._transaction() as session:
            await delivering.put_off(session, parcel, now=self._clock())

    async def _write(self, session: AsyncSession, parcel: Parcel) -> Letter | Outcome:
        if parcel.is_withheld:
            return Outcome(Verdict.POINTLESS)
        language = parcel.recipient.language if parcel.recipient else self._campus.language
        try:
            with self._i18n.context(), self._i18n.use_locale(language):
                async with session.begin_nested():
                    letter = await LETTERS[parcel.kind](session, parcel, self._clock())
        except (DatabaseAway, TimeoutError):
            raise
        except Exception as error:
            if isinstance(error, DBAPIError) and isinstance(classify(error), DatabaseAway):
                raise
            # One broken letter must not hold up all those behind it.
            logger.exception("delivery %d cannot be written", parcel.id)
            return Outcome(Verdict.REFUSED, error=type(error).__name__)
        return letter or Outcome(Verdict.POINTLESS)

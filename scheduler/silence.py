from datetime import UTC, datetime, timedelta

from domain.clock import Clock
from domain.deliveries import Outcome, Verdict

NO_ANSWER = {Verdict.IN_DOUBT, Verdict.NOT_SENT}

CHANCE = 2
"""So many calls in a row without an answer may be chance."""

LONGEST = timedelta(seconds=10)


class Silence:
    """When nothing is sent: for as long as Telegram says, and for longer and longer while it does
    not answer at all, since what is sent then is only lost or in doubt."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = datetime.min.replace(tzinfo=UTC)
        self._in_a_row = 0

    @property
    def left(self) -> timedelta:
        return max(self._until - self._clock(), timedelta(0))

    def hear(self, outcome: Outcome) -> None:
        self._in_a_row = self._in_a_row + 1 if outcome.verdict in NO_ANSWER else 0
        beyond = self._in_a_row - CHANCE
        pause = min(timedelta(seconds=2 ** min(beyond - 1, 10)), LONGEST) if beyond > 0 else None
        self._until = max(self._until, self._clock() + (pause or outcome.wait))

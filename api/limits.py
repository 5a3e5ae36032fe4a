"""How often each may ask. Counted by each process for itself: a limit against accidents."""

import time
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

OF_SERVICE = RateLimitItemPerMinute(3000)
OF_PERSON = RateLimitItemPerMinute(300)
OF_FAILED_SIGN_INS = RateLimitItemPerMinute(60)
"""From one address."""


class TooManyRequests(Exception):
    def __init__(self, retry_after: int) -> None:
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Rates:
    of_service: RateLimitItem = OF_SERVICE
    of_person: RateLimitItem = OF_PERSON
    of_failed_sign_ins: RateLimitItem = OF_FAILED_SIGN_INS


class Limits:
    def __init__(self, rates: Rates | None = None) -> None:
        self.rates = rates or Rates()
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def hit(self, limit: RateLimitItem, who: str) -> None:
        """Count one more; refuse it beyond the limit."""
        if not self._limiter.hit(limit, who):
            raise TooManyRequests(self._seconds_left(limit, who))

    def _seconds_left(self, limit: RateLimitItem, who: str) -> int:
        resets_at = self._limiter.get_window_stats(limit, who).reset_time
        return max(1, round(resets_at - time.time()))

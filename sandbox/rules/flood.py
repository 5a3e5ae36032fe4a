"""How often a bot may write: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits."""

from math import ceil

from sandbox.rules.refusals import too_many_requests

CHAT_PER_SECOND, CHAT_BURST = 1, 5
BULK_PER_SECOND, BULK_BURST = 30, 30

ANSWERED_WITHIN_SECONDS = 30
"""Later than that after the person wrote, a message is no answer but bulk."""


class Bucket:
    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left = float(burst)
        self._at = float("-inf")

    def wait(self, now: float) -> float:
        """Seconds until one more may go."""
        if self._at < now:
            refilled = self._left + (now - self._at) * self._per_second
            self._left, self._at = min(self._burst, refilled), now
        return max(0.0, (1 - self._left) / self._per_second)

    def take(self, count: int) -> None:
        self._left -= count


class FloodLimits:
    def __init__(self) -> None:
        self._bulk = Bucket(BULK_PER_SECOND, BULK_BURST)
        self._chats: dict[int, Bucket] = {}

    def take(self, chat_id: int, wrote_at: float, now: float, count: int) -> None:
        """An album counts as its pictures, but is never cut in two."""
        if chat_id not in self._chats:
            self._chats[chat_id] = Bucket(CHAT_PER_SECOND, CHAT_BURST)
        buckets = [self._chats[chat_id]]
        if now - wrote_at > ANSWERED_WITHIN_SECONDS:
            buckets.append(self._bulk)
        seconds = max(bucket.wait(now) for bucket in buckets)
        if seconds > 0:
            raise too_many_requests(max(1, ceil(seconds)))
        for bucket in buckets:
            bucket.take(count)

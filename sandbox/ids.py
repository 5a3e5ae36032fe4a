"""Numbers that start from the clock, so that a new sandbox repeats none of an older one."""

from datetime import UTC, datetime
from itertools import count

EPOCH = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


def counting(now: float, per_second: int) -> "count[int]":
    """Unique over restarts while fewer than that are taken a second, on average."""
    return count(max(1, int((now - EPOCH) * per_second)))

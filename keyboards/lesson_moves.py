"""How a button says to where a lesson is moved."""

import re
from datetime import UTC, datetime, timedelta

from domain.days import FIRST_YEAR, LAST_YEAR
from domain.moves import Move
from domain.moving import TIMES
from domain.series import Series
from keyboards.lessons import Choose
from keyboards.schedule import MoveLesson

MINUTE = timedelta(minutes=1)
MINUTES = re.compile("-?[0-9]{1,8}")
NO_MOVE = Move(datetime.fromtimestamp(0, UTC), timedelta(), None)


def pack(move: Move) -> str:
    was = int(move.was.timestamp()) // 60
    length = move.length // MINUTE if move.length else 0
    return f"{was}.{move.by // MINUTE}.{length}"


def unpack(packed: str) -> Move:
    """Of what no button of ours says comes one that moves nothing."""
    parts = packed.split(".")
    if len(parts) != 3 or not all(MINUTES.fullmatch(it) for it in parts):  # noqa: PLR2004
        return NO_MOVE
    was, by, length = map(int, parts)
    since = datetime.fromtimestamp(abs(was) * 60, UTC)
    if not FIRST_YEAR <= (since + by * MINUTE).year <= LAST_YEAR:
        return NO_MOVE
    return Move(since, by * MINUTE, abs(length) * MINUTE or None)


def moving(series: Series, move: Move) -> Choose:
    return lambda scope: MoveLesson(
        lesson_id=series.lesson.id,
        scope=scope,
        move=pack(move),
        seen=series.mark(scope, *TIMES),
    )

"""How much later a lesson shall be, as people write it: `+1 week`, `half an hour earlier`."""

import re
from datetime import timedelta

from domain.errors import LessonTimeUnclear

MOST = timedelta(days=366)

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

UNITS = (
    (
        "week",
        WEEK,
        r"\u043d\u0435\u0434\u0435\u043b[\u044f\u044e\u0438\u044c\u0435]|\u043d\u0435\u0434|weeks?|wks?|w",
    ),
    (
        "day",
        DAY,
        r"\u0434\u0435\u043d\u044c|\u0434\u043d\u044f|\u0434\u043d\u0435\u0439|\u0434\u043d|\u0434|days?|d",
    ),
    ("hour", HOUR, r"\u0447\u0430\u0441(?:\u0430|\u043e\u0432)?|\u0447|hours?|hrs?|h"),
    (
        "minute",
        MINUTE,
        r"\u043c\u0438\u043d\u0443\u0442[\u0430\u0443\u044b]?|\u043c\u0438\u043d|\u043c|minutes?|mins?|m",
    ),
    ("half", HOUR / 2, r"\u043f\u043e\u043b ?\u0447\u0430\u0441\u0430|half an hour|half-hour"),
    (
        "more",
        HOUR * 3 / 2,
        r"\u043f\u043e\u043b\u0442\u043e\u0440\u0430 \u0447\u0430\u0441\u0430|an hour and a half",
    ),
)
BACK = r"\u0440\u0430\u043d\u044c\u0448\u0435|\u043d\u0430\u0437\u0430\u0434|earlier|back"
WORDS = "|".join(rf"(?P<{name}>{words})" for name, _, words in UNITS)
NUMBER = r"[0-9]{1,3}|an?|one|\u043e\u0434\u043d\u0443?|\u043e\u0434\u0438\u043d"
AHEAD = r"\u043d\u0430|\u0447\u0435\u0440\u0435\u0437|in|by|for"
NEXT_RU = r"\u0441\u043b\u0435\u0434\u0443\u044e\u0449(?:\u0443\u044e|\u0430\u044f|\u0438\u0439)"
NEXT = rf"(?:(?:\u043d\u0430 )?{NEXT_RU}|(?:to )?(?:the )?next) "
LATER = (
    r"\u043f\u043e\u0437\u0436\u0435|\u043f\u043e\u0437\u0434\u043d\u0435\u0435|"
    r"\u0432\u043f\u0435\u0440\u0435\u0434|later"
)
SHIFT = re.compile(
    rf"(?P<sign>[+-])? ?(?:(?P<ahead>{AHEAD}) |(?P<next>{NEXT}))?(?:(?P<count>{NUMBER}) ?)?"
    rf"(?:{WORDS})\.?(?: (?:(?P<back>{BACK})|(?P<later>{LATER})))?\.?"
)
SAYS = ("sign", "ahead", "next", "count", "back", "later", "half", "more")
"""Without any of these, a word is no more than a word."""


def read(low: str) -> timedelta | None:
    """None if that is not what is written. In small letters, with plain dashes."""
    found = SHIFT.fullmatch(low)
    if found is None or not any(found[it] for it in SAYS):
        return None
    length = next(length for name, length, _ in UNITS if found[name])
    count = found["count"]
    by = int(count) * length if count and count.isdigit() else length
    if not by or by > MOST:
        raise LessonTimeUnclear(low)
    return -by if found["sign"] == "-" or found["back"] else by

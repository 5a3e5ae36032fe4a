"""Numbers, as people write them: `30`, `1 000`, `75 %`, `15 min`, `half an hour`."""

import re
from datetime import timedelta

from domain.errors import MinutesNotValid, NumberNotValid, ShareNotValid
from domain.names import tidy

WHOLE = 100
HOUR, DAY = 60, 24 * 60

THINGS = (
    r"people|persons?|seats?|points?|\u0447\u0435\u043b(?:\u043e\u0432\u0435\u043a\u0430?)?\.?|"
    r"\u043c\u0435\u0441\u0442[\u043e\u0430]?|\u0431\u0430\u043b\u043b(?:\u0430|\u043e\u0432)?"
)
NUMBER = re.compile(rf"([0-9]{{1,9}}|[0-9]{{1,3}}(?: [0-9]{{3}}){{1,2}})(?: ?(?:{THINGS}))?")
PERCENT = r"%|per ?cent|\u043f\u0440\u043e\u0446\u0435\u043d\u0442(?:\u0430|\u043e\u0432)?"
SHARE = re.compile(rf"([0-9]{{1,3}}) ?(?:{PERCENT})?")

OF_HOURS = r"h|hrs?|hours?|\u0447|\u0447\u0430\u0441(?:\u0430|\u043e\u0432)?"
OF_MINUTES = r"m|mins?|minutes?|\u043c|\u043c\u0438\u043d(?:\u0443\u0442[\u0430\u044b]?)?"
HOURS = rf"([0-9]{{1,2}})(?:[.,]([0-9]))? ?(?:{OF_HOURS})\.?"
MINUTES = rf"([0-9]{{1,4}}) ?(?:{OF_MINUTES})?\.?"
SPAN = re.compile(rf"(?:{HOURS})?(?: ?{MINUTES})?")
SAID = {
    "half an hour": 30,
    "an hour": HOUR,
    "hour": HOUR,
    "a day": DAY,
    "\u043f\u043e\u043b\u0447\u0430\u0441\u0430": 30,
    "\u0447\u0430\u0441": HOUR,
    "\u043f\u043e\u043b\u0442\u043e\u0440\u0430 \u0447\u0430\u0441\u0430": 90,
    "\u0441\u0443\u0442\u043a\u0438": DAY,
}
"""In minutes, what is said in words, in English and in Russian."""


def number(typed: str, limit: int) -> int:
    """From 0 to the limit. Raises ``NumberNotValid``."""
    found = NUMBER.fullmatch(tidy(typed).casefold())
    value = int(found[1].replace(" ", "")) if found else None
    if value is None or value > limit:
        raise NumberNotValid(limit)
    return value


def share(typed: str) -> int:
    """Of a hundred. Raises ``ShareNotValid``."""
    found = SHARE.fullmatch(tidy(typed).casefold())
    if found is None or int(found[1]) > WHOLE:
        raise ShareNotValid
    return int(found[1])


def minutes(typed: str, longest: timedelta) -> timedelta:
    """A number without a unit is of minutes. Raises ``MinutesNotValid``."""
    limit = longest // timedelta(minutes=1)
    text = tidy(typed).casefold()
    value = SAID.get(text, _spelled(text))
    if value is None or value > limit:
        raise MinutesNotValid(limit)
    return timedelta(minutes=value)


def _spelled(text: str) -> int | None:
    found = SPAN.fullmatch(text) if text else None
    if found is None:
        return None
    hours, tenths, rest = (int(it or 0) for it in found.groups())
    return hours * HOUR + tenths * HOUR // 10 + rest

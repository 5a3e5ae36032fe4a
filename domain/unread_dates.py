"""Dates in what would be taken for a place: nobody should lose the last day of a course."""

import re
from functools import cache

from domain import joining, typed_words
from domain.campus import LANGUAGES
from domain.days import NEAR, month_names
from domain.errors import ScheduleDatesUnclear

MONTHS = (
    r"(?:\u044f\u043d\u0432\u0430\u0440|\u0444\u0435\u0432\u0440\u0430\u043b|\u0430\u043f\u0440\u0435\u043b|\u0438\u044e\u043d|"
    r"\u0438\u044e\u043b|\u0430\u0432\u0433\u0443\u0441\u0442|\u0441\u0435\u043d\u0442\u044f\u0431\u0440|"
    r"\u043e\u043a\u0442\u044f\u0431\u0440|\u043d\u043e\u044f\u0431\u0440|\u0434\u0435\u043a\u0430\u0431\u0440)\w{0,3}|"
    r"\u043c\u0430\u0440\u0442(?:\u0430|\u0443|\u0435|\u043e\u043c)?|\u043c\u0430(?:\u0439|\u044f|\u044e|\u0435|\u0435\u043c)"
)
"""However they are declined."""

JOINING = rf"{joining.FIRST_DAY}|(?!to\b)(?:{joining.LAST_DAY})"
STREET = re.compile(
    r"\b(?:\u0443\u043b|\u0443\u043b\u0438\u0446\u0430|\u043f\u0435\u0440|\u043f\u0435\u0440\u0435\u0443\u043b\u043e\u043a|"
    r"\u043f\u0440\u043e\u0441\u043f|\u043f\u0440\u043e\u0441\u043f\u0435\u043a\u0442|\u043f\u0440|\u043f\u043b|"
    r"\u043f\u043b\u043e\u0449\u0430\u0434\u044c|street|st|avenue|ave|square|road)\b"
)
COUNT = re.compile(
    r"\b[0-9]{1,3} ?(?:\u0437\u0430\u043d\u044f\u0442\w+|\u0443\u0440\u043e\u043a\w*|"
    r"\u043b\u0435\u043a\u0446\u0438\w+|\u0432\u0441\u0442\u0440\u0435\u0447\w*|\u0441\u0435\u043c\u0438\u043d\u0430\u0440\w*|"
    r"\u043f\u0430\u0440\u044b?|\u043d\u0435\u0434\u0435\u043b\w+|\u043c\u0435\u0441\u044f\u0446\w*|"
    r"lessons?|classes|sessions?|meetings?|lectures?|seminars?|weeks?|months?)\b"
)
"""How many lessons or weeks: a course ends on a day."""


def ensure_none_counted(words: str, low: str) -> None:
    """Raises ``ScheduleDatesUnclear``."""
    if found := COUNT.search(low):
        raise ScheduleDatesUnclear(typed_words.short(words[slice(*found.span())]))


def ensure_none(words: str, low: str) -> None:
    """Raises ``ScheduleDatesUnclear``."""
    found = _dates().search(low)
    if found and not STREET.search(low):
        said = words[found.start() :].strip(typed_words.AROUND)
        raise ScheduleDatesUnclear(typed_words.short(said))


@cache
def _dates() -> re.Pattern[str]:
    english = month_names("en")
    month = rf"(?:{MONTHS}|{month_names(*LANGUAGES)})(?!\w)"
    near = "|".join(NEAR)
    return re.compile(
        rf"(?<!\w)(?:(?:{JOINING}):? (?:\w+\W+){{0,3}}?{month}"
        rf"|(?:until|till|\u0434\u043e)(?!\w)"
        rf"|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?!\w)|[0-9]{{1,2}}[./][0-9]{{1,2}}[./][0-9]{{4}}(?!\w)"
        rf"|[0-9]{{1,2}}(?:st|nd|rd|th|-?(?:\u0433\u043e|\u043e\u0435|\u0435))? ?(?:of )?{month}"
        rf"|(?:{english})\.? [0-9]{{1,2}}(?!\w)"
        rf"|(?:{near})(?!\w))"
        rf"|^\W*(?:(?:to|by) )?(?:(?:\u0432\u0435\u0441\u044c|whole|all|\u0432|in) )?{month}\W*$"
    )

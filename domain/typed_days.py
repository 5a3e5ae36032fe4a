"""Days of the week, as people write them in English and in Russian."""

import re
from difflib import get_close_matches
from functools import cache

from domain.schedule import DAYS

NAMES = (
    ("monday", "\u043f\u043e\u043d\u0435\u0434\u0435\u043b\u044c\u043d\u0438\u043a"),
    ("tuesday", "\u0432\u0442\u043e\u0440\u043d\u0438\u043a"),
    ("wednesday", "\u0441\u0440\u0435\u0434\u0430"),
    ("thursday", "\u0447\u0435\u0442\u0432\u0435\u0440\u0433"),
    ("friday", "\u043f\u044f\u0442\u043d\u0438\u0446\u0430"),
    ("saturday", "\u0441\u0443\u0431\u0431\u043e\u0442\u0430"),
    ("sunday", "\u0432\u043e\u0441\u043a\u0440\u0435\u0441\u0435\u043d\u044c\u0435"),
)
SHORT = (
    ("mo", "\u043f\u043d", "\u043f\u043d\u0434"),
    ("tu", "\u0432\u0442", "\u0432\u0442\u0440"),
    ("we", "weds", "\u0441\u0440", "\u0441\u0440\u0434"),
    ("th", "\u0447\u0442", "\u0447\u0442\u0432"),
    ("fr", "\u043f\u0442", "\u043f\u0442\u043d", "\u043f\u0442\u0446"),
    ("sa", "\u0441\u0431", "\u0441\u0431\u0442"),
    ("su", "\u0432\u0441", "\u0432\u0441\u043a"),
)
ENDINGS = (
    "",
    "s",
    "\u0430",
    "\u0430\u043c",
    "\u0438",
    "\u0443",
    "\u044b",
    "\u0435",
    "\u044f",
    "\u044e",
    "\u044f\u043c",
    "\u043e\u0439",
)
"""By which the names are declined; the vowel at their end gives way."""

SHORTEST = 3
"""So many letters at the beginning of a name stand for all of it."""

LIKELY, POSSIBLE = 0.8, 0.6
"""How much alike a mistyped name is: understood, and asked about."""

GUESSED = 5
"""Shorter words are too much alike."""

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"\u043a\u0430\u0436\u0434\w+ \u0434\u0435\u043d\u044c|"
        r"\u0435\u0436\u0435\u0434\u043d\u0435\u0432\u043d\u043e|every ?day|daily|"
        r"(?:\u0432\u043e )?\u0432\u0441\u0435 \u0434\u043d\u0438(?: "
        r"\u043d\u0435\u0434\u0435\u043b\u0438)?|\u0431\u0435\u0437 "
        r"\u0432\u044b\u0445\u043e\u0434\u043d\u044b\u0445",
        DAYS,
    ),
    (
        r"\u0431\u0443\u0434\u043d\w*(?: \u0434\u043d\w+)?|"
        r"\u0440\u0430\u0431\u043e\u0447\u0438\w* \u0434\u043d\w+|week ?days?|"
        r"(?:working|business) days?",
        DAYS[:5],
    ),
    (r"\u0432\u044b\u0445\u043e\u0434\u043d\w+(?: \u0434\u043d\w+)?|week-?ends?", DAYS[5:]),
)
OF_GROUP = re.compile("|".join(rf"(?P<g{at}>\b(?:{it})\b)" for at, (it, _) in enumerate(GROUPS)))


def group(found: re.Match[str]) -> tuple[str, ...]:
    """The days of what ``OF_GROUP`` has found."""
    return GROUPS[int((found.lastgroup or "g0")[1:])][1]


def day(word: str, *, is_guessed: bool) -> str | None:
    """The code of the day that the word, in small letters, is; or may be, if mistyped."""
    exact = _forms().get(word)
    if exact or not is_guessed or len(word) < GUESSED:
        return exact
    alike = get_close_matches(word, _forms(), n=1, cutoff=LIKELY)
    return _forms()[alike[0]] if alike else None


def alike(word: str) -> str | None:
    """The name of a day that may be meant by the word, in the letters of that word."""
    names = [name for of_day in NAMES for name in of_day]
    found = get_close_matches(word, names, n=1, cutoff=POSSIBLE)
    return found[0] if found else None


def between(first: str, last: str) -> list[str]:
    """From one day to another, round the end of the week if need be."""
    at, count = DAYS.index(first), (DAYS.index(last) - DAYS.index(first)) % len(DAYS) + 1
    return [DAYS[(at + it) % len(DAYS)] for it in range(count)]


@cache
def _forms() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names, short in zip(DAYS, NAMES, SHORT, strict=True):
        for name in names:
            found |= {name[:end]: code for end in range(SHORTEST, len(name) + 1)}
            stem = name.rstrip("\u0430\u0435\u044f")
            found |= {stem + ending: code for ending in ENDINGS}
        found |= dict.fromkeys(short, code)
    return found

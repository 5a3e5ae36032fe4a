"""What of a line of a schedule is neither a day, an hour nor a date."""

import re
from typing import NoReturn

from domain import typed_days
from domain.errors import ScheduleHalfTime, ScheduleWordAlike, ScheduleWordUnknown
from domain.joining import DASHES

SAID = 40
"""So much of what was not understood is said again."""

IDLE = {
    *(
        "\u0438",
        "\u0432",
        "\u0432\u043e",
        "\u043f\u043e",
        "\u0441",
        "\u0441\u043e",
        "\u043d\u0430",
        "\u043e\u0442",
        "\u043a\u0430\u0436\u0434",
        "\u043a\u0430\u0436\u0434\u044b\u0439",
        "\u043a\u0430\u0436\u0434\u0443\u044e",
        "\u043a\u0430\u0436\u0434\u043e\u0435",
        "\u0434\u043d\u0438",
    ),
    *(
        "\u0435\u0436\u0435\u043d\u0435\u0434\u0435\u043b\u044c\u043d\u043e",
        "\u0437\u0430\u043d\u044f\u0442\u0438\u044f",
        "\u0437\u0430\u043d\u044f\u0442\u0438\u0435",
        "\u043b\u0435\u043a\u0446\u0438\u0438",
        "\u043f\u0430\u0440\u044b",
        "\u0441\u0435\u043c\u0438\u043d\u0430\u0440\u044b",
        "\u0443\u0440\u043e\u043a\u0438",
        "\u0432\u0440\u0435\u043c\u044f",
    ),
    *(
        "\u0440\u0430\u0441\u043f\u0438\u0441\u0430\u043d\u0438\u0435",
        "\u0434\u043d\u044f\u043c",
        "\u043c\u0441\u043a",
        "\u043d\u0430\u0447\u0430\u043b\u043e",
        "\u0434\u0430\u0442\u0435",
        "\u0434\u0430\u0442\u044b",
        "\u043a\u0443\u0440\u0441",
        "\u0433",
        "\u0433\u043e\u0434\u0430",
    ),
    *("on", "at", "in", "and", "every", "each", "from", "the", "weekly", "lessons", "lesson"),
    *("classes", "class", "schedule", "time", "days", "starting"),
}
"""Words that say nothing new."""

AROUND = f" ,.:;-()|/{DASHES}"
BRACKETS = re.compile(r"\([^()]*\)")
"""Both halves."""

AROUND_PLACE = {
    "\u0438",
    "\u0432",
    "\u0432\u043e",
    "in",
    "at",
    "and",
    "on",
    "\u043f\u043e",
    "\u0441",
    "from",
}

BEYOND = re.compile(
    r"\b(?:\u043a\u0440\u043e\u043c\u0435|"
    r"\u0438\u0441\u043a\u043b\u044e\u0447\u0430\u044f|"
    r"\u0447\u0435\u0442(?:\u043d\u044b\u0435|\u043d\u044b\u043c|"
    r"\u043d\u0430\u044f)|\u043d\u0435\u0447\u0435\u0442\w+|"
    r"\u0447\u0438\u0441\u043b\u0438\u0442\u0435\u043b\w+|"
    r"\u0437\u043d\u0430\u043c\u0435\u043d\u0430\u0442\u0435\u043b\w+|"
    r"\u0447\u0435\u0440\u0435\u0437|\u0440\u0430\u0437 \u0432|"
    r"except|but not|odd|even|every other|bi-?weekly|fortnight\w*|monthly|"
    r"\u0435\u0436\u0435\u043c\u0435\u0441\u044f\u0447\u043d\u043e)\b"
)
"""What no weekly rule can say."""


def place(words: str) -> str:
    """Without what only joins it to the rest."""
    place = _bare(words)
    while (first := place.partition(" "))[0].lower() in AROUND_PLACE:
        place = _bare(first[2])
    while (last := place.rpartition(" "))[2].lower() in AROUND_PLACE:
        place = _bare(last[0])
    return place


def _bare(words: str) -> str:
    """Without signs around it, but for brackets whose other halves are among its words."""
    bare = words.strip(AROUND)
    inner = BRACKETS.sub("", bare)
    start = words.find(bare)
    before = words[:start].count("("), inner.count(")")
    behind = words[start + len(bare) :].count(")"), inner.count("(")
    return "(" * min(before) + bare + ")" * min(behind)


def refuse(word: str) -> NoReturn:
    if word.isdigit():
        raise ScheduleHalfTime(short(word))
    meant = typed_days.alike(word.lower())
    if meant:
        raise ScheduleWordAlike(short(word), meant)
    raise ScheduleWordUnknown(short(word))


def short(words: str) -> str:
    return words if len(words) <= SAID else words[: SAID - 1].rstrip() + "\u2026"

"""How long before something, as people write it: `3 hours`, `a day`, `1 h 30 min before`."""

import re
from datetime import timedelta

from domain.names import tidy

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)

UNITS: dict[str, timedelta] = {
    "\u043d\u0435\u0434\u0435\u043b[\u044f\u044e\u0438\u044c]": WEEK,
    "\u043d\u0435\u0434|weeks?|wks?|w": WEEK,
    "\u0434\u0435\u043d\u044c|\u0434\u043d\u044f|\u0434\u043d\u0435\u0439|\u0434\u043d": DAY,
    "\u0441\u0443\u0442\u043a\u0438|\u0441\u0443\u0442\u043e\u043a|\u0434|days?|d": DAY,
    "\u0447\u0430\u0441(?:\u0430|\u043e\u0432)?|\u0447|hours?|hrs?|h": DAY / 24,
    "\u043c\u0438\u043d\u0443\u0442[\u0430\u0443\u044b]?|\u043c\u0438\u043d|\u043c": timedelta(
        minutes=1
    ),
    "minutes?|mins?|m": timedelta(minutes=1),
}
NUMBERS: dict[str, float] = {
    "\u043e\u0434\u0438\u043d|\u043e\u0434\u043d[\u0443\u0430\u0438]|an?|one": 1,
    "\u0434\u0432\u0430|\u0434\u0432\u0435|\u0434\u0432\u043e\u0435|two": 2,
    "\u043f\u0430\u0440\u0443|\u043f\u0430\u0440\u0430|a couple of": 2,
    "\u0442\u0440\u0438|\u0442\u0440\u043e\u0435|three": 3,
    "\u0447\u0435\u0442\u044b\u0440\u0435|four": 4,
    "\u043f\u044f\u0442\u044c|five": 5,
    "\u0448\u0435\u0441\u0442\u044c|six": 6,
    "\u0441\u0435\u043c\u044c|seven": 7,
    "\u0432\u043e\u0441\u0435\u043c\u044c|eight": 8,
    "\u0434\u0435\u0432\u044f\u0442\u044c|nine": 9,
    "\u0434\u0435\u0441\u044f\u0442\u044c|ten": 10,
    "\u0434\u0432\u0435\u043d\u0430\u0434\u0446\u0430\u0442\u044c|twelve": 12,
    "\u043f\u044f\u0442\u043d\u0430\u0434\u0446\u0430\u0442\u044c|fifteen": 15,
    "\u0434\u0432\u0430\u0434\u0446\u0430\u0442\u044c|twenty": 20,
    "\u0442\u0440\u0438\u0434\u0446\u0430\u0442\u044c|thirty": 30,
    "\u0441\u043e\u0440\u043e\u043a|forty": 40,
    "\u043f\u043e\u043b\u0442\u043e\u0440[\u0430\u044b]|one and a half": 1.5,
    "\u043f\u043e\u043b|half an?": 0.5,
}

CALL = r"\u043d\u0430\u043f\u043e\u043c\w*|remind\w*(?: me| us| everybody)?"
LEAD = rf"(?:(?:{CALL}) )?(?:\u0437\u0430 )?(?:the )?"
UNTIL = r" (?:\u0434\u043e|\u043f\u0435\u0440\u0435\u0434)(?: \w+){0,2}| before(?: \w+){0,2}"
BEHIND = " \u0437\u0430\u0440\u0430\u043d\u0435\u0435| in advance| ahead"
END = rf"(?:{UNTIL}|{BEHIND})?"
EVE = re.compile(rf"{LEAD}(?:\u043d\u0430\u043a\u0430\u043d\u0443\u043d\u0435|eve){END}[.!]?")
"""The day before."""

NUMBER = rf"[0-9]{{1,4}}(?:[.,]5)?|{'|'.join(NUMBERS)}"
PART = re.compile(rf"(?:({NUMBER}) ?)?({'|'.join(UNITS)})\.?(?:(?:,| \u0438| and)? |$|(?=[0-9]))")
WHOLE = re.compile(rf"{LEAD}(?P<span>.+?){END}[.!]?")


def read(typed: str) -> timedelta | None:
    """None for what is not understood."""
    text = tidy(typed).casefold().replace("\u0451", "\u0435")
    if EVE.fullmatch(text):
        return DAY
    whole = WHOLE.fullmatch(text)
    return _span(whole["span"]) if whole else None


def _span(text: str) -> timedelta | None:
    total, at = timedelta(), 0
    while at < len(text):
        part = PART.match(text, at)
        if part is None:
            return None
        total += _number(part[1]) * _unit(part[2])
        at = part.end()
    return total if total % timedelta(minutes=1) == timedelta() else None


def _number(words: str | None) -> float:
    """One, if there is none."""
    if words is None:
        return 1
    if words[0].isdecimal():
        return float(words.replace(",", "."))
    return next(value for form, value in NUMBERS.items() if re.fullmatch(form, words))


def _unit(word: str) -> timedelta:
    return next(span for form, span in UNITS.items() if re.fullmatch(form, word))

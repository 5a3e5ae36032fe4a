"""The history of actions. Its filters travel in the buttons, each after its letter, numbers in
base 36: `P2U3kAenroll` is the third page of what one person did to enroll, or had done to them.
"""

import re
from datetime import date, timedelta

from aiogram.filters.callback_data import CallbackData

from domain.history import Filters
from domain.periods import Span

PACKED = re.compile(
    "(?:P(?P<page>[0-9a-z]{1,3}))?"
    "(?:U(?P<user_id>[0-9a-z]{1,13}))?"
    "(?:C(?P<course_id>[0-9a-z]{1,13}))?"
    "(?:A(?P<action>[a-z_]{1,15}))?"
    "(?:D(?P<days>[0-9a-z]{1,2})|F(?P<since>[0-9a-z]{3})(?P<until>[0-9a-z]{3}))?"
)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FIRST_DAY = date(2000, 1, 1)
NUMBERS = ("page", "user_id", "course_id", "days")
IDS = range(2**63)
PAGES = 36**3
"""As many as three digits count."""


class ShowHistory(CallbackData, prefix="log"):
    filters: str = ""


class AskPerson(CallbackData, prefix="log-who"):
    """Whose history it is to be; the other filters stay, here and below."""

    filters: str = ""


class AskCourse(CallbackData, prefix="log-in"):
    filters: str = ""


class ChooseAction(CallbackData, prefix="log-act"):
    filters: str = ""
    """Their page is that of the list of actions."""


class AskDays(CallbackData, prefix="log-when"):
    filters: str = ""


class SendHistory(CallbackData, prefix="log-file"):
    filters: str = ""


def of_person(user_id: int) -> ShowHistory:
    return showing(Filters(user_id=user_id))


def of_course(course_id: int) -> ShowHistory:
    return showing(Filters(course_id=course_id))


def showing(filters: Filters) -> ShowHistory:
    return ShowHistory(filters=pack(filters))


def pack(filters: Filters) -> str:
    parts = [
        ("P", filters.page and base36(filters.page)),
        ("U", filters.user_id and base36(filters.user_id)),
        ("C", filters.course_id and base36(filters.course_id)),
        ("A", filters.action),
        ("D", filters.days and base36(filters.days)),
        ("F", filters.span and "".join(map(_packed_day, filters.span))),
    ]
    return "".join(f"{letter}{value}" for letter, value in parts if value)


def unpack(packed: str) -> Filters:
    """The filters of a button; none where it is not one."""
    found = PACKED.fullmatch(packed)
    if found is None:
        return Filters()
    parts = found.groupdict()
    numbers = {name: int(parts[name] or "0", 36) for name in NUMBERS}
    if any(it not in IDS for it in numbers.values()):
        return Filters()
    asked = {name: it for name, it in numbers.items() if it}
    return Filters(action=parts["action"], span=_span(parts["since"], parts["until"]), **asked)


def base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"


def _packed_day(day: date) -> str:
    return base36((day - FIRST_DAY).days).rjust(3, "0")


def _span(since: str | None, until: str | None) -> Span | None:
    if since is None or until is None:
        return None
    first, last = (FIRST_DAY + timedelta(days=int(it, 36)) for it in (since, until))
    return min(first, last), max(first, last)

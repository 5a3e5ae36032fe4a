"""Days without lessons."""

from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import BaseModel

from bot.texts import holiday_buttons as labels
from domain.holidays import Added, Span, Year
from domain.reading.days_off import LONGEST_SPAN
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, pager, rows
from keyboards.programme import programme

YEARS_BESIDE = 1


class ShowHolidays(CallbackData, prefix="holidays"):
    """Of a year, by pages; 0 is the present one."""

    year: Id = 0
    page: Id = 0


class AskHolidays(CallbackData, prefix="holidays-new"):
    """For more of them, typed or as a file."""


class OfDays(BaseModel):
    """From one day to another, by their ordinals."""

    first: Id
    last: Id


class AskRemoveHoliday(OfDays, CallbackData, prefix="ask-workday"):
    pass


class RemoveHoliday(OfDays, CallbackData, prefix="workday"):
    pass


class BringBack(OfDays, CallbackData, prefix="work-back"):
    """The lessons that were left out on those days."""


class AskClear(CallbackData, prefix="ask-clear"):
    """Which lessons fall on days off."""


class ClearHolidays(CallbackData, prefix="clear"):
    """Take these lessons away."""


def between(button: OfDays) -> tuple[date, date]:
    """In order, and not too far apart, whatever a forged button says."""
    first = min(max(button.first, 1), date.max.toordinal())
    last = min(max(button.last, first), first + LONGEST_SPAN.days, date.max.toordinal())
    return date.fromordinal(first), date.fromordinal(last)


def year(seen: Year) -> InlineKeyboardMarkup:
    return rows(
        *([_span(it)] for it in seen.spans),
        pager(seen.page, seen.pages, lambda to: ShowHolidays(year=seen.number, page=to)),
        _years(seen),
        [(labels.add(), AskHolidays())],
        [(labels.fallen(seen.lessons), AskClear())] if seen.lessons else [],
        [programme(), to_home()],
    )


def asking() -> InlineKeyboardMarkup:
    return rows([to_days(), to_home()])


def added(news: Added, lessons: int) -> InlineKeyboardMarkup:
    year = news.spans[0].first.year if news.spans else 0
    return rows(
        [(labels.clear(lessons), ClearHolidays())] if lessons else [],
        [(labels.leave() if lessons else labels.days(), ShowHolidays(year=year))],
        [to_home()],
    )


def ask_clear(lessons: int) -> InlineKeyboardMarkup:
    clear: Row = [(labels.clear(lessons), ClearHolidays())] if lessons else []
    return rows(clear, [to_days(), to_home()])


def ask_remove(span: Span) -> InlineKeyboardMarkup:
    yes = RemoveHoliday(**_ordinals(span.first, span.last))
    return rows([(labels.yes_remove(), yes)], [to_days(span.first.year), to_home()])


def removed(first: date, last: date, lessons: int) -> InlineKeyboardMarkup:
    back = (labels.bring_back(lessons), BringBack(**_ordinals(first, last)))
    return rows([back] if lessons else [], [to_days(first.year), to_home()])


def to_days(year: int = 0) -> Button:
    return labels.to_days(), ShowHolidays(year=year)


def _span(it: Span) -> Button:
    return labels.span(it), AskRemoveHoliday(**_ordinals(it.first, it.last))


def _years(seen: Year) -> Row:
    at = list(seen.years).index(seen.number)
    beside = [*seen.years[max(at - YEARS_BESIDE, 0) : at], *seen.years[at + 1 : at + 2]]
    return [(labels.year(it), ShowHolidays(year=it)) for it in beside]


def _ordinals(first: date, last: date) -> dict[str, int]:
    return {"first": first.toordinal(), "last": last.toordinal()}

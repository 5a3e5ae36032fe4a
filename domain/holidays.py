"""Days off: schedules make no lessons on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import holidays
from db.queries.holidays import Fallen
from domain import journal
from domain.actor import Actor
from domain.campus import Campus
from domain.days import FIRST_YEAR, LAST_YEAR
from domain.errors import HolidayNotFound
from domain.programme import ensure_admin
from domain.reading.days_off import DaysOff

__all__ = ["Added", "DaysOff", "Fallen", "Span", "Year"]

PAGE_SIZE = 8
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days off one after another, of one name."""

    first: date
    last: date
    name: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Year:
    """A page of the days off of a year."""

    number: int
    spans: Sequence[Span]
    page: int
    pages: int
    days: int
    """Of the whole year."""
    years: Sequence[int]
    """That have some, and this one."""
    lessons: int
    """To come, on days off of any year, of all courses, which could be taken away."""


@dataclass(frozen=True)
class Added:
    spans: Sequence[Span]
    """What is new, or called otherwise now."""
    known: int
    """Days that were there already."""


@dataclass
class Entry:
    """In the history: days have no numbers of their own."""

    id: int
    __tablename__: str = "holidays"


async def look(
    session: AsyncSession, actor: Actor, campus: Campus, *, year: int, page: int, now: datetime
) -> Year:
    """Year 0 is the present one; beyond the last page is the last."""
    ensure_admin(actor)
    number = year if FIRST_YEAR <= year <= LAST_YEAR else now.astimezone(campus.tz).year
    days = await holidays.of_year(session, number)
    spans = list(spans_of({it.day: it.name for it in days}))
    pages = max(-(-len(spans) // PAGE_SIZE), 1)
    at = min(page, pages - 1)
    years = sorted({*await holidays.years(session), number})
    count = sum(it.lessons for it in await holidays.fallen(session, campus.tz.key, now=now))
    shown = spans[at * PAGE_SIZE : (at + 1) * PAGE_SIZE]
    return Year(number, shown, at, pages, len(days), years, count)


async def add(session: AsyncSession, actor: Actor, *, days: DaysOff, now: datetime) -> Added:
    """Lessons that fall on them stay until they are taken away, or their schedule changes."""
    ensure_admin(actor)
    known = await holidays.all_of(session)
    news = {
        day: name
        for day, name in days.items()
        if day not in known or (name and name != known[day])
    }
    spans = list(spans_of(news))
    if news:
        await holidays.put(session, news)
        journal.note(session, actor, "add_holidays", entry(spans[0]), now=now, days=told(spans))
    return Added(spans, len(days) - len(news))


async def find(session: AsyncSession, actor: Actor, *, first: date, last: date) -> Span:
    """What of these days is off still, as one."""
    ensure_admin(actor)
    known = await holidays.all_of(session)
    spans = list(spans_of({day: name for day, name in known.items() if first <= day <= last}))
    if not spans:
        raise HolidayNotFound
    return Span(spans[0].first, spans[-1].last, spans[0].name)


async def remove(
    session: AsyncSession, actor: Actor, *, first: date, last: date, now: datetime
) -> Sequence[Span]:
    """From the first to the last of them. No lessons come back by that."""
    ensure_admin(actor)
    spans = list(spans_of(await holidays.remove(session, first, last)))
    if not spans:
        raise HolidayNotFound
    journal.note(session, actor, "remove_holiday", entry(spans[0]), now=now, days=told(spans))
    return spans


def spans_of(days: Mapping[date, str]) -> Iterator[Span]:
    """In order."""
    span: Span | None = None
    for day in sorted(days):
        if span and day == span.last + DAY and days[day] == span.name:
            span = Span(span.first, day, span.name)
            continue
        if span:
            yield span
        span = Span(day, day, days[day])
    if span:
        yield span


def entry(span: Span) -> Entry:
    """Called by its first day: 20270101."""
    return Entry(int(f"{span.first:%Y%m%d}"))


def told(spans: Sequence[Span]) -> list[str]:
    """As the history keeps it."""
    return [" ".join([f"{it.first}/{it.last}", it.name]).strip() for it in spans]

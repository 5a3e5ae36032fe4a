"""From weekly rules to lessons."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain import schedule
from domain.errors import ScheduleNotValid
from domain.schedule import DAYS, LONGEST, MOST_LESSONS, MOST_RULES, Slot

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
ZONES = [MOSCOW, BERLIN, ZoneInfo("Africa/Cairo"), ZoneInfo("Australia/Lord_Howe")]
"""Clocks change never, by night, at midnight, and by half an hour."""

MONDAY = date(2026, 3, 2)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)

FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
"""Sundays on which clocks change in Berlin, at two and at three by night."""


def rule(
    days: str = "mo", start: str = "18:00", end: str = "19:30", **more: Any
) -> dict[str, Any]:
    return {"days": days.split(), "start": start, "end": end, **more}


def slots(*rules: dict[str, Any], **changed: Any) -> list[Slot]:
    """In two weeks."""
    first = changed.pop("first", MONDAY)
    last = changed.pop("last", MONDAY + 2 * WEEK - DAY)
    return schedule.slots(rules, first, last, changed.pop("tz", MOSCOW), **changed)


def days(found: list[Slot]) -> list[int]:
    return [it.starts_at.day for it in found]


# Lessons


def test_rule_makes_a_lesson_on_each_of_its_days() -> None:
    found = slots(rule("mo we", location="B-734"))

    assert days(found) == [2, 4, 9, 11]
    starts_at = datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert found[0] == Slot(starts_at, starts_at + timedelta(minutes=90), "B-734")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (MONDAY, MONDAY, [2]),
        (MONDAY, MONDAY + WEEK, [2, 9]),
        (MONDAY + DAY, MONDAY + WEEK, [9]),
        (MONDAY, MONDAY + WEEK - DAY, [2]),
        (MONDAY + DAY, MONDAY + 6 * DAY, []),
        (MONDAY + DAY, MONDAY, []),
        (None, MONDAY, []),
        (MONDAY, None, []),
        (None, None, []),
    ],
)
def test_first_and_last_day_are_of_the_course(
    first: date | None, last: date | None, expected: list[int]
) -> None:
    assert days(slots(rule("mo"), first=first, last=last)) == expected


def test_lesson_just_before_midnight_is_of_the_last_day() -> None:
    assert days(slots(rule("mo", "23:58", "23:59"), first=MONDAY, last=MONDAY)) == [2]


def test_lessons_of_several_rules_are_in_order() -> None:
    late, early = rule("mo tu", "20:00", "21:00"), rule("tu", "08:00", "09:00")

    found = slots(late, early, last=MONDAY + DAY)

    assert [(it.starts_at.day, it.starts_at.hour) for it in found] == [(2, 17), (3, 5), (3, 17)]


def test_of_two_rules_with_one_beginning_the_first_has_it() -> None:
    found = slots(rule(end="19:00", location="A"), rule("mo tu", end="20:00", location="B"))

    assert [(it.starts_at.day, it.location) for it in found] == [
        (2, "A"),
        (3, "B"),
        (9, "A"),
        (10, "B"),
    ]


def test_lessons_may_overlap() -> None:
    """As those of two groups do."""
    assert len(slots(rule("mo", "18:00", "19:30"), rule("mo", "18:30", "20:00"))) == 4


def test_holidays_are_free() -> None:
    found = slots(rule("mo we"), holidays={MONDAY, MONDAY + DAY})

    assert days(found) == [4, 9, 11]


def test_holiday_is_a_day_of_the_campus() -> None:
    """A Tuesday morning in Vladivostok is a Monday in UTC."""
    tz = ZoneInfo("Asia/Vladivostok")

    found = slots(rule("tu", "08:00", "09:00"), tz=tz, holidays={MONDAY + DAY})

    assert days(found) == [9]


def test_day_named_twice_is_one_day() -> None:
    assert days(slots(rule("mo mo"))) == [2, 9]


# Nights on which clocks change


def test_hour_of_a_lesson_stays_when_clocks_change() -> None:
    found = slots(rule("su"), tz=BERLIN, first=FORWARD - WEEK, last=FORWARD)

    assert [it.starts_at.hour for it in found] == [17, 16]
    assert {it.starts_at.astimezone(BERLIN).time() for it in found} == {time(18)}


@pytest.mark.parametrize("end", ["02:45", "03:00", "03:15", "03:30", "04:00"])
def test_lesson_in_the_hour_that_is_left_out_ends_after_it_begins(end: str) -> None:
    [found] = slots(rule("su", "02:30", end), tz=BERLIN, first=FORWARD, last=FORWARD)

    assert found.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert found.ends_at > found.starts_at


def test_hour_that_is_left_out_is_no_second_beginning() -> None:
    """Half past two is half past three on that night."""
    twice = rule("su", "02:30", "04:00"), rule("su", "03:30", "05:00")

    assert len(slots(*twice, tz=BERLIN, first=FORWARD, last=FORWARD)) == 1


def test_hour_that_is_there_twice_makes_one_lesson() -> None:
    [found] = slots(rule("su", "02:30", "03:15"), tz=BERLIN, first=BACK, last=BACK)

    assert found.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 10, 25, 2, 15, tzinfo=UTC)


# Limits


def test_there_may_be_so_many_lessons_and_no_more() -> None:
    daily = rule(" ".join(DAYS))
    last = MONDAY + MOST_LESSONS * DAY

    assert len(slots(daily, last=last - DAY)) == MOST_LESSONS
    with pytest.raises(ScheduleNotValid):
        slots(daily, last=last)


def test_holidays_do_not_count() -> None:
    daily = rule(" ".join(DAYS))

    found = slots(daily, last=MONDAY + MOST_LESSONS * DAY, holidays={MONDAY})

    assert len(found) == MOST_LESSONS


def test_course_does_not_last_for_ever() -> None:
    assert slots(rule(), last=MONDAY + LONGEST)

    with pytest.raises(ScheduleNotValid):
        slots(rule(), last=MONDAY + LONGEST + DAY)


def test_course_without_a_schedule_may_last_for_ever() -> None:
    assert slots(first=date(2000, 1, 1), last=date(2099, 12, 31)) == []


# Rules


def test_good_rules_are_valid() -> None:
    schedule.ensure_valid([])
    schedule.ensure_valid([rule(" ".join(DAYS), "00:00", "23:59", location=None)] * MOST_RULES)


BAD = [
    rule(""),
    rule("mo xx"),
    rule("Mo"),
    rule("mo", "18:00", "18:00"),
    rule("mo", "19:00", "18:00"),
    rule("mo", "18:00", "24:00"),
    rule("mo", "noon", "18:00"),
    rule("mo", "18", "19"),
    rule("mo", "18:00", "19:00:00"),
    {"days": ["mo"], "start": "18:00"},
    {"days": ["mo"], "end": "18:00"},
    {"days": ["mo"], "start": None, "end": 5},
    {"start": "18:00", "end": "19:00"},
    {"days": None, "start": "18:00", "end": "19:00"},
    {},
]


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_bad_rule_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ScheduleNotValid):
        schedule.ensure_valid([rule(), bad])


def test_too_many_rules_are_refused() -> None:
    with pytest.raises(ScheduleNotValid):
        schedule.ensure_valid([rule()] * (MOST_RULES + 1))


# Whatever the rules

hours = st.times().map(lambda it: f"{it:%H:%M}")
spans = st.lists(hours, min_size=2, max_size=2, unique=True).map(sorted)
dates = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    start, end = draw(spans)
    of_week = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3))
    return rule(" ".join(of_week), start, end, location=draw(st.none() | st.just("B-734")))


def expected(of: list[dict[str, Any]], first: date, last: date, tz: ZoneInfo) -> set[datetime]:
    """By asking each day."""
    return {
        datetime.combine(day, time.fromisoformat(it["start"]), tz).astimezone(UTC)
        for day in between(first, last)
        for it in of
        if DAYS[day.weekday()] in it["days"]
    }


def between(first: date, last: date) -> Iterator[date]:
    return (first + number * DAY for number in range((last - first).days + 1))


@given(
    of=st.lists(rules(), min_size=1, max_size=4),
    first=dates,
    length=st.integers(0, 60),
    tz=st.sampled_from(ZONES),
    free=st.sets(dates, max_size=20),
)
@example([rule("su", "02:30", "03:15")], FORWARD, 0, BERLIN, set())
@example([rule("fr", "00:15", "00:45")], date(2026, 4, 24), 0, ZONES[2], set())
def test_there_is_a_lesson_wherever_a_rule_says_so_and_nowhere_else(
    of: list[dict[str, Any]], first: date, length: int, tz: ZoneInfo, free: set[date]
) -> None:
    last = first + length * DAY
    schedule.ensure_valid(of)

    found = schedule.slots(of, first, last, tz, holidays=free)

    starts = [it.starts_at for it in found]
    open_days = set(between(first, last)) - free
    assert set(starts) == {at for day in open_days for at in expected(of, day, day, tz)}
    assert starts == sorted(set(starts))
    assert all(timedelta(0) < it.ends_at - it.starts_at < DAY + timedelta(hours=1) for it in found)
    assert {it.starts_at.tzinfo for it in found} <= {UTC}

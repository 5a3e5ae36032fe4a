"""Schedules, as people write them."""

# ruff: noqa: RUF001 - people mix the letters and the dashes of two languages

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain import errors, schedule, typed_schedule
from domain.errors import ScheduleNotValid

TODAY = date(2026, 11, 23)
"""A Monday."""

WORKDAYS, DAILY = "mo tu we th fr", "mo tu we th fr sa su"

UNDERSTOOD = {
    # Russian
    "пн, ср 18:00–19:30 Б-734; сб 10:00-11:30": "mo we 18:00-19:30 Б-734 | sa 10:00-11:30",
    "по вторникам и четвергам с 18 до 19:30, ауд. 305": "tu th 18:00-19:30 ауд. 305",
    "пн-пт 9.00-10.30": f"{WORKDAYS} 09:00-10:30",
    "каждый день 10:00-11:00": f"{DAILY} 10:00-11:00",
    "Ежедневно, 8:00 — 9:00": f"{DAILY} 08:00-09:00",
    "по будням 18-20": f"{WORKDAYS} 18:00-20:00",
    "в рабочие дни 18.00-20.00": f"{WORKDAYS} 18:00-20:00",
    "по выходным 11–13": "sa su 11:00-13:00",
    "Вт. 18.30 - 20.00, Чт. 18.30 - 20.00": "tu 18:30-20:00 | th 18:30-20:00",
    "с понедельника по пятницу с 9 до 10:30": f"{WORKDAYS} 09:00-10:30",
    "понедельнк 18-19": "mo 18:00-19:00",
    "субота 10:00-11:00": "sa 10:00-11:00",
    "вторнек и читверг 18:00-19:00": "tu th 18:00-19:00",
    "пон, втор, сред 18-19": "mo tu we 18:00-19:00",
    "пн 18-00 – 19-30": "mo 18:00-19:30",
    "пн 1800-1930": "mo 18:00-19:30",
    "пн 10.10-11.10": "mo 10:10-11:10",
    "пн 10:00-11:30 и 12:00-13:30": "mo 10:00-11:30 | mo 12:00-13:30",
    "18:00-19:30 пн, ср": "mo we 18:00-19:30",
    "пн 18:00-19:00 А-1, ср 19:00-20:00 А-2": "mo 18:00-19:00 А-1 | we 19:00-20:00 А-2",
    "с 6 до 8 вечера по средам": "we 18:00-20:00",
    "пн 18:00, 90 минут": "mo 18:00-19:30",
    "пн в 18:00 на 1,5 часа": "mo 18:00-19:30",
    "пт–вс 10–12": "fr sa su 10:00-12:00",
    "Понедельник, 18:00 − 19:30, онлайн": "mo 18:00-19:30 онлайн",
    "пн 18:00-19:30 Пятницкая 5": "mo 18:00-19:30 Пятницкая 5",
    "пн 18:00-19:30 зал Гагарина, корпус 2": "mo 18:00-19:30 зал Гагарина, корпус 2",
    "- пн 18:00-19:30\n- ср 18:00-19:30": "mo 18:00-19:30 | we 18:00-19:30",
    "пн 18:00-19:30 Б-734 (вход с Крымского вала)": (
        "mo 18:00-19:30 Б-734 (вход с Крымского вала)"
    ),
    "пн 18:00-19:30 (ауд. 305)": "mo 18:00-19:30 ауд. 305",
    "пн (18:00-19:30) (А-1) и (А-2)": "mo 18:00-19:30 (А-1) и (А-2)",
    "пн 10-11; по будням 10-11": f"mo 10:00-11:00 | {WORKDAYS} 10:00-11:00",
    # English
    "Mon, Wed 6-7:30 pm room 12": "mo we 18:00-19:30 room 12",
    "Mon–Fri 9am–10:30am": f"{WORKDAYS} 09:00-10:30",
    "mon/wed/fri 10-11": "mo we fr 10:00-11:00",
    "weekends 11-13": "sa su 11:00-13:00",
    "weekdays 18:00–19:30, Hall 5": f"{WORKDAYS} 18:00-19:30 Hall 5",
    "every day 10 to 11": f"{DAILY} 10:00-11:00",
    "Tuesdays and Thursdays from 18:00 till 19:30 in room B-12": "tu th 18:00-19:30 room B-12",
    "Wensday 18:00-19:30": "we 18:00-19:30",
    "Mondey & Thirsday 18:00-19:30": "mo th 18:00-19:30",
    "11-1pm fri": "fr 11:00-13:00",
    "mo-fr 18:00..19:00": f"{WORKDAYS} 18:00-19:00",
    "SAT 10:00—11:30 Zoom": "sa 10:00-11:30 Zoom",
    "tue 6 p.m.-7.30 p.m.": "tu 18:00-19:30",
    "sun 9:00 to 10:30": "su 09:00-10:30",
    # Months that are places
    "пн 18-19 ул. 8 Марта, 5": "mo 18:00-19:00 ул. 8 Марта, 5",
    "Mon 18-19 room 5 March Building": "mo 18:00-19:00 room 5 March Building",
    "Mon 18-19 next to March Hall": "mo 18:00-19:00 next to March Hall",
}

DATED = {
    "пн 18-19 до 20.12": (None, date(2026, 12, 20)),
    "пн 18-19 с 1.09 до 20.12": (date(2026, 9, 1), date(2026, 12, 20)),
    "с 1.09 до 20.12 пн 10.10-11.10": (date(2026, 9, 1), date(2026, 12, 20)),
    "с 1 сентября по 20 декабря, пн 18-19": (date(2026, 9, 1), date(2026, 12, 20)),
    "с 1 по 20 декабря 2026 г., вт 18.00—19.30": (date(2026, 12, 1), date(2026, 12, 20)),
    "с 1.02 до 31.05 пн 18-19": (date(2027, 2, 1), date(2027, 5, 31)),
    "от 1.12.2026; вторник 18-19": (date(2026, 12, 1), None),
    "daily 8:00-9:00 until 1 May": (None, date(2027, 5, 1)),
    "Mon 18-19 from 7 December to 2027-01-31": (date(2026, 12, 7), date(2027, 1, 31)),
    "Mon 18-19; 1 Sep – 20 Dec": (date(2026, 9, 1), date(2026, 12, 20)),
    "Mon 18:00 to 19:30 starting 1 December": (date(2026, 12, 1), None),
    "Mon 18:00-19:30 until September 20": (None, date(2027, 9, 20)),
    "Mon 18:00-19:30 from Sept 1 to Dec 20": (date(2026, 9, 1), date(2026, 12, 20)),
    "from Sep. 1st, 2026 to Dec. 20th, 2026 Mon 18-19": (date(2026, 9, 1), date(2026, 12, 20)),
    "Mon 18-19 Dec 1 - Dec 20": (date(2026, 12, 1), date(2026, 12, 20)),
    "Mon 18:00-19:30 Dec 1 - 20 January": (date(2026, 12, 1), date(2027, 1, 20)),
    "Mon 18:00-19:30 Dec 1-20": (date(2026, 12, 1), date(2026, 12, 20)),
    "Mon Dec 1-20 18:00-19:30": (date(2026, 12, 1), date(2026, 12, 20)),
    "Mon 18:00-19:30 until the 20th of December": (None, date(2026, 12, 20)),
    "from the 1st to the 20th of December Mon 18-19": (date(2026, 12, 1), date(2026, 12, 20)),
    "Mon 18:00-19:30 ends Dec 20": (None, date(2026, 12, 20)),
    "Mon 18:00-19:30 ending on 20 December": (None, date(2026, 12, 20)),
    "пн 18-19 с 1-го по 20-е декабря": (date(2026, 12, 1), date(2026, 12, 20)),
    "пн 18-19 начало 1 сентября, окончание 20 декабря": (date(2026, 9, 1), date(2026, 12, 20)),
    "пн 18-19 до 20 декабря включительно": (None, date(2026, 12, 20)),
    "с 9.03 до 27.05 пн 18:00-19:30": (date(2027, 3, 9), date(2027, 5, 27)),
    "пн с 9.03 до 20.05 с 18.00 до 19.30": (date(2027, 3, 9), date(2027, 5, 20)),
    "пн с 9.03 до 20.05 18:00, 90 минут": (date(2027, 3, 9), date(2027, 5, 20)),
    "с 18 до 20 по средам с 9 марта до 27 мая": (date(2027, 3, 9), date(2027, 5, 27)),
    # Whole months
    "пн 18-19 до декабря": (None, date(2026, 11, 30)),
    "пн 18-19 до декабря включительно": (None, date(2026, 12, 31)),
    "пн 18-19 до конца декабря": (None, date(2026, 12, 31)),
    "пн 18-19 по декабрь": (None, date(2026, 12, 31)),
    "пн 18-19 с сентября по декабрь": (date(2026, 9, 1), date(2026, 12, 31)),
    "пн 18-19 с сентября до декабря": (date(2026, 9, 1), date(2026, 11, 30)),
    "с сентября по декабрь 2026 года пн 18-19": (date(2026, 9, 1), date(2026, 12, 31)),
    "с начала сентября до конца мая пн 18-19": (date(2026, 9, 1), date(2027, 5, 31)),
    "с 1 сентября до января 2027, пн 18-19": (date(2026, 9, 1), date(2026, 12, 31)),
    "с декабря пн 1800-1930": (date(2026, 12, 1), None),
    "до конца февраля 2028 пн 18-19": (None, date(2028, 2, 29)),
    "Mon 18-19 from September to December": (date(2026, 9, 1), date(2026, 12, 31)),
    "Mon 18:00-19:30 September – December": (date(2026, 9, 1), date(2026, 12, 31)),
    "Mon 18-19 until December": (None, date(2026, 11, 30)),
    "Mon 18-19 through December": (None, date(2026, 12, 31)),
    "Mon 18-19 until the end of December": (None, date(2026, 12, 31)),
    "до 20.12": (None, date(2026, 12, 20)),
    "1.09-20.12": (date(2026, 9, 1), date(2026, 12, 20)),
}

REFUSED: dict[str, tuple[type[ScheduleNotValid], str]] = {
    "": (errors.ScheduleNotValid, ""),
    "по будням": (errors.ScheduleWithoutHours, "по будням"),
    "понедельник": (errors.ScheduleWithoutHours, "понедельник"),
    "18:00-19:30": (errors.ScheduleWithoutDays, "18:00-19:30"),
    "пн 18:00": (errors.ScheduleHalfTime, "18:00"),
    "every Monday at 6pm": (errors.ScheduleHalfTime, "6pm"),
    "пн 18": (errors.ScheduleHalfTime, "18"),
    "пн 25:00-26:00": (errors.ScheduleHalfTime, "25:00-26:00"),
    "пн 19:30-18:00": (errors.ScheduleEndsFirst, "19:30-18:00"),
    "пн 22:00-00:30": (errors.ScheduleEndsFirst, "22:00-00:30"),
    "пн 18:00-18:00": (errors.ScheduleEndsFirst, "18:00-18:00"),
    "пн 23:30, 90 минут": (errors.ScheduleEndsFirst, "23:30, 90 минут"),
    "срда 18-19": (errors.ScheduleWordAlike, "срда"),
    "Frdy 18-19": (errors.ScheduleWordAlike, "Frdy"),
    "абракадабра": (errors.ScheduleWordUnknown, "абракадабра"),
    "<b>пн</b> 18:00-19:30": (errors.ScheduleWordUnknown, "b"),
    "пн 18-19 кроме 8 марта": (errors.ScheduleWordUnknown, "кроме 8 марта"),
    "по чётным неделям пн 18-19": (errors.ScheduleWordUnknown, "чётным неделям пн 18-19"),
    "через неделю по средам 18-19": (errors.ScheduleWordUnknown, "через неделю по средам 18-19"),
    "every other Monday 6-7pm": (errors.ScheduleWordUnknown, "every other Monday 6-7pm"),
    "пн 10-11 до 31.02": (errors.ScheduleDatesUnclear, "31.02"),
    "пн 10-11 до 1.12; ср 10-11 до 2.12": (errors.ScheduleDatesUnclear, "01.12 / 02.12"),
    "пн 10-11 до декабря; ср 10-11 до 2.12": (errors.ScheduleDatesUnclear, "02.12 / 30.11"),
    "с 1.12.2026 до 1.11.2026": (errors.ScheduleDatesUnclear, "01.12.2026-01.11.2026"),
    "пн 18-19 10 занятий": (errors.ScheduleDatesUnclear, "10 занятий"),
    "10 занятий, пн 18-19": (errors.ScheduleDatesUnclear, "10 занятий"),
    "Mon 18-19 for 10 weeks": (errors.ScheduleDatesUnclear, "10 weeks"),
    "Mon 18-19, 10 lessons": (errors.ScheduleDatesUnclear, "10 lessons"),
    "пн 18-19 до середины декабря": (errors.ScheduleDatesUnclear, "до середины декабря"),
    "пн 18-19 с конца сентября": (errors.ScheduleDatesUnclear, "с конца сентября"),
    "пн 18-19 до лета": (errors.ScheduleDatesUnclear, "до лета"),
    "до лета": (errors.ScheduleDatesUnclear, "до лета"),
    "пн 18-19 в декабре": (errors.ScheduleDatesUnclear, "в декабре"),
    "пн 18-19 1 декабря": (errors.ScheduleDatesUnclear, "1 декабря"),
    "Mon 18-19 until further notice": (errors.ScheduleDatesUnclear, "until further notice"),
    "Mon 18-19 until February 31": (errors.ScheduleDatesUnclear, "february 31"),
    "Mon 18-19 to December": (errors.ScheduleDatesUnclear, "to December"),
    "Mon 18-19 September - December": (errors.ScheduleDatesUnclear, "December"),
    "Mon 18:00-19:30 until": (errors.ScheduleDatesUnclear, "until"),
    "пн 18:00-19:30 20.12.2026": (errors.ScheduleDatesUnclear, "20.12.2026"),
    "Mon 18-19 from tomorrow": (errors.ScheduleDatesUnclear, "tomorrow"),
    "Mon 18-19 December 1-20": (errors.ScheduleDatesUnclear, "18-19 december 1-20"),
    "пн 18:00-19:30 https://zoom.us/j/123?pwd=456": (errors.PlaceIsLink, ""),
    "пн 18:00-19:30 zoom.us/j/1": (errors.PlaceIsLink, ""),
    "Mon 18-19 www.example.org": (errors.PlaceIsLink, ""),
    "пн 18:00-19:30 А-1; пн 18:00-20:00 Б-2": (errors.ScheduleTwiceAtOnce, ""),
    "пн 18:00-19:30 А-1; пн 18:00-19:30 Б-2": (errors.ScheduleTwiceAtOnce, ""),
    "daily 10-11, weekends 10-12": (errors.ScheduleTwiceAtOnce, ""),
    "пн 18-19 " + "x" * 300: (errors.ScheduleWordUnknown, "x" * 39 + "…"),
    "пн 18-19; " * 200: (errors.ScheduleNotValid, ""),
    "; ".join(["пн 18-19"] * 21): (errors.ScheduleNotValid, ""),
}


def told(rule: dict[str, Any]) -> str:
    place = f" {rule['location']}" if rule["location"] else ""
    return f"{' '.join(rule['days'])} {rule['start']}-{rule['end']}{place}"


@pytest.mark.parametrize(("typed", "rules"), UNDERSTOOD.items(), ids=UNDERSTOOD)
def test_what_people_write_is_understood(typed: str, rules: str) -> None:
    found = typed_schedule.read(typed, today=TODAY)

    assert " | ".join(told(dict(it)) for it in found.rules) == rules
    assert (found.first, found.last) == (None, None)


@pytest.mark.parametrize(("typed", "days"), DATED.items(), ids=DATED)
def test_first_and_last_day_are_understood(
    typed: str, days: tuple[date | None, date | None]
) -> None:
    found = typed_schedule.read(typed, today=TODAY)

    assert (found.first, found.last) == days
    assert not any(it["location"] for it in found.rules)


def test_place_stands_beside_dates() -> None:
    found = typed_schedule.read("Mon 18-19 room 5 until Dec 20, Zoom", today=TODAY)

    assert told(dict(found.rules[0])) == "mo 18:00-19:00 room 5, Zoom"
    assert found.last == date(2026, 12, 20)


@pytest.mark.parametrize(("typed", "refusal"), REFUSED.items(), ids=[it[:40] for it in REFUSED])
def test_what_cannot_be_understood_is_named(
    typed: str, refusal: tuple[type[ScheduleNotValid], str]
) -> None:
    kind, words = refusal

    with pytest.raises(ScheduleNotValid) as caught:
        typed_schedule.read(typed, today=TODAY)

    assert type(caught.value) is kind
    assert getattr(caught.value, "words", "") == words


def test_mistyped_day_is_suggested() -> None:
    with pytest.raises(errors.ScheduleWordAlike) as caught:
        typed_schedule.read("срда 18-19", today=TODAY)

    assert caught.value.alike == "среда"


def test_ways_are_many() -> None:
    assert len(UNDERSTOOD | DATED | REFUSED) >= 40


WORDS = (
    "пн Mon ср-пт вс 18:00 19.30 6 24 - – до с 20.12 1.09 по to , ; \n . .. ауд. 305 Б-734 31.02 "
    "am pm декабря Dec мая конца the of 20th 1-го 10 занятий включительно "
    "2026 90 мин г. ½ ① İ ß 00 ' every day weekends каждый"
)
PIECES = WORDS.split(" ")


@given(
    typed=st.text(max_size=60)
    | st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
)
@example(typed="\ud800")
@example(typed="\x00")
@example(typed="пн 0:00-24:00")
@example(typed="с 29.02 по 1.03")
def test_whatever_is_typed_is_understood_or_refused(typed: str) -> None:
    try:
        found = typed_schedule.read(typed, today=TODAY)
    except ScheduleNotValid:
        return

    schedule.ensure_valid([dict(it) for it in found.rules])
    assert found.rules or found.first or found.last
    assert not (found.first and found.last) or found.first <= found.last

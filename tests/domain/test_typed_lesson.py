"""When a lesson shall be, as people write it."""

# ruff: noqa: RUF001 - people mix the letters and the dashes of two languages

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import (
    DomainError,
    LessonTimeMissing,
    LessonTimeUnclear,
    PlaceIsLink,
    ScheduleEndsFirst,
)
from domain.typed_lesson import Times, read

TODAY = date(2026, 11, 23)
BEGIN, END = datetime.fromisoformat("2026-12-07 18:00"), datetime.fromisoformat("2026-12-07 19:30")
NOW = Times(BEGIN, END)
"""A Monday evening."""

MOVED = {
    "20.12 18:00": "20 18:00-19:30",
    "20 декабря в 18:00": "20 18:00-19:30",
    "20.12": "20 18:00-19:30",
    "18:00–20:00": "07 18:00-20:00",
    "20.12.2026, 18.00–19.00": "20 18:00-19:00",
    "2026-12-20 12:00": "20 12:00-13:30",
    "+1 неделя": "14 18:00-19:30",
    "на неделю позже": "14 18:00-19:30",
    "через 2 дня": "09 18:00-19:30",
    "-1 день": "06 18:00-19:30",
    "на 30 минут раньше": "07 17:30-19:00",
    "a week later": "14 18:00-19:30",
    "+2 hours": "07 20:00-21:30",
    "пт 12:00": "11 12:00-13:30",
    "Friday": "11 18:00-19:30",
    "в 17": "07 17:00-18:30",
    "6:30 pm": "07 18:30-20:00",
    "9.12 10.10-11.10": "09 10:10-11:10",
    "20.12 18:00, 60 минут": "20 18:00-19:00",
    "December 20th at 18:00": "20 18:00-19:30",
    "20-го декабря в 18:00": "20 18:00-19:30",
    "на полчаса позже": "07 18:30-20:00",
    "half an hour earlier": "07 17:30-19:00",
    "на полтора часа позже": "07 19:30-21:00",
    "на час раньше": "07 17:00-18:30",
    "на 2 нед. позже": "21 18:00-19:30",
    "перенести на пятницу": "11 18:00-19:30",
    "перенесите на вторник 12:00": "08 12:00-13:30",
    "move to Friday": "11 18:00-19:30",
    "в эту пятницу": "11 18:00-19:30",
    "следующий понедельник": "14 18:00-19:30",
    "на следующую пятницу, 12:00": "18 12:00-13:30",
    "next Monday": "14 18:00-19:30",
    "перенести на неделю": "14 18:00-19:30",
    "сдвинуть на час": "07 19:00-20:30",
    "на следующую неделю": "14 18:00-19:30",
    "next week": "14 18:00-19:30",
}

NOT_MOVED = {
    "": LessonTimeUnclear,
    "попозже": LessonTimeUnclear,
    "31.02 18:00": LessonTimeUnclear,
    "20.12 18:00 Б-734": LessonTimeUnclear,
    "99:99": LessonTimeUnclear,
    "+0 дней": LessonTimeUnclear,
    "+999 недель": LessonTimeUnclear,
    "недоступно": LessonTimeUnclear,
    "минус": LessonTimeUnclear,
    "часто": LessonTimeUnclear,
    "1 минус": LessonTimeUnclear,
    "недалеко": LessonTimeUnclear,
    "дно": LessonTimeUnclear,
    "minor": LessonTimeUnclear,
    "d": LessonTimeUnclear,
    "час": LessonTimeUnclear,
    "перенести": LessonTimeUnclear,
    "18:00-19:00 и 20:00-21:00": LessonTimeUnclear,
    "20.12 19:30-18:00": ScheduleEndsFirst,
    "23:00-00:30": ScheduleEndsFirst,
    "x" * 5000: LessonTimeUnclear,
}

NEW = {
    "20.12 18:00-19:30": ("20 18:00-19:30", None),
    "20.12 18:00–19:30 Б-734": ("20 18:00-19:30", "Б-734"),
    "20 December 6-7:30 pm in room 12": ("20 18:00-19:30", "room 12"),
    "завтра 18-19:30, ауд. 305": ("24 18:00-19:30", "ауд. 305"),
    "следующий понедельник 18-19:30": ("30 18:00-19:30", None),
    "20.12 18:00-19:30 Б-734 (вход с Крымского вала)": (
        "20 18:00-19:30",
        "Б-734 (вход с Крымского вала)",
    ),
}


def told(times: Times) -> str:
    return f"{times.start:%d %H:%M}-{times.end:%H:%M}"


@pytest.mark.parametrize(("typed", "times"), MOVED.items(), ids=MOVED)
def test_lesson_is_moved_to_what_was_written(typed: str, times: str) -> None:
    assert told(read(typed, today=TODAY, now=NOW)) == times


@pytest.mark.parametrize(
    ("typed", "refusal"), NOT_MOVED.items(), ids=[it[:30] for it in NOT_MOVED]
)
def test_what_cannot_be_understood_is_refused(typed: str, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        read(typed, today=TODAY, now=NOW)


@pytest.mark.parametrize(("typed", "expected"), NEW.items(), ids=NEW)
def test_new_lesson_has_a_day_hours_and_a_place(
    typed: str, expected: tuple[str, str | None]
) -> None:
    times = read(typed, today=TODAY)

    assert (told(times), times.place) == expected


@pytest.mark.parametrize("typed", ["20.12", "18:00-19:30", "20.12 18:00", "завтра"])
def test_new_lesson_needs_a_day_and_both_times(typed: str) -> None:
    with pytest.raises(LessonTimeMissing):
        read(typed, today=TODAY)


@pytest.mark.parametrize("now", [NOW, None], ids=["moved", "new"])
def test_link_is_no_place(now: Times | None) -> None:
    with pytest.raises(PlaceIsLink):
        read("20.12 18:00-19:30 https://zoom.us/j/123?pwd=456", today=TODAY, now=now)


WORDS = "18:00 19.30 20.12 31.02 - – завтра пт +1 неделя -2 дня в до ауд. 305 9999 am pm 00"
PIECES = WORDS.split()


@given(
    typed=st.text(max_size=60)
    | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    now=st.sampled_from([NOW, None]),
)
@example(typed="\ud800", now=None)
@example(typed="29.02", now=NOW)
def test_whatever_is_typed_is_understood_or_refused(typed: str, now: Times | None) -> None:
    try:
        times = read(typed, today=TODAY, now=now)
    except DomainError:
        return

    assert times.start < times.end

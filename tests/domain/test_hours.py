# ruff: noqa: RUF001 - people mix the letters and the dashes of two languages
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import QuietHoursNotValid
from domain.hours import NEVER, quiet_hours

NIGHT = time(22), time(8)


@pytest.mark.parametrize(
    "typed",
    [
        "22:00-8:00",
        "22:00 - 08:00",
        "22.00 - 08.00",
        "22–8",
        "22 — 8",
        "22−8",
        "22 - 8",
        "с 22 до 8",
        "С 22:00 до 08:00",
        "с 22 по 8",
        "22 до 8",
        "from 22 to 8",
        "from 22:00 till 8:00",
        "22 until 8",
        "10pm-8am",
        "from 10 PM to 8 AM",
        "10:00 pm – 8:00 am",
        "с 10 вечера до 8 утра",
        "10 вечера - 8 утра",
        "22:00 8:00",
        "22.00 08.00",
        "  22:00\n-\u200b8:00 ",
    ],
)
def test_hours_are_read_however_people_write_them(typed: str) -> None:
    assert quiet_hours(typed) == NIGHT


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("23:30-7:15", time(23, 30), time(7, 15)),
        ("0-9", time(0), time(9)),
        ("24-8", time(0), time(8)),
        ("24:00-8", time(0), time(8)),
        ("12am-12pm", time(0), time(12)),
        ("13-14", time(13), time(14)),
        ("с 11 вечера до 7 утра", time(23), time(7)),
        ("с 12 ночи до 3 дня", time(0), time(15)),
        ("с 2 ночи до 12 дня", time(2), time(12)),
    ],
)
def test_hours_may_be_any(typed: str, since: time, until: time) -> None:
    assert quiet_hours(typed) == (since, until)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "22",
        "22:00",
        "22-",
        "-8",
        "22 8",
        "22 30",
        "25-8",
        "22-25",
        "24:30-8",
        "22:60-8",
        "22:5-8",
        "222-8",
        "-22-8",
        "22-8-9",
        "13pm-8am",
        "0am-8",
        "ночью",
        "с 23 вечера до 7 утра",
        "с 10 вечера до утра",
        "22:00 8:00 9:00",
        "from midnight to noon",
        "22:00-8:00 завтра",
        "٢٢-٨",
        "２２-８",
        "🌙-☀️",
        "<b>22-8</b>",
        "22-8; DROP TABLE users",
        "\u202e22-8 x",
        "\x00",
        "\ud800",
        "22-8" * 1250,
    ],
)
def test_what_are_no_hours_is_refused(typed: str) -> None:
    with pytest.raises(QuietHoursNotValid):
        quiet_hours(typed)


def test_hours_that_end_when_they_begin_are_none() -> None:
    since, until = NEVER

    assert since == until


@given(st.times(), st.times())
def test_every_two_times_can_be_written(since: time, until: time) -> None:
    typed = f"{since:%H:%M}-{until:%H:%M}"

    assert quiet_hours(typed) == (trimmed(since), trimmed(until))


def trimmed(at: time) -> time:
    return at.replace(second=0, microsecond=0)

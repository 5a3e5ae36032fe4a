# ruff: noqa: RUF001 - people mix the letters and the dashes of two languages
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import PeriodNotValid
from domain.periods import BEGINNING, FIRST_YEAR, LAST_YEAR, read

MONDAY = date(2026, 3, 2)

NOVEMBER = date(2025, 11, 1), date(2025, 11, 15)
"""The last one before that Monday."""

WRONG = [
    "",
    " ",
    "\n\t",
    "yesterday",
    "вчера",
    "ноябрь",
    "5",
    "1-15",
    "32.01",
    "00.01",
    "01.13",
    "31.02",
    "30 февраля",
    "29.02.2025",
    "1 ноябрьского",
    "2026-13-01",
    "2026-02-30",
    "1999-12-31",
    "2100-01-01",
    "01.01.9999",
    "01.11-15.11-20.11",
    "01.11 15.11 and then 20.11",
    "1234567890",
    "01.1111",
    "1 November and everything that happened later",
    "<b>01.11</b><script>",
    "०१.११",
    "٠١.١١",
    "①.⑪",
    "🙂",
    "\u202e11.10\u202c 99",
    "\x00",
    "\ud800",
    "01.11" * 1000,
    "x" * 5000,
    "1.-1",
    "=1.11+1",
    "1.11 - вчера",
    "с 1.11 по вчера",
    "1.11 и 15.11",
    "кроме 5 ноября",
    "5 Nov and 9",
    "not 5.11",
    "5.11 ago",
    "до 1.11 по 15.11",
    "с 20.11.2026",
    "from 3 March 2026",
    "from",
    "до",
    "с 5",
    "1.11 - Иван",
]


@pytest.mark.parametrize(
    "typed",
    [
        "01.11-15.11",
        "1.11 - 15.11",
        "01.11.25–15.11.25",
        "01.11.2025 — 15.11.2025",
        "01/11 15/11",
        "2025-11-01 2025-11-15",
        "2025-11-01..2025-11-15",
        "с 1 ноября по 15 ноября",
        "С 1 по 15 ноября",
        "1-15 ноя",
        "с 1 ноября 2025 г. по 15 ноября 2025 года",
        "1–15 нояб.",
        "from 1 to 15 November",
        "1 Nov - 15 nov 2025",
        "  1 november\n15 november  ",
        "Nov 1 - Nov 15, 2025",
        "November 1-15",
        "from the 1st to the 15th of November",
        "с 1-го по 15-е ноября",
        "15.11-01.11",
        "\u200e01.11-15.11\u200f",
    ],
)
def test_period_is_read_as_people_write_it(typed: str) -> None:
    assert read(typed, today=MONDAY) == NOVEMBER


@pytest.mark.parametrize("typed", ["05.11", "5 ноября", "5 Nov", "2025-11-05", "5.11.2025"])
def test_one_day_is_a_period_too(typed: str) -> None:
    assert read(typed, today=MONDAY) == (date(2025, 11, 5), date(2025, 11, 5))


@pytest.mark.parametrize(
    ("typed", "today", "first", "last"),
    [
        ("01.11-15.11", date(2026, 11, 10), date(2026, 11, 1), date(2026, 11, 15)),
        ("01.11-15.11", date(2026, 10, 31), date(2025, 11, 1), date(2025, 11, 15)),
        ("20.12-10.01", date(2026, 3, 2), date(2025, 12, 20), date(2026, 1, 10)),
        ("20.12-10.01", date(2025, 12, 25), date(2025, 12, 20), date(2026, 1, 10)),
        ("02.03", date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 2)),
        ("03.03", date(2026, 3, 2), date(2025, 3, 3), date(2025, 3, 3)),
        ("29.02", date(2026, 3, 2), date(2024, 2, 29), date(2024, 2, 29)),
        ("28.12.2024-3.01", date(2026, 3, 2), date(2024, 12, 28), date(2025, 1, 3)),
        ("28.12-3.01.2025", date(2026, 3, 2), date(2024, 12, 28), date(2025, 1, 3)),
    ],
)
def test_year_that_was_left_out_is_the_last_that_makes_sense(
    typed: str, today: date, first: date, last: date
) -> None:
    assert read(typed, today=today) == (first, last)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("с 20 ноября", date(2025, 11, 20)),
        ("С 20 ноября 2025 года", date(2025, 11, 20)),
        ("со 2.12", date(2025, 12, 2)),
        ("from 20 November", date(2025, 11, 20)),
        ("since 20.11.24", date(2024, 11, 20)),
        ("from 2 March", MONDAY),
        ("from 3 March", date(2025, 3, 3)),
    ],
)
def test_period_without_an_end_lasts_until_today(typed: str, first: date) -> None:
    assert read(typed, today=MONDAY) == (first, MONDAY)


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("до 15.11", date(2025, 11, 15)),
        ("по 15 ноября 2024 г.", date(2024, 11, 15)),
        ("until 15.11", date(2025, 11, 15)),
        ("till 15 Nov", date(2025, 11, 15)),
        ("до 01.02.2027", date(2027, 2, 1)),
    ],
)
def test_period_without_a_beginning_is_everything_before(typed: str, last: date) -> None:
    assert read(typed, today=MONDAY) == (BEGINNING, last)


@pytest.mark.parametrize("typed", WRONG)
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(PeriodNotValid):
        read(typed, today=MONDAY)


@given(typed=st.text(st.sampled_from("0123456789.-/ noяьп\n"), max_size=40) | st.text())
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        first, last = read(typed, today=MONDAY)
    except PeriodNotValid:
        return

    assert first.year >= FIRST_YEAR
    assert first <= last
    assert last.year <= LAST_YEAR


@given(
    days=st.tuples(
        st.dates(date(2000, 1, 1), date(2099, 12, 31)),
        st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    )
)
def test_whole_dates_mean_themselves(days: tuple[date, date]) -> None:
    one, other = days

    for written in (f"{one} {other}", f"{one:%d.%m.%Y}-{other:%d.%m.%Y}"):
        assert read(written, today=MONDAY) == (min(days), max(days))

"""Days off, typed and in files."""

from datetime import date
from itertools import count

import pytest

from domain.errors import (
    DomainError,
    FileEmpty,
    FileNotRead,
    FileTooComplex,
    HolidaysNotValid,
    TooManyCourses,
    TooManyHolidays,
    TooManyLines,
)
from domain.holidays import spans_of
from domain.reading import days_off
from domain.reading.patience import Patience
from tests.reading import ru
from tests.reading.books import book
from tests.reading.test_calendars import calendar, evening, event

TODAY = date(2026, 3, 2)


def spans(days: days_off.DaysOff) -> list[tuple[str, str]]:
    return [(f"{it.first} {it.last}", it.name) for it in spans_of(days)]


def read(typed: str) -> list[tuple[str, str]]:
    return spans(days_off.read(typed, today=TODAY))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("23.02", "2027-02-23 2027-02-23"),
        ("2.03", "2026-03-02 2026-03-02"),
        ("23.02.2026", "2026-02-23 2026-02-23"),
        ("23.02.26", "2026-02-23 2026-02-23"),
        ("2026-02-23", "2026-02-23 2026-02-23"),
        ("1-8.01", "2027-01-01 2027-01-08"),
        ("1\u20138.01.2028", "2028-01-01 2028-01-08"),
        ("1 - 8 January", "2027-01-01 2027-01-08"),
        ("from 1 to 8 Jan 2027", "2027-01-01 2027-01-08"),
        ("Jan 1-8, 2027", "2027-01-01 2027-01-08"),
        ("Dec 28 - Jan 8", "2026-12-28 2027-01-08"),
        ("the 1st of January", "2027-01-01 2027-01-01"),
        ("28.12-8.01", "2026-12-28 2027-01-08"),
        ("28.12.2026-8.01", "2026-12-28 2027-01-08"),
        ("28.12-8.01.2028", "2027-12-28 2028-01-08"),
        ("30.04-2.05", "2026-04-30 2026-05-02"),
        ("2026-05-01 - 2026-05-03", "2026-05-01 2026-05-03"),
        ("29.02", None),
        ("29.02.2028", "2028-02-29 2028-02-29"),
    ],
)
def test_days_are_understood_as_people_write_them(typed: str, found: str | None) -> None:
    if found is None:
        with pytest.raises(HolidaysNotValid):
            read(typed)
    else:
        assert read(typed) == [(found, "")]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("23.02 Day of x", "Day of x"),
        ("23.02: Day", "Day"),
        ("23.02 \u2014 Day", "Day"),
        ("23 February, Day 2", "Day 2"),
    ],
)
def test_what_stands_behind_is_the_name(typed: str, name: str) -> None:
    assert read(typed) == [("2027-02-23 2027-02-23", name)]


def test_russian_is_understood() -> None:
    assert read(ru.DAYS_OFF) == [
        ("2026-11-04 2026-11-04", ru.UNITY),
        ("2027-01-01 2027-01-08", ru.NEW_YEAR),
        ("2027-02-23 2027-02-23", ""),
    ]


def test_several_are_parted_by_semicolons_and_lines() -> None:
    assert [it for it, _ in read("1.05;9.05\n12.06 ;; \n")] == [
        "2026-05-01 2026-05-01",
        "2026-05-09 2026-05-09",
        "2026-06-12 2026-06-12",
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("soon", "soon"),
        ("31.02", "31.02"),
        ("1.05; what", "what"),
        ("8.03-1.03", "8.03-1.03"),
        ("5", "5"),
        ("01.01-31.12 all", "01.01-31.12 all"),
        ("1.05 " + "x" * 61, "1.05 " + "x" * 55),
        ("", ""),
        (" ; ;\n", ""),
        ("99.99", "99.99"),
        ("1.01.1999", "1.01.1999"),
        ("\x00\u202e", ""),
        ("<b>1.05</b>", "<b>1.05</b>"),
    ],
)
def test_what_is_not_understood_is_said_again(typed: str, words: str) -> None:
    with pytest.raises(HolidaysNotValid) as refused:
        read(typed)

    assert refused.value.words == words


def test_too_many_days_are_refused() -> None:
    many = ";".join(f"1.01.{year}-30.04.{year}" for year in range(2030, 2035))

    with pytest.raises(TooManyHolidays):
        read(many)


# Files


def of_file(content: bytes | str) -> list[tuple[str, str]]:
    spelled = content.encode() if isinstance(content, str) else content
    return spans(days_off.of_file(spelled, today=TODAY, patience=Patience()))


def test_whole_days_of_a_calendar_are_off_and_lessons_are_not() -> None:
    content = calendar(
        event("DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260504", name="May"),
        event("DTSTART;VALUE=DATE:20260612", name="Day", uid="2"),
        event(*evening("20260302"), uid="3"),
    )

    assert of_file(content) == [("2026-05-01 2026-05-03", "May"), ("2026-06-12 2026-06-12", "Day")]


@pytest.mark.parametrize(
    "content",
    [
        "Date;Name\n1.05.2026;May\n2.05.2026;May\n12.06;Day\n",
        "Name,From,To\nMay,1.05.2026,2.05.2026\nDay,12.06,\n",
        "Date\n1-2.05 May\n12 June Day\n",
        book(["Date", "Name"], [date(2026, 5, 1), "May"], ["2.05", "May"], ["12.06", "Day"]),
    ],
    ids=["days", "spans", "typed", "book"],
)
def test_tables_of_days_are_understood(content: bytes | str) -> None:
    assert of_file(content) == [("2026-05-01 2026-05-02", "May"), ("2026-06-12 2026-06-12", "Day")]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", FileEmpty),
        ("Date;Name\n", FileEmpty),
        ("Colour\nred\n", FileNotRead),
        (calendar(event(*evening("20260302"))), FileEmpty),
        (b"BEGIN:VCALENDAR\r\nnonsense\r\n", FileNotRead),
        (b"PK\x03\x04", FileNotRead),
        ("Date\nsoon\n", HolidaysNotValid),
        ("From;To\n1.05.2026;soon\n", HolidaysNotValid),
        (calendar(event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20990101")), DomainError),
    ],
)
def test_files_without_days_are_refused(content: bytes | str, error: type[DomainError]) -> None:
    with pytest.raises(error):
        of_file(content)


def test_long_calendars_are_refused_unread() -> None:
    day = event("DTSTART;VALUE=DATE:20260501")

    with pytest.raises(TooManyLines):
        of_file(calendar("X-A:1\r\n" * 40_001))
    with pytest.raises(TooManyCourses):
        of_file(calendar(day * 4_001))
    with pytest.raises(FileTooComplex):
        of_file(calendar(event("EXDATE:" + "20260501T000000Z," * 100_001)))


@pytest.mark.parametrize(
    "content",
    [calendar(event("DTSTART;VALUE=DATE:20260501") * 9), "Date\n" + "1.05.2026\n" * 9],
    ids=["calendar", "table"],
)
def test_file_of_days_that_lasts_too_long_is_refused(content: bytes | str) -> None:
    spelled = content.encode() if isinstance(content, str) else content
    slow = Patience(count().__next__)

    with pytest.raises(FileTooComplex):
        days_off.of_file(spelled, today=TODAY, patience=slow)

# ruff: noqa: RUF001 - people mix the letters and the dashes of two languages
"""Days, moments, minutes, numbers, shares and links, as people write them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain import addresses, amounts, days, fields, moments
from domain.details import LONGEST_WINDOW, URL_LENGTH
from domain.errors import (
    AddressNotValid,
    ChoiceNotValid,
    DayNotValid,
    DescriptionNotValid,
    DomainError,
    MinutesNotValid,
    MomentNotValid,
    NumberNotValid,
    PlaceIsLink,
    PlaceNotValid,
    ShareNotValid,
    TitleNotValid,
)
from domain.fields import Basis, CourseField
from domain.formatting import Written
from domain.moments import Around

MONDAY = date(2026, 3, 2)
MOSCOW, NEW_YORK = ZoneInfo("Europe/Moscow"), ZoneInfo("America/New_York")
AROUND = Around(MONDAY, MONDAY, MOSCOW)


def day(typed: str) -> date:
    return days.read(typed, today=MONDAY, since=MONDAY)


def moment(typed: str) -> datetime:
    return moments.read(typed, AROUND).astimezone(MOSCOW)


# Days


@pytest.mark.parametrize(
    "typed",
    [
        "1.09",
        "01.09",
        "1/9",
        "1.09.26",
        "1.09.2026",
        "01.09.2026 г.",
        "2026-09-01",
        "1 сентября",
        "1 сен",
        "1 Сентября 2026 года",
        "1 September",
        "1 sep 2026",
        "September 1",
        "Sept 1st, 2026",
        "the 1st of September",
        "until the 1st of September, 2026",
        "1-е сентября",
        "до 1-го сентября",
        "с 1 сентября",
        "on 1 September",
        " 1\u00a0сентября ",
    ],
)
def test_day_is_understood(typed: str) -> None:
    assert day(typed) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "ahead"),
    [("today", 0), ("завтра", 1), ("Tomorrow", 1), ("послезавтра", 2), ("сегодня", 0)],
)
def test_near_day_has_a_name(typed: str, ahead: int) -> None:
    assert day(typed) == MONDAY + timedelta(days=ahead)


@pytest.mark.parametrize(
    ("typed", "since", "meant"),
    [
        ("1.03", MONDAY, date(2027, 3, 1)),
        ("2.03", MONDAY, MONDAY),
        ("1.02", MONDAY - timedelta(60), date(2026, 2, 1)),
        ("29.02", MONDAY, date(2028, 2, 29)),
        ("1.03.2020", MONDAY, date(2020, 3, 1)),
    ],
)
def test_day_without_a_year_is_the_first_since_then(typed: str, since: date, meant: date) -> None:
    assert days.read(typed, today=MONDAY, since=since) == meant


# Moments


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("31.08 23:59", time(23, 59)),
        ("31.08.2026, 23:59", time(23, 59)),
        ("31.08 23.59", time(23, 59)),
        ("31 августа в 23:59", time(23, 59)),
        ("31 августа в 9", time(9)),
        ("31 августа в 9 вечера", time(21)),
        ("31 August at 6 pm", time(18)),
        ("2026-08-31T18:00", time(18)),
        ("в 18:00 31 августа", time(18)),
        ("18:00, 31.08", time(18)),
        ("31 августа", time(23, 59, 59)),
        ("до 31.08", time(23, 59, 59)),
        ("31.08 24:00", time(23, 59, 59)),
        ("31.08 00:00", time(0)),
    ],
)
def test_moment_is_understood(typed: str, at: time) -> None:
    assert moment(typed) == datetime.combine(date(2026, 8, 31), at, tzinfo=MOSCOW)


def test_day_alone_means_the_hour_that_is_usual() -> None:
    around = Around(MONDAY, MONDAY, MOSCOW, time(10))

    assert moments.read("завтра", around).astimezone(MOSCOW).hour == 10


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("8.03.2026 01:59", (8, 6, 59)),
        ("8.03.2026 02:30", (8, 7, 30)),
        ("8.03.2026 03:00", (8, 7, 0)),
        ("8.03.2026", (9, 3, 59)),
    ],
)
def test_night_on_which_clocks_change_has_every_moment(
    typed: str, utc: tuple[int, int, int]
) -> None:
    at = moments.read(typed, Around(MONDAY, MONDAY, NEW_YORK))

    assert (at.day, at.hour, at.minute) == utc


# Minutes, numbers, shares


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("0", 0),
        ("15", 15),
        ("15 мин", 15),
        ("15 минут", 15),
        ("15min.", 15),
        ("полчаса", 30),
        ("half an hour", 30),
        ("час", 60),
        ("1 ч", 60),
        ("1,5 часа", 90),
        ("полтора часа", 90),
        ("1 ч 15 мин", 75),
        ("2h 30", 150),
        ("24 часа", 1440),
        ("сутки", 1440),
        ("1440", 1440),
    ],
)
def test_minutes_are_understood(typed: str, minutes: int) -> None:
    assert amounts.minutes(typed, LONGEST_WINDOW) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("30", 30),
        ("030", 30),
        (" 1 000 ", 1000),
        ("1\u00a0000", 1000),
        ("30 мест", 30),
        ("30 человек", 30),
        ("5 баллов", 5),
        ("30 people", 30),
        ("100000", 100_000),
    ],
)
def test_number_is_understood(typed: str, number: int) -> None:
    assert amounts.number(typed, 100_000) == number


@pytest.mark.parametrize("typed", ["75", "75%", "75 %", "75 процентов", "75 percent", "075"])
def test_share_is_understood(typed: str) -> None:
    assert amounts.share(typed) == 75


# Links


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("zoom.us/j/123?pwd=x", "https://zoom.us/j/123?pwd=x"),
        ("https://example.org", "https://example.org"),
        ("http://example.org/", "http://example.org/"),
        ("HTTPS://Example.org/A", "https://Example.org/A"),
        (" t.me/example ", "https://t.me/example"),
        ("example.org:8443/a#b", "https://example.org:8443/a#b"),
        ("курсы.рф/путь", "https://курсы.рф/путь"),
    ],
)
def test_link_is_understood(typed: str, url: str) -> None:
    assert addresses.address(typed, URL_LENGTH) == url


def test_link_has_a_limit() -> None:
    assert len(addresses.address("example.org/" + "a" * 980, URL_LENGTH)) == URL_LENGTH
    with pytest.raises(AddressNotValid):
        addresses.address("example.org/" + "a" * 981, URL_LENGTH)


# Whatever is typed

OURS: dict[CourseField, type[DomainError]] = {
    CourseField.NAME: TitleNotValid,
    CourseField.DESCRIPTION: DescriptionNotValid,
    CourseField.FIRST_DAY: DayNotValid,
    CourseField.LAST_DAY: DayNotValid,
    CourseField.PLACE: PlaceNotValid,
    CourseField.LINK: AddressNotValid,
    CourseField.SEATS: NumberNotValid,
    CourseField.ENROLL_UNTIL: MomentNotValid,
    CourseField.LEAVE_UNTIL: MomentNotValid,
    CourseField.ANNOUNCE: MomentNotValid,
    CourseField.ACCESS: ChoiceNotValid,
    CourseField.POINTS: NumberNotValid,
    CourseField.OPENS_BEFORE: MinutesNotValid,
    CourseField.LATE_AFTER: MinutesNotValid,
    CourseField.COMPLETION: ShareNotValid,
    CourseField.MISIS: ChoiceNotValid,
    CourseField.RENEWING: ChoiceNotValid,
    CourseField.NAMES: ChoiceNotValid,
}

LIKELY = st.text("0123456789.:/-, сентябрядомчпnhtps%в\u202e\x00\ud800٣②", max_size=40)


@given(typed=st.one_of(st.text(max_size=60), LIKELY), field=st.sampled_from(CourseField))
@example(typed="9" * 5000, field=CourseField.SEATS)
@example(typed="https://" + "a." * 3000, field=CourseField.LINK)
@example(typed="https://[", field=CourseField.LINK)
@example(typed="https://℀.com", field=CourseField.LINK)
@example(typed="example.org:²", field=CourseField.LINK)
@example(typed="в " * 2000, field=CourseField.ENROLL_UNTIL)
@example(typed="31.12.2099 23:59", field=CourseField.ENROLL_UNTIL)
@example(typed="1.1.0000", field=CourseField.FIRST_DAY)
def test_anything_is_either_read_or_refused(typed: str, field: CourseField) -> None:
    try:
        fields.read(field, Written(typed), Basis(MONDAY, None, MOSCOW))
    except OURS[field]:
        pass


@given(typed=st.text(max_size=60), first=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_what_is_read_can_be_kept(typed: str, first: date) -> None:
    for read in (_days_of(first), _moments_of(first)):
        try:
            found = read(typed)
        except DomainError:
            continue
        assert 2000 <= found.year <= 2100


def _days_of(first: date) -> Callable[[str], Any]:
    return lambda typed: days.read(typed, today=MONDAY, since=first)


def _moments_of(first: date) -> Callable[[str], Any]:
    return lambda typed: moments.read(typed, Around(MONDAY, first, MOSCOW))


@pytest.mark.parametrize(
    "typed",
    ["https://zoom.us/j/1", "B-7, zoom.us/j/1", "www.example.org", "tg://join?invite=1"],
)
def test_link_is_no_place_for_everybody_to_see(typed: str) -> None:
    with pytest.raises(PlaceIsLink):
        fields.read(CourseField.PLACE, Written(typed), Basis(MONDAY, None, MOSCOW))


@pytest.mark.parametrize("typed", ["B-734", "Lenin st. 4/2", "D.4/str.1", "Room 1.2/3", "online"])
def test_place_with_dots_and_slashes_is_no_link(typed: str) -> None:
    found = fields.read(CourseField.PLACE, Written(typed), Basis(MONDAY, None, MOSCOW))

    assert found == {"location": typed}

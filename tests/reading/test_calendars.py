"""Courses from calendars."""

from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count

import pytest

from domain.errors import (
    DomainError,
    FileEmpty,
    FileNotRead,
    FileTooComplex,
    TooManyCourses,
    TooManyLessonsInFile,
    TooManyLines,
)
from domain.reading import files
from domain.reading.found import Found, Wanted
from domain.reading.patience import Patience
from tests.people import CAMPUS

TODAY = date(2026, 3, 2)
MOSCOW = ";TZID=Europe/Moscow"


def event(*lines: str, name: str = "Python", uid: str = "1") -> str:
    told = [f"UID:{uid}", f"SUMMARY:{name}", *lines]
    return "\r\n".join(["BEGIN:VEVENT", *told, "END:VEVENT", ""])


def calendar(*events: str) -> bytes:
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n"
    return (head + "".join(events) + "END:VCALENDAR\r\n").encode()


def at(start: str, end: str, zone: str = MOSCOW) -> list[str]:
    return [f"DTSTART{zone}:{start}", f"DTEND{zone}:{end}"]


def evening(day: str) -> list[str]:
    return at(f"{day}T180000", f"{day}T193000")


def read(content: bytes, patience: Patience | None = None) -> Found:
    return files.courses(content, today=TODAY, tz=CAMPUS.tz, patience=patience or Patience())


def the(*events: str) -> Wanted:
    found = read(calendar(*events))
    assert found.faults == []
    [course] = found.courses
    return course


def codes(*events: str) -> list[tuple[int, str, str]]:
    found = read(calendar(*events))
    assert found.courses == []
    return [(it.line, it.column, it.error.code) for it in found.faults]


def starts(course: Wanted) -> list[str]:
    return [f"{it.starts_at.astimezone(CAMPUS.tz):%m-%d %H:%M}" for it in course.lessons]


# Series


def test_weekly_series_is_a_course_with_a_schedule() -> None:
    rule = "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260401T150000Z"
    told = ["DESCRIPTION:About\\nit", "LOCATION:B-734"]

    course = the(event(*evening("20260302"), rule, *told))

    assert (course.line, course.key) == (4, "uid:1")
    assert course.fields == {
        "name": "Python",
        "description": "About\nit",
        "location": "B-734",
        "start_date": date(2026, 3, 2),
        "end_date": date(2026, 4, 1),
        "schedule": [{"days": ["mo", "we"], "start": "18:00", "end": "19:30", "location": None}],
    }
    assert course.lessons == ()


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;UNTIL=20260316", "FREQ=DAILY;INTERVAL=7;COUNT=3"],
)
def test_ways_to_end_a_series(rule: str) -> None:
    course = the(event(*evening("20260302"), f"RRULE:{rule}"))

    assert course.fields["end_date"] == date(2026, 3, 16)
    assert [it["days"] for it in course.fields["schedule"]] == [["mo"]]


def test_every_other_week_is_lessons_one_by_one() -> None:
    course = the(event(*evening("20260302"), "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3"))

    assert starts(course) == ["03-02 18:00", "03-16 18:00", "03-30 18:00"]
    assert "schedule" not in course.fields


def test_days_left_out_added_and_moved_are_lessons_one_by_one() -> None:
    series = event(
        *evening("20260302"),
        "RRULE:FREQ=WEEKLY;COUNT=4",
        f"EXDATE{MOSCOW}:20260309T180000",
        f"RDATE{MOSCOW}:20260311T180000",
    )
    moved = event(
        *at("20260317T100000", "20260317T113000"), f"RECURRENCE-ID{MOSCOW}:20260316T180000"
    )

    course = the(series, moved)

    assert starts(course) == ["03-02 18:00", "03-11 18:00", "03-17 10:00", "03-23 18:00"]


def test_cancelled_occurrence_does_not_take_place() -> None:
    series = event(*evening("20260302"), "RRULE:FREQ=WEEKLY;COUNT=3")
    gone = event(
        *evening("20260309"), f"RECURRENCE-ID{MOSCOW}:20260309T180000", "STATUS:CANCELLED"
    )

    assert starts(the(series, gone)) == ["03-02 18:00", "03-16 18:00"]


def test_series_of_another_zone_are_in_that_of_the_campus() -> None:
    times = at("20260302T180000", "20260302T193000", ";TZID=Asia/Novosibirsk")

    course = the(event(*times, "RRULE:FREQ=WEEKLY;COUNT=3"))

    assert course.fields["schedule"][0]["start"] == "14:00"


def test_series_across_a_change_of_clocks_elsewhere_is_lessons_one_by_one() -> None:
    times = at("20260323T180000", "20260323T193000", ";TZID=Europe/Berlin")

    course = the(event(*times, "RRULE:FREQ=WEEKLY;COUNT=2"))

    assert starts(course) == ["03-23 20:00", "03-30 19:00"]


def test_time_without_a_zone_is_that_of_the_campus_and_utc_is_utc() -> None:
    loose = event(*at("20260302T180000", "20260302T193000", ""), name="A")
    utc = event(*at("20260302T150000Z", "20260302T163000Z", ""), name="B", uid="2")

    courses = read(calendar(loose, utc)).courses

    assert {it.lessons[0].starts_at for it in courses} == {datetime(2026, 3, 2, 15, tzinfo=UTC)}


# Single events


def test_single_events_of_one_name_are_one_course() -> None:
    course = the(
        event(*evening("20260311"), uid="2", name="PYTHON"),
        event(*evening("20260302"), uid="1"),
        event(*evening("20260311"), uid="3"),
    )

    assert course.key == "events:python"
    assert starts(course) == ["03-02 18:00", "03-11 18:00"]
    assert (course.fields["start_date"], course.fields["end_date"]) == (
        date(2026, 3, 2),
        date(2026, 3, 11),
    )


def test_length_may_stand_in_place_of_the_end() -> None:
    course = the(event(f"DTSTART{MOSCOW}:20260302T180000", "DURATION:PT1H30M"))

    assert course.lessons[0].ends_at == datetime(2026, 3, 2, 16, 30, tzinfo=UTC)


def test_cancelled_event_is_passed_over() -> None:
    with pytest.raises(FileEmpty):
        read(calendar(event(*evening("20260302"), "STATUS:CANCELLED")))


# What is wrong


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260303"], "event_all_day"),
        (["DTSTART:20260302T180000Z"], "event_without_times"),
        ([], "event_without_times"),
        (at("20260302T180000", "20260302T170000"), "event_without_times"),
        (at("20260302T180000", "20260309T180000"), "event_without_times"),
        (at("00010302T180000", "00010302T190000", ""), "event_without_times"),
        (["DTSTART:nonsense", "DTEND:nonsense"], "event_without_times"),
        ([*evening("20260302"), "RRULE:FREQ=WEEKLY"], "event_endless"),
        ([*evening("20260302"), "RRULE:FREQ=MONTHLY;COUNT=3"], "event_repeats_oddly"),
        ([*evening("20260302"), "RRULE:FREQ=SECONDLY;COUNT=3"], "event_repeats_oddly"),
        (
            [*evening("20260302"), "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1"],
            "event_repeats_oddly",
        ),
        ([*evening("20260302"), "RRULE:FREQ=WEEKLY;BYDAY=2MO;COUNT=3"], "event_repeats_oddly"),
        ([*evening("20260302"), "RRULE:FREQ=DAILY;COUNT=501"], "too_many_lessons"),
        (
            [*evening("20260302"), "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=9"],
            "event_without_times",
        ),
    ],
)
def test_event_that_cannot_be_read_says_why(lines: list[str], code: str) -> None:
    [(line, _, said)] = codes(event(*lines))

    assert (line, said) == (4, code)


def test_event_without_a_name_is_told_with_its_line() -> None:
    assert codes(event(*evening("20260302"), name="")) == [(4, "SUMMARY", "title_not_valid")]


def test_the_other_events_are_read() -> None:
    found = read(
        calendar(
            event("DTSTART;VALUE=DATE:20260302", uid="2", name="Day"),
            event(*evening("20260302")),
        )
    )

    assert [it.fields["name"] for it in found.courses] == ["Python"]
    assert [(it.line, it.value) for it in found.faults] == [(4, "Day")]


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\r\nnonsense\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
    ],
)
def test_broken_calendar_is_refused(content: bytes) -> None:
    with pytest.raises((FileNotRead, FileEmpty)):
        read(content)


def test_calendar_without_events_is_empty() -> None:
    with pytest.raises(FileEmpty):
        read(calendar())


def test_long_calendar_is_refused_unread() -> None:
    with pytest.raises(TooManyLines):
        read(calendar("X-A:1\r\n" * 40_001))
    with pytest.raises(TooManyCourses):
        read(calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 4_001))


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE:" + ",".join(["20260302T150000Z"] * 2_000),
        "EXDATE:" + ",\r\n 20260302T150000Z" * 2_000,
        "\r\n".join(["EXDATE:" + ",".join(["20260302T150000Z"] * 1_000)] * 51),
        "X-A" + ";A=1" * 6_000 + ":b",
        ("X-A;A=" + "a" * 1_000 + ":b\r\n") * 2_000 + "X-B:c",
    ],
    ids=["a long line", "a folded one", "many", "properties", "long"],
)
def test_calendar_that_is_slow_to_parse_is_refused_unread(line: str) -> None:
    with pytest.raises(FileTooComplex):
        read(calendar(event(*evening("20260302"), line)))


def test_series_that_last_too_long_are_refused() -> None:
    rule = "RRULE:FREQ=DAILY;COUNT=501"
    series = [event(*evening("20260302"), rule, uid=str(it)) for it in range(9)]

    with pytest.raises(FileTooComplex):
        read(calendar(*series), Patience(count().__next__))


def test_courses_that_last_too_long_are_refused() -> None:
    moments = count(step=0.25)
    names = [event(*evening("20260302"), name=f"C{it}", uid=str(it)) for it in range(6)]

    with pytest.raises(FileTooComplex):
        read(calendar(*names), Patience(moments.__next__))


def test_what_is_moved_belongs_to_the_first_series_of_its_uid() -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=2"
    series = [event(*evening("20260302"), rule) for _ in range(600)]
    moved = [
        event(*at("20260317T100000", "20260317T113000"), f"RECURRENCE-ID{MOSCOW}:20260309T180000")
        for _ in range(600)
    ]

    assert starts(the(*series, *moved)) == ["03-02 18:00", "03-17 10:00"]


def test_calendar_with_too_many_lessons_is_refused_in_time() -> None:
    rule = "RRULE:FREQ=DAILY;COUNT=500"
    series = [event(*evening("20260302"), rule, uid=str(it)) for it in range(200)]

    with pytest.raises(TooManyLessonsInFile):
        read(calendar(*series))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_encodings_are_understood(encoding: str) -> None:
    spelled = calendar(event(*evening("20260302"), name="Физика")).decode()

    [course] = read(spelled.encode(encoding)).courses

    assert course.fields["name"] == "Физика"


def test_hostile_words_are_only_words() -> None:
    course = the(event(*evening("20260302"), "LOCATION:<b>\u202ex", name="<script>{0}%s"))

    assert course.fields["name"] == "<script>{0}%s"
    assert course.fields["location"] == "<b>x"


@pytest.mark.parametrize("number", range(0, 400, 7))
def test_cut_off_calendar_is_read_or_refused(number: int) -> None:
    whole = calendar(event(*evening("20260302"), "RRULE:FREQ=WEEKLY;COUNT=3"))
    with suppress(DomainError):
        read(whole[:number])

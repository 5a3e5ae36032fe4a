# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""The people of a course as a file."""

import csv
from io import StringIO
from typing import Any

import pytest
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    EnrollmentStatus,
    PointEntry,
    Role,
    StaffPart,
    User,
)
from domain import course_list
from domain.campus import LANGUAGES
from scheduler.deliveries import Sender
from tests.factories import DAY, NOON, Factory
from tests.scheduler.test_log_export import FORMULAS, MAIN, sheet, table
from tests.telegram import RecordedSession
from tests.test_hostile_names import NAMES

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
COMPLETED, EXPELLED = EnrollmentStatus.COMPLETED, EnrollmentStatus.EXPELLED
BOM = b"\xef\xbb\xbf"
HEADINGS = [
    "Name",
    "Study group",
    "Status",
    "Since (Moscow)",
    "Came",
    "Missed",
    "Excused",
    "Points",
    "Reason of the team",
]
SINCE = "2026-02-23 15:00"


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def course(make: Factory, vera: User) -> Course:
    course = await make.course(name="Algebra <1>")
    await make.staff(course, vera, StaffPart.MANAGER)
    return course


async def order(make: Factory, who: User, course: Course, file: str = "xlsx") -> Delivery:
    asked = {"course_id": course.id, "file": file, "zone": "Europe/Moscow"}
    return await make.delivery(who, DeliveryKind.ROSTER_EXPORT, payload=asked)


def content(telegram: RecordedSession) -> bytes:
    document = telegram.the(SendDocument).document
    assert isinstance(document, BufferedInputFile)
    return document.data


def rows(telegram: RecordedSession, delimiter: str = ",") -> list[list[str]]:
    """Of a file with commas, or what else."""
    assert content(telegram).startswith(BOM)
    return list(csv.reader(StringIO(content(telegram).decode("utf-8-sig")), delimiter=delimiter))


async def attend(make: Factory, course: Course, user: User) -> None:
    place = await make.enrollment(course, user)
    kinds = [AttendanceStatus.PRESENT, AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT, None]
    for days, status in enumerate(kinds, 1):
        lesson = await make.lesson(course, starts_at=NOON - days * DAY)
        if status is not None:
            made: dict[str, Any] = {"source": AttendanceSource.ROSTER, "marked_at": NOON}
            whose = {"enrollment_id": place.id, "lesson_id": lesson.id, "status": status}
            await make.add(Attendance(lesson_date=NOON.date(), **made, **whose))
    earned = {"points": 5, "source_key": "1"}
    await make.add(PointEntry(course_id=course.id, user_id=user.id, **earned))


async def test_manager_gets_a_row_for_each_person_with_the_email(
    make: Factory, sender: Sender, telegram: RecordedSession, vera: User, course: Course
) -> None:
    anna = {"full_name": "Anna", "study_group": "IT-23", "email": "anna@example.org"}
    await attend(make, course, await make.user(**anna))
    out = await make.enrollment(course, await make.user(full_name="Eve"), EXPELLED)
    await make.change(out, reason="was rude")
    for name in ("Zoe", "Adam"):
        await make.enrollment(course, await make.user(full_name=name), WAITLISTED)
    await make.enrollment(course, await make.user(), EnrollmentStatus.CANCELLED)
    await make.enrollment(course, await make.user(full_name="", erased_at=NOON), COMPLETED)
    owed = await order(make, vera, course)

    await sender.drain()

    assert table(telegram) == [
        [*HEADINGS, "E-mail"],
        ["Anna", "IT-23", "on the course", SINCE, "1", "2", "1", "5", "", "anna@example.org"],
        ["Zoe", "", "in the queue", SINCE, "0", "0", "0", "0", "", ""],
        ["Adam", "", "in the queue", SINCE, "0", "0", "0", "0", "", ""],
        ["Eve", "", "taken off", SINCE, "0", "0", "0", "0", "was rude", ""],
    ]
    assert telegram.said() == (
        "<b>People of Algebra &lt;1&gt;</b>\nPeople: 4.\n\nIt contains personal data: keep it "
        "only as long as you need it."
    )
    assert telegram.buttons() == {"⬅️ To the list": f"roster:{course.id}:a0", "🏠 Menu": "home"}
    document = telegram.the(SendDocument).document
    assert isinstance(document, BufferedInputFile)
    assert document.filename == f"people-{course.id}-2026-03-02.xlsx"
    assert (await make.again(owed)).status is DeliveryStatus.SENT


@pytest.mark.parametrize("is_host", [True, False], ids=["host", "another admin"])
@pytest.mark.parametrize("file", ["xlsx", "csv"])
async def test_others_get_no_email(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    course: Course,
    file: str,
    *,
    is_host: bool,
) -> None:
    who = await make.user(role=Role.HOST if is_host else Role.ADMIN)
    if is_host:
        await make.staff(course, who)
    await make.enrollment(course, await make.user(email="anna@example.org"))
    await order(make, who, course, file)

    await sender.drain()

    found = table(telegram) if file == "xlsx" else rows(telegram)
    assert found[0] == HEADINGS
    assert not [cell for row in found for cell in row if "@" in cell]


async def test_lessons_before_somebody_had_a_seat_are_not_missed(
    make: Factory, sender: Sender, telegram: RecordedSession, vera: User, course: Course
) -> None:
    await make.enrollment(course, await make.user(full_name="Late"))
    for days in (1, 30):
        await make.lesson(course, starts_at=NOON - days * DAY)
    await order(make, vera, course, "csv")

    await sender.drain()

    assert rows(telegram)[1][4:7] == ["0", "1", "0"]


async def test_csv_is_as_the_readers_spreadsheet_wants_it(
    make: Factory, sender: Sender, telegram: RecordedSession, course: Course
) -> None:
    reader = await make.user(role=Role.ADMIN, language="ru", timezone="Asia/Vladivostok")
    await make.enrollment(course, await make.user(full_name="Анна; «А»\nИ"))
    await order(make, reader, course, "csv")

    await sender.drain()

    headings, row = rows(telegram, ";")
    assert headings[:4] == ["Имя", "Группа", "Статус", "С какого времени (Москва)"]
    assert row[:4] == ["Анна; «А»\nИ", "", "на курсе", SINCE]


@pytest.mark.parametrize("formula", FORMULAS)
async def test_formula_is_not_computed_in_a_book(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    vera: User,
    course: Course,
    formula: str,
) -> None:
    await make.enrollment(course, await make.user(full_name=formula, study_group=formula))
    await order(make, vera, course)

    await sender.drain()

    assert list(sheet(telegram).iter(f"{MAIN}f")) == []
    assert list(sheet(telegram).iter(f"{MAIN}hyperlink")) == []
    assert table(telegram)[1][:2] == [formula, formula]


@pytest.mark.parametrize(
    "formula", [*FORMULAS, "\t=1", "\r=1", "\n=1", "  =1+1", "\uff1d1+1", "-1", "-Anna", "\xa0=1"]
)
async def test_formula_is_not_computed_in_a_csv(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    vera: User,
    course: Course,
    formula: str,
) -> None:
    await make.enrollment(course, await make.user(full_name=formula, study_group=formula))
    await order(make, vera, course, "csv")

    await sender.drain()

    is_computed = formula.strip()[0] in {"=", "+", "-", "@", "\uff1d"}
    for cell in rows(telegram)[1][:2]:
        assert cell.startswith("'") == is_computed


@pytest.mark.parametrize("file", ["xlsx", "csv"])
async def test_file_with_nobody_in_it_is_words_instead(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    vera: User,
    course: Course,
    file: str,
) -> None:
    await order(make, vera, course, file)

    await sender.drain()

    assert telegram.the(SendMessage).text == (
        "<b>People of Algebra &lt;1&gt;</b>\n\nNobody is in it, so there is no file."
    )


async def test_file_that_is_cut_says_so(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    vera: User,
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(course_list, "LONGEST_FILE", 2)
    monkeypatch.setattr("bot.texts.roster.LONGEST_FILE", 2)
    for _ in range(3):
        await make.enrollment(course, await make.user())
    await order(make, vera, course)

    await sender.drain()

    assert len(table(telegram)) == 3
    assert "The file has only the first of them" in telegram.said()


@pytest.mark.parametrize("what", ["part", "course"])
async def test_who_may_not_see_them_any_more_gets_nothing(
    make: Factory, sender: Sender, telegram: RecordedSession, course: Course, what: str
) -> None:
    host = await make.user(role=Role.HOST)
    if what == "course":
        await make.staff(course, host)
        await make.change(course, deleted_at=NOON)
    await make.enrollment(course, await make.user())
    owed = await order(make, host, course)

    await sender.drain()

    assert telegram.calls == []
    assert (await make.again(owed)).status is DeliveryStatus.SKIPPED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", ["xlsx", "csv"])
@pytest.mark.parametrize(
    "name", [*NAMES.values(), "\x01\x08\x1f\ufffe\uffff", "_x0041_"], ids=lambda it: ascii(it)[:20]
)
async def test_hostile_names_make_a_file_that_opens(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    name: str,
    language: str,
    file: str,
) -> None:
    vera = await make.user(role=Role.ADMIN, language=language)
    course = await make.course(name=name)
    await make.enrollment(course, await make.user(full_name=name, study_group=name))
    await order(make, vera, course, file)

    await sender.drain()

    found = table(telegram) if file == "xlsx" else rows(telegram, ";" if language == "ru" else ",")
    assert len(found) == 2
    assert telegram.faults == []

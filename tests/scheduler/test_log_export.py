# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""The history of actions as a file."""

from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile

from db.models import ApiToken, Delivery, DeliveryKind, DeliveryStatus, Role, User
from domain import history
from domain.campus import LANGUAGES
from scheduler.deliveries import Sender
from tests.factories import HOUR, NOON, Factory
from tests.telegram import RecordedSession
from tests.test_hostile_names import NAMES

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADINGS = [
    "Time (Moscow)",
    "Who",
    "Telegram ID",
    "Role now",
    "Action",
    "What it was done to",
    "Before",
    "After",
    "By the service",
]
FORMULAS = [
    '=HYPERLINK("http://example.org")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "{=1}",
    "https://example.org",
    "007",
    "1e9",
]


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


async def order(make: Factory, admin: User, **filters: Any) -> Delivery:
    asked = {"filters": filters, "zone": "Europe/Moscow"}
    return await make.delivery(admin, DeliveryKind.LOG_EXPORT, payload=asked)


def sheet(telegram: RecordedSession) -> ET.Element:
    document = telegram.the(SendDocument).document
    assert isinstance(document, BufferedInputFile)
    with ZipFile(BytesIO(document.data)) as book:
        return ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - ours


def table(telegram: RecordedSession) -> list[list[str]]:
    """What the cells say, row by row; every one of them is text."""
    cells = [list(row) for row in sheet(telegram).iter(f"{MAIN}row")]
    assert {cell.get("t") for row in cells for cell in row} == {"inlineStr"}
    return [["".join(cell.itertext()) for cell in row] for row in cells]


async def test_file_has_a_row_for_each_entry(
    make: Factory, sender: Sender, telegram: RecordedSession, vera: User
) -> None:
    anna = await make.user(full_name="Anna Petrova")
    course = await make.course(name="Python")
    token = await make.add(ApiToken(name="timetable", token_hash=b"1", scopes=[]))
    await make.entry(course, "change_course", by=vera, capacity=[20, None], location=[None, "B-7"])
    await make.entry(await make.enrollment(course, anna), "expel", by=vera, at=NOON - HOUR)
    await make.entry(course, "create_course", token_id=token.id, at=NOON - 2 * HOUR)
    await make.entry(anna, "teleport", at=NOON - 3 * HOUR)
    owed = await order(make, vera)

    await sender.drain()

    by_vera = ["Vera", str(vera.telegram_id), "admin"]
    assert table(telegram) == [
        HEADINGS,
        [
            *("2026-03-02 15:00:00", *by_vera, "A change of the course", "“Python”"),
            *("seats: 20; place: not set", "seats: no limit; place: B-7", ""),
        ],
        [
            *("2026-03-02 14:00:00", *by_vera, "Taking off the course"),
            *("“Python”, Anna Petrova", "", "", ""),
        ],
        [
            *("2026-03-02 13:00:00", "The service timetable", "", "", "A new course"),
            *("“Python”", "", "", "timetable"),
        ],
        ["2026-03-02 12:00:00", "The system", "", "", "Teleport", "Anna Petrova", "", "", ""],
    ]
    assert telegram.said() == "<b>History of actions</b>\nEntries: 4."
    assert telegram.buttons() == {"⬅️ To the history": "log:", "🏠 Menu": "home"}
    document = telegram.the(SendDocument).document
    assert isinstance(document, BufferedInputFile)
    assert document.filename == "history-2026-03-02.xlsx"
    assert (await make.again(owed)).status is DeliveryStatus.SENT


async def test_file_is_in_the_language_of_its_reader_and_the_zone_of_the_campus(
    make: Factory, sender: Sender, telegram: RecordedSession
) -> None:
    far = await make.user(
        full_name="Вера", role=Role.ADMIN, language="ru", timezone="Asia/Vladivostok"
    )
    await make.entry(far, "grant_role", role=["participant", "host"])
    await order(make, far)

    await sender.drain()

    headings, row = table(telegram)
    assert headings[:4] == ["Время (Москва)", "Кто", "ID в Telegram", "Роль сейчас"]
    assert row == [
        *("2026-03-02 15:00:00", "Система", "", "", "Смена роли", "Вера"),
        *("роль: участник", "роль: ведущий", ""),
    ]


async def test_file_has_what_was_asked_for(
    make: Factory, sender: Sender, telegram: RecordedSession, vera: User
) -> None:
    anna, course = await make.user(full_name="Anna"), await make.course(name="Python")
    place = await make.enrollment(course, anna)
    await make.entry(place, "enroll", by=anna)
    await make.entry(place, "leave", by=anna)
    await make.entry(course, "enroll", by=vera)
    asked = {"user_id": anna.id, "course_id": course.id, "of_action": "enroll"}
    await order(make, vera, **asked, since="2026-03-01", until="2026-03-02")

    await sender.drain()

    assert [row[4] for row in table(telegram)[1:]] == ["Enrolling in the course"]
    assert telegram.said() == (
        "<b>History of actions</b>\nPerson: Anna\nCourse: “Python”\n"
        "Action: Enrolling in the course\nDays: 1–2 March 2026\nEntries: 1."
    )
    back = telegram.buttons()["⬅️ To the history"]
    assert "Aenroll" in back


async def test_long_history_is_cut_and_says_so(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    vera: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "LONGEST_FILE", 5)
    monkeypatch.setattr(history, "AT_ONCE", 2)
    for number in range(7):
        await make.entry(vera, f"act {number}", by=vera)
    await order(make, vera)

    await sender.drain()

    actions = [row[4] for row in table(telegram)[1:]]
    assert actions == [f"Act {number}" for number in (6, 5, 4, 3, 2)]
    assert telegram.said() == (
        "<b>History of actions</b>\nEntries: 7.\n\n"
        "The file has the newest 5. For the others, choose fewer days."
    )


async def test_file_with_nothing_in_it_is_words_instead(
    make: Factory, sender: Sender, telegram: RecordedSession, vera: User
) -> None:
    await order(make, vera, of_action="enroll")

    await sender.drain()

    assert telegram.the(SendMessage).text == (
        "<b>History of actions</b>\nAction: Enrolling in the course\n\n"
        "Nothing was found. Take one of the filters away."
    )


async def test_who_is_no_admin_any_more_gets_nothing(
    make: Factory, sender: Sender, telegram: RecordedSession, vera: User
) -> None:
    await make.entry(vera)
    owed = await order(make, vera)
    await make.change(vera, role=Role.HOST)

    await sender.drain()

    assert telegram.calls == []
    assert (await make.again(owed)).status is DeliveryStatus.SKIPPED


@pytest.mark.parametrize("formula", FORMULAS)
async def test_formula_is_not_computed(
    make: Factory, sender: Sender, telegram: RecordedSession, vera: User, formula: str
) -> None:
    boris = await make.user(full_name=formula)
    await make.entry(boris, formula, by=boris, name=[formula, formula])
    await order(make, vera)

    await sender.drain()

    assert list(sheet(telegram).iter(f"{MAIN}f")) == []
    assert list(sheet(telegram).iter(f"{MAIN}hyperlink")) == []
    _, row = table(telegram)
    assert (row[1], row[5]) == (formula, formula)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", [*NAMES.values(), "\x01\x08\x1f\ufffe\uffff", "_x0041_"], ids=lambda it: ascii(it)[:20]
)
async def test_hostile_names_make_a_file_that_opens(
    make: Factory, sender: Sender, telegram: RecordedSession, name: str, language: str
) -> None:
    admin = await make.user(full_name=name, role=Role.ADMIN, language=language)
    course = await make.course(name=name)
    await make.entry(course, "change_course", by=admin, name=[name, name], location=[None, name])
    await order(make, admin, user_id=admin.id, course_id=course.id)

    await sender.drain()

    assert len(table(telegram)) == 2
    assert telegram.faults == []

# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""The pages of the history of actions."""

from typing import Any

import pytest
from aiogram.utils.i18n import I18n

from bot.texts import history as words
from db.models import ApiToken, Delivery, LogEntry, Role, User
from domain.campus import LANGUAGES
from domain.history import Filters
from keyboards.catalogue import ShowCourse
from keyboards.editing import RunCourse
from keyboards.history import (
    AskCourse,
    AskDays,
    AskPerson,
    ChooseAction,
    SendHistory,
    ShowHistory,
    of_course,
    of_person,
    pack,
)
from keyboards.people import ShowPerson
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.limits import read
from tests.telegram import tap, write
from tests.test_hostile_names import NAMES, beginning

EMPTY = (
    "<b>History of actions</b>\n\n"
    "Nothing has happened yet. What people do from now on will be here."
)
PREPARING = "I am putting the file together and will send it here in a moment."
OUT_OF_DATE = "This button is out of date. Here is the menu."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


@pytest.fixture
async def russian(feed: Feed, make: Factory) -> Desk:
    admin = await make.user(full_name="Вера Орлова", role=Role.ADMIN, language="ru")
    return Desk(feed, admin)


# A page


async def test_entry_says_when_who_what_and_before_and_after(
    make: Factory, desk: Desk, vera: User
) -> None:
    course = await make.course(name="C & <D>")
    await make.entry(course, "change_course", by=vera, capacity=[20, 30])

    assert await desk.write("/log") == (
        "<b>History of actions</b>\nEntries: 1.\n\n"
        "<b>2 Mar 2026, 15:00</b>\n"
        "Vera — a change of the course “C &amp; &lt;D&gt;”\n"
        "<i>seats: 20 → 30</i>"
    )
    assert desk.labels == ["Person", "Course", "Action", "Days", "📄 As a file", "🏠 Menu"]


async def test_entries_in_russian(make: Factory, russian: Desk) -> None:
    anna = await make.user(full_name="Анна Петрова")
    masha = await make.user(full_name="Мария Лебедева", role=Role.HOST)
    course = await make.course(name="Python")
    place = await make.enrollment(course, anna)
    until = [None, "2026-03-05T15:00:00+00:00"]
    await make.entry(place, "enroll", by=anna, status="waitlisted")
    await make.entry(place, "promoted")
    await make.entry(place, "expel", by=masha)
    await make.entry(course, "change_course", by=masha, capacity=[None, 30], enroll_until=until)
    await make.entry(anna, "grant_role", role=["participant", "host"])
    await make.entry(anna, "change_profile", by=anna, fields=["email", "study_group"])
    await make.entry(course, "remove_staff", by=masha, part=["assistant", None], user_id=anna.id)
    await make.entry(anna, "teleport", by=masha, distance=[1, 2])

    said = await russian.write("/log")

    assert said.split("\n\n")[0] == "<b>История действий</b>\nЗаписей: 8."
    assert [it.partition("\n")[2] for it in said.split("\n\n")[1:]] == [
        "Мария Лебедева — teleport: Анна Петрова\n<i>distance: 1 → 2</i>",
        "Мария Лебедева — исключение из команды курса «Python»: Анна Петрова\n"
        "<i>роль в команде: ассистент → нет</i>",
        "Анна Петрова — изменение профиля\n<i>что именно: почта и группа</i>",
        "Система — смена роли: Анна Петрова\n<i>роль: участник → ведущий</i>",
        "Мария Лебедева — изменение курса «Python»\n"
        "<i>число мест: без ограничений → 30; запись до: не задано → 5 мар. 2026, 18:00</i>",
        "Мария Лебедева — отчисление с курса «Python»: Анна Петрова",
        "Система — место из очереди на курс «Python»: Анна Петрова",
        "Анна Петрова — запись на курс «Python»\n<i>статус: в очереди</i>",
    ]


async def test_block_says_whether_there_was_a_reason_and_its_end_nothing_more(
    make: Factory, russian: Desk
) -> None:
    anna = await make.user(full_name="Анна Петрова")
    await make.entry(anna, "block_user", has_reason=True)
    await make.entry(anna, "unblock_user")
    await make.entry(anna, "block_user", has_reason=False)

    said = await russian.write("/log")

    assert [it.partition("\n")[2] for it in said.split("\n\n")[1:]] == [
        "Система — блокировка: Анна Петрова\n<i>с причиной: нет</i>",
        "Система — снятие блокировки: Анна Петрова",
        "Система — блокировка: Анна Петрова\n<i>с причиной: да</i>",
    ]


async def test_lesson_takes_place_or_does_not(make: Factory, desk: Desk, russian: Desk) -> None:
    lesson = await make.lesson(await make.course(name="Python"))
    await make.entry(lesson, "cancel_lesson", status=["scheduled", "cancelled"])

    in_english, in_russian = await desk.write("/log"), await russian.write("/log")

    assert "<i>status: takes place → cancelled</i>" in in_english
    assert "<i>статус: проводится → отменено</i>" in in_russian


async def test_services_and_erased_people_are_told_from_the_system(
    make: Factory, desk: Desk, russian: Desk
) -> None:
    token = await make.add(ApiToken(name="timetable", token_hash=b"1", scopes=[]))
    nobody = await make.user(full_name="", telegram_id=None, erased_at=NOON)
    course = await make.course(name="Python")
    await make.entry(course, "create_course", token_id=token.id)
    await make.entry(nobody, "change_profile", by=nobody)
    await make.entry(nobody, "erase_user")

    in_english, in_russian = await desk.write("/log"), await russian.write("/log")

    assert [it.split("\n")[1] for it in in_english.split("\n\n")[1:]] == [
        "The system — erasing personal data: an erased person",
        "An erased person — a change of the profile",
        "The service timetable — a new course “Python”",
    ]
    assert [it.split("\n")[1] for it in in_russian.split("\n\n")[1:]] == [
        "Система — удаление персональных данных: удалённый пользователь",
        "Удалённый пользователь — изменение профиля",
        "Сервис timetable — новый курс «Python»",
    ]


async def test_times_are_of_the_admins_zone(feed: Feed, make: Factory) -> None:
    far = await make.user(role=Role.ADMIN, timezone="Asia/Vladivostok")
    await make.entry(far, at=NOON)

    telegram = await feed(write(far.telegram_id, "/log"))

    assert "<b>2 Mar 2026, 22:00</b>" in telegram.said()


async def test_pages_are_turned(make: Factory, desk: Desk, vera: User) -> None:
    for number in range(17):
        await make.entry(vera, f"act {number}", at=NOON + number * HOUR)

    first = await desk.write("/log")
    assert desk.labels[:3] == ["⬅️", "1 of 3", "➡️"]
    second = await desk.press("➡️")
    third = await desk.press("➡️")

    assert "Entries: 17." in first
    assert [text.count("The system — act") for text in (first, second, third)] == [8, 8, 1]
    assert await desk.press("➡️") == first


async def test_empty_history_says_so_and_has_no_file(desk: Desk, russian: Desk) -> None:
    assert await desk.write("/log") == EMPTY
    assert "📄 As a file" not in desk.labels
    assert (await russian.write("/log")).endswith(
        "Пока ничего не произошло. Всё, что люди сделают дальше, появится здесь."
    )


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_others_are_not_shown_it(feed: Feed, make: Factory, vera: User, role: Role) -> None:
    await make.entry(vera, "a secret")
    other = await make.user(role=role)
    buttons = [it(filters="") for it in (ShowHistory, ChooseAction, AskPerson, AskCourse, AskDays)]

    for telegram_id in (other.telegram_id, 77):
        asked = [await feed(write(telegram_id, "/log"))]
        asked += [await feed(tap(telegram_id, it)) for it in [*buttons, SendHistory()]]

        assert not [it for it in asked if "secret" in it.said() or "History" in it.said()]
        assert {it.notice() for it in asked[1:]} == {OUT_OF_DATE}
    assert await make.all(Delivery) == []
    assert len(await make.all(LogEntry)) == 1


# From cards


async def test_history_of_a_course_is_a_button_where_it_is_managed(
    feed: Feed, make: Factory, desk: Desk, vera: User
) -> None:
    course, host = await make.course(name="Python"), await make.user(role=Role.HOST)
    await make.staff(course, host)
    await make.entry(course, "change_course", by=vera)
    await make.entry(vera, "change_profile", by=vera)

    await desk.press(ShowCourse(course_id=course.id))
    await desk.press("⚙️ Manage")
    said = await desk.press("🕓 History")
    of_host = await feed(tap(host.telegram_id, RunCourse(course_id=course.id)))

    assert said.startswith("<b>History of actions</b>\nCourse: “Python”\nEntries: 1.")
    assert desk.labels[-2:] == ["⬅️ To the course", "🏠 Menu"]
    assert (await desk.press("⬅️ To the course")).startswith("<b>Python</b>")
    assert "🕓 History" not in of_host.buttons()


async def test_history_of_a_person_leads_back_to_their_card(
    make: Factory, desk: Desk, vera: User
) -> None:
    anna = await make.user(full_name="Anna")
    await make.entry(anna, "register", by=anna)
    await make.entry(vera, "change_profile", by=vera)

    said = await desk.press(of_person(anna.id))

    assert said.startswith("<b>History of actions</b>\nPerson: Anna\nEntries: 1.")
    meanings = desk.telegram.buttons().values()
    assert ShowPerson(user_id=anna.id).pack() in meanings


# Filters


async def test_filters_stand_in_the_heading_and_each_is_taken_away(
    make: Factory, desk: Desk
) -> None:
    anna, course = await make.user(full_name="Anna"), await make.course(name="Python")
    every = Filters(anna.id, course.id, "enroll", days=7)

    said = await desk.press(ShowHistory(filters=pack(every)))

    assert said == (
        "<b>History of actions</b>\n"
        "Person: Anna\nCourse: “Python”\nAction: Enrolling in the course\n"
        "Days: the last 7 days\n\n"
        "Nothing was found. Take one of the filters away."
    )
    for label, line in (
        ("✖️ Course", "Course: “Python”\n"),
        ("✖️ Days", "\nDays: the last 7 days"),
        ("✖️ Person", "Person: Anna\n"),
        ("✖️ Action", "\nAction: Enrolling in the course"),
    ):
        said = said.replace(line, "")
        assert (await desk.press(label)).split("\n\n")[0] == said.split("\n\n")[0]
    assert "✖️" not in "".join(desk.labels)


async def test_filters_in_russian(make: Factory, russian: Desk) -> None:
    anna, course = await make.user(full_name="Анна"), await make.course(name="Python")
    every = Filters(anna.id, course.id, "enroll", days=1)

    said = await russian.press(ShowHistory(filters=pack(every)))

    assert said == (
        "<b>История действий</b>\n"
        "Человек: Анна\nКурс: «Python»\nДействие: Запись на курс\nДаты: сегодня\n\n"
        "Ничего не нашлось. Попробуйте убрать один из фильтров."
    )
    assert {"✖️ Человек", "✖️ Курс", "✖️ Действие", "✖️ Даты"} <= set(russian.labels)


async def test_filters_are_kept_from_page_to_page(make: Factory, desk: Desk, vera: User) -> None:
    anna = await make.user(full_name="Anna")
    for _ in range(9):
        await make.entry(anna, "register")
        await make.entry(vera, "register")

    await desk.press(of_person(anna.id))
    said = await desk.press("➡️")

    assert "Person: Anna\nEntries: 9." in said
    assert said.count("registration: Anna") == 1


async def test_action_is_chosen_from_a_list_of_words(
    make: Factory, desk: Desk, vera: User
) -> None:
    course = await make.course(name="Python")
    await make.entry(course, "create_course", by=vera)
    await make.entry(course, "change_course", by=vera)
    await desk.press(of_course(course.id))

    assert await desk.press("Action") == "Which action?"
    assert "A change of the course" in desk.labels
    assert "➡️" in desk.labels
    assert desk.labels[-2:] == ["⬅️ To the history", "🏠 Menu"]
    said = await desk.press("A change of the course")

    assert "Course: “Python”\nAction: A change of the course\nEntries: 1." in said


@pytest.mark.parametrize("language", LANGUAGES)
async def test_list_of_actions_has_every_one(
    feed: Feed, make: Factory, i18n: I18n, language: str
) -> None:
    desk = Desk(feed, await make.user(role=Role.ADMIN, language=language))
    found: list[str] = []
    await desk.press(ChooseAction())

    while desk.labels[0] not in found:
        found += [label for label in desk.labels if label[0].isalpha()]
        await desk.press("➡️")

    with i18n.context(), i18n.use_locale(language):
        assert found == sorted(map(words.action, words.ACTIONS))


@pytest.mark.parametrize("page", ["Pzzz", "P9", "x"])
async def test_list_of_actions_ends_where_it_does(desk: Desk, page: str) -> None:
    assert await desk.press(ChooseAction(filters=page)) == "Which action?"
    assert desk.labels[-2:] == ["⬅️ To the history", "🏠 Menu"]


@pytest.mark.parametrize(
    ("label", "told", "expected"),
    [
        ("Today", "today", 1),
        ("7 days", "the last 7 days", 2),
        ("30 days", "the last 30 days", 3),
    ],
)
async def test_last_days_are_buttons(
    make: Factory, desk: Desk, vera: User, label: str, told: str, expected: int
) -> None:
    for days in (0, 6, 29, 30):
        await make.entry(vera, at=NOON - days * DAY)
    await desk.write("/log")

    await desk.press("Days")
    said = await desk.press(label)

    assert f"Days: {told}\nEntries: {expected}." in said


@pytest.mark.parametrize(
    "forged",
    ["", "x", "U1U2", "Uzzzzzzzzzzzzz", "Uw", "Cw", "Aa_b", "Pzzz", "F000zzz", "%", "\x00", "Ж"],
)
async def test_forged_filters_are_met_with_a_history(
    make: Factory, desk: Desk, vera: User, forged: str
) -> None:
    await make.entry(vera)

    for kind in (ShowHistory, AskPerson, AskCourse, ChooseAction, AskDays):
        assert await desk.press(kind(filters=forged))
        assert "🏠 Menu" in desk.labels


# The file


async def test_file_is_asked_for_with_the_filters(make: Factory, desk: Desk, vera: User) -> None:
    anna = await make.user()
    await make.entry(anna, "register")
    await desk.press(of_person(anna.id))

    assert await desk.tap("📄 As a file") == PREPARING

    [owed] = await make.all(Delivery)
    assert owed.user_id == vera.id
    assert owed.payload == {"filters": {"user_id": anna.id}, "zone": "Europe/Moscow"}
    assert [it.action for it in await make.all(LogEntry)] == ["register", "export_history"]


async def test_second_tap_makes_no_second_file(make: Factory, desk: Desk, vera: User) -> None:
    await make.entry(vera)
    await desk.write("/log")
    button = desk.telegram.buttons()["📄 As a file"]

    answers = [await desk.tap(SendHistory.unpack(button)) for _ in range(3)]

    assert answers == [PREPARING] * 3
    assert len(await make.all(Delivery)) == 1


# What people call themselves


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_hostile_names(feed: Feed, make: Factory, name: str, language: str) -> None:
    admin = await make.user(full_name=name, role=Role.ADMIN, language=language)
    anna = await make.user(full_name=name)
    token = await make.add(ApiToken(name=name, token_hash=b"1", scopes=[]))
    course = await make.course(name=name)
    place = await make.enrollment(course, anna)
    changed: dict[str, Any] = {"name": [name, name], "location": [None, name], name[:90]: name}
    for _ in range(8):
        await make.entry(place, "expel", by=admin, token_id=token.id, **changed)
    await make.entry(course, "change_course", token_id=token.id, **changed)
    every = ShowHistory(filters=pack(Filters(anna.id, course.id, "expel", days=30)))

    for update in (write(admin.telegram_id, "/log"), tap(admin.telegram_id, every)):
        telegram = await feed(update)

        assert beginning(name) in read(telegram.said())
        assert telegram.faults == []

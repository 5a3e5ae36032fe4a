# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""What the history of actions is narrowed to, in words that admins type."""

from typing import Any

import pytest

from db.models import CourseStatus, DialogState, Role, User
from domain.history import Filters
from keyboards.history import AskCourse, AskDays, AskPerson, ShowHistory, pack
from keyboards.home import Home
from tests.conftest import Feed
from tests.desk import NOT_TEXT, Desk
from tests.domain.test_periods import WRONG
from tests.factories import DAY, NOON, Factory
from tests.handlers.test_people import NO_WORDS
from tests.telegram import tap, write
from tests.test_hostile_names import NAMES

HISTORY = "<b>History of actions</b>"
ASK_PERSON = "Whose history? Write a name, a group or a Telegram ID, such as “Petrova”."
ASK_COURSE = "Which course? Write a word or two of its name, such as “python”."
ASK_DAYS = "For which days? Press a button, or write them: 01.11-15.11, or just 5 November."
NOBODY = "Nobody was found. Write it in another way, such as “Petrova” or “123456789”."
NO_COURSE = "No course was found. Write it in another way, such as “python”."
NOT_DAYS = (
    "I did not understand these days. Write them like this: 01.11-15.11, or just 5 November."
)

DAYS = ["Today", "7 days", "30 days", "⬅️ To the history", "🏠 Menu"]

QUESTIONS = {AskPerson: ASK_PERSON, AskCourse: ASK_COURSE, AskDays: ASK_DAYS}
each_question = pytest.mark.parametrize(
    ("button", "question"), QUESTIONS.items(), ids=lambda it: getattr(it, "__name__", "")
)

ODD = {
    "5,000 letters": "x" * 5000,
    "many words": "word " * 1000,
    "markup": "<script>alert(1)</script>",
    "quotes": "Robert'); DROP TABLE logs;--",
    "format": "{name} %s {0}",
    "other letters": "李四在北京大学",
    "right to left": "שם ושם \u202eabc\u2066def",
    "other digits": "٣٤٥",
    "nul": "a\x00b",
    "half a character": "a\ud800b",
    "controls": "a\x01\x02b",
    "zero width": "a\u200bb\u2060",
    "number": "7" * 100,
    "filters": pack(Filters(1, 2, "enroll", days=7)),
}


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


# A person


async def test_person_is_chosen_among_those_who_match(make: Factory, desk: Desk) -> None:
    anna = await make.user(full_name="Anna Petrova", study_group="IT-23-1")
    await make.user(full_name="Boris Petrov")
    await make.user(full_name="Ivan")
    await make.entry(anna, "register", by=anna)
    await make.entry(await make.course(), "create_course")
    await desk.write("/log")

    assert await desk.press("Person") == ASK_PERSON
    assert desk.labels == ["⬅️ To the history", "🏠 Menu"]
    assert await desk.write("petrov") == "Who is it?"
    assert desk.labels[:2] == ["Anna Petrova, IT-23-1", "Boris Petrov"]
    said = await desk.press("Anna Petrova, IT-23-1")

    assert said.startswith(f"{HISTORY}\nPerson: Anna Petrova\nEntries: 1.")
    assert "✖️ Person" in desk.labels


@pytest.mark.parametrize("by", ["name", "group", "id"])
async def test_person_is_found_by_what_admins_know(make: Factory, desk: Desk, by: str) -> None:
    await make.user(full_name="Анна Петрова", study_group="БПИ-23", telegram_id=987654321)
    typed = {"name": "ПЕТРОВА анна", "group": "бпи-23", "id": "987654321"}
    await desk.press(AskPerson())

    await desk.write(typed[by])

    assert desk.labels[0] == "Анна Петрова, БПИ-23"


async def test_of_many_the_first_are_shown_and_the_others_counted(
    make: Factory, desk: Desk
) -> None:
    for number in range(11):
        await make.user(full_name=f"Anna {number}")
    await desk.press(AskPerson())

    said = await desk.write("anna")

    assert said == "Who is it?\n\n3 more were found: to see them, write more exactly."
    assert len(desk.labels) == 8 + 2


async def test_search_goes_on_until_somebody_is_chosen(make: Factory, desk: Desk) -> None:
    await make.user(full_name="Anna")
    await make.user(full_name="Boris")
    await desk.press(AskPerson())

    await desk.write("anna")
    await desk.write("boris")

    assert desk.labels[0] == "Boris"


# A course


async def test_course_of_any_state_is_chosen_among_those_that_match(
    make: Factory, desk: Desk
) -> None:
    draft = await make.course(name="Python, a draft", status=CourseStatus.DRAFT)
    await make.course(name="Python, old", status=CourseStatus.ARCHIVED)
    await make.course(name="Chess")
    await make.entry(draft, "create_course")
    await desk.write("/log")

    assert await desk.press("Course") == ASK_COURSE
    assert (await desk.write("PYTHON")).startswith("Which one is it?")
    assert set(desk.labels[:2]) == {"Python, a draft", "Python, old"}
    said = await desk.press("Python, a draft")

    assert said.startswith(f"{HISTORY}\nCourse: “Python, a draft”\nEntries: 1.")


# Days


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("01.02-28.02", "1–28 February 2026"),
        ("с 1 по 28 февраля", "1–28 February 2026"),
        ("2026-02-01 2026-02-28", "1–28 February 2026"),
        ("1 Feb - 1 March", "1 February – 1 March 2026"),
        ("5 February", "5 February 2026"),
    ],
)
async def test_days_are_typed_as_people_write_them(
    make: Factory, desk: Desk, vera: User, typed: str, told: str
) -> None:
    await make.entry(vera, "too late", at=NOON)
    await make.entry(vera, "inside", at=NOON - 25 * DAY)
    await make.entry(vera, "too early", at=NOON - 60 * DAY)
    await desk.write("/log")

    assert await desk.press("Days") == ASK_DAYS
    assert desk.labels == DAYS
    said = await desk.write(typed)

    assert said.startswith(f"{HISTORY}\nDays: {told}\nEntries: 1.")
    assert "inside" in said


async def test_days_may_have_no_last_one(make: Factory, desk: Desk, vera: User) -> None:
    await make.entry(vera, "today", at=NOON)
    await make.entry(vera, "too early", at=NOON - 60 * DAY)
    await desk.press(AskDays())

    said = await desk.write("from 5 February")

    assert said.startswith(f"{HISTORY}\nDays: 5 February – 2 March 2026\nEntries: 1.")


async def test_days_may_have_no_first_one(make: Factory, desk: Desk, vera: User) -> None:
    await make.entry(vera, "too late", at=NOON)
    await make.entry(vera, "inside", at=NOON - 60 * DAY)
    await desk.press(AskDays())

    said = await desk.write("until 1 March")

    assert said.startswith(f"{HISTORY}\nDays: until 1 March 2026\nEntries: 1.")
    assert "✖️ Days" in desk.labels


async def test_days_in_russian(feed: Feed, make: Factory) -> None:
    desk = Desk(feed, await make.user(role=Role.ADMIN, language="ru"))

    asked = await desk.press(AskDays())
    missed = await desk.write("вчера")
    found = await desk.write("с 1 по 28 февраля")

    assert asked == "За какие дни? Нажмите кнопку или напишите: 01.11-15.11 или просто 5 ноября."
    assert missed == (
        "Не получилось понять даты. Напишите, например, так: 01.11-15.11 или просто 5 ноября."
    )
    assert "Даты: 1–28 февраля 2026\n" in found


async def test_today_is_where_the_admin_is(feed: Feed, make: Factory) -> None:
    far = await make.user(role=Role.ADMIN, timezone="Pacific/Kiritimati")
    desk = Desk(feed, far)
    await desk.press(AskDays())

    assert "Days: 3 March 2026" in await desk.write("03.03")


async def test_wrong_days_are_refused_with_an_example_and_the_dialog_goes_on(
    desk: Desk, subtests: pytest.Subtests
) -> None:
    await desk.press(AskDays())

    for typed in filter(None, WRONG):
        with subtests.test(ascii(typed)):
            assert await desk.write(typed) in {NOT_DAYS, ASK_DAYS}
            assert desk.labels == DAYS

    found = await desk.write("01.02-28.02")
    assert found.startswith(f"{HISTORY}\nDays: 1–28 February 2026")


async def test_typed_days_are_in_place_of_pressed_ones(desk: Desk) -> None:
    await desk.press(AskDays(filters=pack(Filters(action="enroll", days=7))))

    said = await desk.write("01.02-28.02")

    assert "Action: Enrolling in the course\nDays: 1–28 February 2026" in said


# What is typed together with what was chosen before


async def test_other_filters_stay_while_one_is_typed(make: Factory, desk: Desk) -> None:
    anna, course = await make.user(full_name="Anna"), await make.course(name="Python")

    await desk.press(AskPerson(filters=pack(Filters(action="enroll", days=7))))
    await desk.write("anna")
    await desk.press("Anna")
    await desk.press("Course")
    await desk.write("python")
    said = await desk.press("Python")

    assert said.startswith(
        f"{HISTORY}\nPerson: Anna\nCourse: “Python”\nAction: Enrolling in the course\n"
        "Days: the last 7 days"
    )
    everything = Filters(anna.id, course.id, "enroll", days=7)
    assert await desk.press(ShowHistory(filters=pack(everything))) == said


@each_question
async def test_way_back_from_the_question_is_the_same_history(
    desk: Desk, button: Any, question: str
) -> None:
    asked = pack(Filters(action="enroll"))
    await desk.press(ShowHistory(filters=asked))
    before = desk.telegram.said()

    assert await desk.press(button(filters=asked)) == question
    assert await desk.press("⬅️ To the history") == before


# What nobody can read


@pytest.mark.parametrize("button", [AskPerson, AskCourse])
async def test_what_has_no_words_is_met_with_the_question(
    desk: Desk, button: Any, subtests: pytest.Subtests
) -> None:
    await desk.press(button())

    for name, typed in NO_WORDS.items():
        with subtests.test(name):
            assert await desk.write(typed) in {QUESTIONS[button], NO_COURSE}
            assert "⬅️ To the history" in desk.labels


@pytest.mark.parametrize(
    ("button", "answers"),
    [
        (AskPerson, {NOBODY, ASK_PERSON}),
        (AskCourse, {NO_COURSE, ASK_COURSE}),
        (AskDays, {NOT_DAYS}),
    ],
)
async def test_odd_words_find_nothing_and_the_dialog_goes_on(
    make: Factory, desk: Desk, button: Any, answers: set[str], subtests: pytest.Subtests
) -> None:
    await make.course(name="Python")
    good = {AskPerson: "vera", AskCourse: "python", AskDays: "01.02"}
    await desk.press(button())

    for name, typed in (*ODD.items(), *NAMES.items()):
        with subtests.test(name):
            assert await desk.write(typed) in answers

    found = await desk.write(good[button])
    assert found.startswith(("Who is it?", "Which one is it?", HISTORY))


@each_question
async def test_what_is_no_text_is_met_with_the_question(
    desk: Desk, button: Any, question: str, subtests: pytest.Subtests
) -> None:
    await desk.press(button())

    for name, content in NOT_TEXT.items():
        with subtests.test(name):
            assert await desk.send(**content) == question
            assert await desk.send(**content) == question


@each_question
@pytest.mark.parametrize(
    "way", ["/cancel", "/start", "/log", Home(), ShowHistory(filters="Aenroll")], ids=str
)
async def test_command_and_button_leave_the_question(
    make: Factory, desk: Desk, button: Any, question: str, way: Any
) -> None:
    await desk.press(button())
    await desk.write("🙂")

    await (desk.write(way) if isinstance(way, str) else desk.press(way))

    assert await make.all(DialogState) == []
    assert await desk.write("vera") != question


@pytest.mark.parametrize(("button", "typed"), [(AskPerson, "vera"), (AskDays, "01.02")])
async def test_whoever_is_no_admin_any_more_searches_among_courses(
    feed: Feed, make: Factory, vera: User, button: Any, typed: str
) -> None:
    await feed(tap(vera.telegram_id, button()))
    await make.change(vera, role=Role.HOST)

    telegram = await feed(write(vera.telegram_id, typed))

    assert telegram.said().startswith("<b>Courses</b>\nSearch: ")


async def test_hostile_course_names_are_plain_on_buttons(make: Factory, desk: Desk) -> None:
    for name in NAMES.values():
        await make.course(name=f"python {name}")
    await desk.press(AskCourse())

    await desk.write("python")

    assert len(desk.labels) == 8 + 2

"""What is typed into the fields of a course and is wrong: refused kindly, the dialog alive."""

from typing import Any

import pytest

from bot.states import EDITED
from db.models import Course, LogEntry, Role, StaffPart, User
from domain.fields import CHOSEN, CourseField
from keyboards.catalogue import ShowCourses
from keyboards.editing import AskField, EditCourse
from keyboards.home import Home
from tests.conftest import Feed
from tests.desk import LONG, NOT_TEXT, NOTHING, Desk
from tests.factories import Factory

TYPED = [it for it in CourseField if it not in CHOSEN]

NO_LETTERS = {
    "dots": "...",
    "punctuation": "?!;",
    "emoji": "🙂",
    "family": "👨‍👩‍👧‍👦",
    "flag": "🇷🇺",
    "brackets": "</>",
    "quotes": "«»",
    "dashes": "———",
    "slashes": "\\\\",
    "stars": "***",
    "money": "$€₽",
    "arrows": "→←",
    "combining": "\u0301\u0301",
    "nul": "?\x00?",
    "half a character": "!\ud800",
    "a bullet": "•",
    "an underline": "___",
    "hashes": "###",
    "braces": "{}",
    "at": "@",
}
NOT_A_VALUE = {
    "markup": "<b>5</b>",
    "script": "<script>alert(1)</script>",
    "entity": "&#53;",
    "half a tag": "</b> <a href=",
    "sql": "'; DROP TABLE courses; --",
    "format": "{name} %s {0}",
    "path": "../../etc/passwd",
    "hebrew": "שם ושם",
    "chinese": "三十",
    "turned around": "\u202eabc\u2066def",
    "json": '{"a": [1]}',
    "a formula": "=1+1",
    "a sentence": "как получится",
    "none": "нет",
    "minus": "-5",
    "too many digits": "9" * 40,
    "digits of others": "٣٤٥",
    "circled": "⑤",
    "roman": "XV",
    "infinity": "inf",
    "not a number": "nan",
    "hexadecimal": "0x10",
    "power": "1e3",
    "two": "1 2 3",
    "range": "10-20",
}
PAST_THE_LIMIT: dict[CourseField, dict[str, str]] = {
    CourseField.SEATS: {"too many": "100001", "half a seat": "1.5"},
    CourseField.POINTS: {"too many": "10001", "half a point": "1,5"},
    CourseField.COMPLETION: {"too much": "101 %", "a part": "0.5"},
    CourseField.OPENS_BEFORE: {"more than a day": "25 ч", "too many": "1441"},
    CourseField.LATE_AFTER: {"more than a day": "2 days", "too many": "1441 мин"},
}
NOT_A_DAY = {
    "no such day": "31.02.2027",
    "no such month": "1.13",
    "day 0": "0.01",
    "long ago": "1.09.1999",
    "far ahead": "2100-01-01",
    "month alone": "сентябрь",
    "number alone": "15",
    "weekday": "понедельник",
    "two days": "1.09-15.09",
    "after words": "начало 1.09",
}
NOT_A_LINK = {
    "mail": "anna@example.org",
    "mailto": "mailto:anna@example.org",
    "script": "javascript:alert(1)",
    "telegram": "tg://resolve?domain=x",
    "file": "file:///etc/passwd",
    "ftp": "ftp://example.org",
    "data": "data:text/html,hi",
    "no place": "https://",
    "one slash": "https:/example.org",
    "bare host": "localhost",
    "number": "127.0.0.1",
    "six": "http://[::1]/",
    "two dots": "example..org",
    "space": "example.org/a b",
    "quote": 'example.org/"x',
    "user": "https://user:word@example.org",
    "port": "https://example.org:99999",
    "word": "ссылка",
    "dot at the end of nothing": ".org",
    "dash": "-example.org",
    "handle": "@zoom",
}

OF_NUMBERS = NOTHING | LONG | NOT_A_VALUE
OF_DAYS = OF_NUMBERS | NOT_A_DAY
OF_WORDS = NOTHING | LONG | NO_LETTERS

WRONG: dict[CourseField, dict[str, str]] = {
    CourseField.NAME: OF_WORDS,
    CourseField.DESCRIPTION: OF_WORDS,
    CourseField.PLACE: OF_WORDS,
    CourseField.LINK: NOTHING | LONG | NO_LETTERS | NOT_A_LINK,
    **dict.fromkeys([CourseField.FIRST_DAY, CourseField.LAST_DAY], OF_DAYS),
    **dict.fromkeys(
        [CourseField.ENROLL_UNTIL, CourseField.LEAVE_UNTIL, CourseField.ANNOUNCE],
        OF_DAYS | {"hour 25": "1.09 25:00", "hour alone": "18:00", "minute 60": "1.09 18:60"},
    ),
    **{field: OF_NUMBERS | more for field, more in PAST_THE_LIMIT.items()},
}
WRONG[CourseField.LATE_AFTER] = WRONG[CourseField.LATE_AFTER] | {"two hours": "1 ч 2 ч"}

RIGHT: dict[CourseField, str] = {
    CourseField.NAME: "Geometry",
    CourseField.DESCRIPTION: "Of circles",
    CourseField.PLACE: "B-734",
    CourseField.LINK: "example.org",
    **dict.fromkeys([CourseField.FIRST_DAY, CourseField.LAST_DAY], "1.09.2026"),
    **dict.fromkeys(
        [CourseField.ENROLL_UNTIL, CourseField.LEAVE_UNTIL, CourseField.ANNOUNCE], "1.09 18:00"
    ),
    **dict.fromkeys(PAST_THE_LIMIT, "20"),
}
REFUSALS: dict[CourseField, str] = {
    CourseField.NAME: "Write the name in words, such as “Python for beginners”",
    CourseField.DESCRIPTION: "Write the description in words, such as “How to",
    CourseField.PLACE: "Write the place in words or numbers, such as B-734",
    CourseField.LINK: "That is not a link. Send it like this: https://zoom.us/j/123",
    **dict.fromkeys(
        [CourseField.FIRST_DAY, CourseField.LAST_DAY],
        "I did not understand the day. Write it like this: 1.09, 1 September",
    ),
    **dict.fromkeys(
        [CourseField.ENROLL_UNTIL, CourseField.LEAVE_UNTIL, CourseField.ANNOUNCE],
        "I did not understand when. Write it like this: 31 August, 31.08 18:00",
    ),
    **dict.fromkeys(
        [CourseField.SEATS, CourseField.POINTS], "Write a whole number, such as 30: from 0 to"
    ),
    CourseField.COMPLETION: "Write a share from 0 to 100 %, such as 75 %.",
    **dict.fromkeys(
        [CourseField.OPENS_BEFORE, CourseField.LATE_AFTER],
        "I did not understand how long. Write it like this: 15 min, half an hour",
    ),
}
"""Each with an example of what is right."""


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria", role=Role.HOST)


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course(name="Algebra")
    await make.staff(course, maria, StaffPart.MANAGER)
    return course


@pytest.fixture
def desk(feed: Feed, maria: User) -> Desk:
    return Desk(feed, maria)


@pytest.mark.parametrize("field", TYPED)
async def test_what_is_wrong_is_refused_with_an_example_and_asked_again(
    desk: Desk, make: Factory, course: Course, field: CourseField, subtests: pytest.Subtests
) -> None:
    asked = await desk.press(AskField(course_id=course.id, field=field))
    buttons = desk.telegram.buttons()

    for name, typed in WRONG[field].items():
        with subtests.test(name):
            refused = await desk.write(typed)

            assert refused.startswith((REFUSALS[field], asked.partition("\n")[0]))
            assert desk.telegram.buttons() == buttons
            assert await make.all(LogEntry) == []

    assert (await desk.write(RIGHT[field])).startswith("✅ ")


@pytest.mark.parametrize("field", TYPED)
def test_wrong_ways_are_many(field: CourseField) -> None:
    assert len(set(WRONG[field].values())) >= 30


def test_every_field_is_typed_or_chosen() -> None:
    assert {*TYPED} == EDITED.keys() == WRONG.keys() == RIGHT.keys() == REFUSALS.keys()


@pytest.mark.parametrize("field", TYPED)
async def test_what_is_no_text_is_met_with_the_question(
    desk: Desk, course: Course, field: CourseField, subtests: pytest.Subtests
) -> None:
    asked = await desk.press(AskField(course_id=course.id, field=field))
    buttons = desk.telegram.buttons()

    for name, content in NOT_TEXT.items():
        with subtests.test(name):
            assert await desk.send(**content) == asked
            assert desk.telegram.buttons() == buttons

    assert (await desk.write(RIGHT[field])).startswith("✅ ")


@pytest.mark.parametrize("way", ["/cancel", "/start", "/new", Home(), ShowCourses(), "edit"])
async def test_command_and_button_leave_the_question(
    desk: Desk, make: Factory, course: Course, way: Any
) -> None:
    await desk.press(AskField(course_id=course.id, field=CourseField.PLACE))
    way = EditCourse(course_id=course.id) if way == "edit" else way

    await (desk.write(way) if isinstance(way, str) else desk.press(way))
    await desk.write("B-734")

    assert (await make.again(course)).location is None


async def test_other_question_takes_the_place_of_the_first(
    desk: Desk, make: Factory, course: Course
) -> None:
    await desk.press(AskField(course_id=course.id, field=CourseField.PLACE))
    await desk.press(AskField(course_id=course.id, field=CourseField.SEATS))

    await desk.write("30")

    after = await make.again(course)
    assert (after.location, after.capacity) == (None, 30)

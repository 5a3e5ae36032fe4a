# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""«I will not come», with a reason or without, and back."""

import pytest

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    DialogState,
    Lesson,
    User,
)
from keyboards.catalogue import ShowCourse
from keyboards.visits import Coming, NotComing
from tests.conftest import Feed
from tests.desk import NOT_TEXT
from tests.factories import DAY, HOUR, NOON, Factory
from tests.handlers.scenes import Phone, create_room
from tests.telegram import tap

NOTED = (
    "Noted: you will not come to <b>Mathematics</b>, Tue, 3 March, 15:00 (Moscow). The course "
    "team sees it.\n\nIf you like, write the reason in a message, such as “I am ill”."
)
NOT_COMING, COMING = "🙅 I will not come", "🙋 I will come"


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await make.course(anna)


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course)


@pytest.fixture
def phone(feed: Feed, anna: User) -> Phone:
    return Phone(feed, anna)


async def test_card_of_the_course_offers_it(
    phone: Phone, make: Factory, course: Course, lesson: Lesson
) -> None:
    await phone.press(ShowCourse(course_id=course.id))

    said = await phone.press(NOT_COMING)

    assert said == NOTED
    assert phone.labels == [COMING, "📊 To my visits", "🏠 Menu"]
    [mark] = await make.all(Attendance)
    assert (mark.status, mark.source) == (AttendanceStatus.EXCUSED, AttendanceSource.SELF)


async def test_reason_may_be_written(phone: Phone, make: Factory, lesson: Lesson) -> None:
    await phone.press(NotComing(lesson_id=lesson.id))

    said = await phone.write("I am ill")

    assert said == (
        "Thank you, the reason is noted: <b>Mathematics</b>, Tue, 3 March, 15:00 (Moscow)."
    )
    assert [it.reason for it in await make.all(Attendance)] == ["I am ill"]
    assert [it.state for it in await make.all(DialogState)] in ([], [None])


async def test_second_tap_says_the_same(phone: Phone, make: Factory, lesson: Lesson) -> None:
    said = [await phone.press(NotComing(lesson_id=lesson.id)) for _ in range(2)]

    assert said == [NOTED, NOTED]
    assert len(await make.all(Attendance)) == 1


async def test_it_is_taken_back(phone: Phone, make: Factory, lesson: Lesson) -> None:
    await phone.press(NotComing(lesson_id=lesson.id))

    said = [await phone.press(Coming(lesson_id=lesson.id)) for _ in range(2)]

    assert said == ["See you then: <b>Mathematics</b>, Tue, 3 March, 15:00 (Moscow)."] * 2
    assert phone.labels == [NOT_COMING, "📊 To my visits", "🏠 Menu"]
    assert await make.all(Attendance) == []


async def test_it_is_in_russian_for_who_speaks_it(feed: Feed, make: Factory) -> None:
    anna = await make.user(language="ru")
    lesson = await make.lesson(await make.course(anna))
    phone = Phone(feed, anna)

    said = [
        await phone.press(NotComing(lesson_id=lesson.id)),
        await phone.write("Болею"),
        await phone.press("🙋 Приду"),
    ]

    assert said == [
        "Понятно, вас не будет на занятии <b>Mathematics</b>, вт, 3 марта, 15:00 (Москва). "
        "Команда курса это увидит.\n\nЕсли хотите, напишите причину сообщением, например «болею».",
        "Спасибо, причину записал: <b>Mathematics</b>, вт, 3 марта, 15:00 (Москва).",
        "Отлично, ждём вас: <b>Mathematics</b>, вт, 3 марта, 15:00 (Москва).",
    ]


async def test_reason_too_long_is_asked_again(phone: Phone, make: Factory, lesson: Lesson) -> None:
    await phone.press(NotComing(lesson_id=lesson.id))

    said = await phone.write("x" * 201)
    await phone.write("I am ill")

    assert said == ("Write the reason in a few words, such as “I am ill”: 200 characters at most.")
    assert [it.reason for it in await make.all(Attendance)] == ["I am ill"]


@pytest.mark.parametrize("sent", NOT_TEXT)
async def test_what_is_no_text_is_no_reason(phone: Phone, lesson: Lesson, sent: str) -> None:
    await phone.press(NotComing(lesson_id=lesson.id))

    said = await phone.send(**NOT_TEXT[sent])

    assert said.startswith("Write the reason in a message")


async def test_reason_after_coming_back_ends_the_question(
    phone: Phone, make: Factory, lesson: Lesson
) -> None:
    await phone.press(NotComing(lesson_id=lesson.id))
    [mark] = await make.all(Attendance)
    await make.change(mark, source=AttendanceSource.ROSTER)

    said = await phone.write("I am ill")

    assert said.startswith("You are marked at this lesson already.")
    assert [it.state for it in await make.all(DialogState)] in ([], [None])


async def test_digits_in_between_are_a_code(
    feed: Feed, make: Factory, signer: object, phone: Phone, lesson: Lesson, anna: User
) -> None:
    room = await create_room(make, signer, anna, name="Chess")  # type: ignore[arg-type]
    await phone.press(NotComing(lesson_id=lesson.id))

    between = await phone.types(room.digits())
    after = await phone.write("I am ill")

    assert between.startswith("✅ You are checked in: <b>Chess</b>.")
    assert after.startswith("Thank you, the reason is noted")


async def test_button_of_a_lesson_that_has_begun_says_so(
    phone: Phone, make: Factory, course: Course
) -> None:
    lesson = await make.lesson(course, starts_at=NOON - HOUR / 2)

    said = [await phone.tap(kind(lesson_id=lesson.id)) for kind in (NotComing, Coming)]

    assert said == ["The lesson has begun already: tell its host."] * 2


async def test_who_is_not_on_the_course_is_told_so(
    feed: Feed, make: Factory, lesson: Lesson
) -> None:
    boris = Phone(feed, await make.user())

    assert await boris.tap(NotComing(lesson_id=lesson.id)) == "You are not on this course."


async def test_stranger_is_on_no_course(feed: Feed, lesson: Lesson) -> None:
    telegram = await feed(tap(77, NotComing(lesson_id=lesson.id)))

    assert telegram.notice() == "You are not on this course."


async def test_card_says_nothing_of_it_while_the_lesson_is_on(
    phone: Phone, make: Factory, course: Course
) -> None:
    await make.lesson(course, starts_at=NOON - HOUR / 2)
    await make.lesson(course, starts_at=NOON + DAY)

    await phone.press(ShowCourse(course_id=course.id))

    assert NOT_COMING not in phone.labels

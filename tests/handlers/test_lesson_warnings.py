"""What speaks against a time is said before a lesson is there."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from db.models import (
    Course,
    CourseStaff,
    CourseStatus,
    Holiday,
    Lesson,
    LessonStatus,
    LogEntry,
    Role,
    User,
)
from db.session import Transaction
from keyboards.schedule import (
    AddLesson,
    AskCancel,
    AskLesson,
    AskPart,
    Part,
    ShowLesson,
    ShowLessons,
)
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory

EVENING = NOON + 3 * HOUR
"""Six o'clock on the campus, on a Monday."""

YEAR = timedelta(days=365)
ADD = "✅ Add it"


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria", role=Role.HOST)


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course(name="Algebra")
    await make.staff(course, maria)
    return course


@pytest.fixture
def desk(feed: Feed, maria: User) -> Desk:
    return Desk(feed, maria)


async def new(desk: Desk, course: Course, typed: str) -> str:
    await desk.press(AskLesson(course_id=course.id))
    return await desk.write(typed)


async def moved(desk: Desk, lesson: Lesson, typed: str) -> str:
    await desk.press(AskPart(lesson_id=lesson.id, part=Part.TIME))
    return await desk.write(typed)


async def starts(make: Factory) -> list[datetime]:
    return [it.starts_at for it in await make.all(Lesson)]


# A new one


async def test_lesson_that_nothing_speaks_against_is_added_at_once(
    make: Factory, desk: Desk, course: Course
) -> None:
    said = await new(desk, course, "3.03 18:00-19:30 B-734")

    assert "When: <b>Tue, 3 March, 18:00\u201319:30 (Moscow)</b>" in said
    assert await starts(make) == [EVENING + DAY]


async def test_all_that_speaks_against_a_new_lesson_is_said_first(
    make: Factory, desk: Desk, course: Course, maria: User
) -> None:
    await make.change(course, start_date=NOON.date(), end_date=NOON.date())
    await make.add(Holiday(day=(EVENING + DAY).date()))
    await make.lesson(course, starts_at=EVENING + DAY)
    other = await make.course(name="Logic")
    await make.lesson(other, starts_at=EVENING + DAY, host_id=maria.id)

    said = await new(desk, course, "3.03 18:30-19:30 <B-7>")
    labels, before = desk.labels, len(await make.all(Lesson))
    added = await desk.press(ADD)

    assert said.startswith("New lesson: <b>Tue, 3 March, 18:30\u201319:30</b>, &lt;B-7&gt;")
    assert "⚠️ That is a day off." in said
    assert "⚠️ That is outside the dates of the course: 2 March 2026." in said
    assert "⚠️ The course has another lesson then: Tue, 3 March, 18:00\u201319:00." in said
    assert "⚠️ A host is busy elsewhere then: Maria (Logic)." in said
    assert labels == [ADD, "✏️ Write it again", "⬅️ To the lessons", "🏠 Menu"]
    assert before == 2
    assert "Place: <b>&lt;B-7&gt;</b>" in added
    assert len(await make.all(Lesson)) == 3
    [entry] = await make.all(LogEntry)
    assert entry.action == "add_lesson"


@pytest.mark.parametrize(
    ("typed", "warning", "when"),
    [
        ("1.03 18:00-19:30", "", "Mon, 1 March 2027, 18:00\u201319:30"),
        ("1.03.2026 18:00-19:30", "⚠️ That is in the past.", "Sun, 1 March, 18:00\u201319:30"),
        ("1.03.2025 9:00-9:30", "⚠️ That is in the past.", "Sat, 1 March 2025, 9:00"),
    ],
)
async def test_day_of_another_year_and_one_that_is_over_are_asked_about(
    make: Factory, desk: Desk, course: Course, typed: str, warning: str, when: str
) -> None:
    said = await new(desk, course, typed)
    before = await make.all(Lesson)
    card = await desk.press(ADD)

    assert before == []
    assert warning in said
    assert when.replace("9:00", "09:00") in said or when in said
    assert when.partition(", 9:00")[0] in card


@pytest.mark.parametrize(
    ("status", "warning"),
    [
        (CourseStatus.ARCHIVED, "⚠️ The course is in the archive."),
        (CourseStatus.FINISHED, "⚠️ The course is finished."),
    ],
)
async def test_course_that_is_over_is_said_to_be(
    make: Factory, desk: Desk, course: Course, status: CourseStatus, warning: str
) -> None:
    await make.change(course, status=status)

    said = await new(desk, course, "3.03 18:00-19:30")

    assert warning in said
    assert await make.all(Lesson) == []


async def test_lesson_at_the_same_time_as_another_is_refused_and_the_dialog_goes_on(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.lesson(course, starts_at=EVENING)

    refused = await new(desk, course, "2.03 18:00-20:00")
    added = await desk.write("3.03 18:00-20:00")

    assert refused.startswith("This course has a lesson at the same time already.")
    assert "✅ The lesson is added." in str(desk.telegram.said()) or "Tue, 3 March" in added


async def test_cancelled_lesson_is_in_nobodys_way(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.lesson(course, starts_at=EVENING, status=LessonStatus.CANCELLED)

    assert "⚠️" not in await new(desk, course, "2.03 18:00-20:00")


async def test_second_tap_adds_it_once(make: Factory, desk: Desk, course: Course) -> None:
    await new(desk, course, "1.03.2025 18:00-19:30")
    button = AddLesson.unpack(desk.telegram.buttons()[ADD])
    await desk.press(button)

    notice = await desk.tap(button)

    assert notice == "This is out of date: open the screen again."
    assert len(await make.all(Lesson)) == 1


async def test_button_of_what_was_typed_before_adds_nothing(
    make: Factory, desk: Desk, course: Course
) -> None:
    await new(desk, course, "1.03.2025 18:00-19:30")
    button = AddLesson.unpack(desk.telegram.buttons()[ADD])
    await new(desk, course, "1.04.2025 18:00-19:30")

    notice = await desk.tap(button)

    assert notice == "This is out of date: open the screen again."
    assert await make.all(Lesson) == []


async def test_who_is_not_on_the_staff_any_more_adds_nothing(
    make: Factory, transaction: Transaction, desk: Desk, course: Course
) -> None:
    await new(desk, course, "1.03.2025 18:00-19:30")
    async with transaction() as session:
        await session.execute(delete(CourseStaff))

    notice = await desk.tap(ADD)

    assert notice == "Only those who run this course can do that."
    assert await make.all(Lesson) == []


async def test_button_with_nothing_adds_nothing(make: Factory, desk: Desk) -> None:
    assert await desk.tap(AddLesson()) == "This is out of date: open the screen again."


# One that is moved


async def test_past_another_year_and_another_lesson_are_said_before_a_lesson_is_moved(
    make: Factory, desk: Desk, course: Course
) -> None:
    lesson = await make.lesson(course, starts_at=EVENING)
    await make.lesson(course, starts_at=EVENING + DAY)

    past = await moved(desk, lesson, "1.03.2025 18:00")
    ahead = await moved(desk, lesson, "1.03 18:00")
    beside = await moved(desk, lesson, "3.03 18:30")

    assert "⚠️ That is in the past." in past
    assert "→ <b>Sat, 1 March 2025, 18:00\u201319:00</b>" in past
    assert "→ <b>Mon, 1 March 2027, 18:00\u201319:00</b>" in ahead
    assert "⚠️ The course has another lesson then: Tue, 3 March, 18:00\u201319:00." in beside


async def test_lessons_of_the_same_rule_are_not_in_the_way(
    make: Factory, desk: Desk, course: Course
) -> None:
    first, _ = [
        await make.lesson(course, starts_at=it, planned_at=it)
        for it in (EVENING, EVENING + 7 * DAY)
    ]

    assert "⚠️" not in await moved(desk, first, "+1 week")


async def test_year_that_is_not_this_one_is_shown_wherever_a_lesson_is(
    make: Factory, desk: Desk, course: Course
) -> None:
    lesson = await make.lesson(course, starts_at=EVENING + YEAR)

    for button in (
        ShowLessons(course_id=course.id),
        ShowLesson(lesson_id=lesson.id),
        AskPart(lesson_id=lesson.id, part=Part.TIME),
        AskCancel(lesson_id=lesson.id),
    ):
        assert "Tue, 2 March 2027, 18:00" in await desk.press(button)
    await desk.press(ShowLessons(course_id=course.id))
    assert "Tue, 2 March 2027, 18:00" in desk.labels


async def test_link_is_refused_as_a_place(make: Factory, desk: Desk, course: Course) -> None:
    lesson = await make.lesson(course, starts_at=EVENING)
    await desk.press(AskPart(lesson_id=lesson.id, part=Part.PLACE))

    refused = await desk.write("https://zoom.us/j/123?pwd=456")
    asked = await desk.write("B-734")

    assert refused.startswith("Everybody sees the place")
    assert asked.startswith("New place: <b>B-734</b>")

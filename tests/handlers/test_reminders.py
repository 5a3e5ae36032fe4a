# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""Hosts say when people are reminded; people answer from inside a reminder."""

from datetime import timedelta

import pytest

from db.models import (
    Attendance,
    AttendanceStatus,
    Course,
    CourseMute,
    DialogState,
    Lesson,
    LogEntry,
    ReminderRule,
    Role,
    User,
)
from keyboards.editing import RunCourse
from keyboards.mutes import Hush
from keyboards.reminders import (
    AddReminder,
    AskWords,
    DropReminder,
    DropReminders,
    PreviewReminder,
    ShowReminder,
    ShowReminders,
)
from keyboards.visits import NotComing
from tests.conftest import Feed
from tests.desk import NOT_TEXT
from tests.factories import DAY, HOUR, LAST_WEEK, NOON, Factory
from tests.handlers.scenes import Phone
from tests.test_hostile_names import NAMES

LIST = (
    "<b>Reminders of Mathematics</b>\n\n"
    "Before each lesson, everybody on the course is told when and where it is, and can answer "
    "that they will not come.\n\n"
)
DAY_AND_HOUR = LIST + "• 1 day before\n• 1 hour before"


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria", role=Role.HOST)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, anna: User, maria: User) -> Course:
    course = await make.course(anna, location="B-7")
    await make.staff(course, maria)
    for before in (DAY, HOUR):
        rule = {"course_id": course.id, "created_at": LAST_WEEK}
        await make.add(ReminderRule(before=before, **rule))
    return course


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course)


@pytest.fixture
def phone(feed: Feed, maria: User, course: Course) -> Phone:
    """The host's."""
    return Phone(feed, maria)


@pytest.fixture
def hers(feed: Feed, anna: User, course: Course) -> Phone:
    """The participant's."""
    return Phone(feed, anna)


async def offsets(make: Factory) -> list[timedelta]:
    return sorted(it.before for it in await make.all(ReminderRule))


async def actions(make: Factory) -> list[str]:
    return [it.action for it in await make.all(LogEntry)]


# Hosts


async def test_hub_leads_to_the_reminders(phone: Phone, course: Course) -> None:
    await phone.press(RunCourse(course_id=course.id))

    assert await phone.press("🔔 Reminders") == DAY_AND_HOUR
    assert phone.labels == [
        "🔔 1 day before",
        "🔔 1 hour before",
        "➕ 3 days before",
        "➕ 12 hours before",
        "➕ 3 hours before",
        "➕ 30 minutes before",
        "➕ Another time",
        "🔕 Turn all off",
        "⬅️ To managing",
        "🏠 Menu",
    ]


async def test_button_adds_one_and_a_second_tap_none(
    phone: Phone, make: Factory, course: Course
) -> None:
    await phone.press(ShowReminders(course_id=course.id))
    button = AddReminder(course_id=course.id, before=180)

    notices = [await phone.tap("➕ 3 hours before"), await phone.tap(button)]

    assert notices == [
        "🔔 I will remind people 3 hours before.",
        "I remind people 3 hours before already.",
    ]
    assert await offsets(make) == [HOUR, 3 * HOUR, DAY]
    assert await actions(make) == ["add_reminder"]


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("за 2 часа", 2 * HOUR),
        ("за двое суток", 2 * DAY),
        ("1 ч 30 мин", 1.5 * HOUR),
        ("3 days", 3 * DAY),
        ("за неделю до занятия", 7 * DAY),
    ],
)
async def test_time_may_be_typed(
    phone: Phone, make: Factory, course: Course, typed: str, before: timedelta
) -> None:
    await phone.press(ShowReminders(course_id=course.id))
    await phone.press("➕ Another time")

    assert (await phone.write(typed)).startswith(LIST)
    assert before in await offsets(make)
    assert [it.state for it in await make.all(DialogState)] in ([], [None])


@pytest.mark.parametrize("typed", ["later", "3", "за 2 минуты", "за 8 дней", "за 0 часов", "<b>"])
async def test_what_is_not_understood_is_asked_for_again(
    phone: Phone, make: Factory, course: Course, typed: str
) -> None:
    await phone.press(ShowReminders(course_id=course.id))
    await phone.press("➕ Another time")

    said = await phone.write(typed)

    assert said == (
        "I did not understand how long before. Write it like this: 3 hours, 30 minutes or 2 days; "
        "at least 5 minutes, at most 7 days."
    )
    assert "⬅️ To the reminders" in phone.labels
    assert await offsets(make) == [HOUR, DAY]
    assert (await phone.write("за 3 часа")).startswith(LIST)


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
@pytest.mark.parametrize("question", ["➕ Another time", "own words"])
async def test_what_is_no_text_is_asked_for_again(
    phone: Phone, course: Course, question: str, content: dict[str, object]
) -> None:
    await phone.press(ShowReminders(course_id=course.id))
    words = AskWords(course_id=course.id, before=60)
    asked = await phone.press(words if question == "own words" else question)

    assert await phone.send(**content) == asked


async def test_more_than_five_would_annoy(phone: Phone, make: Factory, course: Course) -> None:
    for hours in (2, 3, 4):
        await make.add(ReminderRule(course_id=course.id, before=hours * HOUR))
    await phone.press(ShowReminders(course_id=course.id))

    assert not [it for it in phone.labels if it.startswith("➕")]
    assert await phone.tap(AddReminder(course_id=course.id, before=30)) == (
        "There are 5 reminders already: more would only annoy. Remove one first."
    )


async def test_own_words_are_typed_seen_and_taken_away(
    phone: Phone, make: Factory, course: Course, lesson: Lesson
) -> None:
    await phone.press(ShowReminder(course_id=course.id, before=60))
    await phone.press("✏️ Own words")
    typed = await phone.write("Bring <b>a laptop</b>")
    looks = await phone.press("👁 How it looks")
    await phone.press("⬅️ To the reminder")
    plain = await phone.press("No own words")

    assert "<blockquote>Bring &lt;b&gt;a laptop&lt;/b&gt;</blockquote>" in typed
    assert looks == (
        "<i>So it will look, Tue, 3 March, 14:00:</i>\n\n"
        "🔔 Soon: <b>Mathematics</b>\n\n"
        "When: <b>Tue, 3 March, 15:00\u201316:00 (Moscow)</b>\n"
        "Place: <b>B-7</b>\n\n"
        "Bring &lt;b&gt;a laptop&lt;/b&gt;"
    )
    assert plain.endswith("It says when and where the lesson is, and its topic.")
    assert [it.text for it in await make.all(ReminderRule)] == [None, None]
    assert await actions(make) == ["word_reminder", "word_reminder"]


async def test_words_that_are_too_long_are_refused(phone: Phone, course: Course) -> None:
    await phone.press(AskWords(course_id=course.id, before=60))

    assert "500 characters at most" in await phone.write("x" * 501)
    assert "<blockquote>" in await phone.write("x" * 500)


async def test_preview_is_possible_without_a_lesson_to_come(phone: Phone, course: Course) -> None:
    said = await phone.press(PreviewReminder(course_id=course.id, before=24 * 60))

    assert "🔔 Tomorrow: <b>Mathematics</b>" in said


async def test_one_is_removed_and_a_second_tap_removes_nothing(
    phone: Phone, make: Factory, course: Course
) -> None:
    await phone.press(ShowReminder(course_id=course.id, before=60))
    notice = await phone.tap("🗑 Remove")
    again = await phone.press(DropReminder(course_id=course.id, before=60))

    assert notice == "The reminder 1 hour before is removed."
    assert again == LIST + "• 1 day before"
    assert await offsets(make) == [DAY]
    assert await actions(make) == ["drop_reminder"]


async def test_one_with_own_words_is_asked_about(
    phone: Phone, make: Factory, course: Course
) -> None:
    await phone.press(AskWords(course_id=course.id, before=60))
    await phone.write("Bring a laptop")

    asked = await phone.press("🗑 Remove")
    await phone.press("Yes, remove")

    assert asked == "Remove the reminder 1 hour before? Its own words are lost."
    assert await offsets(make) == [DAY]


async def test_all_are_turned_off_and_on_again(
    phone: Phone, make: Factory, course: Course
) -> None:
    await phone.press(ShowReminders(course_id=course.id))
    await phone.press("🔕 Turn all off")
    off = await phone.press("Yes, turn off")
    await phone.press(DropReminders(course_id=course.id))
    on = await phone.press("➕ 1 day before")

    assert off == (
        "<b>Reminders of Mathematics</b>\n\nThey are off: I remind nobody of the lessons."
    )
    assert on == LIST + "• 1 day before"
    assert await actions(make) == ["drop_reminders", "add_reminder"]


async def test_button_of_one_that_was_removed_says_so(
    phone: Phone, make: Factory, course: Course
) -> None:
    await phone.press(DropReminder(course_id=course.id, before=60))

    assert await phone.tap(ShowReminder(course_id=course.id, before=60)) == (
        "There is no such reminder any more: somebody has removed it. Open the list again."
    )


async def test_words_for_one_that_was_removed_meanwhile_are_no_dead_end(
    phone: Phone, make: Factory, course: Course
) -> None:
    await phone.press(AskWords(course_id=course.id, before=60))
    await phone.tap(DropReminder(course_id=course.id, before=60))

    await phone.write("Bring a laptop")

    assert phone.labels


async def test_participant_does_not_set_reminders(
    hers: Phone, make: Factory, course: Course
) -> None:
    await hers.tap(AddReminder(course_id=course.id, before=180))

    assert await offsets(make) == [HOUR, DAY]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_names_and_words_are_shown_as_they_were_written(
    phone: Phone, make: Factory, course: Course, name: str
) -> None:
    await make.change(course, name=name)
    [_, hour] = await make.all(ReminderRule)
    await make.change(hour, text=name[:500])
    which = {"course_id": course.id, "before": 60}

    for button in (ShowReminders(course_id=course.id), *(it(**which) for it in SCREENS)):
        assert await phone.press(button)


SCREENS = (ShowReminder, PreviewReminder, AskWords)


# Those who are reminded


async def test_course_is_muted_from_a_reminder_and_heard_again(
    hers: Phone, make: Factory, course: Course
) -> None:
    muted = await hers.press(Hush(course_id=course.id, is_muted=True))
    rows = await make.all(CourseMute)
    heard = await hers.press("🔔 Remind me again")

    assert muted == (
        "🔕 I will not remind you of the lessons of <b>Mathematics</b> any more. You stay on it."
    )
    assert len(rows) == 1
    assert heard == "🔔 I will remind you of the lessons of <b>Mathematics</b>."
    assert await make.all(CourseMute) == []


async def test_second_tap_on_mute_says_the_same(
    hers: Phone, make: Factory, course: Course
) -> None:
    button = Hush(course_id=course.id, is_muted=True)

    said = [await hers.press(button) for _ in range(2)]

    assert said[0] == said[1]
    assert await actions(make) == ["mute_course"]


async def test_who_left_the_course_has_nothing_to_mute(
    hers: Phone, make: Factory, anna: User, course: Course
) -> None:
    place = await make.enrollment_of(course, anna)
    await make.change(place, status="cancelled")

    assert "not" in str(await hers.tap(Hush(course_id=course.id, is_muted=True)))
    assert await make.all(CourseMute) == []


async def test_old_reminder_still_says_that_one_does_not_come(
    hers: Phone, make: Factory, course: Course
) -> None:
    """Of a lesson that was reminded of days ago and is still ahead."""
    lesson = await make.lesson(course, starts_at=NOON + HOUR)

    said = await hers.press(NotComing(lesson_id=lesson.id))

    assert said.startswith("Noted: you will not come")
    assert [it.status for it in await make.all(Attendance)] == [AttendanceStatus.EXCUSED]


async def test_reminder_of_a_lesson_that_began_sends_to_the_host(
    hers: Phone, make: Factory, course: Course
) -> None:
    lesson = await make.lesson(course, starts_at=NOON - HOUR)

    assert await hers.tap(NotComing(lesson_id=lesson.id)) == (
        "The lesson has begun already: tell its host."
    )

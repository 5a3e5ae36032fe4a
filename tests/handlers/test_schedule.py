"""The schedule of a course in the chat: typed, previewed, saved."""

# ruff: noqa: RUF001 - people write with the letters and dashes of two languages

from datetime import timedelta
from typing import Any

import pytest

from db.models import (
    Course,
    Delivery,
    Holiday,
    Lesson,
    LessonStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from keyboards.schedule import (
    AskSchedule,
    NoSchedule,
    SaveSchedule,
    ShowPreview,
    ShowSchedule,
)
from tests.conftest import Feed
from tests.desk import LONG, NO_WORDS, NOT_TEXT, NOTHING, Desk
from tests.factories import DAY, HOUR, NOON, Factory

TODAY = NOON.date()
WEEK = timedelta(weeks=1)
EVENING = NOON + 3 * HOUR
"""Six o'clock on the campus, on a Monday."""

RULES = "Mon, Wed 18:00–19:30 B-734"
DATES: dict[str, Any] = {"start_date": TODAY, "end_date": TODAY + 2 * WEEK}


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria", role=Role.HOST)


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course(name="Algebra", **DATES)
    await make.staff(course, maria)
    return course


@pytest.fixture
def desk(feed: Feed, maria: User) -> Desk:
    return Desk(feed, maria)


async def starts(make: Factory) -> list[str]:
    return [f"{it.starts_at:%d.%m %H:%M}" for it in await make.all(Lesson)]


async def test_schedule_is_typed_looked_at_and_saved(
    make: Factory, desk: Desk, course: Course
) -> None:
    shown = await desk.press(ShowSchedule(course_id=course.id))
    asked = await desk.press("✏️ Write the schedule")
    preview = await desk.write(RULES)
    before = await make.all(Lesson)
    saved = await desk.press("✅ Save")

    assert "There is no schedule yet." in shown
    assert "<code>Mon, Wed 18:00–19:30 B-734; Sat" in asked
    assert "<b>This is how it will be: Mon, Wed 18:00–19:30, B-734</b>" in preview
    assert "🆕 New lessons: 5" in preview
    assert "🆕 Mon, 2 March, 18:00–19:30\n🆕 Wed, 4 March, 18:00–19:30" in preview
    assert "Time zone: Moscow." in preview
    assert before == []
    assert saved.startswith("<b>Schedule of Algebra</b>\n\nMon, Wed 18:00–19:30, B-734")
    assert len(await make.all(Lesson)) == 5
    [entry] = await make.all(LogEntry)
    assert entry.details["schedule"][0] == []
    assert len(entry.details["timetable"]) == 5


async def test_course_without_dates_is_asked_for_them_in_the_same_dialog(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.change(course, start_date=None, end_date=None)
    await desk.press(AskSchedule(course_id=course.id))

    asked = await desk.write(RULES)
    wrong = await desk.write("someday")
    preview = await desk.write("2.03 - 16.03")
    await desk.press("✅ Save")

    assert asked.startswith("Understood: Mon, Wed 18:00–19:30, B-734")
    assert wrong.startswith("I did not understand “someday”.")
    assert "Dates: 2–16 March 2026" in preview
    changed = await make.again(course)
    assert (changed.start_date, changed.end_date) == (TODAY, TODAY + 2 * WEEK)
    assert len(await make.all(Lesson)) == 5


async def test_preview_says_what_moves_goes_stays_and_is_free(
    make: Factory, desk: Desk, course: Course
) -> None:
    await desk.press(AskSchedule(course_id=course.id))
    await desk.write("mon 18:00-19:30, wed 18:00-19:30")
    await desk.press("✅ Save")
    first = (await make.all(Lesson))[0]
    await make.change(first, edited_at=NOON, topic="Sets")
    await make.add(Holiday(day=TODAY + WEEK))

    await desk.press(AskSchedule(course_id=course.id))
    preview = await desk.write("пн 19:00–20:30; fri 18:00-19:00")

    assert "🔁 At another time: 1" in preview
    assert "✖️ Removed: 3" in preview
    assert "🆕 New lessons: 2" in preview
    assert "🎉 Left out because of days off: 1" in preview
    assert "📌 Changed by hand or with people marked, so they stay: 1" in preview
    assert "🔁 Mon, 16 March, 19:00–20:30 (was 18:00)" in preview


async def test_host_who_is_busy_elsewhere_is_named(
    make: Factory, desk: Desk, course: Course, maria: User
) -> None:
    other = await make.course(name="Logic")
    await make.lesson(other, starts_at=EVENING + HOUR, host_id=maria.id)
    await desk.press(AskSchedule(course_id=course.id))

    preview = await desk.write(RULES)
    saved = await desk.press("✅ Save")

    assert "⚠️ A host is busy elsewhere: 1" in preview
    assert "⚠️ busy: Maria (Logic)" in preview
    assert "it cannot be saved" not in preview
    assert saved.startswith("<b>Schedule of Algebra</b>")


async def test_of_two_hosts_only_who_is_busy_is_named_and_a_named_host_clashes(
    make: Factory, desk: Desk, course: Course, maria: User
) -> None:
    petr = await make.user(full_name="Petr", role=Role.HOST)
    await make.staff(course, petr)
    other = await make.course(name="Logic")
    await make.lesson(other, starts_at=EVENING + HOUR, host_id=petr.id)
    await desk.press(AskSchedule(course_id=course.id))
    first = await desk.write("Mon 17:00-18:00")
    await desk.press("✅ Save")
    await make.change((await make.all(Lesson))[1], host_id=petr.id)

    await desk.press(AskSchedule(course_id=course.id))
    clash = await desk.write("Mon 18:30-19:30")
    refused = await desk.tap("✅ Save")

    assert "busy" not in first
    assert "busy: Petr (Logic)" in clash
    assert "Maria" not in clash
    assert "it cannot be saved like this." in clash
    assert refused == (
        "The host teaches another lesson at that time. Choose another time, such as 20.12 18:00, "
        "or another host."
    )


async def test_what_was_changed_meanwhile_is_told_and_looked_at_anew(
    make: Factory, desk: Desk, course: Course
) -> None:
    await desk.press(AskSchedule(course_id=course.id))
    await desk.write(RULES)
    await make.change(course, version=2)

    again = await desk.press("✅ Save")
    lessons = await make.all(Lesson)
    saved = await desk.press("✅ Save")

    assert again.startswith("⚠️ Something has changed in the meantime.")
    assert lessons == []
    assert saved.startswith("<b>Schedule of Algebra</b>")


async def test_lesson_that_was_edited_meanwhile_makes_another_preview(
    make: Factory, desk: Desk, course: Course
) -> None:
    await desk.press(AskSchedule(course_id=course.id))
    await desk.write("Mon 18:00-19:30")
    await make.lesson(course, starts_at=EVENING, edited_at=NOON)

    again = await desk.press("✅ Save")

    assert "📌 Changed by hand or with people marked, so they stay: 1" in again
    assert "🆕 New lessons: 2" in again


async def test_second_tap_on_save_changes_nothing_and_says_so(
    make: Factory, desk: Desk, course: Course
) -> None:
    await desk.press(AskSchedule(course_id=course.id))
    await desk.write(RULES)
    [save] = [it for it in desk.telegram.buttons().values() if it.startswith("sched-save")]
    await desk.press(SaveSchedule.unpack(save))

    notice = await desk.tap(SaveSchedule.unpack(save))

    assert notice == "This is out of date: open the screen again."
    assert len(await make.all(LogEntry)) == 1


async def test_long_preview_has_pages(make: Factory, desk: Desk, course: Course) -> None:
    await desk.press(AskSchedule(course_id=course.id))
    first = await desk.write("every day 10:00-11:00 until 1.05.2026")
    last = await desk.press("⬅️")
    beyond = await desk.press(ShowPreview(course_id=course.id, page=99))
    saved = await desk.press("✅ Save")

    assert "Tue, 3 March, 10:00" in first
    assert "1 May, 10:00–11:00" in last
    assert beyond == last
    assert saved.startswith("<b>Schedule of Algebra</b>")
    assert len(await make.all(Lesson)) == 60


async def test_500_lessons_are_saved_and_501_refused(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.change(course, start_date=TODAY + DAY, end_date=TODAY + 500 * DAY)
    await desk.press(AskSchedule(course_id=course.id))

    more = await desk.write("daily 10-11; daily 12-13")
    preview = await desk.write("daily 10-11")
    await desk.press("✅ Save")

    assert more.startswith("That makes more than 500 lessons.")
    assert "🆕 New lessons: 500" in preview
    assert len(await make.all(Lesson)) == 500


async def test_schedule_of_no_lesson_says_so(make: Factory, desk: Desk, course: Course) -> None:
    await make.change(course, start_date=TODAY + DAY, end_date=TODAY + 2 * DAY)
    await desk.press(AskSchedule(course_id=course.id))

    preview = await desk.write("sat 10-11")

    assert "⚠️ This makes no lessons" in preview


async def test_schedule_is_taken_away(make: Factory, desk: Desk, course: Course) -> None:
    await desk.press(AskSchedule(course_id=course.id))
    await desk.write(RULES)
    await desk.press("✅ Save")
    await desk.press("✏️ Change the schedule")

    preview = await desk.press("No schedule")
    await desk.press("✅ Save")

    assert "<b>This is how it will be: no schedule</b>" in preview
    assert "✖️ Removed: 5" in preview
    assert await make.all(Lesson) == []


async def test_only_the_last_day_is_another(make: Factory, desk: Desk, course: Course) -> None:
    await desk.press(AskSchedule(course_id=course.id))
    await desk.write("Mon 18:00-19:30")
    await desk.press("✅ Save")
    await desk.press("✏️ Change the schedule")

    await desk.write("until 23 March")
    await desk.press("✅ Save")

    assert await starts(make) == ["02.03 15:00", "09.03 15:00", "16.03 15:00", "23.03 15:00"]


async def test_slot_of_a_cancelled_lesson_stays_empty(
    make: Factory, desk: Desk, course: Course
) -> None:
    await desk.press(AskSchedule(course_id=course.id))
    await desk.write("Mon 18:00-19:30")
    await desk.press("✅ Save")
    await make.change((await make.all(Lesson))[1], status=LessonStatus.CANCELLED, edited_at=NOON)

    await desk.press("✏️ Change the schedule")
    preview = await desk.write("Mon 18:00-20:00")

    assert "New lessons" not in preview
    assert "✏️ Another end or place: 2" in preview


WRONG = (
    NOTHING
    | LONG
    | NO_WORDS
    | {
        "markup": "<b>Mon</b> & co",
        "script": "<script>alert(1)</script>",
        "sql": "'; DROP TABLE lessons; --",
        "format": "{words} %s {0}",
        "ends first": "Mon 19:00-18:00",
        "over midnight": "Mon 23:00-01:00",
        "half": "Mon 18:00",
        "no day": "18:00-19:00",
        "no hour": "Mon",
        "no such hour": "Mon 25:00-26:00",
        "no such day": "Mon 18-19 until 31.02",
        "hebrew": "שם ושם",
        "turned": "\u202eMon\u202c then",
        "except": "Mon 18-19 except 9 March",
        "every other": "every other Mon 18-19",
    }
)


@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)
async def test_what_is_wrong_is_refused_with_an_example_and_the_dialog_goes_on(
    make: Factory, desk: Desk, course: Course, typed: str
) -> None:
    await desk.press(AskSchedule(course_id=course.id))

    refused = await desk.write(typed)
    labels = desk.labels
    preview = await desk.write(RULES)

    assert "18:00" in refused or "1.09" in refused
    assert labels[-2:] == ["⬅️ To the schedule", "🏠 Menu"]
    assert "🆕 New lessons: 5" in preview


def test_wrong_ways_are_many() -> None:
    assert len(WRONG) >= 30


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_met_with_the_question(
    desk: Desk, course: Course, content: dict[str, object]
) -> None:
    asked = await desk.press(AskSchedule(course_id=course.id))

    assert await desk.send(**content) == asked


async def test_people_who_are_enrolled_are_told_of_a_new_schedule_if_so_chosen(
    make: Factory, desk: Desk, course: Course
) -> None:
    for _ in range(2):
        await make.enrollment(course, await make.user())
    await desk.press(AskSchedule(course_id=course.id))
    await desk.write(RULES)

    asked = await desk.press("✅ Save")
    told = await desk.press("📨 Now")

    assert asked == "✅ The schedule is saved.\n\n<b>Shall I tell the 2 participants?</b>"
    assert told.startswith("📨 I am telling 2 people.")
    assert len(await make.all(Delivery)) == 2


@pytest.mark.parametrize(
    "button",
    [ShowSchedule, AskSchedule, NoSchedule],
    ids=lambda it: it.__prefix__,
)
@pytest.mark.parametrize("part", [StaffPart.ASSISTANT, None])
async def test_who_may_not_is_refused(
    feed: Feed, make: Factory, course: Course, part: StaffPart | None, button: type[ShowSchedule]
) -> None:
    oleg = await make.user()
    if part:
        await make.staff(course, oleg, part)

    notice = await Desk(feed, oleg).tap(button(course_id=course.id))

    assert notice in (
        "Only those who run this course can do that.",
        "Your part in this course does not allow that. Ask its manager.",
    )


async def test_another_admin_looks_on(feed: Feed, make: Factory, course: Course) -> None:
    vera = Desk(feed, await make.admin())

    shown = await vera.press(ShowSchedule(course_id=course.id))

    assert shown.startswith("<b>Schedule of Algebra</b>")
    assert vera.labels == ["📋 Lessons", "⬅️ To managing", "🏠 Menu"]

# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""One's own visits to a course: what became of each lesson, and what is still needed."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    CourseStatus,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    PointEntry,
    User,
)
from keyboards.catalogue import ShowCourse
from keyboards.visits import ShowVisits
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.telegram import tap

HOSTILE = "<b>&amp; \u202eevil"
PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE
ABSENT, EXCUSED = AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await make.course(anna, completion_percent=75)


@pytest.fixture
def desk(feed: Feed, anna: User) -> Desk:
    return Desk(feed, anna)


async def held(
    make: Factory, course: Course, anna: User, *marks: AttendanceStatus | None
) -> list[Lesson]:
    """A lesson on each of the last days, the latest first; who came has five points."""
    lessons, place = [], await make.enrollment_of(course, anna)
    for days, status in enumerate(marks, 1):
        lesson = await make.lesson(course, starts_at=NOON - days * DAY)
        lessons.append(lesson)
        if status is None:
            continue
        mark = await make.mark(place, lesson, status)
        if mark.status.is_attended:
            await give(make, course, anna, mark)
    return lessons


async def give(make: Factory, course: Course, anna: User, mark: Attendance) -> None:
    whose = {"user_id": anna.id, "course_id": course.id}
    key = f"attendance:{mark.id}"
    await make.add(PointEntry(points=5, source_key=key, created_at=NOON, **whose))


async def ahead(make: Factory, course: Course, count: int) -> Sequence[Lesson]:
    return [await make.lesson(course, starts_at=NOON + it * DAY) for it in range(1, count + 1)]


async def test_each_lesson_is_told_with_what_became_of_it(
    desk: Desk, make: Factory, course: Course, anna: User
) -> None:
    await held(make, course, anna, PRESENT, LATE, EXCUSED, ABSENT, None)
    await make.lesson(course, starts_at=NOON - HOUR / 2)
    await make.lesson(course, starts_at=NOON + 2 * HOUR)

    said = await desk.press(ShowVisits(course_id=course.id))

    assert said == (
        "<b>My visits: Mathematics</b>\n\n"
        "You came to 2 of 5: 40 %. Late: 1. Excused: 1. Missed: 2.\nPoints: 10\n\n"
        "To complete the course, 5 of 6 are needed, and too few are left. Ask its team what can "
        "be done.\n\n"
        "⏳ Mon, 2 March, 17:00: today\n"
        "▶️ Mon, 2 March, 14:30: on now\n"
        "✅ Sun, 1 March, 15:00: you were there, +5 points\n"
        "🕒 Sat, 28 February, 15:00: you were late, +5 points\n"
        "🙅 Fri, 27 February, 15:00: excused\n"
        "❌ Thu, 26 February, 15:00: you were not there\n"
        "❌ Wed, 25 February, 15:00: missed"
    )


async def test_it_is_in_russian_for_who_speaks_it(feed: Feed, make: Factory) -> None:
    anna = await make.user(language="ru")
    course = await make.course(anna, completion_percent=75)
    await held(make, course, anna, PRESENT, None)
    await ahead(make, course, 6)

    said = await Desk(feed, anna).press(ShowVisits(course_id=course.id))

    assert said == (
        "<b>Мои посещения: Mathematics</b>\n\n"
        "Посещено занятий: 1 из 2 (50 %). Пропущено: 1.\n"
        "Баллы: 5\n\n"
        "Чтобы завершить курс, придите ещё на 5 занятий: нужно 6 из 8.\n\n"
        "Следующее занятие: вт, 3 марта, 15:00 (Москва).\n\n"
        "✅ вс, 1 марта, 15:00: вы были, +5 баллов\n"
        "❌ сб, 28 февраля, 15:00: пропущено"
    )


@pytest.mark.parametrize(
    ("marks", "left", "percent", "sentence"),
    [
        ([PRESENT] * 3, 1, 75, "That is enough to complete the course: 3 of 4 are needed."),
        (
            [PRESENT] * 2,
            2,
            75,
            "To complete the course, come to 1 more lesson: 3 of 4 are needed.",
        ),
        ([LATE], 3, 75, "To complete the course, come to 2 more lessons: 3 of 4 are needed."),
        (
            [None, EXCUSED],
            2,
            75,
            "To complete the course, 3 of 3 are needed, and too few are left.",
        ),
        ([], 4, 100, "To complete the course, come to 4 more lessons: 4 of 4 are needed."),
        ([], 3, 50, "To complete the course, come to 2 more lessons: 2 of 3 are needed."),
    ],
)
async def test_it_is_told_what_is_needed_to_complete_the_course(
    feed: Feed,
    make: Factory,
    marks: list[AttendanceStatus | None],
    left: int,
    percent: int,
    sentence: str,
) -> None:
    anna = await make.user()
    course = await make.course(anna, completion_percent=percent)
    await held(make, course, anna, *marks)
    await ahead(make, course, left)

    said = await Desk(feed, anna).press(ShowVisits(course_id=course.id))

    assert sentence in said


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        (EnrollmentStatus.REGISTERED, CourseStatus.FINISHED),
        (EnrollmentStatus.CANCELLED, CourseStatus.PUBLISHED),
        (EnrollmentStatus.EXPELLED, CourseStatus.PUBLISHED),
    ],
)
async def test_who_is_past_it_sees_only_what_was(
    desk: Desk, make: Factory, anna: User, standing: EnrollmentStatus, status: CourseStatus
) -> None:
    course = await make.course(status=status)
    await make.enrollment(course, anna, standing)
    await held(make, course, anna, PRESENT)

    said = await desk.press(ShowVisits(course_id=course.id))

    assert "You came to 1 of 1: 100 %." in said
    assert "To complete" not in said


async def test_who_has_completed_it_is_told_so(desk: Desk, make: Factory, anna: User) -> None:
    course = await make.course()
    await make.enrollment(course, anna, EnrollmentStatus.COMPLETED)

    said = await desk.press(ShowVisits(course_id=course.id))

    assert "You have completed this course." in said


async def test_course_that_asks_for_nothing_says_nothing(
    desk: Desk, make: Factory, anna: User
) -> None:
    course = await make.course(anna, completion_percent=0)
    await ahead(make, course, 2)

    assert "complete" not in await desk.press(ShowVisits(course_id=course.id))


async def test_course_without_lessons_says_so(desk: Desk, course: Course) -> None:
    said = await desk.press(ShowVisits(course_id=course.id))

    assert said == ("<b>My visits: Mathematics</b>\n\nNo lessons yet: they will be listed here.")
    assert desk.labels == ["⬅️ To the course", "🏠 Menu"]


async def test_cancelled_lessons_do_not_count(
    desk: Desk, make: Factory, course: Course, anna: User
) -> None:
    await held(make, course, anna, PRESENT)
    await make.lesson(course, starts_at=NOON - 2 * DAY, status=LessonStatus.CANCELLED)

    assert "You came to 1 of 1: 100 %." in await desk.press(ShowVisits(course_id=course.id))


async def test_points_are_the_sum_of_the_ledger(
    desk: Desk, make: Factory, course: Course, anna: User
) -> None:
    [lesson] = await held(make, course, anna, PRESENT)
    [mark] = await make.all(Attendance)
    back = {"user_id": anna.id, "course_id": course.id, "created_at": NOON}
    await make.add(PointEntry(points=-5, source_key=f"attendance:{mark.id}:2", **back))

    said = await desk.press(ShowVisits(course_id=course.id))

    assert "Points" not in said
    assert "+5" not in said
    assert lesson.id


async def test_long_history_has_pages(
    desk: Desk, make: Factory, course: Course, anna: User
) -> None:
    await held(make, course, anna, *[PRESENT] * 20)

    first = await desk.press(ShowVisits(course_id=course.id))
    second = await desk.press("➡️")
    beyond = await desk.press(ShowVisits(course_id=course.id, page=99))

    assert [it.count("✅") for it in (first, second, beyond)] == [8, 8, 4]
    assert "3 of 3" in desk.labels


@pytest.mark.parametrize("at", [NOON + HOUR, NOON + DAY])
async def test_next_lesson_can_be_excused_from_there_and_back(
    desk: Desk, make: Factory, course: Course, at: datetime
) -> None:
    await make.lesson(course, starts_at=at)
    await desk.press(ShowVisits(course_id=course.id))

    await desk.press(desk.labels[0])
    said = await desk.press("📊 To my visits")
    labels = desk.labels
    await desk.press("🙋 I will come")

    assert "You said that you will not come." in said
    assert labels[0] == "🙋 I will come"
    assert await make.all(Attendance) == []


async def test_who_is_there_already_is_not_asked(
    desk: Desk, make: Factory, course: Course, anna: User
) -> None:
    lesson = await make.lesson(course, starts_at=NOON + HOUR / 10)
    place = await make.enrollment_of(course, anna)
    await make.mark(place, lesson, PRESENT, source=AttendanceSource.ROOM_CODE)

    said = await desk.press(ShowVisits(course_id=course.id))

    assert "Next lesson" not in said
    assert "You came to 1 of 1: 100 %." in said


async def test_card_of_the_course_leads_there(desk: Desk, course: Course) -> None:
    await desk.press(ShowCourse(course_id=course.id))

    assert (await desk.press("📊 My visits")).startswith("<b>My visits: Mathematics</b>")


async def test_it_is_for_who_is_or_was_on_the_course(
    feed: Feed, make: Factory, course: Course
) -> None:
    boris, clara = await make.user(), await make.user()
    await make.enrollment(course, clara, EnrollmentStatus.WAITLISTED)

    said = [await Desk(feed, it).tap(ShowVisits(course_id=course.id)) for it in (boris, clara)]
    stranger = await feed(tap(77, ShowVisits(course_id=course.id)))

    assert [*said, stranger.notice()] == ["You are not on this course."] * 3


async def test_hostile_names_are_only_names(feed: Feed, make: Factory) -> None:
    anna = await make.user()
    course = await make.course(anna, name=HOSTILE)

    said = await Desk(feed, anna).press(ShowVisits(course_id=course.id))

    assert said.startswith("<b>My visits: &lt;b&gt;&amp;amp; evil</b>")

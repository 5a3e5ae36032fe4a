"""Who tried to check in and was not marked, on the host's phone."""

from datetime import datetime

import pytest

from db.models import (
    Attendance,
    Course,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    Role,
    ScanAttempt,
    StaffPart,
    User,
)
from domain.campus import LANGUAGES
from keyboards.room import ShowFailed, TakeInAt
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.test_hostile_names import NAMES

MINUTE = HOUR / 60


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.user(full_name="Vera", role=Role.HOST)


@pytest.fixture
async def course(make: Factory, vera: User) -> Course:
    course = await make.course(name="Algebra", capacity=1)
    await make.staff(course, vera)
    return course


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course, starts_at=NOON - 5 * MINUTE)


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def tried(
    make: Factory, lesson: Lesson, who: User, answer: str, made_at: datetime = NOON
) -> ScanAttempt:
    return await make.add(
        ScanAttempt(user_id=who.id, lesson_id=lesson.id, answer=answer, made_at=made_at)
    )


async def test_list_says_who_and_why_the_newest_first(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    anna, boris = await make.user(full_name="Anna <1>"), await make.user(full_name="Boris")
    for minutes in (3, 2):
        await tried(make, lesson, anna, "code_expired", NOON - minutes * MINUTE)
    await tried(make, lesson, boris, "not_enrolled", NOON - MINUTE)

    said = await desk.press(ShowFailed(lesson_id=lesson.id))

    assert said == (
        "<b>Algebra</b>\n14:55\u201315:55\n\n⚠️ <b>Failed attempts</b>\n\n"
        "1. <b>Boris</b> · not on the course · 14:59\n"
        "2. <b>Anna &lt;1&gt;</b> · an old code · 2 times · 14:58"
    )
    assert desk.labels == [
        "✅ Enroll and mark: Boris",
        "⬅️ To the check-in",
        "🏠 Menu",
    ]


async def test_where_everybody_was_marked_it_says_so(desk: Desk, lesson: Lesson) -> None:
    said = await desk.press(ShowFailed(lesson_id=lesson.id))

    assert said.endswith("No failed attempts: whoever tried to check in is marked.")


async def test_pages(make: Factory, desk: Desk, lesson: Lesson) -> None:
    for _ in range(9):
        await tried(make, lesson, await make.user(), "code_invalid")

    said = await desk.press(ShowFailed(lesson_id=lesson.id, page=99))

    assert "9. <b>Anna</b> · wrong digits" in said
    assert "2 of 2" in desk.labels


async def test_host_gives_a_free_seat_and_marks(
    make: Factory, desk: Desk, course: Course, lesson: Lesson
) -> None:
    scan = await tried(make, lesson, await make.user(full_name="Boris"), "not_enrolled")
    await desk.press(ShowFailed(lesson_id=lesson.id))

    said = await desk.tap("✅ Enroll and mark: Boris")

    assert said == "✅ On the course and marked: Boris"
    assert "marked by now" in desk.telegram.said()
    assert "✅ Enroll and mark: Boris" not in desk.labels
    assert len(await make.all(Enrollment)) == len(await make.all(Attendance)) == 1
    await desk.tap(TakeInAt(lesson_id=lesson.id, attempt_id=scan.id))
    assert len(await make.all(Attendance)) == 1


async def test_where_no_seat_is_free_nobody_is_marked(
    make: Factory, desk: Desk, course: Course, lesson: Lesson
) -> None:
    scan = await tried(make, lesson, await make.user(), "not_enrolled")
    await make.change(course, taken=1)

    said = await desk.tap(TakeInAt(lesson_id=lesson.id, attempt_id=scan.id))

    assert said == "There is no free seat on this course."
    assert await make.all(Attendance) == []


async def test_old_attempt_offers_nothing(make: Factory, desk: Desk, lesson: Lesson) -> None:
    await tried(make, lesson, await make.user(full_name="Boris"), "not_enrolled", NOON - 2 * DAY)

    await desk.press(ShowFailed(lesson_id=lesson.id))

    assert desk.labels == ["⬅️ To the check-in", "🏠 Menu"]


@pytest.mark.parametrize("standing", [EnrollmentStatus.EXPELLED, EnrollmentStatus.WAITLISTED])
async def test_who_was_put_off_or_waits_is_offered_no_seat(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, standing: EnrollmentStatus
) -> None:
    boris = await make.user(full_name="Boris")
    await make.enrollment(course, boris, standing)
    await tried(make, lesson, boris, "not_enrolled")

    await desk.press(ShowFailed(lesson_id=lesson.id))

    assert desk.labels == ["⬅️ To the check-in", "🏠 Menu"]


async def test_full_course_offers_no_seat(
    make: Factory, desk: Desk, course: Course, lesson: Lesson
) -> None:
    await tried(make, lesson, await make.user(full_name="Boris"), "not_enrolled")
    await make.change(course, taken=1)

    await desk.press(ShowFailed(lesson_id=lesson.id))

    assert desk.labels == ["⬅️ To the check-in", "🏠 Menu"]


async def test_assistant_sees_them_and_gives_no_seats(
    feed: Feed, make: Factory, course: Course, lesson: Lesson
) -> None:
    oleg = await make.user()
    await make.staff(course, oleg, StaffPart.ASSISTANT)
    scan = await tried(make, lesson, await make.user(full_name="Boris"), "not_enrolled")
    desk = Desk(feed, oleg)

    assert "Boris" in await desk.press(ShowFailed(lesson_id=lesson.id))

    assert desk.labels == ["⬅️ To the check-in", "🏠 Menu"]
    refused = await desk.tap(TakeInAt(lesson_id=lesson.id, attempt_id=scan.id))
    assert refused == "Only those who run this course can do that."


async def test_nobody_else_sees_them(feed: Feed, make: Factory, lesson: Lesson) -> None:
    for other in (await make.user(role=Role.HOST), await make.admin()):
        said = await Desk(feed, other).tap(ShowFailed(lesson_id=lesson.id))

        assert said == "Only those who run this course can do that."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
async def test_whatever_people_are_called_they_can_be_listed(
    feed: Feed, make: Factory, vera: User, lesson: Lesson, language: str, name: str
) -> None:
    await make.change(vera, language=language)
    await tried(make, lesson, await make.user(full_name=name), "not_enrolled")
    await tried(make, lesson, await make.user(full_name=name), "something new")

    await Desk(feed, vera).press(ShowFailed(lesson_id=lesson.id))

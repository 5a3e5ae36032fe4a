"""The numbers of a course in the chat."""

from datetime import timedelta

import pytest

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    Enrollment,
    EnrollmentStatus,
    Feedback,
    Lesson,
    LessonStatus,
    Role,
    StaffPart,
    User,
)
from domain.campus import LANGUAGES
from keyboards.numbers import ShowNumbers
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.test_hostile_names import NAMES

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
COMPLETED, EXPELLED = EnrollmentStatus.COMPLETED, EnrollmentStatus.EXPELLED
CANCELLED = EnrollmentStatus.CANCELLED
PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE
ABSENT, EXCUSED = AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course(name="Algebra <1>")


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def places(
    make: Factory, course: Course, status: EnrollmentStatus = REGISTERED, times: int = 1
) -> list[Enrollment]:
    return [await make.enrollment(course, await make.user(), status) for _ in range(times)]


async def mark(
    make: Factory, place: Enrollment, lesson: Lesson, status: AttendanceStatus = PRESENT
) -> None:
    made = {"source": AttendanceSource.ROSTER, "marked_at": NOON, "status": status}
    whose = {"enrollment_id": place.id, "lesson_id": lesson.id}
    await make.add(Attendance(lesson_date=lesson.starts_at.date(), **made, **whose))


async def review(make: Factory, course: Course, *ratings: int) -> None:
    for rating in ratings:
        whose = {"course_id": course.id, "user_id": (await make.user()).id}
        await make.add(Feedback(rating=rating, comment="secret words", **whose))


def showing(course: Course, page: int = 0) -> ShowNumbers:
    return ShowNumbers(course_id=course.id, page=page)


async def test_new_course_has_zeros_and_says_what_is_missing(desk: Desk, course: Course) -> None:
    assert await desk.press(showing(course)) == (
        "<b>Numbers of Algebra &lt;1&gt;</b>\n\n"
        "On the course: 0\nWaiting: 0\nCompleted: 0\nLeft: 0\nTaken off: 0\n\n"
        "No lesson was held yet.\n\n"
        "Feedback: none yet."
    )
    assert desk.labels == ["🧑‍🎓 People of the course", "⬅️ To managing", "🏠 Menu"]


async def test_people_are_counted_by_where_they_stand(
    make: Factory, desk: Desk, course: Course
) -> None:
    for times, status in enumerate([REGISTERED, WAITLISTED, COMPLETED, CANCELLED, EXPELLED], 1):
        await places(make, course, status, times)
    await places(make, await make.course(), REGISTERED, 9)

    said = await desk.press(showing(course))

    assert "On the course: 1\nWaiting: 2\nCompleted: 3\nLeft: 4\nTaken off: 5" in said


async def test_lessons_say_who_came_of_those_expected(
    make: Factory, desk: Desk, course: Course
) -> None:
    a, b, c = await places(make, course, times=3)
    [done] = await places(make, course, COMPLETED)
    [gone] = await places(make, course, CANCELLED)
    first = await make.lesson(course, starts_at=NOON - 3 * DAY, topic="Sets & <maps>")
    second = await make.lesson(course, starts_at=NOON - 2 * DAY)
    await make.lesson(course, starts_at=NOON - DAY, status=LessonStatus.CANCELLED)
    await make.lesson(course, starts_at=NOON - HOUR / 2)
    await make.change(c, changed_at=NOON - 2.5 * DAY)
    for place, status in ((a, PRESENT), (b, ABSENT), (done, LATE), (gone, PRESENT)):
        await mark(make, place, first, status)
    await mark(make, a, second)

    said = await desk.press(showing(course))

    assert said.endswith(
        "<b>Came, of those expected</b>\n"
        "Sat, 28 February, 15:00 · 1/4\n"
        "Fri, 27 February, 15:00 · 3/4 · Sets &amp; &lt;maps&gt;"
    )
    assert "50% came, on average of the 2 lessons held so far." in said


async def test_lesson_that_expected_nobody_changes_no_mean(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.lesson(course, starts_at=NOON - 30 * DAY)
    [place] = await places(make, course)
    await mark(make, place, await make.lesson(course, starts_at=NOON - DAY))

    said = await desk.press(showing(course))

    assert "100% came, on average of the 2 lessons held so far." in said
    assert "0/0" in said


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ((), "Feedback: none yet."),
        ((1,), "Feedback: 1. The rating is shown from 3 on, so that it names nobody."),
        ((1, 5), "Feedback: 2. The rating is shown from 3 on, so that it names nobody."),
        ((1, 5, 5), "Rating: 3.7 of 5, from 3 people."),
        ((5, 5, 5, 5), "Rating: 5.0 of 5, from 4 people."),
    ],
)
async def test_rating_is_told_from_three_answers_on(
    make: Factory, desk: Desk, course: Course, ratings: tuple[int, ...], said: str
) -> None:
    await review(make, course, *ratings)

    answer = await desk.press(showing(course))

    assert said in answer
    assert "secret" not in answer


async def test_lessons_have_pages_the_latest_first(
    make: Factory, desk: Desk, course: Course
) -> None:
    for days in range(1, 22):
        await make.lesson(course, starts_at=NOON - days * DAY, topic=f"L{days:02}")

    pages = [await desk.press(showing(course, number)) for number in (0, 1, 2, 2**62)]

    topics = [[line[-3:] for line in it.splitlines() if " · L" in line] for it in pages]
    assert [(it[0], len(it)) for it in topics] == [
        ("L01", 10),
        ("L11", 10),
        ("L21", 1),
        ("L21", 1),
    ]
    assert "3 of 3" in desk.labels


async def test_course_of_500_lessons_is_counted_at_once(
    make: Factory, desk: Desk, course: Course
) -> None:
    people = await places(make, course, times=40)
    for number in range(500):
        lesson = await make.lesson(course, starts_at=NOON - timedelta(hours=2 * number + 2))
        if number % 50 == 0:
            await mark(make, people[0], lesson)

    assert "lessons held so far." in await desk.press(showing(course))


@pytest.mark.parametrize("part", [None, *StaffPart])
@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ADMIN])
async def test_hosts_managers_and_admins_see_them(
    feed: Feed, make: Factory, course: Course, role: Role, part: StaffPart | None
) -> None:
    who = await make.user(role=role)
    if part is not None:
        await make.staff(course, who, part)
    desk = Desk(feed, who)

    notice = await desk.tap(showing(course))

    sees = role is Role.ADMIN or part in {StaffPart.MANAGER, StaffPart.HOST}
    assert (notice is None) == sees


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_names_are_only_names(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    vera = await make.user(role=Role.ADMIN, language=language)
    course = await make.course(name=name)
    for days in range(1, 12):
        await make.lesson(course, starts_at=NOON - days * DAY, topic=name)

    await Desk(feed, vera).press(showing(course))

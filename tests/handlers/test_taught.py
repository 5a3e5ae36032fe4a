"""The courses that one runs, today's lesson first."""

import pytest

from db.models import CourseStatus, Role, StaffPart, User
from domain.taught import PAGE_SIZE
from keyboards.editing import ShowTaught
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.telegram import tap, write

I_RUN = "🧑‍🏫 I run"


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria", role=Role.HOST)


@pytest.fixture
def desk(feed: Feed, maria: User) -> Desk:
    return Desk(feed, maria)


async def test_todays_lesson_comes_first_and_what_is_over_last(
    desk: Desk, make: Factory, maria: User
) -> None:
    later, over, today, none, on = [
        await make.course(name=name, status=status, location="B-734")
        for name, status in [
            ("Later", CourseStatus.PUBLISHED),
            ("Over", CourseStatus.FINISHED),
            ("Today", CourseStatus.PUBLISHED),
            ("None", CourseStatus.DRAFT),
            ("On", CourseStatus.PUBLISHED),
        ]
    ]
    for course in (later, over, today, none, on):
        await make.staff(course, maria)
    await make.lesson(later, starts_at=NOON + DAY)
    await make.lesson(over, starts_at=NOON + HOUR)
    await make.lesson(today, starts_at=NOON + HOUR, location="L-550 <b>")
    await make.lesson(on, starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    await desk.write("/start")

    said = await desk.press(I_RUN)

    assert said == (
        "<b>Courses that I run</b>\n\n"
        "1. <b>On</b>\n<b>On now</b>, until 16:00, B-734\nEnrolled: 0\n\n"
        "2. <b>Today</b>\n<b>Today</b>, 16:00, L-550 &lt;b&gt;\nEnrolled: 0\n\n"
        "3. <b>Later</b>\nNext lesson: Tue, 3 March, 15:00, B-734\nEnrolled: 0\n\n"
        "4. <b>None</b>\nA draft: only those who run it see it.\n\n"
        "5. <b>Over</b>\nNext lesson: Mon, 2 March, 16:00, B-734\nFinished."
    ).replace("Next lesson: Mon, 2 March, 16:00, B-734", "<b>Today</b>, 16:00, B-734")
    assert desk.labels[:2] == ["1. On", "2. Today"]
    assert (await desk.press("2. Today")).startswith("<b>Today</b>\n<i>Published.</i>")


async def test_courses_of_others_and_deleted_ones_are_not_there(
    desk: Desk, make: Factory, maria: User
) -> None:
    await make.course(maria, name="Taken")
    await make.staff(await make.course(name="Gone", deleted_at=NOON), maria)

    said = await desk.press(ShowTaught())

    assert "You do not run any course yet." in said
    assert desk.labels == ["📚 Courses", "🏠 Menu"]


async def test_many_courses_have_pages(desk: Desk, make: Factory, maria: User) -> None:
    for number in range(PAGE_SIZE + 1):
        course = await make.course(name=f"Course {number}")
        await make.staff(course, maria)
        await make.lesson(course, starts_at=NOON + number * DAY)
    await desk.press(ShowTaught())

    second = await desk.press("➡️")
    beyond = await desk.press(ShowTaught(page=77))

    assert f"{PAGE_SIZE + 1}. <b>Course {PAGE_SIZE}</b>" in second
    assert beyond == second


@pytest.mark.parametrize(
    ("role", "part", "is_there"),
    [
        (Role.PARTICIPANT, None, False),
        (Role.PARTICIPANT, StaffPart.ASSISTANT, True),
        (Role.HOST, None, True),
        (Role.ADMIN, None, True),
    ],
)
async def test_menu_of_who_works_on_courses_leads_there(
    feed: Feed, make: Factory, role: Role, part: StaffPart | None, *, is_there: bool
) -> None:
    person = await make.user(role=role)
    if part is not None:
        await make.staff(await make.course(), person, part)

    telegram = await feed(write(person.telegram_id, "/start"))

    assert (I_RUN in telegram.buttons()) == is_there


async def test_stranger_runs_nothing(feed: Feed) -> None:
    telegram = await feed(tap(77, ShowTaught()))

    assert "You do not run any course yet." in telegram.said()

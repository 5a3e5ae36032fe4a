"""An admin takes the management of a course."""

import pytest

from db.models import Course, CourseStaff, CourseStatus, Delivery, LogEntry, StaffPart, User
from keyboards.catalogue import ShowCourse
from keyboards.programme import AskTakeOver, TakeOver
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import Factory

BUTTON = "🧭 Take over"


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def boris(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def course(make: Factory, boris: User) -> Course:
    await make.change(boris, full_name="Boris <b>")
    course = await make.course(name="Python & co")
    await make.staff(course, boris, StaffPart.MANAGER)
    return course


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def parts(make: Factory) -> dict[int, StaffPart]:
    return {it.user_id: it.part for it in await make.all(CourseStaff)}


async def test_admin_is_asked_and_told_who_manages_it_now(desk: Desk, course: Course) -> None:
    await desk.press(ShowCourse(course_id=course.id))

    assert await desk.press(BUTTON) == (
        "Take over the course <b>Python &amp; co</b>?\n\n"
        "Managed now by: Boris &lt;b&gt;. They stay the manager, and I will tell them.\n\n"
        "You will be able to edit, publish and end it, and to choose its team."
    )
    assert desk.labels == ["Yes, take it over", "⬅️ To the course", "🏠 Menu"]


async def test_both_manage_it_then_and_the_first_is_told(
    make: Factory, desk: Desk, vera: User, boris: User, course: Course
) -> None:
    await desk.press(AskTakeOver(course_id=course.id))

    card = await desk.press("Yes, take it over")

    assert "Python &amp; co" in card
    assert desk.telegram.notice() == "✅ You manage this course now."
    assert BUTTON not in desk.labels
    assert await parts(make) == dict.fromkeys([vera.id, boris.id], StaffPart.MANAGER)
    [told] = await make.all(Delivery)
    assert (told.kind, told.user_id) == ("taken_over", boris.id)
    assert told.payload == {"course_id": course.id, "by": vera.id}


async def test_it_is_in_the_history(make: Factory, desk: Desk, vera: User, course: Course) -> None:
    await desk.press(TakeOver(course_id=course.id))

    [entry] = await make.all(LogEntry)
    assert (entry.action, entry.user_id, entry.entity_id) == ("take_over", vera.id, course.id)
    assert entry.details == {"part": [None, "manager"]}


async def test_second_tap_says_that_it_is_theirs_already(
    make: Factory, desk: Desk, course: Course
) -> None:
    await desk.press(TakeOver(course_id=course.id))

    for button in (TakeOver, AskTakeOver):
        assert await desk.tap(button(course_id=course.id)) == "You manage this course already."
    assert len(await make.all(LogEntry)) == 1
    assert len(await make.all(Delivery)) == 1


async def test_course_of_nobody_is_taken_over_without_telling(
    make: Factory, desk: Desk, vera: User
) -> None:
    misis = await make.course(is_from_misis=True, status=CourseStatus.DRAFT)

    said = await desk.press(AskTakeOver(course_id=misis.id))
    await desk.press(TakeOver(course_id=misis.id))

    assert "Nobody manages it now." in said
    assert await parts(make) == {vera.id: StaffPart.MANAGER}
    assert await make.all(Delivery) == []


async def test_host_of_the_course_becomes_its_manager(
    make: Factory, desk: Desk, vera: User, course: Course
) -> None:
    await make.staff(course, vera, StaffPart.HOST)

    await desk.press(TakeOver(course_id=course.id))

    assert (await parts(make))[vera.id] is StaffPart.MANAGER
    [entry] = await make.all(LogEntry)
    assert entry.details == {"part": ["host", "manager"]}


async def test_who_manages_it_has_no_button(feed: Feed, boris: User, course: Course) -> None:
    desk = Desk(feed, boris)

    await desk.press(ShowCourse(course_id=course.id))

    assert BUTTON not in desk.labels


async def test_hosts_cannot(feed: Feed, make: Factory, course: Course) -> None:
    host = await make.user()
    await make.staff(course, host)
    desk = Desk(feed, host)

    await desk.press(ShowCourse(course_id=course.id))
    assert BUTTON not in desk.labels
    await desk.tap(TakeOver(course_id=course.id))

    assert (await parts(make))[host.id] is StaffPart.HOST


async def test_course_that_is_gone_is_not_there(make: Factory, desk: Desk, course: Course) -> None:
    await make.change(course, deleted_at=course.created_at)

    said = await desk.tap(TakeOver(course_id=course.id))

    assert said == "There is no such course, or it is not for everybody."

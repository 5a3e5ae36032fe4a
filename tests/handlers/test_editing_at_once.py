"""Two people edit one course: nothing is overwritten silently."""

import asyncio

import pytest
from aiogram import Dispatcher
from sqlalchemy import update

from bot.texts.say import plain
from db.models import Course, CourseStaff, LogEntry, Role, StaffPart, User
from db.session import Transaction
from domain.clock import Clock
from domain.fields import CourseField
from keyboards.editing import AskField, EditCourse
from keyboards.fields import MORE
from tests.conftest import Feed, create_feed
from tests.desk import Desk
from tests.factories import NOON, Factory
from tests.telegram import tap, write

PLACE, SEATS = CourseField.PLACE, CourseField.SEATS


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course(name="Algebra", location="B-734")


async def host(feed: Feed, make: Factory, course: Course, name: str) -> Desk:
    user = await make.user(full_name=name, role=Role.HOST)
    await make.staff(course, user, StaffPart.MANAGER)
    return Desk(feed, user)


@pytest.fixture
async def maria(feed: Feed, make: Factory, course: Course) -> Desk:
    return await host(feed, make, course, "Maria <b>")


@pytest.fixture
async def oleg(feed: Feed, make: Factory, course: Course) -> Desk:
    return await host(feed, make, course, "Oleg")


async def overtake(course: Course, first: Desk, second: Desk) -> str:
    """Both open a field, and the second is later."""
    for desk in (first, second):
        await desk.press(AskField(course_id=course.id, field=PLACE))
    await first.write("L-550")
    return await second.write("A-1 <&>")


async def test_second_is_told_who_changed_what(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    said = await overtake(course, maria, oleg)

    assert said == (
        "<b>Place</b>\nAlgebra\n\nThis was changed while you had it open. Who: Maria &lt;b&gt;. "
        "When: 2 Mar 2026, 15:00.\n\nIt was: B-734\nIt is now: L-550\n\nYours, not saved yet: "
        "A-1 &lt;&amp;&gt;"
    )
    assert oleg.labels == ["Save mine anyway", "Write it again", "Leave it as it is", "🏠 Menu"]
    assert (await make.again(course)).location == "L-550"
    assert len(await make.all(LogEntry)) == 1


async def test_second_may_insist(make: Factory, course: Course, maria: Desk, oleg: Desk) -> None:
    await overtake(course, maria, oleg)

    said = await oleg.press("Save mine anyway")

    assert said.startswith("✅ Place: L-550 → A-1 &lt;&amp;&gt;")
    assert (await make.again(course)).location == "A-1 <&>"
    assert [it.details for it in await make.all(LogEntry)] == [
        {"location": ["B-734", "L-550"]},
        {"location": ["L-550", "A-1 <&>"]},
    ]


async def test_insisting_twice_is_insisting_once(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    await overtake(course, maria, oleg)
    button = oleg.telegram.buttons()["Save mine anyway"]

    await oleg.press("Save mine anyway")
    again = await oleg._feed(tap(oleg._telegram_id, button))  # noqa: SLF001

    assert again.said().startswith("<b>Place</b>\nAlgebra\n\nNow: A-1")
    assert len(await make.all(LogEntry)) == 2


async def test_who_insists_is_told_of_a_third_value(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    await overtake(course, maria, oleg)
    await maria.press(AskField(course_id=course.id, field=PLACE))
    await maria.write("Z-9")

    said = await oleg.press("Save mine anyway")
    after = await oleg.press("Save mine anyway")

    assert "It is now: Z-9\n\nYours, not saved yet: A-1" in said
    assert after.startswith("✅ Place: Z-9 → A-1")


async def test_second_may_leave_it_or_write_anew(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    await overtake(course, maria, oleg)
    buttons = oleg.telegram.buttons()

    await oleg.press("Write it again")
    said = await oleg.write("B-1")

    assert buttons["Leave it as it is"] == f"edit:{course.id}:0"
    assert said.startswith("✅ Place: L-550 → B-1")


async def test_other_field_is_no_obstacle(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    await maria.press(AskField(course_id=course.id, field=SEATS))
    await oleg.press(AskField(course_id=course.id, field=PLACE))
    await maria.write("30")

    said = await oleg.write("A-1")

    after = await make.again(course)
    assert said.startswith("✅ Place: B-734 → A-1")
    assert (after.capacity, after.location, after.version) == (30, "A-1", 3)


async def test_same_value_from_both_is_no_conflict(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    for desk in (maria, oleg):
        await desk.press(AskField(course_id=course.id, field=PLACE))

    await maria.write("L-550")

    assert (await oleg.write("L-550")).startswith("✅ It is like that already.")


async def test_stale_button_does_not_write_over_what_it_never_showed(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    for desk in (maria, oleg):
        await desk.press(AskField(course_id=course.id, field=SEATS))
    await maria.write("12")

    said = await oleg.press("30")
    notice = await oleg.tap("Save mine anyway")

    assert "It was: no limit\nIt is now: 12\n\nYours, not saved yet: 30" in said
    assert notice == "✅ Seats: 12 → 30"


async def test_clearing_is_no_exception(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    for desk in (maria, oleg):
        await desk.press(AskField(course_id=course.id, field=PLACE))
    await maria.write("L-550")

    said = await oleg.press("Clear")

    assert "Yours, not saved yet: Clear" in said
    assert (await make.again(course)).location == "L-550"


async def test_flag_that_both_turn_is_turned(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    for desk in (maria, oleg):
        await desk.press(EditCourse(course_id=course.id, page=MORE))

    await maria.tap("From MISIS: no")
    notice = await oleg.tap("From MISIS: no")

    assert notice == "✅ It is like that already."
    assert (await make.again(course)).is_from_misis


async def test_description_is_told_without_its_formatting(
    make: Factory, course: Course, maria: Desk, oleg: Desk
) -> None:
    for desk in (maria, oleg):
        await desk.press(AskField(course_id=course.id, field=CourseField.DESCRIPTION))
    bold = [{"type": "bold", "offset": 0, "length": 5}]
    await maria.send(text="First words", entities=bold)

    said = await oleg.send(text="Other words", entities=bold)
    await oleg.press("Save mine anyway")

    after = await make.again(course)
    assert "It was: not set\nIt is now: First words" in said
    assert (after.description, after.description_entities) == ("Other words", bold)


async def test_change_that_nobody_wrote_down_is_noticed_too(
    make: Factory, course: Course, oleg: Desk
) -> None:
    await oleg.press(AskField(course_id=course.id, field=PLACE))
    await make.change(course, location="Z")

    said = await oleg.write("A-1")

    assert "Somebody has changed this in the meantime.\n\nIt is now: Z" in said


@pytest.mark.parametrize("is_theirs", [False, True])
async def test_dialog_about_a_course_that_is_out_of_reach_ends(
    make: Factory, transaction: Transaction, course: Course, oleg: Desk, *, is_theirs: bool
) -> None:
    await oleg.press(AskField(course_id=course.id, field=PLACE))
    if is_theirs:
        async with transaction() as session:
            await session.execute(update(CourseStaff).values(part=StaffPart.ASSISTANT))
    else:
        await make.change(course, deleted_at=NOON)

    gone = await oleg.write("A-1")

    assert await oleg.write("Algebra") != gone
    assert (await make.again(course)).location == "B-734"


async def test_of_many_at_once_one_writes_and_the_others_are_told(
    dispatcher: Dispatcher, committing: Transaction, clock: Clock
) -> None:
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    course = await make.course(name="Algebra", location="B-734")
    people: list[User] = []
    for number in range(4):
        people.append(await make.user(full_name=f"Host {number}", role=Role.HOST))
        await make.staff(course, people[-1])
        asked = AskField(course_id=course.id, field=PLACE)
        await feed(tap(people[-1].telegram_id, asked))

    seen = await asyncio.gather(*(feed(write(it.telegram_id, f"Room {it.id}")) for it in people))

    said = [plain(it.said()) for it in seen]
    assert len([it for it in said if it.startswith("✅ Place: B-734 → Room")]) == 1
    assert len([it for it in said if "Yours, not saved yet: Room" in it]) == 3

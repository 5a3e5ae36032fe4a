"""A course is made in the chat, from its name to its publication."""

import pytest

from db.models import Course, CourseStaff, CourseStatus, LogEntry, Role, StaffPart, User
from domain.details import NAME_LENGTH
from keyboards.editing import NewCourse
from tests.conftest import Feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import Factory
from tests.telegram import tap, write

QUESTION = "<b>New course</b>\n\nWhat is the course called? Write its name, such as"


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def test_name_is_enough_to_begin_with(desk: Desk, make: Factory, vera: User) -> None:
    asked = await desk.write("/new")

    said = await desk.write(" Python\nfor <beginners> ")

    [course], [member], [entry] = (
        await make.all(Course),
        await make.all(CourseStaff),
        await make.all(LogEntry),
    )
    assert asked.startswith(QUESTION)
    assert (course.name, course.status) == ("Python for <beginners>", CourseStatus.DRAFT)
    assert (member.user_id, member.part) == (vera.id, StaffPart.MANAGER)
    assert (entry.action, entry.user_id) == ("create_course", vera.id)
    assert said.startswith("✅ Done, it is a draft.")
    assert "<b>Python for &lt;beginners&gt;</b>\n<i>A draft:" in said
    assert desk.labels[:4] == [
        "✏️ Name: Python for <beginners>",
        "📝 Description: none yet",
        "🖼 Cover: none yet",
        "🗓 Schedule: none yet",
    ]


async def test_menu_and_ones_own_courses_lead_there_too(desk: Desk) -> None:
    await desk.write("/start")
    await desk.press("🧑‍🏫 I run")

    asked = await desk.press("🆕 New course")

    assert asked.startswith(QUESTION)


async def test_name_that_is_written_twice_makes_one_course(desk: Desk, make: Factory) -> None:
    await desk.write("/new")

    await desk.write("Python")
    again = await desk.write("Python")

    assert "Search: “Python”" in again
    assert len(await make.all(Course)) == 1


@pytest.mark.parametrize(
    "typed",
    ["  ", "\u200b", "...", "?!", "🙂", "—", "x" * (NAME_LENGTH + 1), "Python " * 600],
)
async def test_what_is_no_name_is_asked_for_again(desk: Desk, make: Factory, typed: str) -> None:
    await desk.write("/new")

    refused = await desk.write(typed)
    courses = await make.all(Course)
    said = await desk.write("Python")

    assert refused.startswith("Write the name in words, such as “Python for beginners”")
    assert courses == []
    assert said.startswith("✅ Done")


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_met_with_the_question(
    desk: Desk, content: dict[str, object]
) -> None:
    await desk.write("/new")

    assert (await desk.send(**content)).startswith(QUESTION)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_only_admins_make_courses(feed: Feed, make: Factory, role: Role) -> None:
    person = await make.user(role=role)

    command = await feed(write(person.telegram_id, "/new"))
    button = await feed(tap(person.telegram_id, NewCourse()))
    await feed(write(person.telegram_id, "Python"))

    assert command.said().startswith("Hello,")
    assert button.notice() == "This button is out of date. Here is the menu."
    assert await make.all(Course) == []


async def test_admin_who_is_none_any_more_makes_none(
    desk: Desk, make: Factory, vera: User
) -> None:
    await desk.write("/new")
    await make.change(vera, role=Role.HOST)

    await desk.write("Python")

    assert await make.all(Course) == []

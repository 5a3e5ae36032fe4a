"""The list of all courses, as admins see it."""

from datetime import date

import pytest

from db.models import CourseStatus, Role, StaffPart, User
from keyboards.catalogue import ShowCourse
from keyboards.programme import AskProgramme, ShowProgramme
from tests.conftest import Feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import Factory
from tests.reading import ru
from tests.telegram import keyboard_of, tap, write

ASK = (
    "Which course are you looking for? Write a word or two of its name or description, such as "
    "“python”."
)


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


@pytest.fixture
async def every_kind(make: Factory, vera: User) -> None:
    mine = await make.course(name="Mine <1>", capacity=20, start_date=date(2026, 9, 1))
    await make.staff(mine, vera, StaffPart.MANAGER)
    await make.course(name="Draft", status=CourseStatus.DRAFT)
    await make.course(name="Over", status=CourseStatus.FINISHED)
    await make.course(name="Away", status=CourseStatus.ARCHIVED)
    await make.course(name="Ours", is_from_misis=True, status=CourseStatus.DRAFT)
    await make.course(await make.user(), name="Full", capacity=1, waiting=[await make.user()])


# The list


@pytest.mark.usefixtures("every_kind")
async def test_list_has_everything_with_what_an_admin_chooses_by(desk: Desk) -> None:
    assert await desk.write("/all") == (
        "<b>All courses</b> · 6\n\n"
        "1. <b>Mine &lt;1&gt;</b>\npublished · 1 September 2026\n0 of 20 · Vera\n\n"
        "2. <b>Full</b>\npublished\n1 of 1 · queue: 1 · no manager\n\n"
        "3. <b>Draft</b>\ndraft\n0 people · no manager\n\n"
        "4. <b>Ours</b>\ndraft · MISIS\n0 people · no manager\n\n"
        "5. <b>Over</b>\nfinished\n0 people · no manager\n\n"
        "6. <b>Away</b>\narchived\n0 people · no manager"
    )
    assert desk.labels[-6:] == [
        "Filter: All",
        "🔎 Search",
        "🆕 New course",
        "📥 Import",
        "🏖️ Days off",
        "🏠 Menu",
    ]


async def test_long_names_of_filters_have_the_whole_width(desk: Desk) -> None:
    await desk.write("/all")

    [keyboard] = filter(None, map(keyboard_of, desk.telegram.calls))
    rows = [[it.text for it in row] for row in keyboard.inline_keyboard]
    assert rows[-4:-2] == [["Filter: All"], ["🔎 Search"]]


@pytest.mark.usefixtures("every_kind")
async def test_filters_say_how_many_there_are(desk: Desk) -> None:
    await desk.write("/all")

    assert await desk.press("Filter: All") == "Which courses should I show?"
    assert desk.labels == [
        "• All · 6",
        "Managed by me · 1",
        "Drafts · 2",
        "Published · 2",
        "Finished · 1",
        "Archive · 1",
        "MISIS · 1",
        "No manager · 3",
        "With a queue · 1",
        "⬅️ To the list",
        "🏠 Menu",
    ]


@pytest.mark.usefixtures("every_kind")
@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Managed by me · 1", ["1. Mine <1>"]),
        ("Drafts · 2", ["1. Draft", "2. Ours"]),
        ("Finished · 1", ["1. Over"]),
        ("Archive · 1", ["1. Away"]),
        ("MISIS · 1", ["1. Ours"]),
        ("No manager · 3", ["1. Full", "2. Draft", "3. Ours"]),
        ("With a queue · 1", ["1. Full"]),
    ],
)
async def test_filter_shows_just_those(desk: Desk, label: str, names: list[str]) -> None:
    await desk.write("/all")
    await desk.press("Filter: All")

    await desk.press(label)

    assert [it for it in desk.labels if it[0].isdigit()] == names


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("All · 0", "There are no courses yet. Create the first one, or import them from a file."),
        (
            "Managed by me · 0",
            "You do not manage any course yet. Create one, or take one over on its card.",
        ),
        ("Drafts · 0", "There are no drafts."),
        ("Archive · 0", "The archive is empty."),
        ("With a queue · 0", "Nobody is waiting for a seat."),
    ],
)
async def test_empty_filter_says_so(desk: Desk, label: str, words: str) -> None:
    await desk.write("/all")
    await desk.press("Filter: All")
    [button] = [it for it in desk.labels if it.endswith(label)]

    assert (await desk.press(button)).endswith(words)


async def test_list_is_in_russian_too(feed: Feed, make: Factory) -> None:
    vera = await make.user(full_name="Vera", role=Role.ADMIN, language="ru")
    await make.course(name="Python")

    telegram = await feed(write(vera.telegram_id, "/all"))

    assert telegram.said() == ru.PROGRAMME


async def test_pages_go_round_and_are_numbered_through(make: Factory, desk: Desk) -> None:
    for number in range(8):
        await make.course(name=f"Course {number}")

    first = await desk.write("/all")
    second = await desk.press("➡️")

    assert "6. <b>Course 5</b>" in first
    assert "7. <b>Course 6</b>" in second
    assert "2 of 2" in desk.labels
    assert await desk.press("➡️") == first
    assert await desk.press(ShowProgramme(search="A9999")) == second


async def test_deleted_course_is_not_there(make: Factory, desk: Desk) -> None:
    gone = await make.course(name="Gone", status=CourseStatus.ARCHIVED)
    await make.change(gone, deleted_at=gone.created_at)

    assert "Gone" not in await desk.write("/all")


@pytest.mark.parametrize("search", ["", "a0", "Z1", "A", "A\u0663", "x" * 50])
async def test_forged_search_is_the_first_page(make: Factory, desk: Desk, search: str) -> None:
    await make.course(name="Python")

    assert "<b>All courses</b> · 1" in await desk.press(ShowProgramme(search=search))


# Looking for one


async def test_words_are_looked_for_and_the_dialog_goes_on(make: Factory, desk: Desk) -> None:
    await make.course(name="Python", status=CourseStatus.DRAFT)
    await make.course(name="Design", description="with python")
    await make.course(name="Logic")
    await desk.write("/all")

    assert await desk.press("🔎 Search") == ASK
    found = await desk.write("PYTHON")
    nothing = await desk.write("chemistry")

    assert found.startswith("<b>All courses</b> · 2\nSearch: “PYTHON”")
    assert nothing.endswith("Nothing was found. Try a shorter word, or look at all the courses.")
    assert "· 3" in await desk.press("✖️ Clear the search")


async def test_words_are_looked_for_among_those_of_the_filter(make: Factory, desk: Desk) -> None:
    await make.course(name="Python 1", status=CourseStatus.DRAFT)
    await make.course(name="Python 2")
    await desk.press(AskProgramme(search="D0"))

    assert await desk.write("python") == (
        "<b>Drafts</b> · 1\nSearch: “python”\n\n1. <b>Python 1</b>\ndraft\n0 people · no manager"
    )
    await desk.press("Filter: Drafts")
    assert "Published · 1" in desk.labels


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_words_is_asked_again(desk: Desk, content: dict[str, object]) -> None:
    await desk.press(AskProgramme(search="D0"))

    assert await desk.send(**content) == ASK
    assert "⬅️ To the list" in desk.labels


# Its ways


async def test_card_leads_back_to_the_list_that_led_there(make: Factory, desk: Desk) -> None:
    for number in range(8):
        await make.course(name=f"Course {number}")
    await desk.write("/all")
    second = await desk.press("➡️")

    await desk.press("7. Course 6")
    assert await desk.press("⬅️ To the list") == second


async def test_card_from_elsewhere_leads_to_the_catalogue(make: Factory, desk: Desk) -> None:
    course = await make.course(name="Python")

    await desk.press(ShowCourse(course_id=course.id, search="j0"))

    assert "Courses that you can join now" in await desk.press("⬅️ To the list")


async def test_attention_at_home_leads_to_the_courses(make: Factory, desk: Desk) -> None:
    await make.course(await make.user(), name="Full", capacity=1, waiting=[await make.user()])

    await desk.write("/start")
    unmanaged = await desk.press("1 course without a manager")
    await desk.write("/start")
    queues = await desk.press("Who is waiting for a seat")

    assert unmanaged.startswith("<b>Courses without a manager</b> · 1")
    assert queues.startswith("<b>Courses with a queue</b> · 1")


async def test_nothing_that_needs_attention_has_no_buttons(desk: Desk) -> None:
    await desk.write("/start")

    assert "Who is waiting for a seat" not in desk.labels
    assert await desk.press("🗂️ All courses")


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_list_is_for_admins(feed: Feed, make: Factory, role: Role) -> None:
    await make.course(name="Secret", status=CourseStatus.DRAFT)
    person = await make.user(role=role)

    telegram = await feed(tap(person.telegram_id, ShowProgramme()))

    assert "Secret" not in telegram.said()
    assert telegram.notice() == "This button is out of date. Here is the menu."

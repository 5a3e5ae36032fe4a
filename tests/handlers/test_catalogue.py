import pytest

from db.models import Course, User
from keyboards.catalogue import ShowCourses
from tests.conftest import Feed
from tests.factories import DAY, NOON, Factory
from tests.telegram import RecordedSession, person, tap, write


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def twelve(make: Factory) -> list[Course]:
    """On three pages, soonest lesson first."""
    courses = [await make.course(name=f"Course {number}") for number in range(1, 13)]
    for days, course in enumerate(courses, 1):
        await make.lesson(course, starts_at=NOON + days * DAY)
    return courses


def listed(telegram: RecordedSession) -> list[str]:
    """The titles on the page, with their numbers."""
    cards = telegram.said().split("\n\n")[1:]
    titles = [card.partition("\n")[0] for card in cards]
    return [title.replace("<b>", "").replace("</b>", "") for title in titles]


async def press(feed: Feed, telegram: RecordedSession, label: str) -> RecordedSession:
    return await feed(tap(77, telegram.buttons()[label]))


# What is in it


async def test_list_says_of_each_course_what_one_chooses_by(
    feed: Feed, make: Factory, anna: User
) -> None:
    mine = await make.course(anna, name="Algebra <1>", capacity=2)
    await make.lesson(mine)
    await make.course(name="Dance", capacity=3)
    await make.course(name="Drawing", capacity=0)
    await make.course(name="Singing", capacity=0, waiting=[await make.user(), anna])

    telegram = await feed(write(anna.telegram_id, "/courses"))

    assert telegram.said() == (
        "<b>Courses</b>\n\n"
        "1. <b>Algebra &lt;1&gt;</b>\nnext lesson: Tue, 3 March, 15:00\n"
        "<i>you are enrolled</i>\n\n"
        "2. <b>Dance</b>\n3 seats left\n\n"
        "3. <b>Drawing</b>\nno seats left\n\n"
        "4. <b>Singing</b>\n<i>you are number 2 in the queue</i>"
    )
    assert list(telegram.buttons())[:4] == [
        "1. Algebra <1>",
        "2. Dance",
        "3. Drawing",
        "4. Singing",
    ]


@pytest.mark.parametrize(
    ("seats", "russian"),
    [(1, "осталось 1 место"), (2, "осталось 2 места"), (5, "осталось 5 мест")],
)
async def test_seats_are_counted_as_russians_do(
    feed: Feed, make: Factory, seats: int, russian: str
) -> None:
    await make.course(capacity=seats)

    telegram = await feed(write(77, "/courses", who=person(77, language="ru")))

    assert telegram.said().endswith(russian)


async def test_course_without_a_limit_has_seats_for_everybody(feed: Feed, make: Factory) -> None:
    await make.course()

    telegram = await feed(write(77, "/courses"))

    assert telegram.said().endswith("seats for everybody")


# Pages


async def test_pages_go_round_both_ways(feed: Feed, twelve: list[Course]) -> None:
    first = await feed(write(77, "/courses"))
    second = await press(feed, first, "➡️")
    third = await press(feed, second, "➡️")
    first_again = await press(feed, third, "➡️")
    third_again = await press(feed, first, "⬅️")

    assert listed(first)[0] == "1. Course 1"
    assert listed(second) == [f"{number}. Course {number}" for number in range(6, 11)]
    assert listed(third) == ["11. Course 11", "12. Course 12"]
    assert first_again.said() == first.said()
    assert third_again.said() == third.said()
    assert "2 of 3" in second.buttons()


async def test_number_of_the_page_brings_it_afresh(feed: Feed, twelve: list[Course]) -> None:
    second = await feed(tap(77, ShowCourses(search="a1")))

    telegram = await press(feed, second, "2 of 3")

    assert telegram.said() == second.said()


async def test_short_list_has_nothing_to_leaf_through(feed: Feed, make: Factory) -> None:
    await make.course()

    telegram = await feed(write(77, "/courses"))

    assert "➡️" not in telegram.buttons()


async def test_page_that_is_gone_is_the_last_one(feed: Feed, twelve: list[Course]) -> None:
    telegram = await feed(tap(77, ShowCourses(search="a9999")))

    assert listed(telegram) == ["11. Course 11", "12. Course 12"]
    assert "3 of 3" in telegram.buttons()


async def test_back_from_a_course_is_where_one_was(feed: Feed, twelve: list[Course]) -> None:
    second = await feed(tap(77, ShowCourses(search="a1 course")))
    card = await press(feed, second, "7. Course 7")

    telegram = await press(feed, card, "⬅️ To the list")

    assert telegram.said() == second.said()


# Choices


async def test_each_choice_shows_its_own(feed: Feed, make: Factory, anna: User) -> None:
    await make.course(name="Full", capacity=0)
    await make.course(name="Of MISIS", capacity=0, is_from_misis=True)
    await make.course(anna, name="Taken")
    await make.course(name="Free")

    async def shown(choice: str) -> list[str]:
        telegram = await feed(tap(anna.telegram_id, ShowCourses(search=choice)))
        return [title.partition(" ")[2] for title in listed(telegram)]

    assert await shown("a0") == ["Full", "Of MISIS", "Taken", "Free"]
    assert await shown("j0") == ["Free"]
    assert await shown("m0") == ["Of MISIS"]
    assert await shown("o0") == ["Taken"]


async def test_choice_that_holds_is_marked_and_the_words_are_kept(feed: Feed) -> None:
    found = await feed(write(77, "design"))

    telegram = await press(feed, found, "MISIS")

    assert telegram.said().startswith("<b>Courses of MISIS</b>\nSearch: “design”")
    assert {"All", "Can join", "• MISIS", "Mine"} <= telegram.buttons().keys()


async def test_my_courses_are_a_command_away(feed: Feed, make: Factory, anna: User) -> None:
    await make.course(anna, name="Taken")
    await make.course(name="Another")

    telegram = await feed(write(anna.telegram_id, "/my"))

    assert telegram.said().startswith("<b>My courses</b>\n\n1. <b>Taken</b>")
    assert "Another" not in telegram.said()


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("a0", "There are no courses yet. Come back a little later."),
        ("j0", "No course has a free seat now. Look at all of them: queues move."),
        ("m0", "There are no courses of MISIS now."),
        ("o0", "You have not enrolled in anything yet. Choose a course, it is quick."),
        ("a0 design", "Nothing was found. Try a shorter word, or look at all the courses."),
    ],
)
async def test_empty_list_says_what_to_do(feed: Feed, choice: str, words: str) -> None:
    telegram = await feed(tap(77, ShowCourses(search=choice)))

    assert telegram.said().endswith(f"\n\n{words}")
    assert "🏠 Menu" in telegram.buttons()


# Search


async def test_words_are_searched_for(feed: Feed, make: Factory) -> None:
    await make.course(name="Python for designers")
    await make.course(name="Drawing", description="Design by hand")
    await make.course(name="Algebra")

    telegram = await feed(write(77, "DESIGN"))

    assert telegram.said().startswith("<b>Courses</b>\nSearch: “DESIGN”\n\n1. ")
    assert {"1. Python for designers", "2. Drawing"} == set(listed(telegram))


async def test_button_asks_for_words(feed: Feed, make: Factory) -> None:
    await make.course(name="Python")
    courses = await feed(write(77, "/courses"))

    asked = await press(feed, courses, "🔎 Search")
    found = await feed(write(77, "python"))

    assert asked.said().startswith("What are you looking for?")
    assert listed(found) == ["1. Python"]


async def test_search_is_cleared_by_a_button(feed: Feed, make: Factory) -> None:
    await make.course(name="Python")
    found = await feed(write(77, "design"))

    telegram = await press(feed, found, "✖️ Clear the search")

    assert listed(telegram) == ["1. Python"]
    assert "🔎 Search" in telegram.buttons()


async def test_found_pages_are_leafed_through(feed: Feed, twelve: list[Course]) -> None:
    found = await feed(write(77, "course"))

    telegram = await press(feed, found, "⬅️")

    assert telegram.said().startswith("<b>Courses</b>\nSearch: “course”\n\n11. ")


@pytest.mark.parametrize(
    "typed",
    [
        "<b>",
        "100%",
        "a:b",
        "c++ & c#",
        "'; DROP TABLE courses; --",
        "_",
        "design\x00er",
        "مرحبا \u202eabc",
        "слово " * 50,
        "ё" * 4096,
        "x" * 4096,
    ],
    ids=lambda it: it[:8].encode("unicode_escape").decode(),
)
async def test_any_words_are_searched_for(feed: Feed, twelve: list[Course], typed: str) -> None:
    telegram = await feed(write(77, typed))
    again = await press(feed, telegram, "• All")

    assert telegram.said().startswith("<b>Courses</b>")
    assert again.said() == telegram.said()


@pytest.mark.parametrize("typed", ["\\", "🙂 🙂", "\u0301" * 100], ids=["sign", "smile", "marks"])
async def test_what_has_no_words_in_it_leads_home(feed: Feed, typed: str) -> None:
    telegram = await feed(write(77, typed))

    assert telegram.said().startswith("Hello! ")


@pytest.mark.parametrize("name", ["Ёлки и палки", "Елки и палки"])
@pytest.mark.parametrize("typed", ["ёлки", "елки", "ПАЛКИ Ёлки"])
async def test_dots_of_a_letter_do_not_matter(
    feed: Feed, make: Factory, name: str, typed: str
) -> None:
    await make.course(name=name)

    telegram = await feed(write(77, typed))

    assert listed(telegram) == [f"1. {name}"]


# Old and forged buttons


@pytest.mark.parametrize(
    "search",
    [
        "",
        " ",
        "a",
        "zzz",
        "z0",
        "a-1",
        "a1.5",
        "a99999",
        "a10000000000000000000",
        "a²",
        "0a",
        "jj",
    ],
)
async def test_button_of_another_version_shows_all_courses(
    feed: Feed, twelve: list[Course], search: str
) -> None:
    telegram = await feed(tap(77, f"courses:{search}"))

    assert telegram.said().startswith("<b>Courses</b>\n\n1. <b>Course 1</b>")


@pytest.mark.parametrize("search", ["a0 \x00", "a0 <b>", "a0 %", "a0 \\", "m0 " + "🙂" * 12])
async def test_forged_words_find_nothing_worse_than_nothing(
    feed: Feed, twelve: list[Course], search: str
) -> None:
    telegram = await feed(tap(77, f"courses:{search}"))

    assert telegram.said().startswith("<b>Courses")


async def test_forged_way_back_does_no_harm(feed: Feed, make: Factory) -> None:
    course = await make.course()

    card = await feed(tap(77, f"course:{course.id}:a0 \x00\\"))
    telegram = await press(feed, card, "⬅️ To the list")

    assert telegram.said().startswith("<b>Courses</b>")

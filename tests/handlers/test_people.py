"""The list of people, and looking for somebody in it."""

from typing import Any

import pytest

from db.models import Role, User
from keyboards.catalogue import ShowCourses
from keyboards.home import Home
from keyboards.people import AskPerson, ShowPeople
from tests.conftest import Feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import NOON, Factory
from tests.telegram import person, tap, write

ASK = (
    "Who are you looking for? Write part of the name, the group, the e-mail or the Telegram ID, "
    "such as “Petrova” or “IT-23”."
)
NOBODY = "Nobody was found. Try a shorter word, or look at everybody."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


@pytest.fixture
async def ten(make: Factory) -> list[User]:
    """On two pages, with Vera."""
    return [await make.user(full_name=f"Anna {number:02}") for number in range(1, 11)]


# The list


async def test_list_says_of_each_what_an_admin_chooses_by(make: Factory, desk: Desk) -> None:
    await make.user(full_name="Anna <1>", study_group="IT&23")
    await make.user(full_name="Boris", role=Role.HOST)
    await make.user(full_name="Ivan", study_group="M-1", blocked_at=NOON)

    assert await desk.write("/people") == (
        "<b>People</b> · 4\n\n"
        "1. <b>Anna &lt;1&gt;</b> · IT&amp;23\n"
        "2. <b>Boris</b> · host\n"
        "3. <b>Ivan</b> · M-1 · 🚫\n"
        "4. <b>Vera</b> · admin"
    )
    assert desk.labels == [
        "1. Anna <1>",
        "2. Boris",
        "3. Ivan",
        "4. Vera",
        "• Everybody",
        "Hosts",
        "Admins",
        "Blocked",
        "🔎 Search",
        "🏠 Menu",
    ]


async def test_list_is_in_russian_too(feed: Feed, make: Factory) -> None:
    vera = await make.user(full_name="Vera", role=Role.ADMIN, language="ru")

    telegram = await feed(write(vera.telegram_id, "/people"))

    assert telegram.said() == "<b>Люди</b> · 1\n\n1. <b>Vera</b> · администратор"
    assert "Ведущие" in telegram.buttons()


@pytest.mark.usefixtures("ten")
async def test_pages_go_round_and_are_numbered_through(desk: Desk) -> None:
    first = await desk.write("/people")
    second = await desk.press("➡️")
    labels = desk.labels
    first_again = await desk.press("➡️")

    assert first.startswith("<b>People</b> · 11\n\n1. <b>Anna 01</b>\n")
    assert second == (
        "<b>People</b> · 11\n\n9. <b>Anna 09</b>\n10. <b>Anna 10</b>\n11. <b>Vera</b> · admin"
    )
    assert first_again == first
    assert "2 of 2" in labels


@pytest.mark.usefixtures("ten")
async def test_page_that_is_gone_is_the_last_one(desk: Desk) -> None:
    said = await desk.press(ShowPeople(search="a9999"))

    assert said.endswith("11. <b>Vera</b> · admin")


@pytest.mark.parametrize(
    ("circle", "words"),
    [
        ("Hosts", "There are no hosts yet. A role is given on a person's card or by a link."),
        ("Blocked", "Nobody is blocked."),
    ],
)
async def test_empty_circle_says_so(desk: Desk, circle: str, words: str) -> None:
    await desk.write("/people")

    said = await desk.press(circle)

    assert said.endswith(words)
    assert f"• {circle}" in desk.labels


async def test_circle_of_admins_has_only_them(make: Factory, desk: Desk) -> None:
    await make.user()
    await desk.write("/people")

    assert await desk.press("Admins") == "<b>Admins</b> · 1\n\n1. <b>Vera</b> · admin"


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST, None])
async def test_list_is_for_admins_only(feed: Feed, make: Factory, role: Role | None) -> None:
    user = await make.user(role=role) if role else None
    telegram_id = user.telegram_id if user else 77

    typed = await feed(write(telegram_id, "/people"))
    pressed = await feed(tap(telegram_id, ShowPeople()))
    asked = await feed(tap(telegram_id, AskPerson()))

    assert all("<b>People</b>" not in it.said() for it in (typed, pressed, asked))
    assert pressed.notice() == asked.notice() == "This button is out of date. Here is the menu."


# Looking for somebody


async def test_words_are_asked_for_and_travel_in_the_buttons(
    make: Factory, desk: Desk, ten: list[User]
) -> None:
    await make.user(full_name="Boris", study_group="Anna's")
    await desk.write("/people")

    asked = await desk.press("🔎 Search")
    first = await desk.write("anna")
    second = await desk.press("➡️")
    await desk.press("9. Anna 09")
    back = await desk.press("⬅️ To the list")
    cleared = await desk.press("✖️ Clear the search")

    assert asked == ASK
    assert first.startswith("<b>People</b> · 11\nSearch: “anna”\n\n1. <b>Anna 01</b>\n")
    assert second == back
    assert "Search: “anna”\n\n9. <b>Anna 09</b>" in second
    assert cleared.startswith("<b>People</b> · 12\n\n1. <b>Anna 01</b>")


async def test_search_stays_within_its_circle(make: Factory, desk: Desk) -> None:
    await make.user(full_name="Anna")
    await make.user(full_name="Anna the host", role=Role.HOST)
    await desk.press(ShowPeople(search="h0"))
    await desk.press("🔎 Search")

    said = await desk.write("anna")

    assert said == "<b>Hosts</b> · 1\nSearch: “anna”\n\n1. <b>Anna the host</b> · host"
    assert (await desk.press("Everybody")).startswith("<b>People</b> · 2\nSearch: “anna”")


async def test_next_words_are_for_the_same_search(make: Factory, desk: Desk) -> None:
    await make.user(full_name="Anna")
    await desk.press(AskPerson(search="a0"))

    missed = await desk.write("Hanna")
    found = await desk.write("anna")

    assert missed == f"<b>People</b>\nSearch: “Hanna”\n\n{NOBODY}"
    assert found.endswith("1. <b>Anna</b>")


async def test_way_back_from_the_question_is_the_list(desk: Desk) -> None:
    await desk.press(ShowPeople(search="m0 vera"))
    shown = desk.telegram.said()

    await desk.press(AskPerson(search="m0 vera"))

    assert await desk.press("⬅️ To the list") == shown


NO_WORDS = {
    "spaces": " \u2003\t",
    "line breaks": "\n\r\n",
    "controls": "\x01\x02\x7f",
    "escape": "\x1b",
    "nul": "\x00",
    "zero width": "\u200b\ufeff\u2060",
    "right to left marks": "\u200f\u202e\u2066",
    "filler": "\u3164\u115f",
    "soft hyphen": "\u00ad",
    "separator": "\u2028\u2029",
    "half a character": "\ud800",
    "other half": "\udfff!",
    "dots": "...",
    "dashes": "\u2014 \u2013 -",
    "signs of an address": "@.@",
    "plus": "+++",
    "emoji": "🙂",
    "family": "👨‍👩‍👧‍👦",
    "flag": "🇷🇺",
    "punctuation": "?!;:",
    "quotes": "«»“”'\"",
    "brackets": "</>",
    "braces": "{}",
    "percent": "%%",
    "backslash": "\\",
    "dollar": "$",
    "accents": "\u0301\u0301",
    "arrows": "→⇒",
    "stars": "***",
    "box": "\ufffc\ufffd",
    "5000 dots": "." * 5000,
    "5000 emoji": "🙂" * 2500,
}


@pytest.mark.parametrize("typed", NO_WORDS.values(), ids=NO_WORDS)
async def test_what_has_no_words_is_met_with_the_question(desk: Desk, typed: str) -> None:
    await desk.press(AskPerson(search="a0"))

    again = await desk.write(typed)
    found = await desk.write("vera")

    assert again == ASK
    assert found.endswith("1. <b>Vera</b> · admin")


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_met_with_the_question(
    desk: Desk, content: dict[str, Any]
) -> None:
    await desk.press(AskPerson(search="a0"))

    again = await desk.send(**content)
    found = await desk.write("vera")

    assert again == ASK
    assert found.endswith("1. <b>Vera</b> · admin")


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 5000,
        "Ж" * 4096,
        "word " * 1000,
        "<script>alert(1)</script>",
        "&lt;b&gt; ' OR 1=1; --",
        "{name} %s {0}",
        "李四在北京大学",
        "שם ושם",
        "\u202eanna\u2066x",
        "٣٤٥",
        "a\x00b",
        "7" * 100,
    ],
)
async def test_odd_words_find_nobody_and_the_dialog_goes_on(desk: Desk, typed: str) -> None:
    await desk.press(AskPerson(search="a0"))

    missed = await desk.write(typed)
    found = await desk.write("vera")

    assert missed.endswith(NOBODY)
    assert found.endswith("1. <b>Vera</b> · admin")


@pytest.mark.parametrize("way", ["/cancel", "/start", "/people", Home(), ShowPeople()], ids=str)
async def test_command_and_button_leave_the_search(desk: Desk, way: Any) -> None:
    await desk.press(AskPerson(search="a0"))
    await desk.write("🙂")

    await (desk.write(way) if isinstance(way, str) else desk.press(way))

    assert "<b>Courses</b>\nSearch: “vera”" in await desk.write("vera")


async def test_whoever_is_no_admin_any_more_searches_among_courses(
    feed: Feed, make: Factory, vera: User
) -> None:
    await feed(tap(vera.telegram_id, AskPerson(search="a0")))
    await make.change(vera, role=Role.HOST)

    telegram = await feed(write(vera.telegram_id, "vera"))

    assert telegram.said().startswith("<b>Courses</b>\nSearch: “vera”")


async def test_forged_search_is_the_list_of_all(feed: Feed, vera: User) -> None:
    for packed in ("", "z9", "a٣x", "h-1", "a0" + "x" * 50):
        telegram = await feed(tap(vera.telegram_id, f"people:{packed}"))

        assert telegram.said().startswith("<b>People</b>")


async def test_stranger_with_an_admins_button_is_shown_the_courses(feed: Feed) -> None:
    telegram = await feed(tap(77, ShowPeople(), who=person(77)))

    assert ShowCourses().pack() in telegram.buttons().values()

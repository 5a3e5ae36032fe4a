from dataclasses import replace
from datetime import timedelta

import pytest
from aiogram import Dispatcher
from aiogram.types import Update

from db.models import PendingStart, User
from db.session import Transaction
from domain.campus import Campus
from domain.clock import Clock
from keyboards.home import Home
from keyboards.menu import Help, Privacy
from tests.conftest import Feed, create_feed
from tests.factories import HOUR, NOON, Factory
from tests.telegram import RecordedSession, person, tap, write

MENU = {
    "📚 Courses": "courses:",
    "🎓 My courses": "courses:o0",
    "❓ Help": "help",
    "🔒 Personal data": "privacy",
}

NO_LESSONS = "No lessons ahead. Have a look at the courses: there may be one for you."


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(full_name="Anna <b>")


def ways_home(telegram_id: int | None) -> list[Update]:
    return [
        write(telegram_id, "/start"),
        write(telegram_id, "/cancel"),
        tap(telegram_id, Home()),
    ]


async def test_stranger_is_welcomed_and_nothing_is_kept(feed: Feed, make: Factory) -> None:
    screens = [await feed(way) for way in ways_home(77)]

    for telegram in screens:
        assert telegram.said() == (
            "Hello! These are the courses of the University.\n\n"
            "Choose a course and enroll right here. Looking costs nothing."
        )
        assert telegram.buttons() == MENU
    assert (await make.all(User), await make.all(PendingStart)) == ([], [])


async def test_stranger_is_welcomed_in_russian(feed: Feed) -> None:
    telegram = await feed(write(77, "/start", who=person(77, language="ru")))

    assert telegram.said().startswith("Здравствуйте! ")
    assert list(telegram.buttons()) == ["📚 Курсы", "🎓 Мои курсы", "❓ Помощь", "🔒 Мои данные"]


async def test_campus_need_not_say_whose_it_is(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, campus: Campus
) -> None:
    nobodys = replace(campus, organization="", privacy_contact="")
    feed = create_feed(dispatcher, transaction, clock, campus=nobodys)

    welcome, policy = await feed(write(77, "/start")), await feed(write(77, "/privacy"))

    assert welcome.said().startswith("Hello! I help people take courses.")
    assert "Who keeps it:</b> the organizer of the courses." in policy.said()
    assert "withdraw" not in policy.said()


async def test_home_greets_by_the_name_that_the_person_gave(feed: Feed, anna: User) -> None:
    screens = [await feed(way) for way in ways_home(anna.telegram_id)]

    for telegram in screens:
        assert telegram.said() == f"Hello, <b>Anna &lt;b&gt;</b>!\n\n{NO_LESSONS}"
        assert telegram.buttons() == MENU


async def test_home_says_when_and_where_the_next_lesson_is(
    feed: Feed, make: Factory, anna: User
) -> None:
    course = await make.course(anna, location="B-734")
    await make.lesson(course, starts_at=NOON + 2 * HOUR, location="L-550")
    await make.lesson(course, starts_at=NOON - timedelta(minutes=30))

    telegram = await feed(write(anna.telegram_id, "/start"))

    assert telegram.said().endswith(
        "Your next lesson: <b>Mathematics</b>, Mon, 2 March, 14:30 (Moscow), B-734."
    )


async def test_lesson_without_a_place_is_said_without_one(
    feed: Feed, make: Factory, anna: User
) -> None:
    await make.lesson(await make.course(anna))

    telegram = await feed(write(anna.telegram_id, "/start"))

    assert telegram.said().endswith(
        "Your next lesson: <b>Mathematics</b>, Tue, 3 March, 15:00 (Moscow)."
    )


async def test_times_are_of_the_persons_own_zone(feed: Feed, make: Factory) -> None:
    boris = await make.user(timezone="Asia/Vladivostok", language="ru")
    await make.lesson(await make.course(boris))

    telegram = await feed(write(boris.telegram_id, "/start"))

    assert telegram.said().endswith(
        "Ближайшее занятие: <b>Mathematics</b>, вт, 3 марта, 22:00 (Владивосток)."
    )


async def test_lessons_of_courses_that_one_only_waits_for_are_not_ones_own(
    feed: Feed, make: Factory, anna: User
) -> None:
    await make.lesson(await make.course(capacity=0, waiting=[anna]))

    telegram = await feed(write(anna.telegram_id, "/start"))

    assert telegram.said().endswith(NO_LESSONS)


@pytest.mark.parametrize("way", [write(77, "/help"), tap(77, Help())], ids=["command", "button"])
async def test_help_says_what_the_bot_can_do(feed: Feed, way: Update) -> None:
    telegram = await feed(way)

    assert telegram.said().startswith("<b>What I can do</b>\n\n/courses: all courses.")
    assert telegram.buttons() == {"📚 Courses": "courses:", "🏠 Menu": "home"}


async def test_every_command_that_help_names_is_one(feed: Feed) -> None:
    help_ = await feed(write(77, "/help"))
    named = [line.partition(":")[0] for line in help_.said().split("\n\n") if line[0] == "/"]

    answers = [(await feed(write(77, command))).said() for command in named]

    assert named == ["/courses", "/my", "/privacy"]
    assert not [said for said in answers if said.startswith("Hello!")]


@pytest.mark.parametrize(
    "way", [write(77, "/privacy"), tap(77, Privacy())], ids=["command", "button"]
)
async def test_privacy_says_who_keeps_what_and_whom_to_ask(feed: Feed, way: Update) -> None:
    telegram = await feed(way)

    assert "<b>Who keeps it:</b> the University." in telegram.said()
    assert "at any time: privacy@example.org." in telegram.said()
    assert telegram.buttons() == {"🏠 Menu": "home"}


async def test_privacy_is_read_in_russian_too(feed: Feed) -> None:
    telegram = await feed(write(77, "/privacy", who=person(77, language="ru")))

    assert telegram.said().startswith("<b>Персональные данные</b>")
    assert "Version" not in telegram.said()


async def shown_after(telegram: RecordedSession, feed: Feed, label: str) -> str:
    return (await feed(tap(77, telegram.buttons()[label]))).said()


async def test_every_button_of_the_menu_leads_somewhere(feed: Feed) -> None:
    menu = await feed(write(77, "/start"))

    said = [await shown_after(menu, feed, label) for label in MENU]

    assert [it.partition("\n")[0] for it in said] == [
        "<b>Courses</b>",
        "<b>My courses</b>",
        "<b>What I can do</b>",
        "<b>Personal data</b>",
    ]

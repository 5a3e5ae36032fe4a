from dataclasses import replace
from datetime import timedelta

import pytest
from aiogram import Dispatcher
from aiogram.types import Update

from db.models import DeliveryStatus, PendingStart, Role, StaffPart, User
from db.session import Transaction
from domain.campus import Campus
from domain.clock import Clock
from keyboards.home import Home
from keyboards.menu import Help
from tests.conftest import Feed, create_feed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.telegram import RecordedSession, person, tap, write

COURSES = {"📚 Courses": "courses:", "🎓 My courses": "courses:o0"}
STRANGERS = COURSES | {"❓ Help": "help", "🔒 Personal data": "privacy"}
MENU = COURSES | {"⚙️ Settings": "settings", "❓ Help": "help"}

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
            "Choose a course and enroll right here. You can look around without registering."
        )
        assert telegram.buttons() == STRANGERS
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

    welcome = await feed(write(77, "/start"))

    assert welcome.said().startswith("Hello! I help people take courses.")


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
    await make.lesson(course, starts_at=NOON + 3 * HOUR)

    telegram = await feed(write(anna.telegram_id, "/start"))

    assert telegram.said().endswith(
        "Your next lesson: <b>Mathematics</b>, Mon, 2 March, 17:00 (Moscow), L-550."
    )


async def test_home_says_which_lesson_is_on(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course(anna, location="B-734")
    await make.lesson(course, starts_at=NOON + 2 * HOUR, location="L-550")
    await make.lesson(course, starts_at=NOON - timedelta(minutes=30))

    telegram = await feed(write(anna.telegram_id, "/start"))

    assert telegram.said().endswith("On now: <b>Mathematics</b>, until 15:30, B-734.")


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
    assert telegram.buttons() == {
        "📚 Courses": "courses:",
        "🔒 Personal data": "privacy",
        "🏠 Menu": "home",
    }


async def test_every_command_that_help_names_is_one(feed: Feed) -> None:
    help_ = await feed(write(77, "/help"))
    named = [line.partition(":")[0] for line in help_.said().split("\n\n") if line[0] == "/"]

    answers = [(await feed(write(77, command))).said() for command in named]

    assert named == ["/courses", "/my", "/code", "/settings", "/privacy"]
    assert not [said for said in answers if said.startswith("Hello!")]


async def shown_after(telegram: RecordedSession, feed: Feed, label: str) -> str:
    return (await feed(tap(77, telegram.buttons()[label]))).said()


async def test_every_button_of_the_menu_leads_somewhere(feed: Feed) -> None:
    menu = await feed(write(77, "/start"))

    said = [await shown_after(menu, feed, label) for label in STRANGERS]

    assert [it.partition("\n")[0] for it in said] == [
        "<b>Courses</b>",
        "<b>My courses</b>",
        "<b>What I can do</b>",
        "<b>Personal data</b>",
    ]


# What each role sees first


async def test_host_sees_the_lesson_that_they_hold_first(feed: Feed, make: Factory) -> None:
    maria = await make.user(full_name="Maria", role=Role.HOST)
    course = await make.course(await make.user(), maria, name="Drawing", location="B-734")
    await make.staff(course, maria)
    lesson = await make.lesson(course, starts_at=NOON - HOUR / 2)

    telegram = await feed(write(maria.telegram_id, "/start"))

    assert telegram.said().split("\n\n")[1] == (
        "You have a lesson now: <b>Drawing</b>, until 15:30, B-734. 2 people are enrolled."
    )
    assert next(iter(telegram.buttons().items())) == ("📲 Check-in: Drawing", f"room:{lesson.id}")


async def test_host_sees_the_course_of_the_lesson_that_is_next(feed: Feed, make: Factory) -> None:
    maria = await make.user(full_name="Maria", role=Role.HOST)
    course = await make.course(name="Drawing")
    await make.staff(course, maria)
    await make.lesson(course, starts_at=NOON + HOUR)

    telegram = await feed(write(maria.telegram_id, "/start"))

    assert telegram.buttons()["▶️ Drawing"] == f"course:{course.id}:"


async def test_lesson_that_is_on_comes_before_what_an_admin_has_to_look_at(
    feed: Feed, make: Factory
) -> None:
    vera = await make.admin()
    course = await make.course(name="Drawing")
    await make.staff(course, vera)
    await make.lesson(course, starts_at=NOON)

    telegram = await feed(write(vera.telegram_id, "/start"))

    assert telegram.said().split("\n\n")[1].startswith("You have a lesson now")
    assert telegram.said().split("\n\n")[2].startswith("<b>Needs your attention</b>")


@pytest.mark.parametrize(
    ("part", "is_hosted_by_another", "is_theirs"),
    [
        (StaffPart.HOST, False, True),
        (StaffPart.HOST, True, False),
        (StaffPart.ASSISTANT, True, True),
        (StaffPart.MANAGER, False, False),
    ],
)
async def test_lesson_is_of_who_holds_it_or_helps_at_the_door(
    feed: Feed,
    make: Factory,
    part: StaffPart,
    is_hosted_by_another: bool,  # noqa: FBT001
    is_theirs: bool,  # noqa: FBT001
) -> None:
    maria, another = await make.user(full_name="Maria"), await make.user()
    course = await make.course()
    await make.staff(course, maria, part)
    await make.lesson(course, host_id=another.id if is_hosted_by_another else None)

    telegram = await feed(write(maria.telegram_id, "/start"))

    assert ("You teach next" in telegram.said()) is is_theirs


async def test_participant_sees_how_many_courses_are_open_to_them(
    feed: Feed, make: Factory, anna: User
) -> None:
    await make.course(anna)
    await make.course(capacity=0)
    for _ in range(2):
        await make.course()

    telegram = await feed(write(anna.telegram_id, "/start"))

    assert telegram.said().endswith("You can join 2 courses now.")


async def test_admin_sees_what_needs_attention(feed: Feed, make: Factory) -> None:
    vera = await make.admin()
    await make.course(waiting=[await make.user(), await make.user()], capacity=0)
    await make.delivery(vera, status=DeliveryStatus.DEAD)
    await make.delivery(vera, status=DeliveryStatus.DEAD, due_at=NOON - 2 * DAY)

    telegram = await feed(write(vera.telegram_id, "/start"))

    assert telegram.said().endswith(
        "<b>Needs your attention</b>\n"
        "1 course without a manager\n"
        "2 people wait for a seat\n"
        "1 message did not arrive since yesterday"
    )
    assert {"👥 People", "🔗 Links"} < telegram.buttons().keys()


async def test_admin_is_told_when_all_is_well(feed: Feed, make: Factory) -> None:
    telegram = await feed(write((await make.admin()).telegram_id, "/start"))

    assert telegram.said().endswith("Nothing needs your attention.")


@pytest.mark.parametrize("role", Role)
async def test_help_begins_with_what_the_role_can_do(
    feed: Feed, make: Factory, role: Role
) -> None:
    somebody = await make.user(role=role)

    telegram = await feed(write(somebody.telegram_id, "/help"))

    first = {Role.PARTICIPANT: "/courses", Role.HOST: "/now", Role.ADMIN: "/new"}
    assert telegram.said().split("\n\n")[1].startswith(first[role])


@pytest.mark.parametrize("part", StaffPart)
async def test_help_tells_assistants_of_their_part(
    feed: Feed, make: Factory, anna: User, part: StaffPart
) -> None:
    await make.staff(await make.course(), anna, part)

    telegram = await feed(write(anna.telegram_id, "/help"))

    first = telegram.said().split("\n\n")[1]
    assert first.startswith("You assist in a course") is (part is StaffPart.ASSISTANT)


async def test_who_takes_and_assists_a_course_reads_of_its_lesson_once(
    feed: Feed, make: Factory, anna: User
) -> None:
    course = await make.course(anna)
    await make.staff(course, anna, StaffPart.ASSISTANT)
    await make.lesson(course)

    telegram = await feed(write(anna.telegram_id, "/start"))

    assert telegram.said().count("<b>Mathematics</b>") == 1
    assert "You teach next" in telegram.said()

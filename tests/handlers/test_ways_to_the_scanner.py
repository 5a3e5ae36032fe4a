"""Where the chat offers the Mini App's scanner: while there is something to be scanned."""

from dataclasses import replace
from datetime import datetime

import pytest
from aiogram import Dispatcher

from db.models import Role, StaffPart, User
from db.session import Transaction
from domain.clock import Clock
from tests.conftest import Feed, create_feed
from tests.desk import Desk
from tests.factories import HOUR, NOON, Factory
from tests.people import CAMPUS

SCAN = "📷 Scan"


@pytest.fixture
def feed(dispatcher: Dispatcher, transaction: Transaction, clock: Clock) -> Feed:
    """Its people reach the Mini App."""
    reached = replace(CAMPUS, app_url="https://courses.example.ru/app/")
    return create_feed(dispatcher, transaction, clock, campus=reached)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.mark.parametrize(
    ("starts_at", "offered"),
    [(NOON - HOUR / 2, 1), (NOON + HOUR / 5, 1), (NOON + HOUR / 2, 0)],
    ids=["on", "open already", "soon"],
)
async def test_who_takes_a_lesson_finds_it_in_the_menu(
    feed: Feed, make: Factory, anna: User, starts_at: datetime, offered: int
) -> None:
    await make.lesson(await make.course(anna), starts_at=starts_at)
    desk = Desk(feed, anna)

    await desk.write("/start")

    assert desk.labels.count(SCAN) == offered


async def test_it_is_under_the_own_code(feed: Feed, anna: User) -> None:
    desk = Desk(feed, anna)

    await desk.write("/code")

    assert desk.labels == ["🎫 Renewing pass", SCAN, "🎓 My courses", "🏠 Menu"]


async def test_who_works_at_a_lesson_finds_it_in_the_menu_once(
    feed: Feed, make: Factory, anna: User
) -> None:
    vera = await make.user(role=Role.HOST)
    for course in (await make.course(vera), await make.course(anna)):
        await make.lesson(course, starts_at=NOON)
    await make.staff(course, vera, StaffPart.ASSISTANT)
    desk = Desk(feed, vera)

    await desk.write("/start")

    assert desk.labels[:3] == ["📲 Check-in: Mathematics", "🎟️ My code", SCAN]
    assert desk.labels.count(SCAN) == 1


async def test_it_is_beside_the_lessons_that_are_on(feed: Feed, make: Factory) -> None:
    vera = await make.user(role=Role.HOST)
    desk = Desk(feed, vera)
    for name in ("Algebra", "Chess"):
        course = await make.course(name=name)
        await make.staff(course, vera)
        await make.lesson(course, starts_at=NOON)

    await desk.write("/now")

    assert desk.labels[:3] == ["15:00 Algebra", "15:00 Chess", SCAN]


async def test_where_nothing_is_on_there_is_nothing_to_scan(feed: Feed, make: Factory) -> None:
    vera = await make.user(role=Role.HOST)
    desk = Desk(feed, vera)

    for command in ("/now", "/start"):
        await desk.write(command)
        assert SCAN not in desk.labels

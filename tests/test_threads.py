"""Nobody waits for a thread: aiogram runs each synchronous filter and handler in one."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiogram import Dispatcher, F, Router
from aiogram.types import Message, Update
from aiogram.utils.i18n import I18n

from bot.factory import create_dispatcher
from bot.replies import Screen
from db.models import Course, User
from db.session import Transaction
from domain import codes
from domain.campus import Campus
from domain.clock import Clock
from domain.profile import Field
from domain.tokens import Kind, Signer
from handlers.common.menu import home
from keyboards.catalogue import ShowCourse, ShowCourses
from keyboards.course import AskLeave, Enroll, Leave
from keyboards.history import AskDays, ChooseAction, SendHistory, ShowHistory
from keyboards.home import Home, way_back
from keyboards.meeting import Agree
from keyboards.menu import Help, Privacy
from keyboards.settings import AskSetting, ShowMutes, ShowSettings, ShowSignIns
from tests.conftest import Feed, create_feed
from tests.factories import HOUR, NOON, Factory
from tests.telegram import PHOTO, send, tap, write


@pytest.fixture
async def hops(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is run in a thread; ``asyncio.to_thread`` comes through here too."""
    loop, hops = asyncio.get_running_loop(), list[str]()
    run = loop.run_in_executor

    def counted(executor: Any, work: Callable[..., Any], *args: Any) -> Any:
        hops.append(repr(work))
        return run(executor, work, *args)

    monkeypatch.setattr(loop, "run_in_executor", counted)
    return hops


def everything(telegram_id: int | None, course: Course, signer: Signer) -> Iterator[Update]:
    button = {"course_id": course.id}
    link = signer.sign(Kind.COURSE_LINK, course.public_id)
    for words in ("/start", f"/start {link}", "/courses", "/my", "/help", "/privacy", "design"):
        yield write(telegram_id, words)
    for words in ("/settings", "/lang"):
        yield write(telegram_id, words)
    for screen in (ShowSettings(), ShowMutes(), ShowSignIns(), AskSetting(field=Field.GROUP)):
        yield tap(telegram_id, screen)
    yield write(telegram_id, "IT-23-1")
    for meaning in (Home(), Help(), Privacy(), ShowCourses(), ShowCourse(**button), Agree()):
        yield tap(telegram_id, meaning)
    for act in (Enroll(**button), AskLeave(**button), Leave(**button), "no such button"):
        yield tap(telegram_id, act)
    yield send(telegram_id, photo=PHOTO)


@pytest.mark.parametrize("who", ["participant", "stranger"])
async def test_no_update_needs_a_thread(
    feed: Feed, make: Factory, signer: Signer, hops: list[str], who: str
) -> None:
    anna, course = await make.user(), await make.course()

    for update in everything(anna.telegram_id if who == "participant" else 77, course, signer):
        await feed(update)

    assert hops == []


async def test_checking_in_needs_no_thread(
    feed: Feed, make: Factory, signer: Signer, hops: list[str]
) -> None:
    anna, vera = await make.user(), await make.user()
    course = await make.course(anna)
    await make.staff(course, vera)
    lesson = await make.lesson(course, starts_at=NOON)
    step = codes.room_step(NOON)
    code = signer.stamp(Kind.ROOM_CODE, lesson.public_id, step)
    own = signer.sign(Kind.PASS, anna.public_id, NOON + HOUR)

    for words in (f"/start {code}", signer.digits(lesson.public_id, step), "000000"):
        await feed(send(anna.telegram_id, text=words, date=NOON))
    for who in (anna, vera):
        await feed(send(who.telegram_id, text=f"/start {own}", date=NOON))

    assert hops == []


async def test_history_needs_no_thread(feed: Feed, make: Factory, hops: list[str]) -> None:
    admin = await make.admin()
    await make.entry(admin, by=admin)

    await feed(write(admin.telegram_id, "/log"))
    for meaning in (ShowHistory(), ChooseAction(), SendHistory(), AskDays()):
        await feed(tap(admin.telegram_id, meaning))
    await feed(write(admin.telegram_id, "01.02-28.02"))

    assert hops == []


async def test_poster_is_drawn_in_one(feed: Feed, make: Factory, hops: list[str]) -> None:
    admin, course = await make.admin(), await make.course()

    await feed(tap(admin.telegram_id, f"poster:{course.id}"))

    assert len(hops) == 1
    assert "poster" in hops[0]


@pytest.fixture
def threaded(i18n: I18n, campus: Campus) -> Dispatcher:
    """With what must not be written."""
    router = Router()

    @router.message(F.text == "filter")
    async def on_filtered(_: Message) -> Screen:
        return Screen("Filtered.")

    @router.message(F.text == "handler")
    def on_message(_: Message) -> Screen:
        return Screen("Handled.")

    return create_dispatcher(router, i18n, home=home, way_back=way_back, campus=campus)


@pytest.mark.parametrize(("text", "at_least"), [("filter", 1), ("handler", 3)])
async def test_threads_would_be_noticed(
    threaded: Dispatcher,
    transaction: Transaction,
    clock: Clock,
    hops: list[str],
    text: str,
    at_least: int,
) -> None:
    await create_feed(threaded, transaction, clock)(write(77, text))

    assert len(hops) >= at_least


async def test_to_thread_is_noticed_too(hops: list[str]) -> None:
    await asyncio.to_thread(User)

    assert len(hops) == 1

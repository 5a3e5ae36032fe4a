"""The bot is killed under the sandbox, and the sandbox under the bot: the chat goes on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from db.models import Course, Enrollment
from db.session import Transaction
from tests.botapi import program
from tests.botapi.databases import connected
from tests.botapi.program import Program, course_link, for_telegram
from tests.browser import desks
from tests.browser.desks import ASKS_GROUP, ASKS_NAME, Desk
from tests.browser.ru import ANNA
from tests.factories import Factory
from tests.sandbox import alone
from tests.sandbox.alone import Alone
from tests.sandbox.telegram import TOKEN, Json, picture, until

HELLO, HELLO_STRANGER = "Hello, <b>{name}</b>!", "Hello! I help people take courses."
CAN_ENROLL = "You can enroll."


@pytest.fixture
async def transaction(database_url: str) -> AsyncIterator[Transaction]:
    async with connected(database_url) as transaction:
        yield transaction


@pytest.fixture
async def course(transaction: Transaction) -> Course:
    make = Factory(transaction)
    course = await make.course()
    await make.change(await make.banner(course), content=picture(16, 9, "JPEG"))
    return course


@pytest.fixture
async def sandbox() -> AsyncIterator[Alone]:
    async with alone.running() as sandbox:
        yield sandbox


@pytest.fixture
async def desk(sandbox: Alone) -> AsyncIterator[Desk]:
    async with desks.chromium() as browser, desks.desk_at(browser, sandbox.url) as desk:
        yield desk


async def test_who_writes_to_a_killed_bot_is_answered_by_the_next_and_nothing_is_done_twice(
    sandbox: Alone, database_url: str, transaction: Transaction, course: Course, desk: Desk
) -> None:
    async with bot_on(sandbox, database_url) as bot:
        await come(desk, course)
        await desk.tap("✅ Enroll", "One question before we begin.")
        await desk.tap("✅ I agree", ASKS_NAME)
        await until_nothing_waits(sandbox)
        await bot.kill()
    await desk.write(ANNA)

    async with bot_on(sandbox, database_url) as bot:
        await desk.hears(ASKS_GROUP)
        await until_nothing_waits(sandbox)
        await kill_before_it_answers(bot, sandbox, desk)

    async with bot_on(sandbox, database_url):
        await desk.hears(HELLO, name=ANNA)
        await desk.say("/my", course.name)

        sides = [await desk.page.locator(f".message.is-{it}").count() for it in ("out", "in")]
        assert sides == [4, 4], "each message has one answer"
    assert len(await Factory(transaction).all(Enrollment)) == 1


async def test_the_bot_goes_on_in_a_new_sandbox_that_knows_nothing_of_the_old_one(
    sandbox: Alone, database_url: str, course: Course, desk: Desk
) -> None:
    async with bot_on(sandbox, database_url):
        await come(desk, course)
        await sandbox.kill()

        async with alone.running(port=sandbox.port) as another:
            await come(desk, course)

            known, uploaded = await calls(another, "sendPhoto")
    assert "wrong remote file identifier" in known["error"]
    assert uploaded["error"] is None


@asynccontextmanager
async def bot_on(sandbox: Alone, database_url: str) -> AsyncIterator[Program]:
    async with program.running("run", **for_telegram(sandbox.url, database_url)) as bot:
        await bot.until("/readyz")
        yield bot


async def come(desk: Desk, course: Course) -> None:
    await desk.become(alone.name(1))
    await desk.start()
    await desk.hears(HELLO_STRANGER)
    await desk.say(course_link(course.public_id), CAN_ENROLL)


async def kill_before_it_answers(bot: Program, sandbox: Alone, desk: Desk) -> None:
    """What was asked for is done, and the answer is on its way."""
    await sandbox.ask("/control/faults", "POST", kind="timeout", person=1, times=100)
    shown = len(await calls(sandbox, "editMessageText"))

    async def is_shown() -> bool:
        return len(await calls(sandbox, "editMessageText")) > shown

    await desk.press("Skip")
    await until(is_shown)
    await bot.kill()
    await sandbox.ask("/control/faults", "DELETE")


async def until_nothing_waits(sandbox: Alone) -> None:
    """Telegram knows that the bot has handled all that was done."""

    async def is_quiet() -> bool:
        told = await sandbox.ask(f"/bot{TOKEN}/getWebhookInfo")
        return bool(told["result"]["pending_update_count"] == 0)

    await until(is_quiet)


async def calls(sandbox: Alone, method: str) -> list[Json]:
    called = (await sandbox.ask("/control/calls"))["last"]
    return [call for call in called if call["method"] == method]

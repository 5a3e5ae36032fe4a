"""The whole program, as a supervisor runs it, against a Telegram over HTTP."""

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port
from PIL import Image

from db.models import Course, User
from db.session import Transaction
from tests.botapi import program
from tests.botapi.databases import connected, create_database
from tests.botapi.people import Person
from tests.botapi.program import course_link, for_telegram, outcome
from tests.botapi.server import BotApi
from tests.botapi.waiting import PATIENCE_SECONDS, until
from tests.commands import Invoke, commands_in
from tests.factories import Factory

pytestmark = pytest.mark.slow

RETRY_SECONDS = 4
"""In which a program that waits for Telegram asks again."""

Create = Callable[[], Awaitable[str]]

_numbers = count(1)


@pytest.fixture
async def telegram() -> BotApi:
    return BotApi()


@pytest.fixture
async def api_url(telegram: BotApi) -> AsyncIterator[str]:
    async with telegram.running() as url:
        yield url


@pytest.fixture
def create(server_url: str) -> Create:
    """Makes a database with nothing in it, not even tables; returns its address."""
    return lambda: create_database(server_url, f"process_{next(_numbers)}")


@pytest.fixture
def invoke(tmp_path: Path) -> Iterator[Invoke]:
    with commands_in(tmp_path) as invoke:
        yield invoke


async def test_strangers_enroll_queue_leave_and_are_promoted_by_polling_and_by_webhook(
    create: Create,
) -> None:
    await asyncio.gather(play(await create(), "polling"), play(await create(), "webhook"))


async def play(database_url: str, updates: str) -> None:
    """From an empty database to a clean end. Telegram is away at first."""
    telegram, port, api_port = BotApi(), unused_port(), unused_port()
    known = {"updates": updates, "port": port, "public_url": f"http://127.0.0.1:{port}"}
    settings = for_telegram(f"http://127.0.0.1:{api_port}", database_url, **known)
    async with program.running("run", **settings) as bot:
        await bot.until("/healthz")
        assert await bot.get("/readyz") == 503
        telegram.is_away = True
        async with telegram.running(api_port), connected(database_url) as transaction:
            await asyncio.sleep(RETRY_SECONDS)
            assert (await bot.get("/healthz"), await bot.get("/readyz")) == (200, 503)
            telegram.is_away = False
            await bot.until("/readyz")
            await play_main_job(telegram, await course_with_a_picture(transaction))

            assert await bot.stop() == 0
        assert telegram.refusals == []
        assert telegram.incoming.waiting == {}
        assert "Traceback" not in bot.logged


async def play_main_job(telegram: BotApi, course: Course) -> None:
    anna, boris = telegram.person("Anna"), telegram.person("Boris")

    act = anna.say(course_link(course.public_id))
    await mute_until_it_is_offered(telegram)
    assert "You can enroll." in await anna.answer(act)
    assert await meet(anna, "Enroll") == "✅ You are enrolled in Drawing."
    assert "No seats left" in await boris.says(course_link(course.public_id))
    assert "number 1" in await meet(boris, "Join the queue")
    await anna.presses("To the course")
    await anna.presses("Leave the course")
    left = "Done: you are not on the list of Drawing any more."
    assert await anna.presses("Yes, leave") == left
    await boris.until(boris.notices)
    await asyncio.sleep(1.5)

    [notice] = boris.notices()
    assert notice.startswith("🎉 A seat is free: you are enrolled in Drawing.")
    assert "You are enrolled." in await boris.presses("To the course")


async def test_a_first_start_needs_only_a_token_and_prints_a_link_for_the_first_admin(
    telegram: BotApi, api_url: str, record_property: Callable[[str, object], None]
) -> None:
    anna, vera, late = (telegram.person(name) for name in ("Anna", "Vera", "Late"))
    began = time.monotonic()
    async with program.running("run", **for_telegram(api_url, "")) as bot:
        hello = await anna.answer(anna.say("/start"), seconds=PATIENCE_SECONDS)
        record_property("seconds to the first answer", time.monotonic() - began)
        assert "Hello!" in hello

        link = re.search(r"no admin yet.*\nhttps://t\.me/kursovod_test_bot\?start=(\S+)", bot.said)
        assert link is not None
        await vera.says(f"/start {link[1]}")
        assert "Your role: admin" in await meet(vera, "Accept")
        assert "was used already" in await late.says(f"/start {link[1]}")

        assert await bot.stop() == 0
        assert not (bot.place / "data" / "postgres" / "postmaster.pid").exists()


async def test_what_the_operator_can_mend_is_said_in_a_line(api_url: str, create: Create) -> None:
    port, right = int(api_url.rpartition(":")[2]), for_telegram(api_url, await create())
    migrated, refused, taken = await asyncio.gather(
        outcome("migrate", **right),
        outcome("run", **right | {"bot_token": "43:OTHER"}),
        outcome("run", **right | {"port": port}),
    )

    assert migrated[:2] == (0, "The schema is the newest.\n")
    assert refused[0] == taken[0] == 1
    assert last_line(refused) == "Telegram refuses BOT_TOKEN: copy it from BotFather anew."
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use" in last_line(taken)
    assert "Traceback" not in migrated[2] + refused[2] + taken[2]


async def test_settings_that_are_missing_or_wrong_are_named_all_at_once(invoke: Invoke) -> None:
    missing = await invoke("run")
    wrong = await invoke(
        "run", bot_token="secret", port=70000, timezone="Moscow", updates="webhook"
    )

    assert missing.exit_code == wrong.exit_code == 2
    assert re.fullmatch(r"BOT_TOKEN is not set: .+@BotFather.+\n", missing.stderr)
    named = [line.partition(":")[0] for line in wrong.stderr.splitlines()]
    assert sorted(named) == ["BOT_TOKEN", "PORT", "TIMEZONE", "UPDATES"]
    assert "secret" not in wrong.output


async def test_commands_prepare_a_database(api_url: str, create: Create, invoke: Invoke) -> None:
    settings = for_telegram(api_url, await create(), organization="MISIS")
    seeded, again = await invoke("seed", **settings), await invoke("seed", **settings)
    async with connected(str(settings["database_url"])) as transaction:
        anybody = (await Factory(transaction).all(User))[-1].telegram_id
    known = await invoke("grant", str(anybody), "host", **settings)
    unknown = await invoke("grant", "777", "admin", **settings)
    doctor = await invoke("doctor", **settings)

    assert seeded.exit_code == 0
    assert re.match(r"Planted: \d+ people, \d+ courses, ", seeded.stdout)
    assert (again.exit_code, again.stdout, len(again.stderr.splitlines())) == (1, "", 1)
    assert (known.exit_code, known.stdout) == (0, f"{anybody} is host now.\n")
    assert unknown.exit_code == 0
    assert re.fullmatch(
        r"777 has not registered yet\..+\nhttps://t\.me/kursovod_test_bot\?start=\S{40}\n",
        unknown.stdout,
    )
    assert doctor.exit_code == 0
    assert "is 0 migrations behind" in doctor.stdout


async def meet(person: Person, act: str) -> str:
    """From the button of the act through the first meeting to the act's end."""
    assert "Do you agree" in await person.presses(act)
    assert "What is your name?" in await person.presses("I agree")
    assert "study group" in await person.presses(person.name)
    return await person.presses("Skip")


async def mute_until_it_is_offered(telegram: BotApi) -> None:
    """What Telegram would not take is to be shown a little later."""
    telegram.is_mute, before = True, telegram.misses
    await until(lambda: telegram.misses > before)
    telegram.is_mute = False


async def course_with_a_picture(transaction: Transaction) -> Course:
    make, content = Factory(transaction), io.BytesIO()
    Image.new("RGB", (16, 9)).save(content, "JPEG")
    course = await make.course(name="Drawing", capacity=1)
    await make.change(await make.banner(course), content=content.getvalue())
    return course


def last_line(end: tuple[int, str, str]) -> str:
    return end[2].splitlines()[-1]

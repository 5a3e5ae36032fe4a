"""Whether this installation can work, and what to do where it cannot."""

import asyncio
import logging
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Literal, TypeVar

from aiohttp import ClientSession
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.session import Ways, public_name
from config import Settings
from db.schema import PYPROJECT
from domain.clock import utc_now
from program.logs import redact

logger = logging.getLogger(__name__)

Level = Literal["ok", "warning", "failure"]
Found = tuple[str, Level, str]
T = TypeVar("T")

SECONDS = 5
"""For each check; they run side by side."""
OLDEST_POSTGRESQL = 15
NOTICEABLE, HARMFUL = 5, 30
"""Seconds that a clock is off. Room codes change every 15."""

ADVICE = {
    "BOT_TOKEN": "Copy it from @BotFather: /mybots, API Token.",
    "TELEGRAM_API_URL": "Check it and the network; where Telegram is blocked, set BOT_PROXY.",
    "clock": "Set it over the network: `timedatectl set-ntp true`.",
    "inline mode": "Send /setinline to @BotFather, choose the bot, send a hint such as: course",
    "BOT_PROXY": "Check address, user and password, or take it out.",
    "DATABASE_URL": "Start PostgreSQL 15 or newer there; or empty it, to use one of our own.",
    "schema": "Run `python main.py migrate`; a newer schema needs the newer program.",
    "PUBLIC_URL": "Start the bot, and let name, certificate and reverse proxy lead to HOST:PORT.",
    "ORGANIZATION": "Set it: people consent to their data being kept by somebody.",
    "PRIVACY_CONTACT": "Set it: people may ask about their data, and must know where.",
    "ADMIN_IDS": "Set it; or open the link that `run` prints while there is no admin.",
}


@dataclass(frozen=True)
class Finding:
    """The subject and what it says make a sentence. Where all is well there is no advice."""

    subject: str
    level: Level
    says: str
    advice: str


@dataclass(frozen=True)
class Answer:
    status: int
    is_ahead: timedelta | None
    """Our clock, compared with theirs; None where they do not tell the time."""
    content: Any


async def examine(settings: Settings) -> list[Finding]:
    """Never raises, and takes little longer than ``SECONDS``."""
    checks = examine_telegram, examine_database, examine_public_url
    parts = await asyncio.gather(*(check(settings) for check in checks))
    found = [*(one for part in parts for one in part), *about_people(settings)]
    return [Finding(*one, advice="" if one[1] == "ok" else ADVICE[one[0]]) for one in found]


async def examine_telegram(settings: Settings) -> list[Found]:
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    url = settings.telegram_api_url + (token and f"/bot{token}/getMe")
    ways: list[Sequence[str]] = [[proxy] for proxy in settings.bot_proxy] or [[]]
    answers = await asyncio.gather(*(attempt(fetch(url, way)) for way in ways))
    best = next((answer for answer in answers if isinstance(answer, Answer)), answers[0])
    proxies = map(about_proxy, settings.bot_proxy, answers)
    return [*about_token(token, best), *about_telegram(best), *proxies]


async def examine_database(settings: Settings) -> list[Found]:
    if not settings.database_url:
        return [("DATABASE_URL", "ok", f"is empty: PostgreSQL runs in {settings.data_dir}")]
    database = await attempt(fetch_database(settings.database_url))
    if isinstance(database, str):
        return [("DATABASE_URL", "failure", f"cannot be used: {database}")]
    version, behind = database
    level: Level = "ok" if version >= OLDEST_POSTGRESQL else "failure"
    return [("DATABASE_URL", level, f"leads to PostgreSQL {version}"), about_schema(behind)]


async def examine_public_url(settings: Settings) -> list[Found]:
    if not settings.public_url:
        return [("PUBLIC_URL", "warning", "is empty: no Mini App, projector page or webhook")]
    answer = await attempt(fetch(f"{settings.public_url}/healthz"))
    if isinstance(answer, str):
        return [("PUBLIC_URL", "failure", f"cannot be reached from here: {answer}")]
    level: Level = "ok" if answer.status == HTTPStatus.OK else "failure"
    return [("PUBLIC_URL", level, f"answers {answer.status} at /healthz")]


def about_token(token: str, answer: Answer | str) -> Iterator[Found]:
    match answer:
        case _ if not token:
            yield "BOT_TOKEN", "failure", "is empty"
        case str():
            yield "BOT_TOKEN", "warning", "was not checked"
        case Answer(content={"ok": True, "result": dict(me)}):
            yield "BOT_TOKEN", "ok", f"belongs to @{me.get('username')}"
            is_on = bool(me.get("supports_inline_queries"))
            yield "inline mode", "ok" if is_on else "warning", "is on" if is_on else "is off"
            may = "may" if me.get("can_join_groups") else "may not"
            yield "the bot", "ok", f"{may} be added to groups (/setjoingroups in @BotFather)"
        case Answer(status=401 | 404):
            yield "BOT_TOKEN", "failure", "is refused by Telegram"
        case Answer(status=status):
            yield "BOT_TOKEN", "failure", f"was not checked: the answer was {status}"


def about_telegram(answer: Answer | str) -> Iterator[Found]:
    if isinstance(answer, str):
        yield "TELEGRAM_API_URL", "failure", f"cannot be reached: {answer}"
    else:
        yield "TELEGRAM_API_URL", "ok", "answers"
        yield about_clock(answer.is_ahead)


def about_clock(is_ahead: timedelta | None) -> Found:
    if is_ahead is None:
        return "clock", "warning", "was not compared: TELEGRAM_API_URL does not tell the time"
    seconds = round(abs(is_ahead.total_seconds()))
    level: Level = "failure" if seconds > HARMFUL else "warning" if seconds > NOTICEABLE else "ok"
    direction = "ahead of" if is_ahead > timedelta() else "behind"
    return "clock", level, f"is {seconds} s {direction} Telegram's"


def about_proxy(proxy: str, answer: Answer | str) -> Found:
    if isinstance(answer, Answer):
        return "BOT_PROXY", "ok", f"{public_name(proxy)} leads to Telegram"
    return "BOT_PROXY", "failure", f"{public_name(proxy)} does not lead there: {answer}"


def about_schema(behind: int | None) -> Found:
    if behind is None:
        return "schema", "failure", "is newer than this program"
    return "schema", "warning" if behind else "ok", f"is {behind} migrations behind"


def about_people(settings: Settings) -> Iterator[Found]:
    for name in ("ORGANIZATION", "PRIVACY_CONTACT", "ADMIN_IDS"):
        is_set = bool(getattr(settings, name.lower()))
        yield name, "ok" if is_set else "warning", "is set" if is_set else "is empty"


async def attempt(work: Awaitable[T]) -> T | str:
    """Return what it does, or in words why it cannot."""
    try:
        async with asyncio.timeout(SECONDS):
            return await work
    except TimeoutError:
        return f"no answer within {SECONDS} seconds"
    except Exception as error:
        logger.debug("a check failed", exc_info=error)
        began: BaseException = error
        while began.__cause__ is not None:
            began = began.__cause__
        said = getattr(began, "strerror", None) or str(began) or type(began).__name__
        return redact(said).splitlines()[0]


async def fetch(url: str, proxies: Sequence[str] = ()) -> Answer:
    asked_at, ways = utc_now(), Ways(proxies)
    async with ClientSession(connector=ways) as http, http.get(url, allow_redirects=False) as got:
        content = await got.json() if "json" in got.content_type else None
    told = got.headers.get("Date")
    halfway = asked_at + (utc_now() - asked_at) / 2
    is_ahead = halfway - parsedate_to_datetime(told) if told else None
    return Answer(got.status, is_ahead, content)


async def fetch_database(url: str) -> tuple[int, int | None]:
    """Return the server's major version, and by how many migrations the schema is behind: None
    if a newer version of this program has made it."""
    engine = create_async_engine(url, poolclass=NullPool, connect_args={"timeout": SECONDS})
    async with engine.connect() as connection:
        version = int(await connection.scalar(text("SHOW server_version_num"))) // 10_000
        is_there = await connection.scalar(text("SELECT to_regclass('alembic_version')::text"))
        revision = is_there and await connection.scalar(text("TABLE alembic_version"))
    scripts = ScriptDirectory.from_config(Config(toml_file=PYPROJECT))
    known = [*(script.revision for script in scripts.walk_revisions()), None]
    return version, known.index(revision) if revision in known else None

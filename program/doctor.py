"""Whether this installation can work, and what to do where it cannot."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from aiohttp import ClientSession

from bot.session import Ways, public_name
from config import Settings
from domain.clock import utc_now
from program.database_findings import examine_database
from program.findings import Finding, Found, Level, attempt

__all__ = ["Finding", "examine"]

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
    "history": "Let another role own the tables and migrate, and GRANT this one only SELECT and "
    "INSERT on logs: docs/OPERATIONS.md says how.",
    "PUBLIC_URL": "Start the bot, and let name, certificate and reverse proxy lead to HOST:PORT.",
    "ORGANIZATION": "Set it: people consent to their data being kept by somebody.",
    "PRIVACY_CONTACT": "Set it: people may ask about their data, and must know where.",
    "ADMIN_IDS": "Set it; or open the link that `run` prints while there is no admin.",
}


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


def about_people(settings: Settings) -> Iterator[Found]:
    for name in ("ORGANIZATION", "PRIVACY_CONTACT", "ADMIN_IDS"):
        is_set = bool(getattr(settings, name.lower()))
        yield name, "ok" if is_set else "warning", "is set" if is_set else "is empty"


async def fetch(url: str, proxies: Sequence[str] = ()) -> Answer:
    asked_at, ways = utc_now(), Ways(proxies)
    async with ClientSession(connector=ways) as http, http.get(url, allow_redirects=False) as got:
        content = await got.json() if "json" in got.content_type else None
    told = got.headers.get("Date")
    halfway = asked_at + (utc_now() - asked_at) / 2
    is_ahead = halfway - parsedate_to_datetime(told) if told else None
    return Answer(got.status, is_ahead, content)

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from pydantic import SecretStr

from config import Settings
from domain.clock import utc_now
from program.doctor import Finding, examine
from tests.bot.test_session import TinyProxy, dead, running

SECRET = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
TOKEN = SecretStr(f"123456789:{SECRET}")


@dataclass
class Internet:
    """Telegram and our own public address in one."""

    me: dict[str, Any]
    is_behind: timedelta = timedelta()
    broken: web.Response | None = None
    health: int = 200
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    is_silent: bool = False

    async def get_me(self, request: web.Request) -> web.Response:
        if self.is_silent:
            await self.is_over.wait()
        date = format_datetime(utc_now() - self.is_behind, usegmt=True)
        if self.broken is not None:
            return self.broken
        if request.match_info["token"] != TOKEN.get_secret_value():
            return web.json_response({"ok": False}, status=401)
        return web.json_response({"ok": True, "result": self.me}, headers={"Date": date})

    async def get_health(self, _: web.Request) -> web.Response:
        return web.Response(status=self.health)


@pytest.fixture
async def internet() -> Internet:
    on = {"supports_inline_queries": True, "can_join_groups": True}
    return Internet({"username": "kurs_bot", **on})


@pytest.fixture
async def url(internet: Internet) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/bot{token}/getMe", internet.get_me)
    app.router.add_get("/healthz", internet.get_health)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
        internet.is_over.set()


def settings(url: str, **other: Any) -> Settings:
    healthy: dict[str, Any] = {
        "bot_token": TOKEN,
        "admin_ids": (1,),
        "organization": "MISIS",
        "privacy_contact": "a@b.ru",
        "public_url": url,
        "telegram_api_url": url,
    }
    return Settings(_env_file=None, **{**healthy, **other})


async def found(settings: Settings) -> dict[str, Finding]:
    findings = await examine(settings)
    for finding in findings:
        assert SECRET not in repr(finding)
        assert "\n" not in finding.says
        assert bool(finding.advice) == (finding.level != "ok")
    return {finding.subject: finding for finding in findings}


async def test_where_all_is_well_there_is_nothing_to_do(url: str) -> None:
    findings = await found(settings(url))

    assert {finding.level for finding in findings.values()} == {"ok"}
    assert findings["BOT_TOKEN"].says == "belongs to @kurs_bot"
    assert "may be added" in findings["the bot"].says


async def test_what_is_not_set_is_told_with_advice(url: str) -> None:
    findings = await found(Settings(_env_file=None, telegram_api_url=url))

    levels = {subject: finding.level for subject, finding in findings.items()}
    assert levels == {
        "BOT_TOKEN": "failure",
        "TELEGRAM_API_URL": "ok",
        "clock": "ok",
        "DATABASE_URL": "ok",
        "PUBLIC_URL": "warning",
        "ORGANIZATION": "warning",
        "PRIVACY_CONTACT": "warning",
        "ADMIN_IDS": "warning",
    }


async def test_a_refused_token_is_to_be_copied_again(url: str) -> None:
    token = (await found(settings(url, bot_token=SecretStr(f"1:{SECRET}"))))["BOT_TOKEN"]

    assert (token.level, token.says) == ("failure", "is refused by Telegram")
    assert "@BotFather" in token.advice


async def test_switches_that_are_off_name_the_command(internet: Internet, url: str) -> None:
    internet.me = {"username": "kurs_bot"}

    findings = await found(settings(url))

    assert findings["inline mode"].level == "warning"
    assert "/setinline" in findings["inline mode"].advice
    assert findings["the bot"].says.startswith("may not")


@pytest.mark.parametrize(
    ("seconds", "level", "direction"),
    [(-90, "failure", "behind"), (-15, "warning", "behind"), (15, "warning", "ahead")],
)
async def test_the_clock_is_compared_with_telegram(
    seconds: int, level: str, direction: str, internet: Internet, url: str
) -> None:
    internet.is_behind = timedelta(seconds=seconds)

    clock = (await found(settings(url)))["clock"]

    assert clock.level == level
    assert direction in clock.says


@pytest.mark.parametrize(
    "broken",
    [
        {"text": "<html>a login page</html>", "content_type": "text/html"},
        {"text": "{", "content_type": "application/json"},
        {"text": "[]", "content_type": "application/json"},
        {"text": "{}", "content_type": "application/json", "headers": {"Date": "yesterday"}},
        {"status": 502},
    ],
)
async def test_somebody_elses_answer_is_a_finding(
    broken: dict[str, Any], internet: Internet, url: str
) -> None:
    internet.broken = web.Response(**broken)

    assert (await found(settings(url)))["BOT_TOKEN"].level != "ok"


async def test_silence_is_given_up(
    internet: Internet, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("program.findings.SECONDS", 0.2)
    internet.is_silent = True

    findings = await found(settings(url))

    assert "no answer within" in findings["TELEGRAM_API_URL"].says
    assert findings["BOT_TOKEN"].says == "was not checked"


async def test_what_cannot_be_reached_is_told(url: str) -> None:
    nowhere = f"http://127.0.0.1:{unused_port()}"
    database = f"postgresql+asyncpg://me:{SECRET}@127.0.0.1:{unused_port()}/kurs"

    findings = await found(
        settings(url, telegram_api_url=nowhere, public_url=nowhere, database_url=database)
    )

    for subject in ("TELEGRAM_API_URL", "PUBLIC_URL", "DATABASE_URL"):
        assert findings[subject].level == "failure"
        assert "onnect" in findings[subject].says


async def test_a_public_address_must_lead_to_a_healthy_bot(internet: Internet, url: str) -> None:
    internet.health = 502

    public_url = (await found(settings(url)))["PUBLIC_URL"]

    assert (public_url.level, public_url.says) == ("failure", "answers 502 at /healthz")


async def test_each_proxy_is_tried_and_one_is_enough(url: str) -> None:
    closed = dead("socks5").replace("word", SECRET)
    async with running(TinyProxy()) as proxy:
        findings = await examine(settings(url, bot_proxy=(closed, proxy)))

    proxies = [finding for finding in findings if finding.subject == "BOT_PROXY"]
    assert [finding.level for finding in proxies] == ["failure", "ok"]
    assert [finding.level for finding in findings if finding.subject == "BOT_TOKEN"] == ["ok"]
    assert SECRET not in repr(findings)

"""docs/API.md, command by command, against the program as an operator runs it."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from api.limits import Rates
from domain.api_tokens import Scope
from tests.botapi import program
from tests.botapi.databases import create_database
from tests.botapi.program import MAIN, environment, for_telegram
from tests.botapi.server import BotApi
from tests.photos import photo

GUIDE = (MAIN.parent / "docs" / "API.md").read_text(encoding="utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(sh|http)\n(.*?)^```$", GUIDE, re.M | re.S)

ASSIGNED = re.compile(r"^([A-Z]+)=(\S+)  # (?:its|her) \w+$", re.MULTILINE)
"""What a reader copies from the answer before."""

VARIABLES = sorted(set(re.findall(r"^([A-Z]+)=", "".join(code for _, code in BLOCKS), re.M)))


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Any

    @classmethod
    def read(cls, text: str) -> "Answer":
        head, _, body = text.replace("\r\n", "\n").partition("\n\n")
        first, *lines = head.splitlines()
        headers = dict(line.split(": ", 1) for line in lines)
        # Three dots stand for more of the same.
        known = json.loads(re.sub(r",\s*…(?=[}\]])", "", body)) if body.strip() else None
        return cls(int(first.split()[1]), {k.lower(): v for k, v in headers.items()}, known)


@dataclass
class Reader:
    """Somebody who types what stands there, in one shell."""

    place: Path
    environment: dict[str, str]
    met: dict[object, Any] = field(default_factory=dict)
    """What the ids and cursors of the page are here."""

    async def run(self, code: str) -> str:
        """What the commands print."""
        script = (
            'set -eu; touch variables; . ./variables; curl() { command curl --silent "$@"; }\n'
            f"{self.translated(code)}\n"
            f"declare -p {' '.join(VARIABLES)} > variables 2> unset || true"
        )
        process = await asyncio.create_subprocess_exec(
            *("bash", "-c", script),
            cwd=self.place,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, complained = await process.communicate()
        assert process.returncode == 0, complained.decode()
        return said.decode()

    def translated(self, code: str) -> str:
        code = ASSIGNED.sub(lambda it: f"{it[1]}={self.met[as_written(it[2])]}", code)
        code = code.replace(".venv/bin/python main.py", f"{sys.executable} {MAIN}")
        return code.replace(
            "http://127.0.0.1:8080", f"http://127.0.0.1:{self.environment['PORT']}"
        )

    def compare(self, said: Answer, written: Answer) -> None:
        assert said.status == written.status, said
        for place in differences(said.body, written.body, self.met):
            raise AssertionError(f"{place}: {said.body}")
        for name, value in written.headers.items():
            here = re.sub(r"/(\d+)$", lambda it: f"/{self.met[int(it[1])]}", value)
            assert said.headers[name] == here


def differences(said: Any, written: Any, met: dict[object, Any], place: str = "") -> Iterator[str]:
    """Where what is written is not said; what is said beyond it does not matter."""
    name = place.rpartition(".")[2]
    is_ours = name in {"next_cursor", "banner_url"} or re.search(r"(^|_)id$", name)
    if is_ours and written is not None:
        if said is None or met.setdefault(written, said) != said:
            yield f"{place} is {said}"
    elif isinstance(written, dict) and isinstance(said, dict):
        for key in written:
            yield from differences(said.get(key), written[key], met, f"{place}.{key}")
    elif isinstance(written, list) and isinstance(said, list) and len(said) >= len(written):
        for number, item in enumerate(written):
            yield from differences(said[number], item, met, f"{place}.{number}")
    elif said != written:
        yield f"{place} is {said!r} and not {written!r}"


def as_written(value: str) -> object:
    return int(value) if value.isdecimal() else value


@pytest.fixture
async def reader(server_url: str) -> AsyncIterator[Reader]:
    database_url = await create_database(server_url, "walkthrough")
    async with BotApi().running() as api_url:
        settings = for_telegram(api_url, database_url)
        async with program.running("run", **settings) as bot:
            await bot.until("/readyz")
            (Path(bot.place) / "python.jpg").write_bytes(photo())
            yield Reader(bot.place, environment(settings | {"port": bot.port}))
            assert await bot.stop() == 0
            assert "Traceback" not in bot.logged


@pytest.mark.slow
async def test_every_command_is_answered_as_it_says(reader: Reader) -> None:
    said = ""
    for kind, code in BLOCKS:
        if kind == "sh":
            said = await reader.run(code)
        else:
            reader.compare(Answer.read(said), Answer.read(code))


def test_every_request_has_its_answer() -> None:
    kinds = [kind for kind, code in BLOCKS if kind == "http" or "curl" in code]

    assert kinds == ["sh", "http"] * (len(kinds) // 2)
    assert len(kinds) > 50


def test_scopes_are_all_explained() -> None:
    named = re.findall(r"`([a-z]+:[a-z]+)`", GUIDE.partition("| Scope |")[2])

    assert sorted(named) == sorted(Scope)


def test_limits_are_as_they_are() -> None:
    rates = Rates()

    for rate in (rates.of_service, rates.of_person, rates.of_failed_sign_ins):
        assert f"{rate.amount:,} a minute" in GUIDE

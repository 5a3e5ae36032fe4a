"""Thousands of requests of all kinds, right and wrong, by each way to sign in."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus

import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy.ext.asyncio import AsyncSession

from api.app import describe
from api.openapi import operations
from domain.clock import utc_now
from proofs import askers
from proofs.askers import Asker
from proofs.interrogation import PROJECT, Answers, interrogate
from proofs.measure import EXAMPLES
from proofs.postgres import Postgres
from proofs.scene import Tell
from seed.planting import plant
from tests.botapi.databases import connected, create_database
from tests.botapi.program import Program
from tests.people import CAMPUS
from tests.places import public_directory

OPERATIONS = {f"{it.method.upper()} {it.path}": it.node for it in operations(describe())}

ALWAYS_THE_SAME = {"GET /me", "GET /me/lessons", "GET /me/pass"}
"""Have neither parameters nor a body: what is there to vary is the headers alone."""

FOR_PEOPLE = {"GET /me/lessons", "GET /me/pass", "POST /check-ins"}
"""A service is on no course, and was not in the room."""

BY_CHANCE = {"POST /attendance", "DELETE /attendance/{attendance_id}"}
"""People mark nobody before check-in opens, and take back only what they marked a minute ago: such
a lesson, and somebody at it who has no mark, is hit upon with hundreds of examples only."""

SignIn = Callable[[AsyncSession, datetime], Awaitable[Asker]]


@pytest.fixture(scope="session")
async def planted(postgres: Postgres, template: str) -> str:
    """The name of a database with the sample programme, from which others are made."""
    url = await create_database(postgres.url, "planted", template)
    async with connected(url) as transaction, transaction() as session:
        await plant(session, CAMPUS, now=utc_now())
    return "planted"


@pytest.mark.parametrize("sign_in", [askers.service, askers.admin, askers.participant])
async def test_whatever_is_asked_is_answered_as_documented(
    sign_in: SignIn, postgres: Postgres, planted: str, tell: Tell
) -> None:
    url = await create_database(postgres.url, f"asked_by_{sign_in.__name__}", planted)
    async with connected(url) as transaction, transaction() as session:
        asker = await sign_in(session, utc_now())
    began = time.monotonic()
    async with serving(url) as server:
        answers = await interrogate(server, asker, examples=EXAMPLES)
        assert "Traceback" not in server.logged

    assert all(status < HTTPStatus.INTERNAL_SERVER_ERROR for _, status in answers)
    asked, done = by_operation(answers)
    assert {it for it in OPERATIONS if not varies(it)} == ALWAYS_THE_SAME
    assert min(count for it, count in asked.items() if varies(it)) >= EXAMPLES
    seldom = BY_CHANCE if asker.user_id else FOR_PEOPLE
    assert OPERATIONS.keys() - done <= seldom or not asker.may_everything
    tell("asked for", time.monotonic() - began)
    tell("requests", answers.total())
    tell("of one operation, at least", min(asked.values()))
    tell("operations that were not only refused", f"{len(done)} of {len(OPERATIONS)}")


def varies(operation: str) -> bool:
    node = OPERATIONS[operation]
    return "parameters" in node or "requestBody" in node


def by_operation(answers: Answers) -> tuple[dict[str, int], set[str]]:
    """How often each was asked, and which were ever done."""
    asked = dict.fromkeys(OPERATIONS, 0)
    for operation, status in answers:
        if operation in asked:
            asked[operation] += answers[operation, status]
    return asked, {operation for operation, status in answers if status < HTTPStatus.BAD_REQUEST}


@asynccontextmanager
async def serving(url: str) -> AsyncIterator[Program]:
    """The HTTP side, in a process of its own and without the limits of requests."""
    port = unused_port()
    with public_directory() as place, (place / "stderr").open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.served", str(port)),
            cwd=PROJECT,
            env=os.environ | {"DATABASE_URL": url},
            stderr=stderr,
        )
        server = Program(process, place, port)
        try:
            await server.until("/healthz")
            yield server
        finally:
            await server.kill()

"""The webhook: Telegram is answered when the work is committed, and only then."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from aiogram import Dispatcher
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from api import telegram
from api.guards import MOST_BYTES
from api.telegram import HEADER
from bot.factory import create_bot
from bot.intake import Intake, RawUpdate
from db.models import Enrollment, HandledUpdate
from db.session import DatabaseAway, Transaction
from domain.clock import Clock
from keyboards.course import Enroll
from tests.conftest import create_showing
from tests.factories import Factory
from tests.telegram import RecordedSession, tap

SECRET = "s3cret"
PATH = "/telegram/x"


@pytest.fixture
def taken(app: FastAPI) -> list[RawUpdate]:
    """What came in; and update 13 meets no database."""
    taken: list[RawUpdate] = []

    async def intake(raw: RawUpdate) -> None:
        if raw.get("update_id") == 13:
            raise DatabaseAway
        taken.append(raw)

    listen(app, intake)
    return taken


def listen(app: FastAPI, intake: Intake) -> None:
    app.include_router(telegram.create_router(intake, path=PATH, secret=SECRET))


async def post(
    client: httpx2.AsyncClient, body: Any, *, secret: bytes = SECRET.encode()
) -> httpx2.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post(PATH, content=content, headers={HEADER.encode(): secret})


async def test_update_is_taken_in_as_it_came(
    client: httpx2.AsyncClient, taken: list[RawUpdate]
) -> None:
    update = {"update_id": 1, "message": {"text": "Привет 🙂"}}

    response = await post(client, update)

    assert (response.status_code, response.content) == (200, b"")
    assert taken == [update]


# Who knocks


@pytest.mark.parametrize(
    "secret",
    [b"", b"guess", b"s3cre", b"s3cret ", b"s3crets", "\xe9".encode("latin-1"), b"\xff" * 9],
    ids=repr,
)
async def test_without_the_secret_nothing_is_taken(
    client: httpx2.AsyncClient, taken: list[RawUpdate], secret: bytes
) -> None:
    response = await post(client, {"update_id": 1}, secret=secret)

    assert (response.status_code, response.json()["code"]) == (401, "unauthorized")
    assert taken == []


async def test_secret_of_100_kilobytes_is_wrong_too(
    client: httpx2.AsyncClient, taken: list[RawUpdate]
) -> None:
    response = await post(client, {"update_id": 1}, secret=b"s" * 100_000)

    assert (response.status_code, taken) == (401, [])


async def test_missing_secret_is_wrong_too(
    client: httpx2.AsyncClient, taken: list[RawUpdate]
) -> None:
    response = await client.post(PATH, json={"update_id": 1})

    assert (response.status_code, taken) == (401, [])


async def test_body_of_a_stranger_is_not_read(
    client: httpx2.AsyncClient, taken: list[RawUpdate]
) -> None:
    response = await post(client, b"x" * MOST_BYTES, secret=b"guess")

    assert response.status_code == 401


# What is brought


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"not json", b"\xff\xfe", b"[]", b"null", b"1", b'"text"', b'[{"update_id": 1}]'],
    ids=repr,
)
async def test_what_is_no_update_is_refused(
    client: httpx2.AsyncClient, taken: list[RawUpdate], body: bytes
) -> None:
    response = await post(client, body)

    assert (response.status_code, response.json()["code"]) == (400, "bad_request")
    assert taken == []


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 413)])
async def test_body_has_a_limit(
    client: httpx2.AsyncClient, taken: list[RawUpdate], more: int, status: int
) -> None:
    start, end = b'{"update_id": 1, "x": "', b'"}'
    filling = b"x" * (MOST_BYTES - len(start) - len(end) + more)

    response = await post(client, start + filling + end)

    assert response.status_code == status
    assert len(taken) == (status == 200)


async def test_body_without_a_length_has_a_limit_too(
    client: httpx2.AsyncClient, taken: list[RawUpdate]
) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"x" * (MOST_BYTES // 8)

    response = await client.post(PATH, content=endless(), headers={HEADER: SECRET})

    assert (response.status_code, taken) == (413, [])
    assert read < 20


async def test_only_posts_are_taken(client: httpx2.AsyncClient, taken: list[RawUpdate]) -> None:
    response = await client.get(PATH, headers={HEADER: SECRET})

    assert response.status_code == 405


# When the database is away


async def test_telegram_is_asked_to_come_again_when_the_database_is_away(
    client: httpx2.AsyncClient, taken: list[RawUpdate]
) -> None:
    response = await post(client, {"update_id": 13})

    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.json()["code"] == "database_away"


# The whole way, with the real dispatcher


class Whole:
    def __init__(self, dispatcher: Dispatcher, transaction: Transaction, clock: Clock) -> None:
        self.telegram = RecordedSession()
        self._bot = create_bot("42:TEST", self.telegram)
        self._dispatcher = dispatcher
        self._needs = {
            "transaction": transaction,
            "clock": clock,
            "showing": create_showing(self._bot, transaction, clock),
        }

    async def __call__(self, raw: RawUpdate) -> None:
        await self._dispatcher.feed_raw_update(self._bot, raw, **self._needs)


def enrolling(telegram_id: int | None, course_id: int) -> RawUpdate:
    update = tap(telegram_id, Enroll(course_id=course_id))
    return update.model_dump(mode="json", by_alias=True, exclude_none=True)


async def test_answer_is_given_after_the_commit(
    app: FastAPI,
    client: httpx2.AsyncClient,
    dispatcher: Dispatcher,
    transaction: Transaction,
    clock: Clock,
) -> None:
    make = Factory(transaction)
    anna, course = await make.user(), await make.course()
    listen(app, Whole(dispatcher, transaction, clock))

    response = await post(client, enrolling(anna.telegram_id, course.id))

    assert response.status_code == 200
    assert (len(await make.all(Enrollment)), len(await make.all(HandledUpdate))) == (1, 1)


async def test_lost_commit_is_not_answered_and_brought_again(
    app: FastAPI,
    client: httpx2.AsyncClient,
    dispatcher: Dispatcher,
    transaction: Transaction,
    clock: Clock,
) -> None:
    make, losses = Factory(transaction), [DatabaseAway()]
    anna, course = await make.user(), await make.course()
    update = enrolling(anna.telegram_id, course.id)

    @asynccontextmanager
    async def lost_once() -> AsyncIterator[AsyncSession]:
        async with transaction() as session:
            yield session
            if losses:
                raise losses.pop()

    whole = Whole(dispatcher, lost_once, clock)
    listen(app, whole)

    first = await post(client, update)
    shown_too_early = len(whole.telegram.calls)
    second = await post(client, update)

    assert (first.status_code, shown_too_early, second.status_code) == (503, 0, 200)
    assert whole.telegram.said() == "✅ You are enrolled in <b>Mathematics</b>."
    assert len(await make.all(Enrollment)) == 1

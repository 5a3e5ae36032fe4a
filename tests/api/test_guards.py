"""What holds for every request, whatever it asks."""

import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import httpx2
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.errors import SAFE
from api.guards import MOST_BYTES
from api.parts import Parts
from db.session import DatabaseAway, Transaction
from domain.clock import Clock
from tests.api.conftest import BOT_TOKEN, Token
from tests.api.problems import JSON, ensure_problem
from tests.people import CAMPUS

PORTAL = "https://portal.example.ru"


def client_of(app: FastAPI) -> AbstractAsyncContextManager[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://test")


# Sizes


async def pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b" " * 1024


async def test_body_that_says_it_is_too_long_is_not_waited_for(
    client: httpx2.AsyncClient, token: Token
) -> None:
    async def nothing() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    signed = await token() | JSON | {"Content-Length": str(MOST_BYTES + 1)}

    answer = await client.post("/courses", content=nothing(), headers=signed)

    ensure_problem(answer, 413, "content_too_large")


async def test_body_that_comes_in_pieces_is_refused_when_it_gets_too_long(
    client: httpx2.AsyncClient, token: Token
) -> None:
    signed = await token() | JSON

    answer = await client.post("/courses", content=pieces(MOST_BYTES * 2), headers=signed)

    ensure_problem(answer, 413, "content_too_large")


async def test_longest_body_is_read(client: httpx2.AsyncClient, token: Token) -> None:
    course = json.dumps({"name": "Python"}).encode()
    padded = course + b" " * (MOST_BYTES - len(course))

    answer = await client.post("/courses", content=padded, headers=await token() | JSON)

    assert answer.status_code == 201


# Errors that are nobody's


async def test_path_that_there_is_not(client: httpx2.AsyncClient) -> None:
    ensure_problem(await client.get("/nothing"), 404, "not_found")


async def test_method_that_a_path_has_not_names_those_that_it_has(
    client: httpx2.AsyncClient,
) -> None:
    all_of_them, one = await client.patch("/courses"), await client.patch("/courses/1")

    ensure_problem(all_of_them, 405, "method_not_allowed")
    assert all_of_them.headers["Allow"] == "GET, POST"
    assert one.headers["Allow"] == "DELETE, GET, PUT"


async def test_mistake_of_ours_says_nothing_of_itself_and_is_as_safe_as_any_answer(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    @app.get("/broken")
    async def get_broken() -> None:
        raise ValueError("a secret")

    answer = await client.get("/broken")

    ensure_problem(answer, 500, "internal_error")
    assert "secret" not in answer.text


async def test_database_that_is_away_asks_to_come_again(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    @app.get("/away")
    async def get_away() -> None:
        raise DatabaseAway

    answer = await client.get("/away")

    ensure_problem(answer, 503, "database_away")
    assert answer.headers["Retry-After"] == "1"


# Headers


@pytest.mark.parametrize("path", ["/healthz", "/openapi.json", "/courses", "/nothing", "/docs"])
async def test_every_answer_is_safe(client: httpx2.AsyncClient, path: str) -> None:
    answer = await client.get(path)

    assert answer.headers.keys() >= {name.lower() for name in SAFE}
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


# Pages of other sites


@pytest.fixture
async def portal(parts: Parts) -> AsyncIterator[httpx2.AsyncClient]:
    async with client_of(create_app({}, parts, cors_origins=[PORTAL])) as client:
        yield client


async def test_no_other_site_may_call_unless_it_is_named(client: httpx2.AsyncClient) -> None:
    asked = await client.get("/courses", headers={"Origin": PORTAL})
    preflight = await client.options(
        "/courses", headers={"Origin": PORTAL, "Access-Control-Request-Method": "GET"}
    )

    for answer in (asked, preflight):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_site_that_is_named_may_call_and_read(
    portal: httpx2.AsyncClient, token: Token
) -> None:
    signed = await token() | {"Origin": PORTAL}

    preflight = await portal.options(
        "/courses",
        headers={
            "Origin": PORTAL,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,idempotency-key,content-type",
        },
    )
    made = await portal.post("/courses", json={"name": "Python"}, headers=signed)

    assert preflight.status_code == 200
    assert made.headers["Access-Control-Allow-Origin"] == PORTAL
    assert {"ETag", "Location"} <= set(made.headers["Access-Control-Expose-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in made.headers


async def test_site_that_is_named_may_read_refusals_too(portal: httpx2.AsyncClient) -> None:
    too_long = {"Content-Length": str(MOST_BYTES + 1)}

    answers = [
        await portal.get("/courses", headers={"Origin": PORTAL}),
        await portal.post("/courses", content=b"", headers={"Origin": PORTAL} | too_long),
    ]

    assert [it.status_code for it in answers] == [401, 413]
    assert {it.headers["Access-Control-Allow-Origin"] for it in answers} == {PORTAL}


async def test_another_site_than_the_one_that_is_named_may_not(
    portal: httpx2.AsyncClient,
) -> None:
    answer = await portal.get("/courses", headers={"Origin": "https://evil.example.ru"})

    assert "Access-Control-Allow-Origin" not in answer.headers


# Transactions


async def test_slow_body_keeps_no_connection_to_the_database(
    transaction: Transaction, clock: Clock, parts: Parts, token: Token
) -> None:
    """Else a few who send slowly would keep everybody else out."""
    events: list[str] = []

    async def slowly() -> AsyncIterator[bytes]:
        events.append("comes")
        yield b'{"name": '
        events.append("came")
        yield b'"Python"}'

    def noted() -> AbstractAsyncContextManager[object]:
        events.append("transaction")
        return transaction()

    signed = await token() | JSON
    app = create_app({}, Parts(noted, clock, CAMPUS, BOT_TOKEN, parts.limits))  # type: ignore[arg-type]
    async with client_of(app) as client:
        answer = await client.post("/courses", content=slowly(), headers=signed)

    assert answer.status_code == 201
    assert events == ["comes", "came", "transaction"]

"""What could be taken for something else is refused."""

import httpx2
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from db.models import Course
from db.session import Transaction
from domain.clock import Clock
from tests.api.conftest import BOT_TOKEN, Token
from tests.api.problems import ensure_problem
from tests.factories import Factory
from tests.people import CAMPUS

Client = httpx2.AsyncClient


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("stauts=draft", ["query.stauts"]),
        ("limit=1&limit=2", ["query.limit"]),
        ("limit=1&x=1&x=2&y=", ["query.x", "query.y"]),
    ],
)
async def test_parameter_that_is_misspelt_or_twice(
    client: Client, token: Token, query: str, places: list[str]
) -> None:
    answer = await client.get(f"/courses?{query}", headers=await token())

    ensure_problem(answer, 422, "invalid")
    assert [it["place"] for it in answer.json()["errors"]] == places


@pytest.mark.parametrize("query", ["token=x", "course_id=1&status=draft"])
async def test_parameters_of_a_model_are_known_too(
    client: Client, token: Token, query: str
) -> None:
    answers = [
        await client.get(f"/logs?{it}", headers=await token()) for it in ("course_id=1", query)
    ]

    assert [it.status_code for it in answers] == [200, 422]


@pytest.mark.parametrize(
    "cursor", ["MV8w", "KzE", "IDE", "MDE", "MQ=", "M Q", "MQ\n", "MQ.", "!MQ"]
)
async def test_cursor_has_one_spelling(client: Client, token: Token, cursor: str) -> None:
    answer = await client.get("/courses", params={"cursor": cursor}, headers=await token())

    ensure_problem(answer, 422, "cursor_not_valid")


async def test_thing_has_one_address(client: Client, make: Factory, token: Token) -> None:
    course, signed = await make.course(), await token()

    for path in (f"/courses/0{course.id}", f"/courses/+{course.id}"):
        ensure_problem(await client.get(path, headers=signed), 422, "invalid")
    for path in ("/courses/", f"/courses/{course.id}/"):
        answer = await client.get(path, headers=signed | {"Host": "evil.example"})
        ensure_problem(answer, 404, "not_found")
        assert "Location" not in answer.headers


async def test_refusal_of_a_variant_does_not_repeat_it(
    client: Client, make: Factory, token: Token
) -> None:
    enrollment = await make.enrollment(await make.course(), await make.user())

    answer = await client.put(
        f"/enrollments/{enrollment.id}", json={"status": "kv_secret"}, headers=await token()
    )

    ensure_problem(answer, 422, "invalid")
    assert "kv_secret" not in answer.text
    assert "EnrollmentStatus" not in answer.text


@pytest.mark.parametrize("key", ["", "x" * 201, "a b", "\x7f"])
async def test_key_is_looked_at_once_it_is_known_whose_it_is(
    client: Client, token: Token, key: str
) -> None:
    wrong = {"Idempotency-Key": key}

    ensure_problem(await client.post("/courses", json={}, headers=wrong), 401, "not_authenticated")
    refused = await client.post("/courses", json={"name": "Go"}, headers=wrong | await token())

    ensure_problem(refused, 422, "invalid")
    assert [it["place"] for it in refused.json()["errors"]] == ["header.Idempotency-Key"]


async def test_course_that_has_changed_is_not_deleted(
    client: Client, make: Factory, token: Token
) -> None:
    signed = await token()
    where = (await client.post("/courses", json={"name": "Go"}, headers=signed)).headers[
        "Location"
    ]
    await client.put(where, json={"name": "Rust"}, headers=signed)

    late = await client.delete(where, headers=signed | {"If-Match": '"v1"'})
    in_time = await client.delete(where, headers=signed | {"If-Match": '"v2"'})

    ensure_problem(late, 412, "course_changed")
    assert in_time.status_code == 204
    assert await make.all(Course) == []


async def test_moment_is_spelled_the_same_wherever_it_is_read(
    client: Client, token: Token
) -> None:
    signed = await token()
    until = "2026-09-01T18:00:00.5+03:00"

    made = await client.post(
        "/courses", json={"name": "Go", "enroll_until": until}, headers=signed
    )
    read = await client.get(made.headers["Location"], headers=signed)

    assert made.json() == read.json()
    assert read.json()["enroll_until"] == "2026-09-01T15:00:00Z"


@pytest.mark.parametrize("header", ["", "Basic x", "tma user=1", "tma hash=" + "0" * 64])
async def test_forgery_takes_no_connection(
    transaction: Transaction, clock: Clock, header: str
) -> None:
    def connect() -> None:
        raise AssertionError("a connection was taken")

    parts = Parts(connect, clock, CAMPUS, BOT_TOKEN, Limits())  # type: ignore[arg-type]
    app: FastAPI = create_app({}, parts)
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with Client(transport=transport, base_url="http://test") as client:
        answer = await client.get("/courses", headers={"Authorization": header})

    ensure_problem(answer, 401, "not_authenticated")

"""Requests that are sent again, one after another and all at once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from api.courses import Writing
from api.limits import Limits
from api.parts import Parts
from api.route import Route
from db.models import Course, LogEntry
from db.session import TRIES, Conflict, Transaction
from domain import api_tokens
from domain.api_tokens import Grant, Scope
from domain.clock import Clock
from tests.api.conftest import BOT_TOKEN
from tests.factories import NOON, Factory
from tests.people import CAMPUS

PYTHON = {"name": "Python", "start_date": "2026-03-02", "end_date": "2026-03-15"}

AT_ONCE = 100

Send = Callable[..., Awaitable[httpx2.Response]]

_keys = count()


class Name(BaseModel):
    name: str


@pytest.fixture
def parts(committing: Transaction, clock: Clock) -> Parts:
    return Parts(committing, clock, CAMPUS, BOT_TOKEN, Limits())


@pytest.fixture
def kept(committing: Transaction) -> Factory:
    """What is really in the database."""
    return Factory(committing)


@pytest.fixture
async def signed(committing: Transaction) -> dict[str, str]:
    return await signed_anew(committing)


async def signed_anew(committing: Transaction) -> dict[str, str]:
    async with committing() as session:
        _, secret = await api_tokens.create(
            session, None, name="a service", grant=Grant(tuple(Scope)), now=NOON
        )
    return {"Authorization": f"Bearer {secret}"}


def fresh_key() -> dict[str, str]:
    return {"Idempotency-Key": f"key-{next(_keys)}"}


async def named(kept: Factory, name: str) -> list[Course]:
    return [it for it in await kept.all(Course) if it.name == name]


@pytest.fixture
def sent(client: httpx2.AsyncClient) -> Send:
    """POSTs a course."""

    async def send(headers: dict[str, str], **course: object) -> httpx2.Response:
        return await client.post("/courses", json=PYTHON | course, headers=headers)

    return send


async def test_hundred_at_once_with_one_key_have_one_effect_and_one_answer(
    sent: Send, signed: dict[str, str], kept: Factory
) -> None:
    signed |= fresh_key()

    answers = await asyncio.gather(*(sent(signed, name="Once") for _ in range(AT_ONCE)))

    assert Counter(it.status_code for it in answers) == {201: AT_ONCE}
    [course] = await named(kept, "Once")
    assert {it.headers["Location"] for it in answers} == {f"/courses/{course.id}"}
    assert {it.headers["ETag"] for it in answers} == {'"v1"'}
    assert all(it.json() == answers[0].json() for it in answers)
    assert sum("Idempotent-Replayed" in it.headers for it in answers) == AT_ONCE - 1
    made = [it for it in await kept.all(LogEntry) if it.action == "create_course"]
    assert [it.entity_id for it in made].count(course.id) == 1


async def test_keys_of_two_at_once_are_two(
    sent: Send, signed: dict[str, str], kept: Factory
) -> None:
    keys = [signed | fresh_key() for _ in range(8)]

    answers = await asyncio.gather(*(sent(it, name="Each") for it in keys * 3))

    assert {it.status_code for it in answers} == {201}
    assert len(await named(kept, "Each")) == len(keys)


async def test_key_with_another_body_is_refused(
    sent: Send, signed: dict[str, str], kept: Factory
) -> None:
    signed |= fresh_key()

    answers = await asyncio.gather(*(sent(signed, name=name) for name in ("This", "That")))

    assert sorted(it.status_code for it in answers) == [201, 422]
    [refused] = [it for it in answers if it.status_code == 422]
    assert refused.json()["code"] == "key_reused"
    assert len(await named(kept, "This")) + len(await named(kept, "That")) == 1


async def test_key_is_for_one_address(
    client: httpx2.AsyncClient, sent: Send, signed: dict[str, str]
) -> None:
    signed |= fresh_key()
    where = (await sent(signed)).headers["Location"]

    changed = await client.put(where, json=PYTHON, headers=signed)

    assert (changed.status_code, changed.json()["code"]) == (422, "key_reused")


async def test_key_stays_taken_when_its_answer_is_forgotten(
    client: httpx2.AsyncClient, signed: dict[str, str]
) -> None:
    anna, headers = {"full_name": "Anna Petrova"}, signed | fresh_key()
    where = (await client.post("/register", json=anna, headers=headers)).headers["Location"]
    await client.delete(where, headers=signed)

    again = await client.post("/register", json=anna, headers=headers)

    assert (again.status_code, again.json()["code"]) == (422, "key_reused")
    assert "Location" not in again.headers


async def test_key_of_another_owner_is_another_key(
    sent: Send, signed: dict[str, str], committing: Transaction
) -> None:
    other, key = await signed_anew(committing), fresh_key()

    first, second = await sent(signed | key), await sent(other | key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize(
    ("wrong", "status"), [({"name": ""}, 422), ({"end_date": "2026-03-01"}, 422)]
)
async def test_refusal_is_not_kept(
    sent: Send, signed: dict[str, str], wrong: dict[str, str], status: int
) -> None:
    signed |= fresh_key()

    refused, right = await sent(signed, **wrong), await sent(signed)

    assert (refused.status_code, right.status_code) == (status, 201)
    assert "Idempotent-Replayed" not in right.headers


async def test_change_and_deletion_may_be_sent_again_too(
    client: httpx2.AsyncClient, sent: Send, signed: dict[str, str]
) -> None:
    made = await sent(signed)
    where, changing = made.headers["Location"], fresh_key() | {"If-Match": made.headers["ETag"]}
    deleting = fresh_key()

    changed = [
        await client.put(where, json={"capacity": 5}, headers=signed | changing) for _ in range(2)
    ]
    deleted = [await client.delete(where, headers=signed | deleting) for _ in range(2)]
    gone = await client.delete(where, headers=signed)

    assert [it.status_code for it in changed] == [200, 200]
    assert [it.headers["ETag"] for it in changed] == ['"v2"', '"v2"']
    assert [(it.status_code, it.content) for it in deleted] == [(204, b""), (204, b"")]
    assert gone.status_code == 404


@pytest.mark.parametrize("key", [b"", b"k" * 201, b"a b", b"\xd0\xba", b"a\tb"])
async def test_key_that_is_none_is_refused(
    client: httpx2.AsyncClient, signed: dict[str, str], key: bytes
) -> None:
    headers = [(b"Authorization", signed["Authorization"].encode()), (b"Idempotency-Key", key)]

    answer = await client.post("/courses", json=PYTHON, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_of_two_changes_of_one_version_one_is_too_late(
    client: httpx2.AsyncClient, sent: Send, signed: dict[str, str]
) -> None:
    made = await sent(signed)
    where, if_match = made.headers["Location"], {"If-Match": made.headers["ETag"]}

    answers = await asyncio.gather(
        *(
            client.put(where, json={"capacity": seats}, headers=signed | if_match)
            for seats in (10, 20)
        )
    )

    assert sorted(it.status_code for it in answers) == [200, 412]
    [done] = [it for it in answers if it.status_code == 200]
    [late] = [it for it in answers if it.status_code == 412]
    assert late.json()["code"] == "course_changed"
    seen = await client.get(where, headers=signed)
    assert (seen.json()["capacity"], seen.headers["ETag"]) == (done.json()["capacity"], '"v2"')


async def test_stale_version_is_refused_and_any_version_is_not(
    client: httpx2.AsyncClient, sent: Send, signed: dict[str, str]
) -> None:
    made = await sent(signed)
    where = made.headers["Location"]

    async def put(if_match: str) -> int:
        headers = signed | {"If-Match": if_match}
        return (await client.put(where, json={"capacity": 5}, headers=headers)).status_code

    assert [await put(it) for it in ('"v1"', '"v1"', "*", 'W/"v2"')] == [200, 412, 200, 200]
    assert [await put(it) for it in ('"v3"', '"4"', '""', f'"v{"9" * 18}"')] == [412] * 4
    assert [await put(it) for it in ("", "v4", '"v4', '"v4", "v5"')] == [422] * 4


async def test_request_that_lost_a_race_is_done_again_with_its_body(
    app: FastAPI, client: httpx2.AsyncClient, signed: dict[str, str], kept: Factory
) -> None:
    tries = count(1)

    async def post_unlucky(body: Name, asked: Writing) -> dict[str, object]:
        asked.session.add(Course(name=body.name))
        await asked.session.flush()
        if next(tries) < TRIES:
            raise Conflict
        return {"name": body.name}

    app.router.add_api_route(
        "/unlucky", post_unlucky, methods=["POST"], route_class_override=Route
    )
    key = fresh_key()

    answers = [
        await client.post("/unlucky", json={"name": "Unlucky"}, headers=signed | key)
        for _ in range(2)
    ]

    assert [it.json() for it in answers] == [{"name": "Unlucky"}] * 2
    assert len(await named(kept, "Unlucky")) == 1
    assert next(tries) == TRIES + 1


async def test_request_that_loses_every_race_asks_to_come_again(
    app: FastAPI, client: httpx2.AsyncClient, signed: dict[str, str]
) -> None:
    async def post_lost(_: Writing) -> None:
        raise Conflict

    app.router.add_api_route("/lost", post_lost, methods=["POST"], route_class_override=Route)

    answer = await client.post("/lost", headers=signed)

    assert (answer.status_code, answer.json()["code"]) == (503, "too_busy")
    assert answer.headers["Retry-After"] == "1"

"""The Mini App's sign-in: who may, and 20,000 who may not."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import cast

import httpx2
import pytest
from limits import RateLimitItemPerSecond
from sqlalchemy.ext.asyncio import AsyncSession

from api.app import create_app
from api.limits import Limits, Rates
from api.parts import Parts
from api.sign_in import signed_in_person
from domain.errors import NotAuthenticated
from tests.api import init_data
from tests.api.conftest import BOT_TOKEN, mini_app
from tests.api.init_data import PUBLISHED, PUBLISHED_TOKEN, Fields
from tests.factories import NOON, Factory

PUBLISHED_AT = datetime.fromtimestamp(1662771648, UTC)
MUTANTS = 20_000

ANNA = 1000


def tma(credentials: str) -> dict[str, str]:
    return {"Authorization": f"tma {credentials}"}


def signed(telegram_id: int = ANNA, at: datetime = NOON) -> dict[str, str]:
    return tma(init_data.sign(init_data.of(telegram_id, at)))


async def statuses(app: object, headers: list[bytes]) -> list[int]:
    """Of GET /courses, with no client and no server between, who would refuse some themselves."""
    found: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request"}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            found.append(cast(int, message["status"]))

    for header in headers:
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "path": "/courses",
            "query_string": b"",
            "headers": [(b"authorization", header)],
        }
        await app(scope, receive, send)  # type: ignore[operator]
    return found


async def test_twenty_thousand_forgeries_are_refused_without_a_look_into_the_database(
    parts: Parts,
) -> None:
    @asynccontextmanager
    async def no_database() -> AsyncIterator[AsyncSession]:
        yield cast(AsyncSession, None)

    endless = Limits(Rates(of_failed_sign_ins=RateLimitItemPerSecond(10**9)))
    app = create_app({}, replace(parts, transaction=no_database, limits=endless))
    true = init_data.sign(init_data.of(ANNA))
    forged = islice(init_data.mutants(true, seed=7), MUTANTS)

    found = await statuses(app, [f"tma {it}".encode() for it in forged])

    assert len(found) == MUTANTS
    assert set(found) == {401}


async def test_person_signed_by_the_documentation_reads_courses(
    client: httpx2.AsyncClient, make: Factory
) -> None:
    anna, course = await make.user(), await make.course()

    answer = await client.get("/courses", headers=mini_app(anna))

    assert [it["id"] for it in answer.json()["items"]] == [course.id]


def test_published_example_is_good_for_an_hour() -> None:
    person = signed_in_person(PUBLISHED, PUBLISHED_TOKEN, now=PUBLISHED_AT)

    assert (person.id, person.first_name) == (279058397, "Vladislav")
    late = PUBLISHED_AT + timedelta(hours=1, seconds=1)
    for now, token in ((late, PUBLISHED_TOKEN), (PUBLISHED_AT, BOT_TOKEN)):
        with pytest.raises(NotAuthenticated):
            signed_in_person(PUBLISHED, token, now=now)


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (timedelta(0), 200),
        (timedelta(hours=1), 200),
        (timedelta(hours=1, seconds=1), 401),
        (timedelta(seconds=-30), 200),
        (timedelta(seconds=-31), 401),
    ],
)
async def test_sign_in_is_good_for_an_hour_and_for_clocks_that_differ_a_little(
    client: httpx2.AsyncClient, age: timedelta, status: int
) -> None:
    answer = await client.get("/courses", headers=signed(at=NOON - age))

    assert answer.status_code == status


async def test_order_of_the_fields_and_the_letters_of_the_scheme_say_nothing(
    client: httpx2.AsyncClient,
) -> None:
    fields = init_data.sign(init_data.of(ANNA)).split("&")

    answer = await client.get(
        "/courses", headers={"Authorization": f"TMA {'&'.join(reversed(fields))}"}
    )

    assert answer.status_code == 200


SIGNED_NONSENSE = {
    "no JSON": {"user": "Anna"},
    "no object": {"user": "[]"},
    "broken JSON": {"user": "{]}"},
    "deep JSON": {"user": "[" * 600 + "]" * 600},
    "no id": {"user": json.dumps({"first_name": "Anna"})},
    "no name": {"user": json.dumps({"id": ANNA})},
    "id of nobody": {"user": json.dumps({"id": 0, "first_name": "Anna"})},
    "id that no number holds": {"user": json.dumps({"id": 10**30, "first_name": "Anna"})},
    "negative id": {"user": json.dumps({"id": -ANNA, "first_name": "Anna"})},
    "time in words": {"auth_date": "2026-03-02T12:00:00"},
    "time in thousandths": {"auth_date": str(int(NOON.timestamp() * 1000))},
    "time with a fraction": {"auth_date": f"{int(NOON.timestamp())}.0"},
    "time in other digits": {"auth_date": "\u0661" * 10},
    "no time": {"auth_date": "NaN"},
    "chat that is none": {"chat": "{}"},
}


@pytest.mark.parametrize("changed", SIGNED_NONSENSE.values(), ids=SIGNED_NONSENSE)
async def test_nonsense_is_refused_even_if_signed(
    client: httpx2.AsyncClient, changed: Fields
) -> None:
    fields = init_data.of(ANNA) | changed

    answer = await client.get("/courses", headers=tma(init_data.sign(fields)))

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize(
    "header",
    ["", " ", "tma", "tma ", "Bearer", "Bearer ", "bearer kv_", "Basic a2U6a2U=", "kv_x", "tma,x"],
)
async def test_whatever_is_wrong_with_a_sign_in_the_answer_is_the_same(
    client: httpx2.AsyncClient, header: str
) -> None:
    nobody = await client.get("/courses")

    answer = await client.get("/courses", headers={"Authorization": header})

    assert (answer.status_code, answer.json()) == (401, nobody.json())
    assert answer.headers["WWW-Authenticate"] == nobody.headers["WWW-Authenticate"]


async def test_blocked_person_is_told_so(client: httpx2.AsyncClient, make: Factory) -> None:
    anna = await make.user(blocked_at=NOON)

    answer = await client.get("/courses", headers=mini_app(anna))

    assert (answer.status_code, answer.json()["code"]) == (403, "blocked")


async def test_stranger_may_look_and_not_act(client: httpx2.AsyncClient, make: Factory) -> None:
    course = await make.course()
    stranger = signed(telegram_id=77)

    seen = await client.get(f"/courses/{course.id}", headers=stranger)
    written = await client.post("/courses", json={"name": "Python"}, headers=stranger)
    deleted = await client.delete(f"/courses/{course.id}", headers=stranger)

    assert seen.status_code == 200
    assert (written.status_code, written.json()["code"]) == (403, "not_registered")
    assert (deleted.status_code, deleted.json()["code"]) == (403, "not_registered")

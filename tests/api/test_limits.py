import asyncio

import httpx2
import pytest
from limits import RateLimitItemPerHour, RateLimitItemPerSecond

from api.limits import Limits, Rates
from api.parts import Parts
from db.session import Transaction
from domain.clock import Clock
from tests.api.conftest import BOT_TOKEN, Token, mini_app
from tests.factories import Factory
from tests.people import CAMPUS

NONSENSE = {"Authorization": "Bearer kv_nonsense"}

FEW = RateLimitItemPerHour(2)
SOON = RateLimitItemPerSecond(2, 2)
"""Two in two seconds."""


@pytest.fixture
def rates() -> Rates:
    return Rates(FEW, FEW, FEW)


@pytest.fixture
def parts(transaction: Transaction, clock: Clock, rates: Rates) -> Parts:
    return Parts(transaction, clock, CAMPUS, BOT_TOKEN, Limits(rates))


async def ask(client: httpx2.AsyncClient, signed: dict[str, str], times: int) -> list[int]:
    return [(await client.get("/courses", headers=signed)).status_code for _ in range(times)]


async def until(
    client: httpx2.AsyncClient, signed: dict[str, str], *, refused: bool
) -> httpx2.Response:
    """Ask until it is refused, or until it is not, as patiently as each refusal says."""
    for _ in range(10):
        answer = await client.get("/courses", headers=signed)
        if (answer.status_code == 429) == refused:
            return answer
        await asyncio.sleep(int(answer.headers.get("Retry-After", "0")))
    raise AssertionError


@pytest.mark.parametrize("rates", [Rates(of_service=SOON)])
async def test_service_that_asks_too_often_is_told_when_to_come_again(
    client: httpx2.AsyncClient, token: Token
) -> None:
    signed = await token()

    refused = await until(client, signed, refused=True)
    answered = await until(client, signed, refused=False)

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 2
    assert answered.status_code == 200


async def test_each_has_a_limit_of_their_own(
    client: httpx2.AsyncClient, token: Token, make: Factory
) -> None:
    first, second = await token(), await token()
    people = [await make.user(), await make.user()]
    signed = [mini_app(it) for it in people]

    assert await ask(client, first, 4) == [200, 200, 429, 429]
    assert await ask(client, second, 3) == [200, 200, 429]
    assert [await ask(client, it, 3) for it in signed] == [[200, 200, 429]] * 2


async def test_who_fails_to_sign_in_again_and_again_is_stopped_and_nobody_else_there(
    client: httpx2.AsyncClient, token: Token
) -> None:
    signed = await token()

    assert await ask(client, NONSENSE, 4) == [401, 401, 429, 429]
    assert await ask(client, {}, 1) == [429]
    assert await ask(client, signed, 2) == [200, 200]


async def test_limit_of_a_service_counts_what_is_refused_too(
    client: httpx2.AsyncClient, token: Token
) -> None:
    signed = await token()

    found = [(await client.get("/courses/1", headers=signed)).status_code for _ in range(3)]

    assert found == [404, 404, 429]

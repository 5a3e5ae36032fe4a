import httpx2
import pytest
from fastapi import FastAPI

from api.health import Checks
from db.session import DatabaseAway


class Check:
    def __init__(self) -> None:
        self.is_well = True

    async def __call__(self) -> bool:
        return self.is_well


@pytest.fixture
def database() -> Check:
    return Check()


@pytest.fixture
def telegram() -> Check:
    return Check()


@pytest.fixture
def checks(database: Check, telegram: Check) -> Checks:
    return {"database": database, "telegram": telegram}


async def test_ready_when_all_is_well(client: httpx2.AsyncClient) -> None:
    response = await client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": True, "telegram": True}


async def test_not_ready_says_what_is_away(client: httpx2.AsyncClient, telegram: Check) -> None:
    telegram.is_well = False

    response = await client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"status": "waiting", "database": True, "telegram": False}


async def test_process_is_healthy_whatever_is_away(
    client: httpx2.AsyncClient, database: Check, telegram: Check
) -> None:
    database.is_well = telegram.is_well = False

    response = await client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


# Errors of the whole of the HTTP side


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("POST", "/healthz", 405, "method_not_allowed"),
        ("GET", "/redoc", 404, "not_found"),
    ],
)
async def test_error_is_a_problem_with_a_code(
    client: httpx2.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    response = await client.request(method, path)

    assert response.headers["content-type"] == "application/problem+json"
    assert response.status_code == response.json()["status"] == status
    assert response.json()["code"] == code


async def test_database_being_away_asks_to_come_again(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    @app.get("/away")
    async def get_away() -> None:
        raise DatabaseAway

    response = await client.get("/away")

    assert (response.status_code, response.json()["code"]) == (503, "database_away")
    assert response.headers["retry-after"] == "1"


async def test_bug_tells_nothing_of_itself(app: FastAPI, client: httpx2.AsyncClient) -> None:
    @app.get("/broken")
    async def get_broken() -> None:
        raise ValueError("a secret")

    response = await client.get("/broken")

    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert "secret" not in response.text

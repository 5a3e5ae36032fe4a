import httpx2
import pytest

from api.health import Checks


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

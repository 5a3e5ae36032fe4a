"""The session of the Mini App: opened by what Telegram signed, then good for all requests."""

from datetime import datetime, timedelta

import httpx2
import pytest

from db.models import User, WebSession
from db.session import Transaction
from domain import sign_ins
from domain.sign_ins import LIFETIME, LONGEST, PREFIX, hashed
from tests.api.conftest import Token, mini_app
from tests.factories import HOUR, NOON, Factory
from tests.people import as_actor

SECOND = timedelta(seconds=1)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(full_name="Anna", language="ru")


@pytest.fixture
def clock() -> "Hand":
    return Hand()


@pytest.fixture
def at(clock: "Hand") -> "Hand":
    return clock


class Hand:
    """A clock that stands where it was put."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def put(self, now: datetime) -> None:
        self.now = now


async def opened(client: httpx2.AsyncClient, user: User) -> dict[str, str]:
    answer = await client.post("/app/session", headers=mini_app(user))
    assert answer.status_code == 200
    return {"Authorization": f"Bearer {answer.json()['token']}"}


async def test_who_opened_the_mini_app_gets_a_session(
    client: httpx2.AsyncClient, make: Factory, anna: User
) -> None:
    headers = mini_app(anna) | {"User-Agent": "Telegram-Android/11"}

    answer = await client.post("/app/session", headers=headers)

    said = answer.json()
    assert said | {"token": ""} == {
        "token": "",
        "expires_at": (NOON + LIFETIME).isoformat().replace("+00:00", "Z"),
        "language": "ru",
        "name": "Anna",
        "tz": "Europe/Moscow",
        "now": NOON.isoformat().replace("+00:00", "Z"),
    }
    [kept] = await make.all(WebSession)
    assert said["token"].startswith(PREFIX)
    assert kept.token_hash == hashed(said["token"])
    assert (kept.user_id, kept.user_agent) == (anna.id, "Telegram-Android/11")
    assert answer.headers["Cache-Control"] == "no-store"


async def test_session_signs_its_person_in_everywhere(
    client: httpx2.AsyncClient, anna: User
) -> None:
    signed = await opened(client, anna)

    answer = await client.get("/me", headers=signed)

    assert answer.json()["id"] == anna.id


async def test_session_ends(client: httpx2.AsyncClient, anna: User, at: Hand) -> None:
    signed = await opened(client, anna)

    at.put(NOON + LIFETIME - SECOND)
    before = await client.get("/me", headers=signed)
    at.put(NOON + LIFETIME)
    after = await client.get("/me", headers=signed)

    assert (before.status_code, after.status_code) == (200, 401)


async def test_session_is_prolonged_and_stays_the_same(
    client: httpx2.AsyncClient, make: Factory, anna: User, at: Hand
) -> None:
    signed = await opened(client, anna)

    at.put(NOON + HOUR)
    again = await client.post("/app/session", headers=signed)

    assert signed["Authorization"] == f"Bearer {again.json()['token']}"
    assert datetime.fromisoformat(again.json()["expires_at"]) == NOON + HOUR + LIFETIME
    assert len(await make.all(WebSession)) == 1


async def test_session_is_not_prolonged_for_ever(
    client: httpx2.AsyncClient, anna: User, at: Hand
) -> None:
    signed = await opened(client, anna)

    for hours in range(1, int(LONGEST / HOUR)):
        at.put(NOON + hours * HOUR)
        answer = await client.post("/app/session", headers=signed)

    assert datetime.fromisoformat(answer.json()["expires_at"]) == NOON + LONGEST


async def test_closed_session_opens_nothing(
    client: httpx2.AsyncClient, transaction: Transaction, anna: User
) -> None:
    signed = await opened(client, anna)
    async with transaction() as session:
        await sign_ins.close_all(session, as_actor(anna), now=NOON)

    read = await client.get("/me", headers=signed)
    prolonged = await client.post("/app/session", headers=signed)

    assert (read.status_code, prolonged.status_code) == (401, 401)


@pytest.mark.parametrize("secret", ["kw_", "kw_x", f"kw_{'A' * 43}", "KW_x"])
async def test_secret_that_nobody_was_given_opens_nothing(
    client: httpx2.AsyncClient, anna: User, secret: str
) -> None:
    await opened(client, anna)

    answer = await client.get("/me", headers={"Authorization": f"Bearer {secret}"})

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


async def test_stranger_is_sent_to_the_chat(client: httpx2.AsyncClient, make: Factory) -> None:
    answer = await client.post("/app/session", headers=mini_app(User(telegram_id=77)))

    assert (answer.status_code, answer.json()["code"]) == (403, "not_registered")
    assert await make.all(WebSession) == []


async def test_who_has_not_agreed_to_be_kept_is_sent_to_the_chat(
    client: httpx2.AsyncClient, make: Factory
) -> None:
    vera = await make.user(has_agreed=False)

    answer = await client.post("/app/session", headers=mini_app(vera))

    assert (answer.status_code, answer.json()["code"]) == (403, "not_registered")


async def test_blocked_person_is_told_so(client: httpx2.AsyncClient, make: Factory) -> None:
    anna = await make.user(blocked_at=NOON)

    answer = await client.post("/app/session", headers=mini_app(anna))

    assert (answer.status_code, answer.json()["code"]) == (403, "blocked")


async def test_service_has_no_session(client: httpx2.AsyncClient, token: Token) -> None:
    answer = await client.post("/app/session", headers=await token())

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_use_is_written_down_not_more_than_every_ten_minutes(
    client: httpx2.AsyncClient, make: Factory, anna: User, at: Hand
) -> None:
    signed = await opened(client, anna)
    [kept] = await make.all(WebSession)

    for minutes, seen in ((9, NOON), (11, NOON + timedelta(minutes=11))):
        at.put(NOON + timedelta(minutes=minutes))
        await client.get("/me", headers=signed)
        assert (await make.again(kept)).last_used_at == seen


def test_session_is_shorter_than_a_day() -> None:
    assert LIFETIME < LONGEST < timedelta(days=1)

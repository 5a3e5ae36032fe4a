import asyncio
from typing import Any

import httpx2
import pytest

from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from db.models import LogEntry, Role, User
from db.session import Transaction
from domain.api_tokens import Scope
from domain.clock import Clock
from tests.api.conftest import BOT_TOKEN, Token, mini_app
from tests.factories import Factory
from tests.people import CAMPUS

ANNA = {
    "uid": 77,
    "email": "Anna@example.org",
    "full_name": "Anna  Petrova",
    "study_group": "IT-23-1",
}

Client = httpx2.AsyncClient


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


def outcome(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_service_registers_a_person(client: Client, token: Token, make: Factory) -> None:
    signed = await token(Scope.USERS_WRITE, Scope.USERS_READ)

    made = await client.post("/register", json=ANNA, headers=signed)
    seen = await client.get(made.headers["Location"], headers=signed)

    assert (made.status_code, seen.status_code) == (201, 200), made.text
    assert made.json() == seen.json()
    [user] = await make.all(User)
    assert made.json() == {
        "id": user.id,
        "uid": 77,
        "email": "anna@example.org",
        "full_name": "Anna Petrova",
        "role": "participant",
        "study_group": "IT-23-1",
        "language": None,
        "timezone": None,
        "registered_at": made.json()["registered_at"],
        "blocked_at": None,
    }
    [_, entry] = await make.all(LogEntry)
    assert (entry.action, entry.entity_id, entry.details) == (
        "register",
        user.id,
        {"role": "participant"},
    )
    assert (entry.user_id, entry.token_id is not None) == (None, True)


@pytest.mark.parametrize("known", [{"telegram_id": 77}, {"email": "anna@example.org"}])
async def test_who_is_there_already_is_named(
    client: Client, token: Token, make: Factory, known: dict[str, Any]
) -> None:
    anna, signed = await make.user(**known), await token()

    again = await client.post("/register", json=ANNA, headers=signed)

    assert outcome(again) == (409, "already_registered")
    assert again.json()["id"] == anna.id
    assert len(await make.all(User)) == 1


async def test_erased_are_not_there(client: Client, token: Token) -> None:
    signed = await token()
    first = await client.post("/register", json=ANNA, headers=signed)
    await client.delete(first.headers["Location"], headers=signed)

    again = await client.post("/register", json=ANNA, headers=signed)

    assert again.status_code == 201
    assert again.json()["id"] != first.json()["id"]


async def test_person_needs_neither_a_uid_nor_an_email(client: Client, token: Token) -> None:
    signed = await token()

    made = [
        await client.post("/register", json={"full_name": "Anna"}, headers=signed)
        for _ in range(2)
    ]

    assert [it.status_code for it in made] == [201, 201]
    assert (made[0].json()["uid"], made[0].json()["email"]) == (None, None)


@pytest.mark.parametrize("role", [Role.HOST, Role.ADMIN])
async def test_other_roles_need_a_scope_of_their_own(
    client: Client, token: Token, make: Factory, role: Role
) -> None:
    few, all_ = await token(Scope.USERS_WRITE), await token()
    person = ANNA | {"role": role}

    refused = await client.post("/register", json=person, headers=few)
    made = await client.post("/register", json=person, headers=all_)

    assert outcome(refused) == (403, "scope_missing")
    assert refused.json()["scope"] == "users:roles"
    assert (made.status_code, made.json()["role"]) == (201, role)


async def test_admins_register_and_others_do_not(
    client: Client, make: Factory, vera: User
) -> None:
    anna, maria = await make.user(), await make.user(role=Role.HOST)
    host = ANNA | {"role": "host"}

    refused = [
        await client.post("/register", json=host, headers=mini_app(it)) for it in (anna, maria)
    ]
    made = await client.post("/register", json=host, headers=mini_app(vera))

    assert {outcome(it) for it in refused} == {(403, "admins_only")}
    assert made.status_code == 201
    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.entity_id) == (
        vera.id,
        "register",
        made.json()["id"],
    )


async def test_token_for_a_course_registers_participants_only(
    client: Client, token: Token, make: Factory
) -> None:
    signed = await token(course_ids=[(await make.course()).id])

    made = await client.post("/register", json=ANNA, headers=signed)
    refused = await client.post(
        "/register", json={"full_name": "Boris", "role": "host"}, headers=signed
    )

    assert made.status_code == 201
    assert outcome(refused) == (403, "admins_only")


async def test_of_many_who_register_one_person_at_once_one_does_and_the_others_learn_who_it_is(
    committing: Transaction, clock: Clock
) -> None:
    vera = await Factory(committing).admin()
    app = create_app({}, Parts(committing, clock, CAMPUS, BOT_TOKEN, Limits()))

    transport = httpx2.ASGITransport(app)
    async with Client(transport=transport, base_url="http://test") as client:
        asked = [client.post("/register", json=ANNA, headers=mini_app(vera)) for _ in range(10)]
        answers = await asyncio.gather(*asked)

    assert sorted(it.status_code for it in answers) == [201] + [409] * 9
    assert len({it.json()["id"] for it in answers}) == 1


async def test_repeated_request_with_a_key_is_answered_the_same(
    client: Client, token: Token, make: Factory
) -> None:
    signed = await token() | {"Idempotency-Key": "k1"}

    first, again = [await client.post("/register", json=ANNA, headers=signed) for _ in range(2)]

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert len(await make.all(User)) == 1


async def test_who_has_not_agreed_yet_registers_nobody(client: Client, make: Factory) -> None:
    admin = await make.user(role=Role.ADMIN, has_agreed=False)

    answer = await client.post("/register", json=ANNA, headers=mini_app(admin))

    assert outcome(answer) == (403, "not_registered")


@pytest.mark.parametrize(
    "wrong",
    [
        {"uid": "77"},
        {"uid": 7.0},
        {"uid": True},
        {"uid": 0},
        {"uid": 2**52 + 1},
        {"uid": 10**400},
        {"email": "anna"},
        {"email": "a" * 255 + "@example.org"},
        {"email": ""},
        {"full_name": None},
        {"full_name": "7"},
        {"full_name": " "},
        {"full_name": "A" * 101},
        {"full_name": "An\x00na"},
        {"study_group": "G" * 41},
        {"role": "rector"},
        {"role": None},
        {"id": 7},
        {"telegram_id": 77},
    ],
    ids=str,
)
async def test_what_cannot_be_is_refused(
    client: Client, token: Token, make: Factory, wrong: dict[str, Any]
) -> None:
    answer = await client.post("/register", json=ANNA | wrong, headers=await token())

    assert answer.status_code == 422
    assert await make.all(User) == []

from typing import Any

import httpx2
import pytest

from db.models import Course, LogEntry, Role, StaffPart, User
from domain.api_tokens import Scope
from tests.api.conftest import Token, mini_app
from tests.factories import DAY, NOON, Factory

Client = httpx2.AsyncClient


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


async def registered(make: Factory, **changed: Any) -> User:
    """By a service; they have never come."""
    never: dict[str, Any] = {"has_agreed": False, "last_seen_at": None, "language": None}
    return await make.user(**never | changed)


def outcome(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json()["code"] if answer.content else None


# Reading


async def test_admins_and_services_read_everybody(
    client: Client, token: Token, make: Factory, vera: User
) -> None:
    anna = await make.user(full_name="Anna", email="anna@example.org")
    headers = [mini_app(vera), await token(Scope.USERS_READ), mini_app(anna)]

    seen = [await client.get(f"/users/{anna.id}", headers=it) for it in headers]

    assert [it.json() for it in seen] == [seen[0].json()] * 3
    assert seen[0].json()["email"] == "anna@example.org"


async def test_nobody_else_exists_for_others(client: Client, make: Factory, vera: User) -> None:
    anna, maria = await make.user(), await make.user(role=Role.HOST)
    await make.staff(await make.course(anna), maria)

    there = await client.get(f"/users/{anna.id}", headers=mini_app(maria))
    nobody = await client.get("/users/999999", headers=mini_app(maria))
    all_ = await client.get("/users", headers=mini_app(maria))

    assert outcome(there) == outcome(nobody) == (404, "person_not_found")
    assert there.json() == nobody.json()
    assert outcome(all_) == (403, "admins_only")


async def test_people_are_listed_page_by_page(
    client: Client, token: Token, make: Factory, vera: User
) -> None:
    people = [vera, *[await make.user(full_name=f"Anna {it}") for it in range(4)]]
    await make.user(full_name="", erased_at=NOON, telegram_id=None)
    signed = await token(Scope.USERS_READ)

    first = (await client.get("/users?limit=3", headers=signed)).json()
    cursor = first["next_cursor"]
    second = (await client.get(f"/users?limit=3&cursor={cursor}", headers=signed)).json()

    listed = [it["id"] for it in [*first["items"], *second["items"]]]
    assert listed == [it.id for it in people]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "petrova"}, ["Anna Petrova"]),
        ({"q": "Petrova it-23"}, ["Anna Petrova"]),
        ({"q": "7700"}, ["Boris"]),
        ({"role": "admin"}, ["Vera"]),
        ({"q": "Anna", "role": "admin"}, []),
        ({"q": "%"}, []),
        ({"q": "\x00"}, []),
    ],
    ids=str,
)
async def test_people_are_searched_for(
    client: Client, make: Factory, vera: User, asked: dict[str, str], found: list[str]
) -> None:
    await make.user(full_name="Anna Petrova", study_group="IT-23-1", telegram_id=50)
    await make.user(full_name="Boris", telegram_id=77001)

    answer = await client.get("/users", params=asked, headers=mini_app(vera))

    assert [it["full_name"] for it in answer.json()["items"]] == found


async def test_token_for_a_course_sees_its_people_only(
    client: Client, token: Token, make: Factory, vera: User
) -> None:
    anna, maria, other = [await make.user() for _ in range(3)]
    course = await make.course(anna)
    await make.staff(course, maria)
    await make.course(other)
    signed = await token(course_ids=[course.id])

    listed = (await client.get("/users", headers=signed)).json()["items"]
    theirs, foreign = [await client.get(f"/users/{it.id}", headers=signed) for it in (anna, other)]
    changed = [
        await client.put(f"/users/{it.id}", json={"full_name": "X Y"}, headers=signed)
        for it in (anna, other)
    ]

    assert [it["id"] for it in listed] == [anna.id, maria.id]
    assert (theirs.status_code, foreign.status_code) == (200, 404)
    assert [it.status_code for it in changed] == [403, 404]


# Changing


async def test_people_change_what_they_say_of_themselves(client: Client, make: Factory) -> None:
    anna = await make.user(email="old@example.org", study_group="IT-22-1")
    change = {
        "full_name": "Anna Ivanova",
        "email": None,
        "language": "ru",
        "timezone": "Asia/Omsk",
        "role": "participant",
    }

    answer = await client.put(f"/users/{anna.id}", json=change, headers=mini_app(anna))

    assert answer.status_code == 200, answer.text
    assert answer.json() | change == answer.json()
    assert answer.json()["study_group"] == "IT-22-1"
    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action) == (anna.id, "change_profile")
    assert entry.details == {"fields": ["email", "full_name", "language", "timezone"]}


async def test_who_has_not_agreed_yet_may_mend_and_erase(client: Client, make: Factory) -> None:
    anna = await registered(make)
    signed, where = mini_app(anna), f"/users/{anna.id}"

    changed = await client.put(where, json={"full_name": "Anna I"}, headers=signed)
    erased = await client.delete(where, headers=signed)

    assert (changed.status_code, erased.status_code) == (200, 204)


async def test_service_changes_a_person(client: Client, token: Token, make: Factory) -> None:
    anna, signed = await make.user(), await token(Scope.USERS_WRITE)

    answer = await client.put(f"/users/{anna.id}", json={"study_group": "IT-24-1"}, headers=signed)

    assert answer.json()["study_group"] == "IT-24-1"
    [_, entry] = await make.all(LogEntry)
    assert (entry.token_id is not None, entry.action, entry.entity_id) == (
        True,
        "change_profile",
        anna.id,
    )


async def test_role_is_given_by_admins_and_services_that_may(
    client: Client, token: Token, make: Factory, vera: User
) -> None:
    anna, course = await make.user(role=Role.HOST), await make.course()
    await make.staff(course, anna)
    where = f"/users/{anna.id}"

    few = await client.put(where, json={"role": "admin"}, headers=await token(Scope.USERS_WRITE))
    own = await client.put(where, json={"role": "admin"}, headers=mini_app(anna))
    same = await client.put(where, json={"role": "host"}, headers=mini_app(anna))
    less = await client.put(where, json={"role": "participant"}, headers=await token())
    more = await client.put(where, json={"role": "admin"}, headers=mini_app(vera))
    self_ = await client.put(f"/users/{vera.id}", json={"role": "host"}, headers=mini_app(vera))

    assert outcome(few) == (403, "scope_missing")
    assert outcome(own) == (403, "admins_only")
    assert outcome(self_) == (403, "not_on_oneself")
    assert [it.json()["role"] for it in (same, less, more)] == ["host", "participant", "admin"]
    noted = [(it.action, it.user_id) for it in await make.all(LogEntry)]
    assert [it for it in noted if it[0] != "create_token"] == [
        ("remove_staff", None),
        ("grant_role", None),
        ("grant_role", vera.id),
    ]


async def test_service_leaves_an_admin_who_can_be_reached(
    client: Client, token: Token, make: Factory, vera: User
) -> None:
    gleb, signed = await make.admin(), await token()
    await make.user(role=Role.ADMIN, telegram_id=None)

    first, last = [
        await client.put(f"/users/{it.id}", json={"role": "host"}, headers=signed)
        for it in (gleb, vera)
    ]

    assert first.json()["role"] == "host"
    assert outcome(last) == (409, "last_admin")
    assert (await make.again(vera)).role is Role.ADMIN


async def test_foreign_email_is_taken(client: Client, make: Factory) -> None:
    anna, _ = await make.user(), await make.user(email="boris@example.org")

    answer = await client.put(
        f"/users/{anna.id}", json={"email": "BORIS@example.org"}, headers=mini_app(anna)
    )

    assert outcome(answer) == (409, "email_taken")
    assert "id" not in answer.json()


@pytest.mark.parametrize(
    "wrong",
    [
        {"full_name": None},
        {"language": None},
        {"language": "tt"},
        {"timezone": "Atlantis"},
        {"timezone": ""},
        {"role": None},
        {"uid": 78},
        {"email": 5},
    ],
    ids=str,
)
async def test_nobody_becomes_what_cannot_be(
    client: Client, make: Factory, vera: User, wrong: dict[str, Any]
) -> None:
    answer = await client.put(f"/users/{vera.id}", json=wrong, headers=mini_app(vera))

    assert answer.status_code == 422
    assert await make.all(LogEntry) == []


async def test_others_change_nobody(client: Client, make: Factory) -> None:
    anna, maria = await make.user(), await make.user(role=Role.HOST)
    where, signed = f"/users/{anna.id}", mini_app(maria)

    changed = await client.put(where, json={"full_name": "Boris"}, headers=signed)
    erased = await client.delete(where, headers=signed)

    assert outcome(changed) == outcome(erased) == (404, "person_not_found")
    assert (await make.again(anna)).full_name == "Anna"


# Erasing


async def test_erased_person_is_gone(client: Client, token: Token, make: Factory) -> None:
    anna, signed = await make.user(), await token()
    where = f"/users/{anna.id}"

    first = await client.delete(where, headers=signed)
    gone = await client.get(where, headers=signed)
    again = await client.delete(where, headers=signed)

    assert (first.status_code, first.content) == (204, b"")
    assert outcome(gone) == outcome(again) == (404, "person_not_found")
    assert (await make.again(anna)).erased_at == NOON
    entry = (await make.all(LogEntry))[-1]
    assert (entry.action, entry.entity_id, entry.token_id is not None) == (
        "erase_user",
        anna.id,
        True,
    )


async def test_admin_is_demoted_before_they_are_erased(
    client: Client, token: Token, make: Factory, vera: User
) -> None:
    signed, where = await token(), f"/users/{vera.id}"
    await make.admin()

    refused = await client.delete(where, headers=signed)
    await client.put(where, json={"role": "participant"}, headers=signed)
    erased = await client.delete(where, headers=signed)

    assert outcome(refused) == (409, "still_admin")
    assert erased.status_code == 204


async def test_people_erase_themselves(client: Client, make: Factory) -> None:
    anna = await make.user()
    signed, where = mini_app(anna), f"/users/{anna.id}"

    first = await client.delete(where, headers=signed)
    again = await client.delete(where, headers=signed)

    assert first.status_code == 204
    assert outcome(again) == (403, "not_registered")


# Who is asking


async def test_person_learns_who_they_are(client: Client, make: Factory, course: Course) -> None:
    anna = await make.user(role=Role.HOST, timezone="Asia/Omsk")
    await make.staff(course, anna, StaffPart.HOST)

    answer = await client.get("/me", headers=mini_app(anna))

    assert answer.json() == {
        "kind": "person",
        "id": anna.id,
        "role": "host",
        "name": "Anna",
        "language": "en",
        "timezone": "Asia/Omsk",
        "parts": [{"course_id": course.id, "part": "host"}],
    }


async def test_service_learns_what_it_may(client: Client, token: Token, course: Course) -> None:
    signed = await token(Scope.USERS_READ, course_ids=[course.id], expires_at=NOON + DAY)

    answer = await client.get("/me", headers=signed)

    assert answer.json() == {
        "kind": "service",
        "name": "a service",
        "scopes": ["users:read"],
        "course_ids": [course.id],
        "expires_at": "2026-03-03T12:00:00Z",
    }


async def test_stranger_is_told_that_we_have_not_met(client: Client) -> None:
    answer = await client.get("/me", headers=mini_app(User(telegram_id=12345)))

    assert outcome(answer) == (403, "not_registered")


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()

import json
from typing import Any

import httpx2
import pytest

from db.models import Course, Feedback, LogEntry, StaffPart, User
from domain.api_tokens import Scope
from tests.api.conftest import Token, mini_app
from tests.factories import Factory

Client = httpx2.AsyncClient


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await make.course(anna)


def outcome(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json()["code"] if answer.content else None


async def test_person_gives_feedback(
    client: Client, make: Factory, anna: User, course: Course
) -> None:
    body = {"course_id": course.id, "rating": 5, "comment": "Clear."}

    made = await client.post("/feedback", json=body, headers=mini_app(anna))
    seen = await client.get(made.headers["Location"], headers=mini_app(anna))

    [row] = await make.all(Feedback)
    assert (made.status_code, seen.status_code) == (201, 200), made.text
    assert made.json() == seen.json()
    assert made.json() == body | {
        "id": row.id,
        "user_id": anna.id,
        "created_at": "2026-03-02T12:00:00Z",
    }


async def test_service_says_whose_it_is(
    client: Client, token: Token, make: Factory, anna: User, course: Course
) -> None:
    signed, body = await token(Scope.FEEDBACK_WRITE), {"course_id": course.id, "rating": 3}

    nobodys = await client.post("/feedback", json=body, headers=signed)
    annas = await client.post("/feedback", json=body | {"user_id": anna.id}, headers=signed)

    *_, entry = await make.all(LogEntry)
    assert outcome(nobodys) == (422, "person_not_named")
    assert (annas.status_code, annas.json()["user_id"]) == (201, anna.id)
    assert (entry.action, entry.user_id, entry.token_id is None) == ("give_feedback", None, False)


async def test_second_time_is_refused_with_the_id(
    client: Client, anna: User, course: Course
) -> None:
    body = {"course_id": course.id, "rating": 3}

    first = await client.post("/feedback", json=body, headers=mini_app(anna))
    second = await client.post("/feedback", json=body | {"rating": 5}, headers=mini_app(anna))

    assert outcome(second) == (409, "already_reviewed")
    assert second.json()["id"] == first.json()["id"]


async def test_who_was_not_there_says_nothing(
    client: Client, token: Token, make: Factory, anna: User, course: Course
) -> None:
    body = {"course_id": course.id, "rating": 1}
    manager, other = await make.admin(), await make.course()
    await make.staff(course, manager, StaffPart.MANAGER)

    for signed, sent, refusal in (
        (mini_app(await make.user()), body, (404, "not_enrolled")),
        (mini_app(manager), body | {"user_id": anna.id}, (403, "not_allowed")),
        (mini_app(await make.user()), body | {"user_id": anna.id}, (403, "not_allowed")),
        (await token(), body | {"user_id": 2**62}, (404, "not_enrolled")),
        (await token(), body | {"user_id": 1, "course_id": 2**62}, (404, "course_not_found")),
        (await token(Scope.FEEDBACK_READ), body, (403, "scope_missing")),
        (
            await token(course_ids=[other.id]),
            body | {"user_id": anna.id},
            (404, "course_not_found"),
        ),
    ):
        assert outcome(await client.post("/feedback", json=sent, headers=signed)) == refusal


async def test_feedback_with_its_author_is_read_by_them_and_by_services(
    client: Client, token: Token, make: Factory, anna: User, course: Course
) -> None:
    host = await make.user()
    await make.staff(course, host, StaffPart.HOST)
    given = await make.add(Feedback(course_id=course.id, user_id=anna.id, rating=4))
    where, other = f"/feedback/{given.id}", await make.course()

    seen = [
        (await client.get(where, headers=signed)).status_code
        for signed in (
            mini_app(anna),
            await token(Scope.FEEDBACK_READ),
        )
    ]
    not_seen = [
        outcome(await client.get(where, headers=signed))
        for signed in (
            mini_app(host),
            mini_app(await make.admin()),
            mini_app(await make.user()),
            await token(course_ids=[other.id]),
        )
    ]

    assert set(seen) == {200}
    assert set(not_seen) == {(404, "feedback_not_found")}


@pytest.mark.parametrize(
    "sent",
    [
        {"rating": 0},
        {"rating": 6},
        {"rating": "5"},
        {"rating": 5.0},
        {"rating": True},
        {"rating": None},
        {"comment": "x" * 2001},
        {"comment": "\x00"},
        {"comment": "\ud800"},
        {"comment": None},
        {"comment": 1},
        {"course_id": "1"},
        {"user_id": 0},
        {"is_public": True},
    ],
)
async def test_what_is_no_feedback_is_refused(
    client: Client, anna: User, course: Course, sent: dict[str, Any]
) -> None:
    # As it is spelled in ASCII: half of a character has no other spelling.
    body = json.dumps({"course_id": course.id, "rating": 5} | sent)
    headers = mini_app(anna) | {"Content-Type": "application/json"}

    answer = await client.post("/feedback", content=body, headers=headers)

    assert outcome(answer) == (422, "invalid")

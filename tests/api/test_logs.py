from typing import Any

import httpx2
import pytest

from db.models import ApiToken, Course, LogEntry, Role, User
from domain.api_tokens import Scope
from tests.api.conftest import Token, mini_app
from tests.factories import DAY, HOUR, NOON, Factory

Client = httpx2.AsyncClient


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


def outcome(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json()["code"] if answer.content else None


async def read(client: Client, signed: dict[str, str], **query: Any) -> list[str]:
    answer = await client.get("/logs", params=query, headers=signed)
    assert answer.status_code == 200, answer.text
    return [it["action"] for it in answer.json()["items"]]


async def test_admin_reads_what_was_done(client: Client, make: Factory, vera: User) -> None:
    course = await make.course()
    entry = await make.entry(course, "change_course", by=vera, capacity=[1, 2])

    answer = await client.get("/logs", headers=mini_app(vera))

    assert answer.json() == {
        "items": [
            {
                "id": entry.id,
                "user_id": vera.id,
                "token_id": None,
                "action": "change_course",
                "timestamp": "2026-03-02T12:00:00Z",
                "entity": "courses",
                "entity_id": course.id,
                "details": {"capacity": [1, 2]},
            }
        ],
        "next_cursor": None,
    }


async def test_what_a_service_did_has_its_token(
    client: Client, token: Token, make: Factory, vera: User
) -> None:
    signed = await token()
    await client.post("/courses", json={"name": "Python"}, headers=signed)

    answer = await client.get("/logs", headers=mini_app(vera))

    [of_service] = await make.all(ApiToken)
    newest = answer.json()["items"][0]
    assert (newest["action"], newest["user_id"]) == ("create_course", None)
    assert newest["token_id"] == of_service.id


async def test_history_is_read_page_by_page_from_the_newest(
    client: Client, make: Factory, vera: User
) -> None:
    course, cursor, seen = await make.course(), "", []
    for number in range(7):
        await make.entry(course, f"act_{'abcdefg'[number]}", at=NOON - DAY + (number // 3) * HOUR)

    for _ in range(3):
        answer = await client.get(f"/logs?limit=3{cursor}", headers=mini_app(vera))
        seen += [it["action"] for it in answer.json()["items"]]
        cursor = f"&cursor={answer.json()['next_cursor']}"

    assert seen == [f"act_{letter}" for letter in "gfedcba"]
    assert cursor == "&cursor=None"


async def test_history_is_filtered(client: Client, make: Factory, vera: User) -> None:
    anna, boris = await make.user(), await make.user()
    course, other = await make.course(), await make.course()
    await make.entry(course, "first", by=anna, at=NOON - 2 * HOUR)
    await make.entry(await make.enrollment(course, boris), "second", by=vera, at=NOON - HOUR)
    await make.entry(other, "third", by=boris)
    signed, then = mini_app(vera), (NOON - HOUR).isoformat()

    assert await read(client, signed, user_id=boris.id) == ["third", "second"]
    assert await read(client, signed, course_id=course.id) == ["second", "first"]
    assert await read(client, signed, user_id=boris.id, course_id=course.id) == ["second"]
    assert await read(client, signed, action="first") == ["first"]
    assert await read(client, signed, **{"from": then}) == ["third", "second"]
    assert await read(client, signed, to=then) == ["first"]


async def test_token_for_some_courses_sees_what_was_done_to_them(
    client: Client, token: Token, make: Factory, vera: User
) -> None:
    course, other = await make.course(), await make.course()
    signed = await token(Scope.LOGS_READ, course_ids=[course.id])
    await everything_happens(make, course, vera)
    await everything_happens(make, other, vera)
    await make.entry(vera, "grant_role")

    seen = await client.get("/logs", headers=signed)
    filtered = await client.get(f"/logs?course_id={other.id}", headers=signed)

    assert [it["action"] for it in seen.json()["items"]] == ["enroll", "change_course"]
    assert seen.json()["items"][1]["entity_id"] == course.id
    assert outcome(filtered) == (404, "course_not_found")


async def everything_happens(make: Factory, course: Course, vera: User) -> None:
    await make.entry(course, "change_course", by=vera)
    await make.entry(await make.enrollment(course, await make.user()), "enroll")


async def test_mark_that_was_taken_back_is_still_of_its_course(
    client: Client, token: Token, make: Factory, vera: User
) -> None:
    anna = await make.user()
    course, other = await make.course(anna), await make.course()
    lesson = await make.lesson(course)
    signed = await token()
    [place] = (await client.get(f"/courses/{course.id}/enrollments", headers=signed)).json()[
        "items"
    ]
    sent = {"enrollment_id": place["id"], "lesson_id": lesson.id, "is_attended": True}
    made = await client.post("/attendance", json=sent, headers=signed)
    await client.delete(made.headers["Location"], headers=signed)

    both = ["undo_attendance", "check_in"]
    assert await read(client, mini_app(vera), course_id=course.id) == both
    assert await read(client, mini_app(vera), user_id=anna.id) == both
    assert await read(client, await token(course_ids=[course.id])) == both
    assert await read(client, mini_app(vera), course_id=other.id) == []


async def test_history_is_for_admins(client: Client, token: Token, make: Factory) -> None:
    for role in (Role.PARTICIPANT, Role.HOST):
        answer = await client.get("/logs", headers=mini_app(await make.user(role=role)))
        assert outcome(answer) == (403, "admins_only")

    without_scope = await token(*(set(Scope) - {Scope.LOGS_READ}))
    assert outcome(await client.get("/logs", headers=without_scope)) == (403, "scope_missing")


@pytest.mark.parametrize(
    "query",
    [
        "user_id=0",
        "user_id=x",
        f"course_id={2**63}",
        "action=DROP+TABLE",
        "action=" + "x" * 65,
        "from=yesterday",
        "from=2026-03-02T12:00:00",
        "to=9999-12-31T23:59:59Z",
        "limit=101",
        "cursor=x",
        "cursor=%00",
    ],
)
async def test_what_is_no_question_is_refused(client: Client, vera: User, query: str) -> None:
    answer = await client.get(f"/logs?{query}", headers=mini_app(vera))

    assert answer.status_code == 422


async def test_reading_leaves_no_trace(client: Client, make: Factory, vera: User) -> None:
    await client.get("/logs", headers=mini_app(vera))

    assert await make.all(LogEntry) == []

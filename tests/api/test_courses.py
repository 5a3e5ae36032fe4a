import httpx2

from db.models import Lesson, LogEntry
from domain.api_tokens import Scope
from tests.api.conftest import Token
from tests.factories import Factory

PYTHON = {
    "name": "Python",
    "start_date": "2026-03-02",
    "end_date": "2026-03-15",
    "schedule": [{"days": ["mo", "we"], "start": "18:00", "end": "19:30", "location": "B-734"}],
    "capacity": 20,
}


async def test_service_makes_a_course_and_its_lessons(
    client: httpx2.AsyncClient, token: Token, make: Factory
) -> None:
    signed = await token(Scope.COURSES_WRITE, Scope.COURSES_READ)

    made = await client.post("/courses", json=PYTHON, headers=signed)
    seen = await client.get(made.headers["Location"], headers=signed)

    assert (made.status_code, seen.status_code) == (201, 200), made.text
    assert made.json() == seen.json()
    assert made.json() | PYTHON == made.json()
    assert made.json()["status"] == "draft"
    assert made.headers["ETag"] == '"v1"'
    starts = sorted(it.starts_at.isoformat() for it in await make.all(Lesson))
    assert starts == [f"2026-03-{day:02}T15:00:00+00:00" for day in (2, 4, 9, 11)]
    [_, entry] = await make.all(LogEntry)
    assert (entry.action, entry.user_id, entry.token_id is not None) == (
        "create_course",
        None,
        True,
    )


async def test_repeated_request_is_done_once(
    client: httpx2.AsyncClient, token: Token, make: Factory
) -> None:
    signed = await token() | {"Idempotency-Key": "k1"}

    first = await client.post("/courses", json=PYTHON, headers=signed)
    again = await client.post("/courses", json=PYTHON, headers=signed)
    other = await client.post("/courses", json=PYTHON | {"name": "Go"}, headers=signed)

    assert first.json() == again.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_stale_version_is_refused(client: httpx2.AsyncClient, token: Token) -> None:
    signed = await token()
    made = await client.post("/courses", json=PYTHON, headers=signed)
    where, etag = made.headers["Location"], made.headers["ETag"]

    changed = await client.put(where, json={"capacity": 30}, headers=signed | {"If-Match": etag})
    stale = await client.put(where, json={"capacity": 40}, headers=signed | {"If-Match": etag})

    assert (changed.status_code, changed.json()["capacity"]) == (200, 30)
    assert (stale.status_code, stale.json()["code"]) == (412, "course_changed")


async def test_course_that_nobody_joined_is_removed(
    client: httpx2.AsyncClient, token: Token
) -> None:
    signed = await token()
    where = (await client.post("/courses", json=PYTHON, headers=signed)).headers["Location"]

    deleted = await client.delete(where, headers=signed)
    gone = await client.get(where, headers=signed)

    assert (deleted.status_code, gone.status_code) == (204, 404)
    assert gone.json()["code"] == "course_not_found"


async def test_list_is_read_page_by_page(
    client: httpx2.AsyncClient, token: Token, make: Factory
) -> None:
    courses = [await make.course(name=f"Course {number}") for number in range(5)]
    signed = await token(Scope.COURSES_READ)

    first = (await client.get("/courses?limit=3", headers=signed)).json()
    second = (
        await client.get(f"/courses?limit=3&cursor={first['next_cursor']}", headers=signed)
    ).json()

    listed = [it["id"] for it in [*first["items"], *second["items"]]]
    assert listed == [it.id for it in courses]
    assert second["next_cursor"] is None


async def test_nobody_is_told_nothing(client: httpx2.AsyncClient, make: Factory) -> None:
    await make.course()

    answer = await client.get("/courses")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert "WWW-Authenticate" in answer.headers


async def test_scope_is_needed(client: httpx2.AsyncClient, token: Token) -> None:
    signed = await token(Scope.COURSES_READ)

    answer = await client.post("/courses", json=PYTHON, headers=signed)

    assert (answer.status_code, answer.json()["scope"]) == (403, "courses:write")


async def test_minutes_come_back_as_minutes(client: httpx2.AsyncClient, token: Token) -> None:
    minutes = {"opens_before": 0, "late_after": 1440}

    made = await client.post("/courses", json=PYTHON | minutes, headers=await token())

    assert (made.status_code, made.json()) == (201, made.json() | minutes)


async def test_list_is_of_what_was_asked_for(
    client: httpx2.AsyncClient, token: Token, make: Factory
) -> None:
    ours, theirs = await make.course(), await make.course(is_from_misis=True)
    signed = await token(Scope.COURSES_READ)

    async def ids(query: str) -> list[int]:
        listed = await client.get(f"/courses?{query}", headers=signed)
        return [it["id"] for it in listed.json()["items"]]

    assert await ids("is_from_misis=false") == [ours.id]
    assert await ids("is_from_misis=true") == [theirs.id]
    assert await ids("status=published") == [ours.id, theirs.id]
    assert await ids("status=draft&is_from_misis=true") == []

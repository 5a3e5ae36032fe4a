"""Announcements that other programs write, stop, change and recall."""

from typing import Any

import httpx2
import pytest

from db.models import (
    Announcement,
    AnnouncementStatus,
    Course,
    Delivery,
    LogEntry,
    StaffPart,
    User,
)
from db.session import Transaction
from domain.clock import Clock
from scheduler.announcements import announce
from tests.api.conftest import Token, mini_app
from tests.factories import DAY, NOON, Factory
from tests.people import CAMPUS

Client = httpx2.AsyncClient

BOLD = {"type": "bold", "offset": 0, "length": 5}


@pytest.fixture
async def host(make: Factory) -> User:
    return await make.user(full_name="Maria")


@pytest.fixture
async def course(make: Factory, host: User) -> Course:
    course = await make.course(await make.user(), waiting=[await make.user()])
    await make.staff(course, host)
    return course


def outcome(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("code") if answer.content else None


async def posted(client: Client, headers: dict[str, str], **body: Any) -> dict[str, Any]:
    made = await client.post("/announcements", json=body, headers=headers)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def test_host_writes_to_the_people_of_a_course(
    client: Client,
    host: User,
    course: Course,
    make: Factory,
    transaction: Transaction,
    clock: Clock,
) -> None:
    body = {"course_id": course.id, "text": "Hello all", "entities": [BOLD]}
    made = await posted(client, mini_app(host), **body)
    assert (made["status"], made["report"]) == ("scheduled", None)
    assert made["audience"] == {"whom": "all", "lesson_id": None, "role": None}

    await announce(transaction, CAMPUS, clock)

    seen = await client.get(f"/announcements/{made['id']}", headers=mini_app(host))
    assert seen.json()["status"] == "sending"
    assert (seen.json()["report"]["waiting"], seen.json()["report"]["total"]) == (2, 2)
    assert seen.json()["entities"] == [BOLD]
    assert [it.action for it in await make.all(LogEntry)] == ["announce"]


async def test_service_has_no_author(client: Client, token: Token, course: Course) -> None:
    made = await posted(client, await token(), course_id=course.id, text="Hello")

    assert made["author_id"] is None


async def test_it_is_stopped_changed_and_recalled(
    client: Client,
    token: Token,
    course: Course,
    make: Factory,
    transaction: Transaction,
    clock: Clock,
) -> None:
    signed = await token()
    path = f"/announcements/{(await posted(client, signed, course_id=course.id, text='A'))['id']}"
    await announce(transaction, CAMPUS, clock)

    stopped = await client.put(path, json={"status": "stopped"}, headers=signed)
    assert (stopped.json()["status"], stopped.json()["report"]["skipped"]) == ("stopped", 2)
    again = await client.put(path, json={"status": "stopped"}, headers=signed)
    assert outcome(again) == (409, "announcement_over")
    changed = await client.put(path, json={"status": "sending", "text": "B"}, headers=signed)
    assert (changed.json()["text"], changed.json()["report"]["waiting"]) == ("B", 2)

    assert (await client.delete(path, headers=signed)).status_code == 204
    seen = await client.get(path, headers=signed)
    assert (seen.json()["status"], seen.json()["report"]["skipped"]) == ("recalled", 2)
    assert outcome(await client.delete(path, headers=signed)) == (409, "announcement_over")


async def test_what_has_not_gone_out_is_gone(
    client: Client, token: Token, course: Course, make: Factory
) -> None:
    signed, at = await token(), "2026-03-05T10:00:00+03:00"
    made = await posted(client, signed, course_id=course.id, text="A", send_at=at)
    path = f"/announcements/{made['id']}"

    moved = await client.put(path, json={"send_at": "2026-03-06T07:00:00Z"}, headers=signed)
    assert moved.json()["send_at"] == "2026-03-06T07:00:00Z"
    button = {"label": "Sign up", "url": "https://example.org"}
    put = await client.put(path, json={"button": button}, headers=signed)
    assert (put.json()["button"], put.json()["text"]) == (button, "A")

    assert (await client.delete(path, headers=signed)).status_code == 204
    assert outcome(await client.get(path, headers=signed)) == (404, "announcement_not_found")
    assert not await make.all(Announcement)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"audience": {"whom": "came"}}, "audience_not_valid"),
        ({"audience": {"whom": "newcomers"}}, "invalid"),
        ({"text": ""}, "invalid"),
        ({"text": " "}, "announcement_empty"),
        ({"entities": [BOLD | {"length": 50}]}, "formatting_not_valid"),
        ({"send_at": "2026-03-01T10:00:00Z"}, "moment_past"),
        ({"for_late_joiners_until": "2026-03-01T10:00:00Z"}, "moment_past"),
        ({"button": {"label": "x", "url": "javascript:x"}}, "invalid"),
    ],
)
async def test_nonsense_is_refused(
    client: Client, token: Token, course: Course, make: Factory, body: dict[str, Any], code: str
) -> None:
    whole = {"course_id": course.id, "text": "Hello"} | body

    refused = await client.post("/announcements", json=whole, headers=await token())

    assert outcome(refused) == (422, code)
    assert not await make.all(Announcement)


async def test_nobody_to_tell_is_said(client: Client, token: Token, make: Factory) -> None:
    empty = await make.course()

    refused = await client.post(
        "/announcements", json={"course_id": empty.id, "text": "A"}, headers=await token()
    )

    assert outcome(refused) == (409, "nobody_to_tell")


async def test_host_does_not_write_to_everybody(client: Client, host: User, make: Factory) -> None:
    body = {"text": "Hello", "audience": {"whom": "everybody"}}

    refused = await client.post("/announcements", json=body, headers=mini_app(host))

    assert outcome(refused) == (403, "admins_only")
    assert not await make.all(Delivery)


async def test_admin_lists_those_for_everybody_and_of_their_own_courses(
    client: Client, token: Token, course: Course, make: Factory
) -> None:
    admin, signed = await make.admin(), await token()
    own, gone = await make.course(await make.user()), await make.course(await make.user())
    for it in (own, gone):
        await make.staff(it, admin, StaffPart.MANAGER)
    await posted(client, signed, course_id=course.id, text="Of others")
    await posted(client, signed, course_id=gone.id, text="Of a deleted one")
    mine = await posted(client, signed, course_id=own.id, text="Mine")
    audience = {"whom": "everybody"}
    general = await posted(client, mini_app(admin), audience=audience, text="To all")
    await make.change(gone, deleted_at=NOON)

    found = (await client.get("/announcements", headers=mini_app(admin))).json()

    assert [it["id"] for it in found["items"]] == [general["id"], mine["id"]]


async def test_who_joins_later_must_get_it_after_it_went_out(
    client: Client, host: User, course: Course
) -> None:
    body = {"course_id": course.id, "text": "A"}
    moments = {"send_at": NOON + 9 * DAY, "for_late_joiners_until": NOON + 7 * DAY}
    whole = body | {name: it.isoformat() for name, it in moments.items()}

    refused = await client.post("/announcements", json=whole, headers=mini_app(host))

    assert outcome(refused) == (422, "late_too_soon")


async def test_list_has_pages_and_no_drafts(
    client: Client, token: Token, host: User, course: Course, make: Factory
) -> None:
    signed = await token()
    ids = [(await posted(client, signed, course_id=course.id, text=text))["id"] for text in "ABC"]
    draft = {"author_id": host.id, "course_id": course.id, "audience": {"whom": "all"}}
    await make.add(Announcement(content={"text": "D"}, status=AnnouncementStatus.DRAFT, **draft))

    query: dict[str, Any] = {"course_id": course.id, "limit": 2}
    first = (await client.get("/announcements", params=query, headers=signed)).json()
    query["cursor"] = first["next_cursor"]
    second = (await client.get("/announcements", params=query, headers=signed)).json()

    assert [it["id"] for it in first["items"] + second["items"]] == ids[::-1]
    assert second["next_cursor"] is None

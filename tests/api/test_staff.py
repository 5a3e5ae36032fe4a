from typing import Any

import httpx2
import pytest

from db.models import (
    Course,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryKind,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from domain.api_tokens import Scope
from tests.api.conftest import Token, mini_app
from tests.factories import Factory

Client = httpx2.AsyncClient


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()


@pytest.fixture
async def vera(make: Factory, course: Course) -> User:
    """Manages it."""
    vera = await make.admin()
    await make.staff(course, vera, StaffPart.MANAGER)
    return vera


def outcome(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json()["code"] if answer.content else None


def place(course: Course, user: User) -> str:
    return f"/courses/{course.id}/staff/{user.id}"


async def parts(make: Factory) -> dict[int, StaffPart]:
    return {it.user_id: it.part for it in await make.all(CourseStaff)}


async def test_service_gives_and_takes_a_part(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    signed, anna = await token(), await make.user(full_name="Anna")

    given = await client.put(place(course, anna), json={"part": "host"}, headers=signed)
    again = await client.put(place(course, anna), json={"part": "host"}, headers=signed)
    listed = await client.get(f"/courses/{course.id}/staff", headers=signed)
    taken = await client.delete(place(course, anna), headers=signed)
    gone = await client.delete(place(course, anna), headers=signed)

    assert given.status_code == 200, given.text
    assert given.json() == {"user_id": anna.id, "full_name": "Anna", "part": "host"}
    assert again.json() == given.json()
    assert listed.json() == {"items": [given.json()], "next_cursor": None}
    assert (taken.status_code, outcome(gone)) == (204, (404, "member_not_found"))
    [_, *entries] = await make.all(LogEntry)
    assert [it.action for it in entries] == ["add_staff", "remove_staff"]
    assert all(it.token_id for it in entries)
    told = [it.kind for it in await make.all(Delivery)]
    assert told == [DeliveryKind.COMMANDS, DeliveryKind.PART_GIVEN, DeliveryKind.PART_LOST]


async def test_staff_is_read_page_by_page(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    signed = await token(Scope.COURSES_READ)
    people = [await make.user() for _ in range(5)]
    for person in reversed(people):
        await make.staff(course, person)

    first = (await client.get(f"/courses/{course.id}/staff?limit=3", headers=signed)).json()
    second = (
        await client.get(
            f"/courses/{course.id}/staff?limit=3&cursor={first['next_cursor']}", headers=signed
        )
    ).json()

    listed = [it["user_id"] for it in [*first["items"], *second["items"]]]
    assert (listed, second["next_cursor"]) == ([it.id for it in people], None)


async def test_manager_chooses_the_team_in_the_mini_app(
    client: Client, make: Factory, course: Course, vera: User
) -> None:
    signed, pavel = mini_app(vera), await make.admin()

    given = await client.put(place(course, pavel), json={"part": "manager"}, headers=signed)
    lesser = await client.put(place(course, vera), json={"part": "host"}, headers=signed)
    late = await client.delete(place(course, pavel), headers=signed)

    assert (given.status_code, lesser.status_code) == (200, 200)
    assert outcome(late) == (403, "part_not_enough")
    assert await parts(make) == {vera.id: StaffPart.HOST, pavel.id: StaffPart.MANAGER}


async def test_rules_are_told_by_their_codes(
    client: Client, make: Factory, course: Course, vera: User
) -> None:
    signed, host = mini_app(vera), await make.user(role=Role.HOST)
    gone = await make.user(erased_at=vera.created_at, telegram_id=None)

    async def put(whom: User, part: str) -> tuple[int, str | None]:
        answer = await client.put(place(course, whom), json={"part": part}, headers=signed)
        return outcome(answer)

    assert await put(host, "manager") == (403, "manager_not_admin")
    assert await put(vera, "assistant") == (409, "last_manager")
    assert outcome(await client.delete(place(course, vera), headers=signed)) == (
        409,
        "last_manager",
    )
    assert await put(gone, "assistant") == (404, "person_not_found")
    assert await put(User(id=2**62), "assistant") == (404, "person_not_found")
    assert outcome(await client.delete(place(course, host), headers=signed)) == (
        404,
        "member_not_found",
    )
    assert await make.all(LogEntry) == []


@pytest.mark.parametrize(
    "wrong", [{}, {"part": "boss"}, {"part": None}, {"part": 1}, {"part": "host", "role": "admin"}]
)
async def test_what_is_no_part_is_refused(
    client: Client, make: Factory, course: Course, vera: User, wrong: dict[str, Any]
) -> None:
    answer = await client.put(place(course, await make.user()), json=wrong, headers=mini_app(vera))

    assert outcome(answer) == (422, "invalid")


@pytest.mark.parametrize("part", [*StaffPart, None])
async def test_team_is_seen_by_itself_and_everybody_may_leave_it(
    client: Client, make: Factory, course: Course, vera: User, part: StaffPart | None
) -> None:
    anna = await make.user(role=Role.ADMIN if part is StaffPart.MANAGER else Role.PARTICIPANT)
    if part is not None:
        await make.staff(course, anna, part)
    signed = mini_app(anna)

    seen = await client.get(f"/courses/{course.id}/staff", headers=signed)
    left = await client.delete(place(course, anna), headers=signed)

    if part is None:
        assert (outcome(seen), outcome(left)) == ((403, "not_allowed"), (404, "not_on_staff"))
    else:
        assert (seen.status_code, left.status_code) == (200, 204)
        assert [it.action for it in await make.all(LogEntry)] == ["leave_part"]


@pytest.mark.parametrize("part", [StaffPart.HOST, StaffPart.ASSISTANT, None])
async def test_others_choose_nobody(
    client: Client, make: Factory, course: Course, vera: User, part: StaffPart | None
) -> None:
    """An admin who does not manage the course neither."""
    admin, anna = await make.admin(), await make.user()
    if part is not None:
        await make.staff(course, admin, part)
    signed = mini_app(admin)

    for answer in (
        await client.put(place(course, anna), json={"part": "assistant"}, headers=signed),
        await client.put(place(course, admin), json={"part": "manager"}, headers=signed),
        await client.delete(place(course, vera), headers=signed),
    ):
        assert outcome(answer) == (403, "part_not_enough" if part else "not_allowed")


async def test_team_of_what_one_may_not_see_does_not_exist(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    draft, host = await make.course(status=CourseStatus.DRAFT), await make.user(role=Role.HOST)

    for signed in (mini_app(host), await token(course_ids=[course.id])):
        for method, path, body in (
            ("GET", f"/courses/{draft.id}/staff", None),
            ("PUT", place(draft, host), {"part": "assistant"}),
            ("DELETE", f"/courses/{draft.id}/staff/{2**62}", None),
        ):
            hidden = await client.request(method, path, json=body, headers=signed)
            none = await client.request(
                method, path.replace(str(draft.id), str(2**61), 1), json=body, headers=signed
            )
            assert (hidden.status_code, none.status_code) == (404, 404), (method, path)
            assert hidden.json() == none.json()


async def test_service_makes_hosts_only_where_it_may_give_roles(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    anna, signed = await make.user(), await token(Scope.COURSES_WRITE)

    assistant = await client.put(place(course, anna), json={"part": "assistant"}, headers=signed)
    host = await client.put(place(course, anna), json={"part": "host"}, headers=signed)

    assert (assistant.status_code, host.status_code) == (200, 403)
    assert host.json()["scope"] == "users:roles"
    assert await parts(make) == {anna.id: StaffPart.ASSISTANT}
    assert (await make.again(anna)).role is Role.PARTICIPANT


@pytest.mark.parametrize("scope", [it for it in Scope if not it.startswith("courses:")])
async def test_scope_is_needed(
    client: Client, token: Token, make: Factory, course: Course, scope: Scope
) -> None:
    signed, anna = await token(scope), await make.user()

    read = await client.get(f"/courses/{course.id}/staff", headers=signed)
    put = await client.put(place(course, anna), json={"part": "host"}, headers=signed)
    gone = await client.delete(place(course, anna), headers=signed)

    needed = [it.json()["scope"] for it in (read, put, gone)]
    assert needed == ["courses:read", "courses:write", "courses:write"]

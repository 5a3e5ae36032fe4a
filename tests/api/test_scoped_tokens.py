"""Tokens that are for some courses, or without the scope of roles."""

import httpx2
import pytest

from db.models import CourseStatus, EnrollmentStatus, Role
from domain.api_tokens import Scope
from domain.errors import CourseNotFound
from tests.api.conftest import Token
from tests.api.problems import ensure_problem
from tests.factories import Factory

Client = httpx2.AsyncClient


async def test_token_for_some_courses_enrolls_and_appoints_nobody_it_does_not_know(
    client: Client, make: Factory, token: Token
) -> None:
    course, anna = await make.course(), await make.user(email="anna@example.org")
    signed = await token(course_ids=[course.id])
    body = {"course_id": course.id, "user_id": anna.id}

    enrolled = await client.post("/enroll", json=body, headers=signed)
    appointed = await client.put(
        f"/courses/{course.id}/staff/{anna.id}", json={"part": "assistant"}, headers=signed
    )
    registered = await client.post(
        "/register", json={"full_name": "Anna", "email": "anna@example.org"}, headers=signed
    )

    ensure_problem(enrolled, 404, "person_not_found")
    ensure_problem(appointed, 404, "person_not_found")
    ensure_problem(registered, 409, "already_registered")
    assert "id" not in registered.json()
    assert str(anna.id) not in registered.json()["detail"]
    assert (await client.get(f"/users/{anna.id}", headers=signed)).status_code == 404


async def test_token_for_some_courses_enrolls_whom_it_registered_and_who_is_there(
    client: Client, make: Factory, token: Token
) -> None:
    course, other = await make.course(), await make.course()
    boris = await make.user()
    await make.enrollment(course, boris, EnrollmentStatus.CANCELLED)
    signed = await token(course_ids=[course.id, other.id])

    registered = await client.post("/register", json={"full_name": "Inna"}, headers=signed)
    again = [
        await client.post(
            "/enroll", json={"course_id": other.id, "user_id": user_id}, headers=signed
        )
        for user_id in (registered.json()["id"], boris.id)
    ]

    assert [it.status_code for it in again] == [201, 201]


async def test_token_for_no_course_cannot_be_made(token: Token) -> None:
    with pytest.raises(CourseNotFound):
        await token(course_ids=[])


async def test_hosts_and_admins_are_changed_and_erased_by_who_may_give_roles(
    client: Client, make: Factory, token: Token
) -> None:
    vera, host = await make.admin(), await make.user(role=Role.HOST)
    narrow = await token(Scope.USERS_WRITE, Scope.USERS_READ)
    wide = await token(Scope.USERS_WRITE, Scope.USERS_ROLES)
    change = {"study_group": "IT-1"}

    for who in (vera, host):
        answer = await client.put(f"/users/{who.id}", json=change, headers=narrow)
        ensure_problem(answer, 403, "scope_missing")
    ensure_problem(await client.delete(f"/users/{host.id}", headers=narrow), 403, "scope_missing")

    assert (await client.put(f"/users/{vera.id}", json=change, headers=wide)).status_code == 200
    assert (await client.delete(f"/users/{host.id}", headers=wide)).status_code == 204


async def test_nobody_comes_back_to_a_course_that_takes_nobody(
    client: Client, make: Factory, token: Token
) -> None:
    course = await make.course(status=CourseStatus.ARCHIVED)
    expelled = await make.enrollment(course, await make.user(), EnrollmentStatus.EXPELLED)

    answer = await client.put(
        f"/enrollments/{expelled.id}", json={"status": "registered"}, headers=await token()
    )

    ensure_problem(answer, 409, "course_not_open")
    assert (await make.again(course)).taken == 0

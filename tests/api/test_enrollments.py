from typing import Any

import httpx2
import pytest

from db.models import (
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    StaffPart,
    User,
)
from domain.api_tokens import Scope
from tests.api.conftest import Token, mini_app
from tests.factories import DAY, NOON, Factory

Client = httpx2.AsyncClient

CANCELLED, COMPLETED = EnrollmentStatus.CANCELLED, EnrollmentStatus.COMPLETED
EXPELLED = EnrollmentStatus.EXPELLED


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


async def manager(make: Factory, course: Course) -> User:
    vera = await make.admin()
    await make.staff(course, vera, StaffPart.MANAGER)
    return vera


async def the_only(make: Factory) -> Enrollment:
    [enrollment] = await make.all(Enrollment)
    return enrollment


def outcome(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json()["code"] if answer.content else None


# Enrolling


async def test_person_enrolls(client: Client, make: Factory, anna: User) -> None:
    course = await make.course(capacity=1)

    made = await client.post("/enroll", json={"course_id": course.id}, headers=mini_app(anna))
    seen = await client.get(made.headers["Location"], headers=mini_app(anna))

    enrollment = await the_only(make)
    assert (made.status_code, seen.status_code) == (201, 200), made.text
    assert made.json() == seen.json()
    assert made.json() == {
        "id": enrollment.id,
        "user_id": anna.id,
        "course_id": course.id,
        "status": "registered",
        "rank": 0,
        "reason": None,
        "created_at": made.json()["created_at"],
        "changed_at": "2026-03-02T12:00:00Z",
    }
    assert (await make.again(course)).taken == 1


async def test_service_enrolls_somebody_in_its_own_name(
    client: Client, token: Token, make: Factory, anna: User
) -> None:
    course, signed = await make.course(), await token(Scope.ENROLLMENTS_WRITE)
    body = {"course_id": course.id, "user_id": anna.id}

    made = await client.post("/enroll", json=body, headers=signed)

    *_, entry = await make.all(LogEntry)
    assert (made.status_code, made.json()["user_id"]) == (201, anna.id)
    assert (entry.action, entry.entity_id) == ("enroll", made.json()["id"])
    assert (entry.user_id, entry.token_id is None) == (None, False)


async def test_service_says_whom(client: Client, token: Token, make: Factory) -> None:
    course = await make.course()

    answer = await client.post("/enroll", json={"course_id": course.id}, headers=await token())

    assert outcome(answer) == (422, "person_not_named")


async def test_who_comes_to_a_full_course_waits(
    client: Client, token: Token, make: Factory, anna: User
) -> None:
    boris = await make.user()
    course = await make.course(await make.user(), waiting=[boris], capacity=1)
    body = {"course_id": course.id, "user_id": anna.id}

    made = await client.post("/enroll", json=body, headers=await token())

    assert (made.status_code, made.json()["status"], made.json()["rank"]) == (
        201,
        "waitlisted",
        2,
    )
    assert (await make.again(course)).taken == 1


@pytest.mark.parametrize("status", [it for it in EnrollmentStatus if it is not CANCELLED])
async def test_second_time_is_refused_with_the_id(
    client: Client, token: Token, make: Factory, anna: User, status: EnrollmentStatus
) -> None:
    course = await make.course(capacity=0)
    there = await make.enrollment(course, anna, status)
    body = {"course_id": course.id, "user_id": anna.id}

    by_service = await client.post("/enroll", json=body, headers=await token())
    by_herself = await client.post("/enroll", json=body, headers=mini_app(anna))

    assert outcome(by_service) == (409, "already_enrolled")
    assert by_service.json()["id"] == there.id
    assert outcome(by_herself) == (
        (403, "expelled") if status is EXPELLED else (409, "already_enrolled")
    )
    assert (await make.again(there)).status is status


async def test_who_left_comes_back_under_the_same_id(
    client: Client, make: Factory, anna: User
) -> None:
    course = await make.course()
    left = await make.enrollment(course, anna, CANCELLED)

    made = await client.post("/enroll", json={"course_id": course.id}, headers=mini_app(anna))

    assert (made.status_code, made.json()["id"]) == (201, left.id)


@pytest.mark.parametrize(
    ("closed", "code"),
    [
        ({"status": CourseStatus.FINISHED}, "course_not_open"),
        ({"enroll_until": NOON - DAY}, "enrollment_closed"),
    ],
)
async def test_nobody_is_enrolled_in_what_is_closed(
    client: Client, token: Token, make: Factory, anna: User, closed: dict[str, Any], code: str
) -> None:
    course = await make.course(**closed)
    body = {"course_id": course.id, "user_id": anna.id}

    for signed in (await token(), mini_app(anna), mini_app(await manager(make, course))):
        answer = await client.post("/enroll", json=body, headers=signed)

        assert outcome(answer) == (409, code)


async def test_only_who_runs_the_course_enrolls_others(
    client: Client, make: Factory, anna: User
) -> None:
    course = await make.course()
    body = {"course_id": course.id, "user_id": anna.id}
    host = await make.user()
    await make.staff(course, host, StaffPart.HOST)

    refused = [
        outcome(await client.post("/enroll", json=body, headers=mini_app(who)))
        for who in (await make.user(), host, await make.admin())
    ]
    allowed = await client.post(
        "/enroll", json=body, headers=mini_app(await manager(make, course))
    )

    assert refused == [(403, "not_allowed"), (403, "part_not_enough"), (403, "not_allowed")]
    assert allowed.status_code == 201, allowed.text


async def test_nobody_who_is_not_there_is_enrolled(
    client: Client, token: Token, make: Factory
) -> None:
    course = await make.course()
    erased = await make.user(erased_at=NOON)
    await make.enrollment(course, erased, CANCELLED)

    for user_id in (erased.id, 2**63 - 1):
        body = {"course_id": course.id, "user_id": user_id}
        answer = await client.post("/enroll", json=body, headers=await token())

        assert outcome(answer) == (404, "person_not_found")


async def test_what_one_may_not_see_is_not_there(
    client: Client, token: Token, make: Factory, anna: User
) -> None:
    hidden, other = await make.course(status=CourseStatus.DRAFT), await make.course()
    for_other = await token(course_ids=[other.id])
    body = {"course_id": hidden.id, "user_id": anna.id}

    for signed in (mini_app(anna), mini_app(await make.user()), for_other):
        answer = await client.post("/enroll", json=body, headers=signed)

        assert outcome(answer) == (404, "course_not_found")


# Reading


async def test_enrollment_is_seen_by_its_person_and_by_who_sees_people(
    client: Client, token: Token, make: Factory, anna: User
) -> None:
    course = await make.course(anna)
    host, assistant = await make.user(), await make.user()
    await make.staff(course, host, StaffPart.HOST)
    await make.staff(course, assistant, StaffPart.ASSISTANT)
    where = f"/enrollments/{(await the_only(make)).id}"

    seen = [
        (await client.get(where, headers=signed)).status_code
        for signed in (
            mini_app(anna),
            mini_app(host),
            mini_app(await make.admin()),
            await token(Scope.ENROLLMENTS_READ, course_ids=[course.id]),
        )
    ]
    not_seen = [
        outcome(await client.get(where, headers=signed))
        for signed in (
            mini_app(assistant),
            mini_app(await make.user()),
            await token(Scope.ENROLLMENTS_READ, course_ids=[(await make.course()).id]),
        )
    ]

    assert set(seen) == {200}
    assert set(not_seen) == {(404, "enrollment_not_found")}


async def test_people_of_a_course_are_read_page_by_page(
    client: Client, token: Token, make: Factory
) -> None:
    people = [await make.user() for _ in range(5)]
    course = await make.course(*people[:3], waiting=people[3:], capacity=3)
    await make.enrollment(course, await make.user(), CANCELLED)
    await make.course(await make.user())
    signed, where = await token(Scope.ENROLLMENTS_READ), f"/courses/{course.id}/enrollments"

    first = (await client.get(f"{where}?limit=3", headers=signed)).json()
    cursor = first["next_cursor"]
    second = (await client.get(f"{where}?limit=3&cursor={cursor}", headers=signed)).json()
    waiting = (await client.get(f"{where}?status=waitlisted", headers=signed)).json()

    assert [it["user_id"] for it in first["items"] + second["items"]] == [it.id for it in people]
    assert second["next_cursor"] is None
    assert [(it["user_id"], it["rank"]) for it in waiting["items"]] == [
        (people[3].id, 1),
        (people[4].id, 2),
    ]


async def test_list_of_people_is_for_who_sees_them(
    client: Client, token: Token, make: Factory, anna: User
) -> None:
    course = await make.course(anna)
    hidden = await make.course(status=CourseStatus.DRAFT)
    for_hidden = await token(course_ids=[hidden.id])

    seen = await client.get(f"/courses/{course.id}/enrollments", headers=mini_app(anna))
    not_seen = await client.get(f"/courses/{hidden.id}/enrollments", headers=mini_app(anna))
    elsewhere = await client.get(f"/courses/{course.id}/enrollments", headers=for_hidden)

    assert outcome(seen) == (403, "not_allowed")
    assert outcome(not_seen) == outcome(elsewhere) == (404, "course_not_found")


# Changing


async def test_person_cancels_and_the_first_who_waits_gets_the_seat(
    client: Client, make: Factory, anna: User
) -> None:
    boris = await make.user()
    course = await make.course(anna, waiting=[boris], capacity=1)
    of_anna, of_boris = await make.all(Enrollment)
    where = f"/enrollments/{of_anna.id}"

    done = await client.put(where, json={"status": "cancelled"}, headers=mini_app(anna))
    gone = await client.get(where, headers=mini_app(anna))

    [notice] = await make.all(Delivery)
    assert (done.status_code, done.json()["status"]) == (200, "cancelled")
    assert outcome(gone) == (404, "enrollment_not_found")
    assert (await make.again(of_boris)).status == "registered"
    assert (await make.again(course)).taken == 1
    assert (notice.kind, notice.user_id) == (DeliveryKind.PROMOTED, boris.id)
    assert [it.action for it in await make.all(LogEntry)] == ["leave", "promoted"]


async def test_deleted_twice_is_not_found(client: Client, make: Factory, anna: User) -> None:
    course = await make.course(anna)
    where = f"/enrollments/{(await the_only(make)).id}"

    first = await client.delete(where, headers=mini_app(anna))
    second = await client.delete(where, headers=mini_app(anna))

    assert (outcome(first), outcome(second)) == ((204, None), (404, "enrollment_not_found"))
    assert (await make.again(course)).taken == 0
    assert len(await make.all(LogEntry)) == 1


@pytest.mark.parametrize("status", ["waitlisted", "completed", "expelled"])
async def test_person_only_cancels_their_own(
    client: Client, make: Factory, anna: User, status: str
) -> None:
    course = await make.course(anna)
    await make.staff(course, anna, StaffPart.MANAGER)
    where = f"/enrollments/{(await the_only(make)).id}"

    answer = await client.put(where, json={"status": status}, headers=mini_app(anna))

    assert outcome(answer) == (403, "not_allowed")
    assert (await the_only(make)).status == "registered"


@pytest.mark.parametrize(
    ("status", "code"), [(COMPLETED, (409, "course_completed")), (EXPELLED, (403, "expelled"))]
)
async def test_what_one_cannot_leave_stays(
    client: Client, make: Factory, anna: User, status: EnrollmentStatus, code: tuple[int, str]
) -> None:
    there = await make.enrollment(await make.course(), anna, status)

    answer = await client.delete(f"/enrollments/{there.id}", headers=mini_app(anna))

    assert outcome(answer) == code


async def test_service_completes_and_expels(
    client: Client, token: Token, make: Factory, anna: User
) -> None:
    course, signed = await make.course(anna), await token(Scope.ENROLLMENTS_WRITE)
    where = f"/enrollments/{(await the_only(make)).id}"

    completed = await client.put(where, json={"status": "completed"}, headers=signed)
    expelled = await client.put(
        where, json={"status": "expelled", "reason": "was never there"}, headers=signed
    )

    assert (completed.status_code, completed.json()["status"]) == (200, "completed")
    assert (expelled.json()["status"], expelled.json()["reason"]) == (
        "expelled",
        "was never there",
    )
    assert (await make.again(course)).taken == 0
    assert [it.action for it in await make.all(LogEntry)][1:] == ["complete", "expel"]


async def test_reason_is_given_for_expelling_only(
    client: Client, token: Token, make: Factory, anna: User
) -> None:
    await make.course(anna)
    body = {"status": "completed", "reason": "was always there"}

    answer = await client.put(
        f"/enrollments/{(await the_only(make)).id}", json=body, headers=await token()
    )

    assert outcome(answer) == (422, "invalid")


async def test_only_who_runs_the_course_changes_enrollments(
    client: Client, token: Token, make: Factory, anna: User
) -> None:
    course = await make.course(anna)
    host = await make.user()
    await make.staff(course, host, StaffPart.HOST)
    where, body = f"/enrollments/{(await the_only(make)).id}", {"status": "completed"}

    refused = [
        outcome(await client.put(where, json=body, headers=signed))
        for signed in (
            mini_app(host),
            mini_app(await make.admin()),
            mini_app(await make.user()),
            await token(Scope.ENROLLMENTS_READ),
            await token(course_ids=[(await make.course()).id]),
        )
    ]
    allowed = await client.put(where, json=body, headers=mini_app(await manager(make, course)))

    assert refused == [
        (403, "part_not_enough"),
        (403, "not_allowed"),
        (404, "enrollment_not_found"),
        (403, "scope_missing"),
        (404, "enrollment_not_found"),
    ]
    assert allowed.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"status": "gone"},
        {"status": 1},
        {"status": None},
        {"status": "expelled", "reason": "\x00"},
        {"status": "expelled", "reason": "x" * 301},
        {"status": "expelled", "reason": None},
        {"status": "completed", "now": True},
        [],
        None,
    ],
)
async def test_what_is_no_change_is_refused(
    client: Client, token: Token, make: Factory, anna: User, body: Any
) -> None:
    await make.course(anna)

    answer = await client.put(
        f"/enrollments/{(await the_only(make)).id}", json=body, headers=await token()
    )

    assert outcome(answer) == (422, "invalid")


@pytest.mark.parametrize("name", ["course_id", "user_id"])
@pytest.mark.parametrize("sent", ["1", 1.0, True, 0, -1, 2**63, [1]])
async def test_what_is_no_id_is_refused(
    client: Client, token: Token, name: str, sent: Any
) -> None:
    body = {"course_id": 1, "user_id": 1} | {name: sent}

    answer = await client.post("/enroll", json=body, headers=await token())

    assert outcome(answer) == (422, "invalid")

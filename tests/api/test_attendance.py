import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from db.models import (
    Attendance,
    Course,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LogEntry,
    PointEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain.api_tokens import Scope
from domain.clock import Clock
from domain.tokens import Signer
from tests.api.conftest import BOT_TOKEN, Token, mini_app
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS

Client = httpx2.AsyncClient

Post = Callable[..., Awaitable[httpx2.Response]]

PRICE = 5


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await make.course(anna, points_per_visit=PRICE)


@pytest.fixture
async def place(make: Factory, course: Course) -> Enrollment:
    [place] = await make.all(Enrollment)
    return place


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course, starts_at=NOON)


def outcome(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json()["code"] if answer.content else None


async def points(make: Factory) -> int:
    return sum(it.points for it in await make.all(PointEntry))


@pytest.fixture
def post(client: Client, token: Token, place: Enrollment) -> Post:
    """By a service, if nobody else signs it; of Anna's enrollment, if it names no other."""

    async def post(signed: dict[str, str] | None = None, **sent: Any) -> httpx2.Response:
        headers = await token() if signed is None else signed
        body = {"enrollment_id": place.id} | sent
        return await client.post("/attendance", json=body, headers=headers)

    return post


# Marking


async def test_service_marks_somebody(
    client: Client, token: Token, make: Factory, place: Enrollment, lesson: Lesson
) -> None:
    signed = await token(Scope.ATTENDANCE_WRITE, Scope.ATTENDANCE_READ)
    body = {"enrollment_id": place.id, "lesson_id": lesson.id, "is_attended": True}

    made = await client.post("/attendance", json=body, headers=signed)
    seen = await client.get(made.headers["Location"], headers=signed)

    [row] = await make.all(Attendance)
    assert (made.status_code, seen.status_code) == (201, 200), made.text
    assert made.json() == seen.json()
    assert made.json() == {
        "id": row.id,
        "enrollment_id": place.id,
        "lesson_id": lesson.id,
        "lesson_date": "2026-03-02",
        "is_attended": True,
        "status": "present",
        "source": "api",
        "marked_at": "2026-03-02T12:00:00Z",
        "points": PRICE,
    }
    *_, entry = await make.all(LogEntry)
    assert (entry.action, entry.user_id) == ("check_in", None)
    assert entry.token_id is not None
    assert row.marked_by is None


@pytest.mark.parametrize(
    ("lesson_date", "status"),
    [
        ("2026-03-02", 201),
        ("2026-03-02T15:30:00+03:00", 201),
        ("2026-03-02T12:00:00Z", 201),
        ("2026-03-03", 422),
        ("2026-03-02T13:00:00Z", 422),
    ],
)
async def test_lesson_is_found_by_its_day_or_a_moment(
    post: Post, lesson: Lesson, lesson_date: str, status: int
) -> None:
    made = await post(lesson_date=lesson_date, is_attended=True)

    assert made.status_code == status, made.text
    if status == 201:
        assert made.json()["lesson_id"] == lesson.id
    else:
        assert (made.json()["code"], made.json()["lesson_ids"]) == ("no_lesson_then", [])


async def test_of_two_lessons_on_a_day_one_has_to_be_named(
    post: Post, make: Factory, course: Course, lesson: Lesson
) -> None:
    later = await make.lesson(course, starts_at=NOON + 2 * HOUR)

    answer = await post(lesson_date="2026-03-02", is_attended=True)

    assert outcome(answer) == (422, "several_lessons_then")
    assert answer.json()["lesson_ids"] == [lesson.id, later.id]


@pytest.mark.parametrize(
    ("sent", "status", "points"),
    [
        ({"is_attended": True}, "present", PRICE),
        ({"is_attended": False}, "absent", 0),
        ({"status": "late"}, "late", PRICE),
        ({"status": "excused"}, "excused", 0),
    ],
)
async def test_how_they_came_is_said_in_either_way(
    post: Post, lesson: Lesson, sent: dict[str, Any], status: str, points: int
) -> None:
    made = (await post(lesson_id=lesson.id, **sent)).json()

    assert (made["status"], made["points"]) == (status, points)
    assert made["is_attended"] is (points > 0)


async def test_second_mark_is_refused_with_the_id(
    post: Post, make: Factory, lesson: Lesson
) -> None:
    first = await post(lesson_id=lesson.id, is_attended=True)

    second = await post(lesson_date="2026-03-02", is_attended=False)

    assert outcome(second) == (409, "already")
    assert second.json()["id"] == first.json()["id"]
    assert second.json()["marked_at"] == "2026-03-02T12:00:00+00:00"
    assert await points(make) == PRICE


async def test_who_is_not_on_the_course_is_not_marked(
    post: Post, make: Factory, course: Course, lesson: Lesson
) -> None:
    answers = []
    for status in ("waitlisted", "expelled", "cancelled"):
        other = await make.enrollment(course, await make.user(), EnrollmentStatus(status))
        sent = {"enrollment_id": other.id, "lesson_id": lesson.id, "is_attended": True}
        answers.append(outcome(await post(**sent)))

    assert answers == [
        (409, "waitlisted"),
        (404, "not_enrolled"),
        (404, "enrollment_not_found"),
    ]


async def test_lesson_of_another_course_is_not_found(post: Post, make: Factory) -> None:
    elsewhere = await make.lesson(await make.course())

    answer = await post(lesson_id=elsewhere.id, is_attended=True)

    assert outcome(answer) == (404, "lesson_not_found")


async def test_staff_mark_and_others_do_not(
    post: Post, token: Token, make: Factory, anna: User, course: Course, lesson: Lesson
) -> None:
    body = {"lesson_id": lesson.id, "is_attended": True}
    assistant, clara = await make.user(), await make.user()
    await make.staff(course, assistant, StaffPart.ASSISTANT)
    other = await make.course(clara)

    refused = [
        outcome(await post(**body, signed=signed))
        for signed in (
            {},
            mini_app(anna),
            mini_app(await make.admin()),
            mini_app(clara),
            mini_app(await make.user(role=Role.HOST)),
            await token(Scope.ATTENDANCE_READ),
            await token(course_ids=[other.id]),
        )
    ]
    allowed = await post(**body, signed=mini_app(assistant))

    assert refused == [
        (401, "not_authenticated"),
        (403, "not_allowed"),
        (403, "not_allowed"),
        (404, "enrollment_not_found"),
        (404, "enrollment_not_found"),
        (403, "scope_missing"),
        (404, "enrollment_not_found"),
    ]
    assert allowed.status_code == 201, allowed.text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"is_attended": True},
        {"lesson_id": 1},
        {"lesson_id": 1, "is_attended": True, "status": "late"},
        {"lesson_id": 1, "lesson_date": "2026-03-02", "is_attended": True},
        {"lesson_id": 1, "is_attended": 1},
        {"lesson_id": 1, "is_attended": "true"},
        {"lesson_id": 1, "is_attended": None},
        {"lesson_id": None, "is_attended": True},
        {"lesson_id": 1, "status": "there"},
        {"lesson_id": "1", "is_attended": True},
        {"lesson_id": 1.0, "is_attended": True},
        {"lesson_id": 2**63, "is_attended": True},
        {"lesson_date": 20260302, "is_attended": True},
        {"lesson_date": "9999-12-31", "is_attended": True},
        {"lesson_date": "2026-02-30", "is_attended": True},
        {"lesson_date": "2026-03-02T12:00:00", "is_attended": True},
        {"lesson_date": "2026-03-02T12:00:00+25:00", "is_attended": True},
        {"lesson_date": "", "is_attended": True},
        {"lesson_id": 1, "is_attended": True, "points": 100},
    ],
)
async def test_what_is_no_mark_is_refused(post: Post, sent: dict[str, Any]) -> None:
    assert outcome(await post(**sent)) == (422, "invalid")


async def test_of_fifty_marks_at_once_one_is_made(
    committing: Transaction, clock: Clock, signer: Signer
) -> None:
    make, crowd = Factory(committing), range(50)
    boris, course = await make.user(), await make.course(await make.user(), points_per_visit=5)
    await make.staff(course, boris, StaffPart.HOST)
    lesson = await make.lesson(course, starts_at=NOON)
    [place] = [it for it in await make.all(Enrollment) if it.course_id == course.id]
    body = {"enrollment_id": place.id, "lesson_id": lesson.id, "is_attended": True}
    app = create_app(
        {}, Parts(committing, clock, CAMPUS, BOT_TOKEN, Limits(), signer=lambda: signer)
    )

    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app), base_url="http://test"
    ) as client:
        sent = (client.post("/attendance", json=body, headers=mini_app(boris)) for _ in crowd)
        answers = await asyncio.gather(*sent)

    [row] = await make.all(Attendance)
    assert sorted(it.status_code for it in answers) == [201] + [409] * 49
    assert {it.json()["id"] for it in answers} == {row.id}
    assert [it.points for it in await make.all(PointEntry)] == [5]
    assert len(await make.all(LogEntry)) == 1


# Changing and taking back


@pytest.fixture
async def marked(post: Post, lesson: Lesson) -> str:
    """Where it is."""
    made = await post(lesson_id=lesson.id, is_attended=True)
    return made.headers["Location"]


async def test_points_follow_a_change(
    client: Client, token: Token, make: Factory, marked: str
) -> None:
    signed = await token(Scope.ATTENDANCE_WRITE)

    absent = await client.put(marked, json={"is_attended": False}, headers=signed)
    again = await client.put(marked, json={"is_attended": False}, headers=signed)
    late = await client.put(marked, json={"status": "late"}, headers=signed)

    assert [it.status_code for it in (absent, again, late)] == [200, 200, 200]
    assert (absent.json()["status"], absent.json()["points"]) == ("absent", 0)
    assert again.json() == absent.json()
    assert (late.json()["is_attended"], late.json()["points"]) == (True, PRICE)
    assert await points(make) == PRICE
    noted = [it.action for it in await make.all(LogEntry) if it.entity == "attendance"]
    assert noted == ["check_in", "change_mark", "change_mark"]


async def test_mark_is_taken_back_and_made_again(
    client: Client, token: Token, make: Factory, post: Post, lesson: Lesson, marked: str
) -> None:
    signed = await token()

    gone = await client.delete(marked, headers=signed)
    again = await client.delete(marked, headers=signed)
    read = await client.get(marked, headers=signed)
    without = await points(make)
    anew = await post(lesson_id=lesson.id, is_attended=True)

    assert outcome(gone) == (204, None)
    assert outcome(again) == outcome(read) == (404, "attendance_not_found")
    assert (without, anew.status_code, await points(make)) == (0, 201, PRICE)


async def test_person_reads_their_own_mark_and_changes_none(
    client: Client, make: Factory, anna: User, marked: str
) -> None:
    stranger_to_it = await make.user()

    seen = await client.get(marked, headers=mini_app(anna))
    changed = await client.put(marked, json={"is_attended": False}, headers=mini_app(anna))
    deleted = await client.delete(marked, headers=mini_app(anna))
    not_seen = await client.get(marked, headers=mini_app(stranger_to_it))

    assert seen.status_code == 200
    assert outcome(changed) == outcome(deleted) == (403, "not_allowed")
    assert outcome(not_seen) == (404, "attendance_not_found")


async def test_person_of_the_staff_corrects_with_a_reason_and_deletes_nothing_old(
    client: Client, make: Factory, course: Course, marked: str
) -> None:
    boris = await make.user()
    await make.staff(course, boris, StaffPart.ASSISTANT)
    signed, late = mini_app(boris), {"status": "late"}

    without = await client.put(marked, json=late, headers=signed)
    deleted = await client.delete(marked, headers=signed)
    corrected = await client.put(marked, json=late | {"reason": "Bus"}, headers=signed)

    assert outcome(without) == (409, "mark_reason_missing")
    assert outcome(deleted) == (403, "not_allowed")
    assert (corrected.status_code, corrected.json()["status"]) == (200, "late")
    [it] = await make.all(Attendance)
    assert it.reason == "Bus"


async def test_token_for_other_courses_sees_nothing(
    client: Client, token: Token, make: Factory, marked: str
) -> None:
    signed = await token(course_ids=[(await make.course()).id])

    answers = [
        await client.get(marked, headers=signed),
        await client.put(marked, json={"is_attended": False}, headers=signed),
        await client.delete(marked, headers=signed),
    ]

    assert {outcome(it) for it in answers} == {(404, "attendance_not_found")}


@pytest.mark.parametrize(
    "sent", [{}, {"is_attended": True, "status": "late"}, {"status": None}, {"lesson_id": 1}]
)
async def test_what_is_no_change_is_refused(
    client: Client, token: Token, marked: str, sent: dict[str, Any]
) -> None:
    answer = await client.put(marked, json=sent, headers=await token())

    assert outcome(answer) == (422, "invalid")


async def test_staff_mark_nobody_before_check_in_opens(
    post: Post, make: Factory, course: Course
) -> None:
    assistant, ahead = await make.user(), await make.lesson(course, starts_at=NOON + 30 * DAY)
    await make.staff(course, assistant, StaffPart.ASSISTANT)
    signed, which = mini_app(assistant), {"lesson_id": ahead.id}

    came = await post(signed=signed, **which, is_attended=True)
    excused = await post(signed=signed, **which, status="excused")
    again = await post(signed=signed, **which, status="absent")

    assert outcome(came) == (409, "check_in_not_open")
    assert excused.status_code == 201
    assert (outcome(again), again.json()["id"]) == ((409, "already"), excused.json()["id"])
    assert await points(make) == 0


async def test_whom_the_staff_mark_is_told(
    post: Post, make: Factory, course: Course, lesson: Lesson, anna: User
) -> None:
    assistant = await make.user()
    await make.staff(course, assistant, StaffPart.ASSISTANT)

    made = await post(signed=mini_app(assistant), lesson_id=lesson.id, is_attended=True)

    [told] = await make.all(Delivery)
    assert (made.json()["status"], made.json()["points"]) == ("present", PRICE)
    assert (told.kind, told.user_id) == (DeliveryKind.CHECKED_IN, anna.id)

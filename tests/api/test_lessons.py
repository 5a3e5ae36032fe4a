from typing import Any

import httpx2
import pytest

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    CourseStatus,
    Lesson,
    LessonStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from domain.api_tokens import Scope
from tests.api.conftest import Token, mini_app
from tests.factories import DAY, HOUR, NOON, Factory

Client = httpx2.AsyncClient

SETS = {
    "topic": "Sets",
    "starts_at": "2026-03-02T18:00:00+03:00",
    "ends_at": "2026-03-02T19:30:00+03:00",
    "location": "B-734",
}


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()


@pytest.fixture
async def host(make: Factory, course: Course) -> User:
    host = await make.user(role=Role.HOST)
    await make.staff(course, host)
    return host


async def mark(make: Factory, lesson: Lesson) -> None:
    course = await make.again(Course(id=lesson.course_id))
    place = await make.enrollment(course, await make.user())
    await make.add(
        Attendance(
            enrollment_id=place.id,
            lesson_id=lesson.id,
            lesson_date=lesson.starts_at.date(),
            status=AttendanceStatus.PRESENT,
            source=AttendanceSource.ROSTER,
            marked_at=NOON,
        )
    )


def outcome(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json()["code"] if answer.content else None


async def actions(make: Factory) -> list[str]:
    return [it.action for it in await make.all(LogEntry) if it.entity == "lessons"]


# A service


async def test_service_adds_a_lesson(
    client: Client, token: Token, make: Factory, course: Course, host: User
) -> None:
    signed = await token(Scope.COURSES_WRITE, Scope.COURSES_READ)
    where = f"/courses/{course.id}/lessons"

    made = await client.post(where, json=SETS | {"host_id": host.id}, headers=signed)
    seen = await client.get(made.headers["Location"], headers=signed)

    assert (made.status_code, seen.status_code) == (201, 200), made.text
    assert made.json() == seen.json()
    assert made.json() == {
        "id": made.json()["id"],
        "course_id": course.id,
        "topic": "Sets",
        "starts_at": "2026-03-02T15:00:00Z",
        "ends_at": "2026-03-02T16:30:00Z",
        "location": "B-734",
        "host_id": host.id,
        "status": "scheduled",
    }
    [_, entry] = await make.all(LogEntry)
    assert (entry.action, entry.user_id, entry.token_id is not None) == ("add_lesson", None, True)


async def test_lesson_is_changed_and_what_is_left_out_stays(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    signed = await token()
    where = f"/courses/{course.id}/lessons"
    lesson = (await client.post(where, json=SETS, headers=signed)).headers["Location"]

    moved = {"starts_at": "2026-03-03T18:00:00Z", "ends_at": "2026-03-03T19:00:00Z"}
    changed = await client.put(lesson, json=moved | {"location": None}, headers=signed)
    same = await client.put(lesson, json={}, headers=signed)

    assert changed.status_code == 200, changed.text
    assert changed.json() == same.json()
    expected = moved | {"topic": "Sets", "location": None, "status": "scheduled"}
    assert changed.json() | expected == changed.json()
    assert await actions(make) == ["add_lesson", "change_lesson"]


async def test_cancelled_lesson_is_still_read(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    signed, lesson = await token(), await make.lesson(course)

    first = await client.delete(f"/lessons/{lesson.id}", headers=signed)
    second = await client.delete(f"/lessons/{lesson.id}", headers=signed)
    seen = await client.get(f"/lessons/{lesson.id}", headers=signed)
    changed = await client.put(f"/lessons/{lesson.id}", json={"topic": "Sets"}, headers=signed)

    assert (outcome(first), outcome(second)) == ((204, None), (204, None))
    assert (seen.status_code, seen.json()["status"]) == (200, "cancelled")
    assert outcome(changed) == (409, "lesson_cancelled")
    assert await actions(make) == ["cancel_lesson"]


async def test_request_that_is_repeated_adds_one_lesson(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    signed = await token() | {"Idempotency-Key": "k1"}
    where = f"/courses/{course.id}/lessons"

    first = await client.post(where, json=SETS, headers=signed)
    again = await client.post(where, json=SETS, headers=signed)

    assert first.json() == again.json()
    assert len(await make.all(Lesson)) == 1


# Lists


async def test_lessons_are_read_page_by_page_in_the_order_of_time(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    signed, where = await token(Scope.COURSES_READ), f"/courses/{course.id}/lessons?limit=2"
    late = [await make.lesson(course, starts_at=NOON + number * DAY) for number in (3, 2, 1)]
    at_once = [await make.lesson(course, status=LessonStatus.CANCELLED) for _ in range(2)]

    listed, cursor = [], ""
    for _ in range(3):
        page = (await client.get(where + cursor, headers=signed)).json()
        listed += [it["id"] for it in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"

    tomorrow = [late[2].id, *(it.id for it in at_once)]
    assert listed == [*tomorrow, late[1].id, late[0].id]
    assert page["next_cursor"] is None


async def test_list_is_narrowed(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    signed, where = await token(), f"/courses/{course.id}/lessons"
    await make.lesson(course, starts_at=NOON - DAY)
    soon = await make.lesson(course, starts_at=NOON + HOUR)
    gone = await make.lesson(course, starts_at=NOON + DAY, status=LessonStatus.CANCELLED)

    async def listed(**which: str) -> list[int]:
        answer = await client.get(where, params=which, headers=signed)
        return [it["id"] for it in answer.json()["items"]]

    assert await listed(**{"from": "2026-03-02T12:00:00Z"}) == [soon.id, gone.id]
    assert await listed(**{"from": "2026-03-02T15:00:00+03:00", "to": "2026-03-03T12:00:00Z"}) == [
        soon.id
    ]
    assert await listed(status="cancelled") == [gone.id]
    assert await listed(**{"from": "2099-01-01T00:00:00Z"}) == []


# Rules


async def test_rules_are_told_by_their_codes(
    client: Client, token: Token, make: Factory, course: Course, host: User
) -> None:
    signed, where = await token(), f"/courses/{course.id}/lessons"
    elsewhere = await make.lesson(await make.course(), starts_at=NOON + 3 * HOUR, host_id=host.id)
    marked = await make.lesson(course, starts_at=NOON - DAY)
    await mark(make, marked)

    async def post(**changed: Any) -> tuple[int, str | None]:
        return outcome(await client.post(where, json=SETS | changed, headers=signed))

    assert await post(host_id=host.id) == (409, "host_busy")
    assert await post(host_id=elsewhere.id + 1000) == (422, "host_not_on_staff")
    assert await post(ends_at="2026-03-02T17:00:00+03:00") == (422, "lesson_times_not_valid")
    await client.post(where, json=SETS, headers=signed)
    assert await post() == (409, "lesson_clash")
    moved = {"starts_at": "2026-03-01T15:00:00Z", "ends_at": "2026-03-01T16:00:00Z"}
    for answer in (
        await client.put(f"/lessons/{marked.id}", json=moved, headers=signed),
        await client.delete(f"/lessons/{marked.id}", headers=signed),
    ):
        assert outcome(answer) == (409, "lesson_has_attendance")


@pytest.mark.parametrize(
    "wrong",
    [
        {"topic": 5},
        {"topic": "x" * 201},
        {"topic": "a\x00b"},
        {"location": "x" * 201},
        {"host_id": 0},
        {"host_id": "1"},
        {"host_id": 1.0},
        {"host_id": 2**63},
        {"host_id": True},
        {"starts_at": 1772452800},
        {"starts_at": "1772452800"},
        {"starts_at": "2026-03-02"},
        {"starts_at": "2026-03-02T18:00:00"},
        {"starts_at": "9999-12-31T23:59:59Z"},
        {"starts_at": "0001-01-01T00:00:00+14:00"},
        {"starts_at": None},
        {"ends_at": "soon"},
        {"status": "cancelled"},
        {"course_id": 1},
        {"id": 1},
    ],
    ids=str,
)
async def test_what_is_no_lesson_is_refused(
    client: Client, token: Token, make: Factory, course: Course, wrong: dict[str, object]
) -> None:
    signed, lesson = await token(), await make.lesson(course)

    posted = await client.post(f"/courses/{course.id}/lessons", json=SETS | wrong, headers=signed)
    put = await client.put(f"/lessons/{lesson.id}", json=wrong, headers=signed)

    assert (outcome(posted), outcome(put)) == ((422, "invalid"), (422, "invalid"))
    assert await actions(make) == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("from=now", "invalid"),
        ("from=5", "invalid"),
        ("to=2026-03-02T12:00:00", "invalid"),
        ("status=gone", "invalid"),
        ("limit=0", "invalid"),
        ("cursor=x", "cursor_not_valid"),
        ("cursor=MQ", "cursor_not_valid"),
        ("cursor=OTIyMzM3MjAzNjg1NDc3NTgwNy4x", "cursor_not_valid"),
        (f"cursor={'A' * 100}", "invalid"),
    ],
)
async def test_question_that_is_none_is_refused(
    client: Client, token: Token, course: Course, question: str, code: str
) -> None:
    signed = await token()

    answer = await client.get(f"/courses/{course.id}/lessons?{question}", headers=signed)

    assert outcome(answer) == (422, code)


# Who may


async def test_host_changes_the_lessons_of_their_course(
    client: Client, make: Factory, course: Course, host: User
) -> None:
    signed = mini_app(host)

    made = await client.post(f"/courses/{course.id}/lessons", json=SETS, headers=signed)
    changed = await client.put(made.headers["Location"], json={"host_id": host.id}, headers=signed)
    gone = await client.delete(made.headers["Location"], headers=signed)

    assert [it.status_code for it in (made, changed, gone)] == [201, 200, 204]
    assert {it.user_id for it in await make.all(LogEntry)} == {host.id}


@pytest.mark.parametrize(
    ("part", "code"), [(None, "not_allowed"), (StaffPart.ASSISTANT, "part_not_enough")]
)
async def test_others_only_read(
    client: Client, make: Factory, course: Course, part: StaffPart | None, code: str
) -> None:
    anna, lesson = await make.user(), await make.lesson(course)
    if part is not None:
        await make.staff(course, anna, part)
    signed, where = mini_app(anna), f"/lessons/{lesson.id}"

    read = await client.get(where, headers=signed)
    listed = await client.get(f"/courses/{course.id}/lessons", headers=signed)

    assert (read.status_code, listed.status_code) == (200, 200)
    for answer in (
        await client.post(f"/courses/{course.id}/lessons", json=SETS, headers=signed),
        await client.put(where, json={"topic": "Sets"}, headers=signed),
        await client.delete(where, headers=signed),
    ):
        assert outcome(answer) == (403, code)


async def test_lesson_of_a_draft_is_not_told_from_one_that_there_is_not(
    client: Client, make: Factory, host: User
) -> None:
    draft = await make.course(status=CourseStatus.DRAFT)
    lesson = await make.lesson(draft)
    signed = mini_app(host)

    for method, body in (("GET", None), ("PUT", {"topic": "Sets"}), ("DELETE", None)):
        hidden, none = [
            await client.request(method, f"/lessons/{number}", json=body, headers=signed)
            for number in (lesson.id, 2**62)
        ]
        assert hidden.status_code == 404
        assert hidden.json() == none.json()
    listed = await client.get(f"/courses/{draft.id}/lessons", headers=signed)
    assert outcome(listed) == (404, "course_not_found")


async def test_service_knows_only_the_courses_of_its_token(
    client: Client, token: Token, make: Factory, course: Course
) -> None:
    other = await make.course()
    mine, theirs = await make.lesson(course), await make.lesson(other)
    signed = await token(course_ids=[course.id])

    assert (await client.get(f"/lessons/{mine.id}", headers=signed)).status_code == 200
    for method, path, body in (
        ("GET", f"/lessons/{theirs.id}", None),
        ("PUT", f"/lessons/{theirs.id}", {"topic": "Sets"}),
        ("DELETE", f"/lessons/{theirs.id}", None),
        ("GET", f"/courses/{other.id}/lessons", None),
        ("POST", f"/courses/{other.id}/lessons", SETS),
    ):
        answer = await client.request(method, path, json=body, headers=signed)
        assert answer.status_code == 404, (method, path)


@pytest.mark.parametrize("scope", [it for it in Scope if not it.startswith("courses:")])
async def test_scope_is_needed(
    client: Client, token: Token, make: Factory, course: Course, scope: Scope
) -> None:
    signed, lesson = await token(scope), await make.lesson(course)

    read = await client.get(f"/lessons/{lesson.id}", headers=signed)
    gone = await client.delete(f"/lessons/{lesson.id}", headers=signed)

    assert (read.json()["scope"], gone.json()["scope"]) == ("courses:read", "courses:write")

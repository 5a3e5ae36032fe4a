"""Check-in over HTTP: nobody is marked by a bare request."""

from typing import Any

import httpx2
import pytest

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    Delivery,
    EnrollmentStatus,
    Lesson,
    LogEntry,
    PointEntry,
    ScanAttempt,
    StaffPart,
    User,
)
from domain import codes
from domain.api_tokens import Scope
from domain.tokens import Kind, Signer, step_at
from tests.api.conftest import Token, mini_app
from tests.domain.desks import MINUTE, PRICE, SECOND
from tests.factories import DAY, HOUR, NOON, Factory

Client = httpx2.AsyncClient

ASKERS = "participant", "outsider", "assistant", "host", "other host", "admin", "stranger"
STAFF = {"assistant", "host"}


class Room:
    """A lesson that began five minutes ago, Anna on its list, and everybody who may ask."""

    def __init__(
        self, client: Client, signer: Signer, lesson: Lesson, people: dict[str, User]
    ) -> None:
        self.client = client
        self.signer = signer
        self.lesson = lesson
        self.people = people

    @property
    def anna(self) -> User:
        return self.people["participant"]

    def code(self, seconds: int = 0) -> str:
        step = codes.room_step(NOON + seconds * SECOND)
        return self.signer.stamp(Kind.ROOM_CODE, self.lesson.public_id, step)

    def pass_of(self, person: User, seconds: int = 0) -> str:
        step = step_at(Kind.RENEWING_PASS, NOON + seconds * SECOND)
        return self.signer.stamp(Kind.RENEWING_PASS, person.public_id, step)

    def signed(self, asker: str) -> dict[str, str]:
        return mini_app(self.people.get(asker) or User(telegram_id=77))

    async def asks(self, asker: str | dict[str, str], body: Any, **more: str) -> httpx2.Response:
        signed = self.signed(asker) if isinstance(asker, str) else asker
        path = f"/lessons/{self.lesson.id}/check-ins"
        return await self.client.post(path, json=body, headers=signed | more)

    async def told(self, asker: str | dict[str, str], body: Any) -> dict[str, Any]:
        answer = await self.asks(asker, body)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course(name="Physics", points_per_visit=PRICE)


@pytest.fixture
async def room(client: Client, make: Factory, signer: Signer, course: Course) -> Room:
    people = {
        asker: await make.user(full_name=asker.title())
        for asker in ("participant", "outsider", "assistant", "host", "other host")
    }
    people["admin"] = await make.admin()
    await make.enrollment(course, people["participant"])
    await make.staff(course, people["assistant"], StaffPart.ASSISTANT)
    await make.staff(course, people["host"], StaffPart.HOST)
    await make.staff(await make.course(name="Other"), people["other host"], StaffPart.MANAGER)
    lesson = await make.lesson(course, starts_at=NOON - 5 * MINUTE)
    return Room(client, signer, lesson, people)


async def statuses(make: Factory) -> list[AttendanceStatus]:
    return [it.status for it in await make.all(Attendance)]


async def test_participant_with_the_code_of_the_room_is_there(room: Room, make: Factory) -> None:
    told = await room.told("participant", {"code": room.code()})

    [mark] = await make.all(Attendance)
    assert told == {
        "answer": "checked_in",
        "name": "Participant",
        "course": "Physics",
        "course_id": room.lesson.course_id,
        "lesson_id": room.lesson.id,
        "attendance_id": mark.id,
        "status": "present",
        "at": "2026-03-02T12:00:00Z",
        "points": PRICE,
        "opens_at": "2026-03-02T11:40:00Z",
        "closes_at": "2026-03-02T12:55:00Z",
        "again_at": None,
        "elsewhere": None,
        "needs_renewing": False,
    }
    assert [it.points for it in await make.all(PointEntry)] == [PRICE]


@pytest.mark.parametrize("form", ["link", "token", "digits", "spaced digits"])
async def test_code_may_be_sent_in_any_form_and_without_the_lesson(room: Room, form: str) -> None:
    step = codes.room_step(NOON)
    digits = room.signer.digits(room.lesson.public_id, step)
    forms = {
        "link": room.signer.stamped_link(Kind.ROOM_CODE, room.lesson.public_id, step),
        "token": room.code(),
        "digits": digits,
        "spaced digits": f"{digits[:3]} {digits[3:]}",
    }

    answer = await room.client.post(
        "/check-ins", json={"code": forms[form]}, headers=room.signed("participant")
    )

    assert (answer.status_code, answer.json()["answer"]) == (200, "checked_in")


async def test_second_time_says_when_the_first_was(room: Room, make: Factory) -> None:
    first = await room.told("participant", {"code": room.code()})
    second = await room.told("participant", {"code": room.code()})

    assert second["answer"] == "already"
    assert (second["at"], second["attendance_id"]) == (first["at"], first["attendance_id"])
    assert second["points"] == 0
    assert len(await make.all(Attendance)) == 1


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"starts_at": NOON + HOUR, "ends_at": NOON + 2 * HOUR}, "not_open_yet"),
        ({"check_in_until": NOON - SECOND}, "closed"),
        ({"status": "cancelled"}, "lesson_cancelled"),
    ],
)
async def test_failure_is_an_answer_and_is_kept(
    room: Room, make: Factory, changed: dict[str, Any], answer: str
) -> None:
    await make.change(room.lesson, **changed)

    told = await room.told("participant", {"code": room.code()})

    assert (told["answer"], told["attendance_id"]) == (answer, None)
    assert [it.answer for it in await make.all(ScanAttempt)] == [answer]


async def test_guessing_over_http_is_stopped_too(room: Room, make: Factory) -> None:
    right = room.signer.digits(room.lesson.public_id, codes.room_step(NOON))
    near = {
        room.signer.digits(room.lesson.public_id, codes.room_step(NOON) + age)
        for age in range(-10, 10)
    }
    wrong = [it for it in (f"{number:06}" for number in range(40)) if it not in near][:10]

    answers = [(await room.told("participant", {"code": it}))["answer"] for it in wrong]
    blocked = await room.told("participant", {"code": right})

    assert answers == ["code_invalid"] * 10
    assert blocked["answer"] == "too_many_attempts"
    assert blocked["again_at"] == "2026-03-02T12:10:00Z"
    assert await make.all(Attendance) == []


@pytest.mark.parametrize("asker", ASKERS)
async def test_pass_is_of_use_to_the_staff_alone(room: Room, make: Factory, asker: str) -> None:
    answer = await room.asks(asker, {"pass": room.pass_of(room.anna)})

    if asker in STAFF:
        assert answer.json()["answer"] == "checked_in"
        assert [it.user_id for it in await make.all(Delivery)] == [room.anna.id]
    else:
        told = answer.json()
        assert told.get("answer", told.get("code")) in {"not_staff", "not_registered"}
        assert told.get("name") is None
        assert await make.all(Attendance) == []


@pytest.mark.parametrize("asker", ASKERS)
async def test_word_alone_is_taken_of_the_staff_alone(
    room: Room, make: Factory, asker: str
) -> None:
    answer = await room.asks(asker, {"user_id": room.anna.id})

    if asker in STAFF:
        assert answer.json()["answer"] == "checked_in"
    else:
        assert answer.status_code == 403
        assert [*await make.all(Attendance), *await make.all(LogEntry)] == []


@pytest.mark.parametrize(
    "body",
    [None, {}, [], {"status": "present"}, {"code": "x", "pass": "y"}, {"is_attended": True}],
)
@pytest.mark.parametrize("asker", ["participant", "host", "service"])
async def test_bare_request_marks_nobody(
    room: Room, make: Factory, token: Token, asker: str, body: Any
) -> None:
    signed = await token() if asker == "service" else room.signed(asker)

    answer = await room.asks(signed, body)
    alone = await room.client.post("/check-ins", json=body, headers=signed)

    assert answer.status_code == 422
    assert alone.status_code in {403, 422}
    assert await make.all(Attendance) == []


async def test_what_is_missing_is_said_in_our_words(room: Room) -> None:
    answer = await room.asks("host", {"note": 1})

    [error] = answer.json()["errors"]
    assert error == {"place": "body", "message": "one of code, pass and user_id is needed"}


@pytest.mark.parametrize("body", [{"code": "000000"}, {"pass": "x" * 40}])
async def test_service_was_not_in_the_room(
    room: Room, make: Factory, token: Token, body: dict[str, str]
) -> None:
    signed = await token()

    assert (await room.asks(signed, body)).status_code == 403
    alone = await room.client.post("/check-ins", json={"code": "1"}, headers=signed)
    assert (alone.status_code, alone.json()["code"]) == (403, "not_allowed")


async def test_service_marks_on_its_word_and_tells_people_itself(
    room: Room, make: Factory, token: Token
) -> None:
    signed = await token(Scope.ATTENDANCE_WRITE)

    first = await room.told(signed, {"user_id": room.anna.id})
    again = await room.told(signed, {"user_id": room.anna.id})
    other = await room.told(signed, {"user_id": room.anna.id, "status": "absent"})

    assert [it["answer"] for it in (first, again, other)] == [
        "checked_in",
        "already",
        "checked_in",
    ]
    assert await statuses(make) == [AttendanceStatus.ABSENT]
    assert [it.points for it in await make.all(PointEntry)] == [PRICE, -PRICE]
    assert await make.all(Delivery) == []


async def test_service_for_another_course_finds_no_lesson(
    room: Room, make: Factory, token: Token
) -> None:
    other = await make.course(name="Chess")
    signed = await token(course_ids=[other.id])

    answer = await room.asks(signed, {"user_id": room.anna.id})

    assert (answer.status_code, answer.json()["code"]) == (404, "lesson_not_found")


async def test_who_is_not_on_the_course_is_not_told_of(room: Room, make: Factory) -> None:
    outsider = room.people["outsider"]

    by_name = await room.told("host", {"user_id": outsider.id})
    by_pass = await room.told("host", {"pass": room.pass_of(outsider)})

    assert (by_name["answer"], by_name["name"]) == ("not_enrolled", None)
    assert (by_pass["answer"], by_pass["name"]) == ("not_enrolled", "Outsider")


async def test_scan_that_was_queued_is_judged_by_its_own_time(room: Room, make: Factory) -> None:
    past = {"pass": room.pass_of(room.anna, -240), "scanned_at": "2026-03-02T14:56:00+03:00"}
    stale = {"pass": room.pass_of(room.anna, -240)}

    late = await room.told("host", stale)
    told = await room.told("host", past)

    assert (late["answer"], told["answer"]) == ("code_expired", "checked_in")
    assert told["at"] == "2026-03-02T11:56:00Z"


async def test_scan_from_the_future_is_of_now(room: Room) -> None:
    coming = {"pass": room.pass_of(room.anna, 3600), "scanned_at": "2026-03-02T13:00:00Z"}

    assert (await room.told("host", coming))["answer"] == "code_expired"


@pytest.mark.parametrize("way", ["nonce", "header"])
async def test_scan_that_is_sent_again_is_answered_the_same(
    room: Room, make: Factory, way: str
) -> None:
    body = {"pass": room.pass_of(room.anna), "scanned_at": "2026-03-02T12:00:00Z"}
    header = {"Idempotency-Key": "scan-1"} if way == "header" else {}

    answers = [await room.asks("host", body | {"nonce": "scan-1"}, **header) for _ in range(3)]

    assert [it.json()["answer"] for it in answers] == ["checked_in"] * 3
    assert ["Idempotent-Replayed" in it.headers for it in answers] == [False, True, True]
    assert len(await make.all(Attendance)) == 1


async def test_other_scan_with_the_same_nonce_is_refused(room: Room) -> None:
    await room.asks("host", {"pass": room.pass_of(room.anna), "nonce": "scan-1"})

    other = await room.asks("host", {"pass": room.pass_of(room.people["host"]), "nonce": "scan-1"})

    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_mark_that_has_stood_is_changed_with_a_reason(room: Room, make: Factory) -> None:
    place = await make.enrollment_of(Course(id=room.lesson.course_id), room.anna)
    await make.mark(place, room.lesson, marked_at=NOON - HOUR)
    absent = {"user_id": room.anna.id, "status": "absent"}

    bare = await room.asks("host", absent)
    told = await room.told("host", absent | {"reason": "left at once"})

    assert bare.json()["code"] == "mark_reason_missing"
    assert told["status"] == "absent"
    assert [it.reason for it in await make.all(Attendance)] == ["left at once"]


async def test_roster_is_by_name_and_says_who_came(room: Room, make: Factory) -> None:
    course = Course(id=room.lesson.course_id)
    people = [
        await make.user(full_name=it, study_group="IT-1") for it in ("Boris", "Clara", "Dina")
    ]
    for person in people:
        await make.enrollment(course, person)
    await make.enrollment(
        course, await make.user(full_name="Waiting"), EnrollmentStatus.WAITLISTED
    )
    await room.told("host", {"user_id": people[1].id, "status": "late"})
    path, signed = f"/lessons/{room.lesson.id}/roster", room.signed("assistant")

    first = (await room.client.get(f"{path}?limit=2", headers=signed)).json()
    rest = (
        await room.client.get(f"{path}?limit=2&cursor={first['next_cursor']}", headers=signed)
    ).json()
    found = (await room.client.get(f"{path}?search=cla it-1", headers=signed)).json()

    assert [it["name"] for it in first["items"]] == ["Boris", "Clara"]
    assert [it["name"] for it in rest["items"]] == ["Dina", "Participant"]
    assert rest["next_cursor"] is None
    [clara] = found["items"]
    assert (clara["user_id"], clara["status"], clara["study_group"]) == (
        people[1].id,
        "late",
        "IT-1",
    )
    assert rest["items"][0]["status"] is None


@pytest.mark.parametrize(
    ("asker", "status"),
    [
        ("host", 200),
        ("assistant", 200),
        ("admin", 403),
        ("participant", 403),
        ("outsider", 403),
        ("other host", 403),
    ],
)
async def test_roster_is_for_who_marks(room: Room, asker: str, status: int) -> None:
    answer = await room.client.get(f"/lessons/{room.lesson.id}/roster", headers=room.signed(asker))

    assert answer.status_code == status


async def test_lessons_of_now_are_told_to_staff_and_participants(
    room: Room, make: Factory
) -> None:
    course = Course(id=room.lesson.course_id)
    await make.lesson(course, starts_at=NOON + HOUR)
    await make.lesson(course, starts_at=NOON - DAY)
    soon = await make.lesson(course, starts_at=NOON + 15 * MINUTE)
    told = {
        asker: (await room.client.get("/me/lessons", headers=room.signed(asker))).json()
        for asker in ("participant", "assistant", "outsider", "admin")
    }

    assert [it["id"] for it in told["participant"]] == [room.lesson.id, soon.id]
    assert [it["is_staff"] for it in told["participant"]] == [False, False]
    assert told["assistant"][0] == {
        "id": room.lesson.id,
        "course_id": course.id,
        "course_name": "Physics",
        "starts_at": "2026-03-02T11:55:00Z",
        "ends_at": "2026-03-02T12:55:00Z",
        "is_staff": True,
        "opens_at": "2026-03-02T11:40:00Z",
        "closes_at": "2026-03-02T12:55:00Z",
    }
    assert told["outsider"] == told["admin"] == []


async def test_own_pass_is_some_minutes_ahead_and_is_good_in_its_time(
    room: Room, make: Factory
) -> None:
    told = (await room.client.get("/me/pass", headers=room.signed("participant"))).json()

    tokens = told["tokens"]
    assert (told["name"], told["study_group"]) == ("Participant", None)
    assert tokens[0]["from"] == "2026-03-02T12:00:00Z"
    assert [it["until"] for it in tokens[:-1]] == [it["from"] for it in tokens[1:]]
    assert len(tokens) >= 4
    assert len(tokens[0]["qr"]) in range(21, 42, 4)
    assert (await room.told("host", {"pass": tokens[0]["link"]}))["answer"] == "checked_in"
    assert (await room.told("host", {"pass": tokens[-1]["link"]}))["answer"] == "already"


@pytest.mark.parametrize("path", ["/me/pass", "/me/lessons"])
async def test_what_is_ones_own_is_nothing_of_strangers_and_services(
    room: Room, make: Factory, token: Token, path: str
) -> None:
    unasked = await make.user(has_agreed=False)

    for signed, code in (
        (room.signed("stranger"), "not_registered"),
        (mini_app(unasked), "not_registered"),
        (await token(), "not_allowed"),
    ):
        answer = await room.client.get(path, headers=signed)
        assert (answer.status_code, answer.json()["code"]) == (403, code)


async def test_already_says_where_the_staff_noted_that_they_did_not_come(
    room: Room, make: Factory
) -> None:
    place = await make.enrollment_of(Course(id=room.lesson.course_id), room.anna)
    why = {"reason": "She left", "source": AttendanceSource.ROSTER}
    await make.mark(place, room.lesson, AttendanceStatus.ABSENT, **why)

    by_pass = await room.told("host", {"pass": room.pass_of(room.anna)})
    by_name = await room.told("host", {"user_id": room.anna.id})

    told = [(it["answer"], it["status"], it["points"]) for it in (by_pass, by_name)]
    assert told == [("already", "absent", 0)] * 2


@pytest.mark.parametrize("asker", ["host", "service"])
async def test_name_that_was_queued_is_of_its_own_time(
    room: Room, make: Factory, token: Token, asker: str
) -> None:
    await make.change(room.lesson, starts_at=NOON - HOUR / 2)
    seen_at = "2026-03-02T14:35:00+03:00"
    signed = await token(Scope.ATTENDANCE_WRITE) if asker == "service" else asker

    told = await room.told(signed, {"user_id": room.anna.id, "scanned_at": seen_at})

    assert told["answer"] == "checked_in"


async def test_mistake_is_where_the_sender_finds_it(room: Room) -> None:
    answer = await room.asks("host", {"user_id": 1.0, "note": 1})

    places = [it["place"] for it in answer.json()["errors"]]
    assert places == ["body.user_id", "body.note"]


@pytest.mark.parametrize("nonce", ["", "a b", "\u00e9", "\U0001f600", "x" * 101])
async def test_nonce_that_is_no_key_is_refused_where_it_is(room: Room, nonce: str) -> None:
    answer = await room.asks("host", {"pass": room.pass_of(room.anna), "nonce": nonce})

    assert answer.status_code == 422
    assert [it["place"] for it in answer.json()["errors"]] == ["body.nonce"]

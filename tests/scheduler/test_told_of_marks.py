"""Whom the staff have marked, and who is asked to help, are told."""

from typing import Any

import pytest
from aiogram.methods import SendMessage

from db.models import (
    Attendance,
    AttendanceStatus,
    Course,
    DeliveryKind,
    Lesson,
    PointEntry,
    StaffPart,
    User,
)
from domain.campus import LANGUAGES
from scheduler.deliveries import Sender
from tests.factories import HOUR, NOON, Factory
from tests.telegram import RecordedSession
from tests.test_hostile_names import NAMES

PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE
ABSENT, EXCUSED = AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(full_name="Anna")


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await make.course(anna, name="Algebra <1>")


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course, starts_at=NOON)


async def mark(
    make: Factory, course: Course, lesson: Lesson, who: User, status: Any, **changed: Any
) -> Attendance:
    return await make.mark(await make.enrollment_of(course, who), lesson, status, **changed)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (PRESENT, "✅ You are marked: <b>Algebra &lt;1&gt;</b>, at 15:00. +5 points"),
        (LATE, "🕒 You are marked as late: <b>Algebra &lt;1&gt;</b>, at 15:00. +5 points"),
        (EXCUSED, "📝 Your absence is excused: <b>Algebra &lt;1&gt;</b>, at 15:00."),
        (
            ABSENT,
            "✖️ You are marked as absent: <b>Algebra &lt;1&gt;</b>, at 15:00.\n\n"
            "If that is wrong, tell the host of the lesson.",
        ),
    ],
)
async def test_person_is_told_their_mark_with_its_points(
    sender: Sender, telegram: RecordedSession, make: Factory, status: AttendanceStatus, told: str
) -> None:
    anna = await make.user()
    course = await make.course(anna, name="Algebra <1>")
    made = await mark(make, course, await make.lesson(course, starts_at=NOON), anna, status)
    if status.is_attended:
        key = {"source_key": f"attendance:{made.id}"}
        await make.add(PointEntry(user_id=anna.id, course_id=course.id, points=5, **key))
    await make.delivery(anna, DeliveryKind.CHECKED_IN, payload={"attendance_id": made.id})

    await sender.drain()

    assert telegram.the(SendMessage).text == told


async def test_correction_is_told_with_its_reason(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    course: Course,
    lesson: Lesson,
    anna: User,
) -> None:
    made = await mark(make, course, lesson, anna, ABSENT, reason="Left <early>")
    for kind in (DeliveryKind.CHECKED_IN, DeliveryKind.MARK_CHANGED):
        await make.delivery(anna, kind, payload={"attendance_id": made.id})

    await sender.drain()

    assert telegram.the(SendMessage).text == (
        "✖️ Your mark was changed: absent. <b>Algebra &lt;1&gt;</b>, at 15:00.\n\n"
        "Reason: Left &lt;early&gt;"
    )


@pytest.mark.parametrize("kind", [DeliveryKind.CHECKED_IN, DeliveryKind.MARK_CHANGED])
async def test_nothing_is_told_of_a_mark_that_was_taken_back(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User, kind: DeliveryKind
) -> None:
    await make.delivery(anna, kind, payload={"attendance_id": 404})

    await sender.drain()

    assert telegram.calls == []


async def test_who_was_told_of_a_mark_is_told_that_it_was_taken_back(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User, lesson: Lesson
) -> None:
    about = {"attendance_id": 404, "lesson_id": lesson.id}
    await make.delivery(anna, DeliveryKind.MARK_CHANGED, payload=about)

    await sender.drain()

    assert telegram.the(SendMessage).text == (
        "↩️ Your mark was taken back, with its points: <b>Algebra &lt;1&gt;</b>, at 15:00.\n\n"
        "If you are there, ask the host to mark you again."
    )


async def test_helper_gets_a_button_to_the_lesson(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    course: Course,
    lesson: Lesson,
) -> None:
    vera, oleg = await make.user(full_name="Vera <1>"), await make.user(full_name="Oleg")
    await make.staff(course, oleg, StaffPart.ASSISTANT)
    about = {"lesson_id": lesson.id, "by": vera.id}
    await make.delivery(oleg, DeliveryKind.CALLED_IN, payload=about)
    await make.delivery(await make.user(), DeliveryKind.CALLED_IN, payload=about)

    await sender.drain()

    assert telegram.the(SendMessage).text == (
        "🤝 Vera &lt;1&gt; asks you to help check people in: <b>Algebra &lt;1&gt;</b>, at 15:00. "
        "The button shows the code and the list."
    )
    assert list(telegram.buttons()) == ["📲 To the check-in", "🏠 Menu"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
async def test_whatever_people_are_called_they_can_be_told(
    sender: Sender, telegram: RecordedSession, make: Factory, language: str, name: str
) -> None:
    host = await make.user(full_name=name, language=language)
    course = await make.course(host, name=name, location=name)
    await make.staff(course, host)
    lesson = await make.lesson(course, starts_at=NOON - 2 * HOUR, topic=name)
    made = await mark(make, course, lesson, host, ABSENT, reason=name)
    for kind in (DeliveryKind.MARK_CHANGED, DeliveryKind.CALLED_IN, DeliveryKind.ROOM_CLOSED):
        about = {"attendance_id": made.id, "lesson_id": lesson.id, "by": host.id}
        await make.delivery(host, kind, payload=about)

    await sender.drain()

    assert len(telegram.all(SendMessage)) == 3
    assert telegram.faults == []

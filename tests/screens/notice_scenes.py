"""What letters are about, where the small programme has not got it yet; and what they carry."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from db.models import (
    Announcement,
    AnnouncementStatus,
    AttendanceStatus,
    CourseStatus,
    EnrollmentStatus,
    QuestionStatus,
)
from tests.factories import DAY, NOON, Factory
from tests.questions import a_question
from tests.screens import ru
from tests.screens.world import World

ZONE = "Europe/Moscow"

Payload = dict[str, Any]
Scene = Callable[[World, Factory], Awaitable[Payload]]
"""Makes what the letter is about, and says what it carries."""


def saying(**payload: Any) -> Scene:
    async def scene(_world: World, _make: Factory) -> Payload:
        return payload

    return scene


async def of_nothing(_world: World, _make: Factory) -> Payload:
    return {}


def of_course(name: str, *, by: str = "", **more: Any) -> Scene:
    async def scene(world: World, _make: Factory) -> Payload:
        who = {"by": world.people[by].id} if by else {}
        return {"course_id": world.courses[name].id, **who, **more}

    return scene


def at_lesson(*, by: str = "", **more: Any) -> Scene:
    """The one that is on."""

    async def scene(world: World, _make: Factory) -> Payload:
        assert world.on is not None
        who = {"by": world.people[by].id} if by else {}
        return {"lesson_id": world.on.id, **who, **more}

    return scene


async def of_archived(world: World, make: Factory) -> Payload:
    await make.change(world.courses["over"], status=CourseStatus.ARCHIVED)
    return {"course_id": world.courses["over"].id}


async def of_changes(world: World, make: Factory) -> Payload:
    """A lesson was moved, another added, and the course has another place."""
    python, lesson = world.courses["python"], world.lesson
    assert lesson is not None
    added = await make.lesson(python, starts_at=NOON + 9 * DAY)
    before = {
        "location": ru.OTHER_ROOM,
        f"{lesson.id}.starts_at": (NOON + DAY).isoformat(),
        f"{added.id}.status": "none",
    }
    return {"course_id": python.id, "before": before}


def of_reminder(before: timedelta) -> Scene:
    """Whose moment is now."""

    async def scene(world: World, make: Factory) -> Payload:
        lesson = await make.lesson(
            world.courses["python"], starts_at=NOON + before, topic=ru.TOPIC
        )
        minutes, begins = before // timedelta(minutes=1), int(lesson.starts_at.timestamp())
        return {"lesson_id": lesson.id, "before": minutes, "starts_at": begins}

    return scene


def of_mark(reason: str | None = None) -> Scene:
    """The participant's, at the lesson that is on."""

    async def scene(world: World, make: Factory) -> Payload:
        assert world.on is not None
        seat, oleg = world.seats["registered"], world.people["assistant"]
        status = AttendanceStatus.EXCUSED if reason else AttendanceStatus.PRESENT
        mark = await make.mark(seat, world.on, status, marked_by=oleg.id, reason=reason)
        return {"attendance_id": mark.id}

    return scene


async def of_no_mark(world: World, _make: Factory) -> Payload:
    assert world.on is not None
    return {"attendance_id": 0, "lesson_id": world.on.id}


def of_question(by: str = "", answer: str = "") -> Scene:
    """The participant's; open, answered, or closed without an answer."""

    async def scene(world: World, make: Factory) -> Payload:
        status = QuestionStatus.ANSWERED if answer else QuestionStatus.CLOSED
        over: Payload = {"settled_by": world.people[by].id, "status": status} if by else {}
        course, anna = world.courses["python"], world.people["participant"]
        question = await a_question(make, course, anna, ru.QUESTION, answer=answer, **over)
        return {"question_id": question.id}

    return scene


def of_end(status: EnrollmentStatus = EnrollmentStatus.COMPLETED) -> Scene:
    """Of a course to which the participant came, to enough of it or not."""

    async def scene(world: World, make: Factory) -> Payload:
        over, anna = world.courses["over"], world.people["participant"]
        place = await make.enrollment_of(over, anna)
        await make.change(place, status=status)
        for days in range(2, 6):
            lesson = await make.lesson(over, starts_at=NOON - days * DAY)
            if days == 2 or status is EnrollmentStatus.COMPLETED:
                await make.mark(place, lesson)
        return {"course_id": over.id}

    return scene


async def of_misses(world: World, make: Factory) -> Payload:
    """The participant was not at the last two; somebody else was."""
    python = world.courses["python"]
    other = await make.enrollment_of(python, world.people["blocked"])
    lessons = [await make.lesson(python, starts_at=NOON - days * DAY) for days in (4, 2)]
    for lesson in lessons:
        await make.mark(other, lesson)
    return {"lesson_id": lessons[-1].id}


def of_announcement(name: str) -> Scene:
    async def scene(world: World, _make: Factory) -> Payload:
        return {"announcement_id": world.announcements[name].id}

    return scene


async def of_card(world: World, make: Factory) -> Payload:
    """Of a course that is announced."""
    sending: Payload = {"status": AnnouncementStatus.SENDING, "audience": {}, "content": {}}
    course_id = world.courses["open"].id
    card = await make.add(Announcement(is_card=True, course_id=course_id, **sending))
    return {"announcement_id": card.id}


async def of_invite(world: World, _make: Factory) -> Payload:
    return {"public_id": world.invites["used"].public_id}


async def of_history(world: World, make: Factory) -> Payload:
    await make.entry(world.seats["registered"], "enroll", by=world.people["participant"])
    return {"filters": {}, "zone": ZONE}


async def of_import(world: World, make: Factory) -> Payload:
    """It has changed the place of a course."""
    python = world.courses["python"]
    moved: Payload = {"location": [ru.OTHER_ROOM, ru.ROOM]}
    await make.entry(python, "change_course", by=world.people["admin"], **moved)
    return {"course_id": python.id, "at": NOON.isoformat()}

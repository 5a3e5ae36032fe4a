"""Rows that the database takes as they are, for tests to spoil."""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Act,
    Announcement,
    ApiToken,
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Base,
    CalendarToken,
    Consent,
    Course,
    CourseStaff,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    Feedback,
    Invite,
    Leader,
    Lesson,
    PendingStart,
    PointEntry,
    ProjectorScreen,
    Question,
    ReminderRule,
    ScanAttempt,
    StaffPart,
    User,
    WebSession,
)
from tests.factories import DAY, HOUR, NOON, Factory

Row = TypeVar("Row", bound=Base)
_numbers = count()


class Rows:
    """Rows of any table, about the same people and the same course."""

    def __init__(self, anna: User, boris: User, course: Course, lesson: Lesson) -> None:
        self.anna = anna
        self.boris = boris
        self.course = course
        self.lesson = lesson
        self.enrollment_id = 0

    def __call__(self, kind: type[Row], **changed: Any) -> Row:
        return kind(**self._usual()[kind] | changed)

    def _usual(self) -> dict[type[Base], dict[str, Any]]:
        of_anna, of_course = {"user_id": self.anna.id}, {"course_id": self.course.id}
        number = next(_numbers)
        secret = {"token_hash": b"%d" % number}
        return {
            Announcement: {"author_id": self.anna.id, "audience": {}, "content": {}},
            ApiToken: {"name": "timetable", "scopes": [], **secret},
            Attendance: self._mark(),
            CalendarToken: of_anna | secret,
            Consent: of_anna | {"version": "1", "given_at": NOON},
            Course: {"name": "Mathematics"},
            CourseStaff: of_anna | of_course | {"part": StaffPart.HOST},
            Delivery: of_anna | self._owed(),
            Enrollment: of_anna
            | of_course
            | {"status": EnrollmentStatus.REGISTERED, "changed_at": NOON},
            Feedback: of_anna | of_course | {"rating": 5},
            Invite: {"expires_at": NOON},
            Leader: {"epoch": 1},
            Lesson: of_course | {"starts_at": NOON, "ends_at": NOON + HOUR},
            PendingStart: {"act": Act.ENROLL, "subject": 1, "happened_at": NOON}
            | {"telegram_id": number},
            PointEntry: of_anna | of_course | {"points": 5, "source_key": str(number)},
            ProjectorScreen: secret,
            Question: of_anna | of_course | {"text": "When?"},
            ReminderRule: of_course | {"before": HOUR},
            User: {"full_name": "Anna"},
            ScanAttempt: of_anna | {"answer": "closed", "made_at": NOON},
            WebSession: of_anna | secret | {"expires_at": NOON},
        }

    def _mark(self) -> dict[str, Any]:
        return {
            "enrollment_id": self.enrollment_id,
            "lesson_id": self.lesson.id,
            "lesson_date": NOON.date(),
            "status": AttendanceStatus.PRESENT,
            "source": AttendanceSource.ROSTER,
            "marked_at": NOON,
        }

    def _owed(self) -> dict[str, Any]:
        key = f"rows:{next(_numbers)}"
        return {
            "kind": DeliveryKind.PROMOTED,
            "urgent": True,
            "payload": {},
            "due_at": NOON,
            "dedup_key": key,
        }


async def create_rows(make: Factory) -> Rows:
    elsewhere = await make.course()
    rows = Rows(
        await make.user(has_agreed=False),
        await make.user(has_agreed=False),
        await make.course(),
        await make.lesson(elsewhere, starts_at=NOON + DAY),
    )
    rows.enrollment_id = (await make.enrollment(elsewhere, rows.anna)).id
    return rows


Some = Callable[[Rows], list[Base]]


def one(kind: type[Base], **changed: Any) -> Some:
    return lambda rows: [rows(kind, **changed)]


def twice(kind: type[Base], **same: Any) -> Some:
    return lambda rows: [rows(kind, **same) for _ in range(2)]


def overlapping(**both: Any) -> Some:
    """Lessons of two courses with one host."""

    def lessons(rows: Rows) -> list[Base]:
        other = {"course_id": rows.lesson.course_id, "starts_at": NOON + HOUR / 2}
        hosted = {"host_id": rows.anna.id} | both
        return [rows(Lesson, **hosted), rows(Lesson, **hosted | other)]

    return lessons


async def commit(session: AsyncSession, *rows: Base) -> None:
    """As far as the constraints can tell."""
    async with session.begin_nested():
        session.add_all(rows)
        await session.flush()
        await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))

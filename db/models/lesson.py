from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Computed, ForeignKey, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, CreatedAtMixin, PrimaryKey, random_id
from db.models.course import Course, Enrollment


class LessonStatus(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class AttendanceStatus(StrEnum):
    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"

    @property
    def is_attended(self) -> bool:
        """As the column of that name."""
        return self in {AttendanceStatus.PRESENT, AttendanceStatus.LATE}


class AttendanceSource(StrEnum):
    ROOM_CODE = "room_code"
    PASS = "pass"  # noqa: S105 - not a password
    ROSTER = "roster"
    API = "api"
    SELF = "self"
    """That they will not come, as they said themselves."""


LIVE = text("status <> 'cancelled'")
LIVE_AND_HOSTED = text("host_id IS NOT NULL AND status <> 'cancelled'")


class Lesson(CreatedAtMixin, Base):
    """One meeting of a course."""

    __tablename__ = "lessons"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        # Deferred, so that a whole schedule can move at once; without extensions, so as ranges.
        ExcludeConstraint(
            ("course_id", "="),
            ("starts_at", "="),
            name="ex_lessons_one_at_a_time",
            using="btree",
            where=LIVE,
            deferrable=True,
            initially="DEFERRED",
        ),
        ExcludeConstraint(
            (text("int8range(host_id, host_id, '[]')"), "&&"),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="ex_lessons_host_in_one_place",
            using="gist",
            where=LIVE_AND_HOSTED,
            deferrable=True,
            initially="DEFERRED",
        ),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[int] = mapped_column(unique=True, default=random_id)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    topic: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    location: Mapped[str | None]
    """None: the course's."""
    host_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    status: Mapped[LessonStatus] = mapped_column(default=LessonStatus.SCHEDULED)
    edited_at: Mapped[datetime | None]
    """Set by hand: a change of the course's schedule leaves it alone from then on."""
    planned_at: Mapped[datetime | None]
    """When the schedule had it: moved by hand, it is not made there anew. None: added by hand."""
    check_in_until: Mapped[datetime | None]
    """Set by who runs it: later than its end, or before. None: until the end."""
    fixed_code_at: Mapped[datetime | None]
    """Of which moment the room code is on paper or on the board, if it is."""
    timed_at: Mapped[datetime | None]
    """Since when it has been to begin when it does: nobody is reminded of it as of before. None:
    for long."""

    course: Mapped[Course] = relationship(lazy="raise")

    @property
    def closes_at(self) -> datetime:
        """When check-in ends."""
        return self.check_in_until or self.ends_at

    def is_on(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at

    def is_as_planned(self, now: datetime) -> bool:
        """Still to come, and nobody has edited or cancelled it."""
        is_live = self.status is LessonStatus.SCHEDULED
        return is_live and self.edited_at is None and self.starts_at > now


class Attendance(Base):
    """That a person came to a lesson or not; how and by whom it was marked."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("enrollment_id", "lesson_id"),)

    id: Mapped[PrimaryKey]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), index=True)
    lesson_date: Mapped[date]
    """In the campus zone."""
    status: Mapped[AttendanceStatus]
    is_attended: Mapped[bool] = mapped_column(
        Computed("status IN ('present', 'late')", persisted=True)
    )
    source: Mapped[AttendanceSource]
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: by a service."""
    marked_at: Mapped[datetime]
    """When the code was shown or scanned, which may be before it reached us."""
    written_at: Mapped[datetime | None]
    """When it did, if that was later."""
    reason: Mapped[str | None]
    """Why the staff made it another: no code changes it any more. Or why the person does not come,
    as they said themselves: that binds nobody."""
    excuse: Mapped[str | None]
    """What they had said of not coming, if only that, before somebody marked them: whoever undoes
    that brings it back."""
    former: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """How, by what, by whom and when the staff had marked them, before they came after all: the
    same."""

    enrollment: Mapped[Enrollment] = relationship(lazy="raise")
    lesson: Mapped[Lesson] = relationship(lazy="raise")

    @property
    def changed_at(self) -> datetime:
        """When it became what it is, by our clock."""
        return self.written_at or self.marked_at


class ScanAttempt(Base):
    """A scan that marked nobody, for the hosts to see. Its code is not kept."""

    __tablename__ = "scan_attempts"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lessons.id"), index=True)
    answer: Mapped[str]
    made_at: Mapped[datetime]
    """When the code was scanned or sent."""
    source: Mapped[AttendanceSource | None]
    """By what it was tried; None: nobody knows any more."""


class RoomMessage(CreatedAtMixin, Base):
    """A picture of the room code in somebody's chat, which is renewed while people check in."""

    __tablename__ = "room_messages"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"), index=True)
    shown_step: Mapped[int]
    """Of the code that it shows."""


class ProjectorScreen(CreatedAtMixin, Base):
    """A page on a projector that shows the room code of a lesson."""

    __tablename__ = "screens"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    pairing_number: Mapped[str | None] = mapped_column(unique=True)
    """Typed by the host into the bot; gone once paired."""
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lessons.id"))
    paired_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    paired_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class ReminderRule(CreatedAtMixin, Base):
    """How long before each lesson of a course its people are reminded, and in which words."""

    __tablename__ = "reminder_rules"
    __table_args__ = (
        UniqueConstraint("course_id", "before"),
        CheckConstraint("before > interval '0'", name="before_the_lesson"),
    )

    id: Mapped[PrimaryKey]
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    before: Mapped[timedelta]
    text: Mapped[str | None]
    """None: the usual words."""


class CourseMute(CreatedAtMixin, Base):
    """That a person wants no reminders of a course."""

    __tablename__ = "course_mutes"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True, index=True)


class Holiday(Base):
    """A day, in the campus zone, on which schedules make no lessons."""

    __tablename__ = "holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")

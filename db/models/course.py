from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Sequence,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, CreatedAtMixin, PrimaryKey, random_id
from db.models.user import Role, User


class CourseStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    FINISHED = "finished"
    ARCHIVED = "archived"


class StaffPart(StrEnum):
    """In order: whoever is more may do what the lesser may."""

    MANAGER = "manager"
    HOST = "host"
    ASSISTANT = "assistant"

    def covers(self, other: "StaffPart") -> bool:
        return list(StaffPart).index(self) <= list(StaffPart).index(other)


class EnrollmentStatus(StrEnum):
    REGISTERED = "registered"
    WAITLISTED = "waitlisted"
    COMPLETED = "completed"
    EXPELLED = "expelled"
    CANCELLED = "cancelled"

    @property
    def holds_seat(self) -> bool:
        return self in {EnrollmentStatus.REGISTERED, EnrollmentStatus.COMPLETED}

    @property
    def is_live(self) -> bool:
        """On the course or waiting for it; not once gone."""
        return self.holds_seat or self is EnrollmentStatus.WAITLISTED


WAITLIST_PLACES = Sequence("waitlist_places", metadata=Base.metadata)
"""Drawn under the course's lock, so that whoever came first has the lower number."""


class Banner(CreatedAtMixin, Base):
    """A picture of a course, checked and re-encoded before it gets here."""

    __tablename__ = "banners"

    id: Mapped[PrimaryKey] = mapped_column(default=random_id)
    """Random: its address is all that one needs to see it, so that nobody may count through them
    to those of drafts."""
    content: Mapped[bytes] = mapped_column(deferred=True)
    content_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    file_id: Mapped[str | None]
    """What Telegram calls it once it was sent; another bot's is not known to ours."""
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Course(CreatedAtMixin, Base):
    """A series of lessons that people enrol in."""

    __tablename__ = "courses"
    __table_args__ = (
        CheckConstraint("taken BETWEEN 0 AND coalesce(capacity, taken)", name="taken_fits"),
        CheckConstraint("end_date >= start_date", name="ends_after_start"),
        CheckConstraint("points_per_visit >= 0", name="points_not_negative"),
        CheckConstraint("online_url ~ '^https?://'", name="online_url_opens"),
        CheckConstraint("completion_percent BETWEEN 0 AND 100", name="completion_is_a_share"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[int] = mapped_column(unique=True, default=random_id)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    description_entities: Mapped[list[dict[str, Any]]] = mapped_column(
        default=list, server_default="[]"
    )
    """Its formatting, as Telegram's message entities: offsets in UTF-16 units."""
    banner_url: Mapped[str | None]
    banner_id: Mapped[int | None] = mapped_column(ForeignKey("banners.id"))
    schedule: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Weekly rules in the campus zone: ``{"days": ["mo"], "start": "18:00", "end": "19:30",
    "location": "B-734"}``."""
    is_from_misis: Mapped[bool] = mapped_column(default=False)
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    points_per_visit: Mapped[int] = mapped_column(default=0)
    access_level: Mapped[Role] = mapped_column(default=Role.PARTICIPANT)
    """The least role that sees it."""
    capacity: Mapped[int | None]
    """None: everybody gets a seat."""
    taken: Mapped[int] = mapped_column(default=0)
    """Seats of those registered and completed; changed only under the row's lock."""
    status: Mapped[CourseStatus] = mapped_column(default=CourseStatus.DRAFT)
    location: Mapped[str | None]
    online_url: Mapped[str | None]
    """Only for those enrolled."""
    enroll_until: Mapped[datetime | None]
    leave_until: Mapped[datetime | None]
    announce_at: Mapped[datetime | None]
    opens_before: Mapped[timedelta] = mapped_column(default=timedelta(minutes=15))
    late_after: Mapped[timedelta] = mapped_column(default=timedelta(minutes=15))
    completion_percent: Mapped[int] = mapped_column(default=75)
    renewing_pass_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Of passes, only those that renew themselves: a picture of one can be sent to a friend."""
    shows_names: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Of who came last, on the projector."""
    version: Mapped[int] = mapped_column(default=1)
    source_key: Mapped[str | None] = mapped_column(unique=True)
    """What the file calls it that it was imported from: imported again, it is the same course."""
    deleted_at: Mapped[datetime | None]
    """Nobody sees it any more; it is kept for the history and the counts."""

    @property
    def free_seats(self) -> int | None:
        """None: as many as people want."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        return self.free_seats == 0

    def takes_people(self, now: datetime) -> bool:
        """Whether one may still join it or move up its waiting list."""
        return self.status is CourseStatus.PUBLISHED and not self.is_enrolling_over(now)

    def is_enrolling_over(self, now: datetime) -> bool:
        return self.enroll_until is not None and now > self.enroll_until

    def is_leaving_over(self, now: datetime) -> bool:
        return self.leave_until is not None and now > self.leave_until


class CourseStaff(CreatedAtMixin, Base):
    """Somebody who works on a course, and as what."""

    __tablename__ = "course_staff"

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    part: Mapped[StaffPart]

    user: Mapped[User] = relationship(lazy="raise")


class Enrollment(CreatedAtMixin, Base):
    """A person on a course. Leaving and coming back reuses the row."""

    __tablename__ = "enrollments"
    __table_args__ = (
        UniqueConstraint("user_id", "course_id"),
        CheckConstraint(
            "(status = 'waitlisted') = (waitlist_place IS NOT NULL)", name="place_while_waiting"
        ),
        Index(
            "uq_enrollments_course_id_waitlist_place",
            "course_id",
            "waitlist_place",
            unique=True,
            postgresql_where=text("waitlist_place IS NOT NULL"),
        ),
        Index("ix_enrollments_course_id_status", "course_id", "status"),
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    status: Mapped[EnrollmentStatus]
    waitlist_place: Mapped[int | None]
    """Orders those who wait; people are told their rank instead."""
    changed_at: Mapped[datetime]
    """When the status became what it is."""
    reason: Mapped[str | None]
    """Why the staff put the person off the course."""

    user: Mapped[User] = relationship(lazy="raise")
    course: Mapped[Course] = relationship(lazy="raise")


class Feedback(CreatedAtMixin, Base):
    """What a participant thought of a course, once."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("user_id", "course_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_in_stars"),
    )

    id: Mapped[PrimaryKey]
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    rating: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")


class PointEntry(CreatedAtMixin, Base):
    """One line of the points ledger. Rows are only ever added; the total is the sum."""

    __tablename__ = "point_entries"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    points: Mapped[int]
    """Negative where an earlier entry is taken back."""
    source_key: Mapped[str] = mapped_column(unique=True)
    """Names the occasion: each is counted once."""

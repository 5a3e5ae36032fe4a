from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAtMixin, PrimaryKey, values


class DeliveryKind(StrEnum):
    SCREEN = "screen"
    """A screen that Telegram would not take when it was due."""
    PROMOTED = "promoted"
    WAITLIST_CLOSED = "waitlist_closed"
    COURSE_CLOSED = "course_closed"
    """Put away while people were on it."""
    ENROLLED = "enrolled"
    """By somebody else."""
    EXPELLED = "expelled"
    COURSE_CHANGED = "course_changed"
    """Its place, its link, or when its lessons are."""
    COMMANDS = "commands"
    """The command menu of a chat, after a change of role or language."""
    ROLE_CHANGED = "role_changed"
    INVITE_ACCEPTED = "invite_accepted"
    PART_GIVEN = "part_given"
    PART_LOST = "part_lost"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    MY_DATA = "my_data"
    LOG_EXPORT = "log_export"
    TAKEN_OVER = "taken_over"
    IMPORT = "import"
    """A file of courses, read and waiting to be carried out, some at a time."""
    IMPORTED = "imported"
    """How far that is."""
    IMPORT_QUESTION = "import_question"
    """Whether people of a course that it changed shall be told."""
    IMPORT_FORM = "import_form"
    ROSTER_EXPORT = "roster_export"
    HANDED_OVER = "handed_over"
    CHECKED_IN = "checked_in"
    """By the staff."""
    MARK_CHANGED = "mark_changed"
    """Corrected by the staff."""
    CALLED_IN = "called_in"
    """Asked to check people in."""
    ROOM_CLOSED = "room_closed"
    """What came of a lesson, where its code was shown."""
    COURSE_FINISHED = "course_finished"
    """How it ended for them."""
    FEEDBACK_REMINDER = "feedback_reminder"
    """To whoever came and has not said what they thought of the course; once."""
    MISSED_TWICE = "missed_twice"
    """To whoever was not at two lessons in a row."""
    MISSED_LIST = "missed_list"
    """Of all those, to those who run the course."""
    ANNOUNCEMENT = "announcement"
    """To each of those for whom it is; bulk."""
    ANNOUNCEMENT_PREVIEW = "announcement_preview"
    """To its author alone."""
    ANNOUNCEMENT_PROGRESS = "announcement_progress"
    """How far it is."""
    REMINDER = "reminder"
    """Of a lesson to come; bulk."""
    QUESTION = "question"
    """To those who run the course."""
    QUESTION_SETTLED = "question_settled"
    """To whoever asked: answered, or closed."""
    QUESTION_ANSWERED = "question_answered"
    """To the others who were asked."""


class DeliveryOperation(StrEnum):
    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    SET_COMMANDS = "set_commands"


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"
    DEAD = "dead"


class AnnouncementStatus(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"
    RECALLED = "recalled"


class Announcement(CreatedAtMixin, Base):
    """What a host or an admin writes to many people; or the card of a coming course, which says
    by itself what it says."""

    __tablename__ = "announcements"
    __table_args__ = (
        Index(
            "uq_announcements_card",
            "course_id",
            "send_at",
            unique=True,
            postgresql_where=text("is_card"),
        ),
    )

    id: Mapped[PrimaryKey]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """None: a service, or the day that the course has for it."""
    course_id: Mapped[int | None] = mapped_column(ForeignKey("courses.id"), index=True)
    is_card: Mapped[bool] = mapped_column(default=False, server_default=false())
    audience: Mapped[dict[str, Any]]
    content: Mapped[dict[str, Any]]
    """Text with Telegram's entities, and the file ids that go with it."""
    status: Mapped[AnnouncementStatus] = mapped_column(default=AnnouncementStatus.DRAFT)
    send_at: Mapped[datetime | None]
    for_late_joiners_until: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was changed after it had begun to go out."""
    edited_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    """When it began to go out."""
    ended_at: Mapped[datetime | None]
    """When nobody was left to send it to, or it was stopped or recalled."""


class Delivery(CreatedAtMixin, Base):
    """One message owed to one addressee. Its words are made when it is sent."""

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, chat_id, address) = 1", name="one_addressee"),
        CheckConstraint("(status = 'sending') <= (claimed_at IS NOT NULL)", name="claimed"),
        Index(
            "ix_deliveries_pending",
            text("urgent DESC"),
            "due_at",
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_deliveries_sending", "claimed_at", postgresql_where=text("status = 'sending'")),
        Index(
            "ix_deliveries_settled_at",
            "settled_at",
            postgresql_where=text("settled_at IS NOT NULL"),
        ),
        Index(
            "ix_deliveries_undelivered",
            "due_at",
            postgresql_where=text("status IN ('unknown', 'dead')"),
        ),
    )

    id: Mapped[PrimaryKey]
    # With no constraint, unlike the other enums: each part of the product adds kinds.
    kind: Mapped[DeliveryKind] = mapped_column(
        Enum(
            DeliveryKind,
            native_enum=False,
            length=32,
            values_callable=values,
            create_constraint=False,
        )
    )
    operation: Mapped[DeliveryOperation] = mapped_column(default=DeliveryOperation.SEND)
    urgent: Mapped[bool]
    """Overtakes bulk, and is sent again when in doubt whether it has arrived."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    chat_id: Mapped[int | None]
    address: Mapped[str | None]
    announcement_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id"), index=True)
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    dedup_key: Mapped[str] = mapped_column(unique=True)
    status: Mapped[DeliveryStatus] = mapped_column(default=DeliveryStatus.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    """When its end was written down."""
    repeat_until: Mapped[datetime | None]
    """Of bulk: sent again when in doubt as long as there is so much time."""
    message_id: Mapped[int | None]
    """What was sent; of an edit or a deletion, what is to be changed."""
    error: Mapped[str] = mapped_column(default="")

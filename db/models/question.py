"""What people ask those who run a course."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, CreatedAtMixin, PrimaryKey
from db.models.course import Course


class QuestionStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    """By those who run the course, without an answer."""
    WITHDRAWN = "withdrawn"
    """By whoever asked."""


class Question(CreatedAtMixin, Base):
    """Between two people who do not know each other's accounts."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("(status = 'open') = (settled_at IS NULL)", name="settled_unless_open"),
        Index("ix_questions_open", "course_id", postgresql_where=text("status = 'open'")),
        Index("ix_questions_user_id_created_at", "user_id", "created_at"),
    )

    id: Mapped[PrimaryKey]
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]
    status: Mapped[QuestionStatus] = mapped_column(default=QuestionStatus.OPEN)
    answer: Mapped[str] = mapped_column(default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    settled_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        return self.status is QuestionStatus.OPEN

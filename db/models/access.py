"""What lets somebody in: links, tokens, sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAtMixin, PrimaryKey, random_id
from db.models.course import StaffPart
from db.models.user import Role


class Invite(CreatedAtMixin, Base):
    """A one-time link that gives its opener a role, a part in a course, or a registered row."""

    __tablename__ = "invites"
    __table_args__ = (
        CheckConstraint("num_nonnulls(role, part, user_id) = 1", name="one_purpose"),
        CheckConstraint("(part IS NULL) = (course_id IS NULL)", name="part_in_a_course"),
        CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name="used_by_somebody"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[int] = mapped_column(unique=True, default=random_id)
    role: Mapped[Role | None]
    part: Mapped[StaffPart | None]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("courses.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The row, made through the API, that the opener becomes."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """None: the operator."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None]

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and now < self.expires_at


class ApiToken(CreatedAtMixin, Base):
    """With which another service signs in. Shown once, kept as its SHA-256."""

    __tablename__ = "api_tokens"

    id: Mapped[PrimaryKey]
    name: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    course_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BIGINT))
    """None: all courses."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class IdempotencyKey(CreatedAtMixin, Base):
    """The answer that a POST had, for whoever repeats it."""

    __tablename__ = "idempotency_keys"

    owner: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    status: Mapped[int | None]
    answer: Mapped[dict[str, Any] | None]


class WebSession(CreatedAtMixin, Base):
    """A sign-in from a Mini App or a browser."""

    __tablename__ = "web_sessions"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    user_agent: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

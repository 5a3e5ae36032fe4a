from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAtMixin, PrimaryKey, random_id


class Role(StrEnum):
    """In order: whoever is more may see what is meant for the lesser."""

    PARTICIPANT = "participant"
    HOST = "host"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def at_most(self) -> list["Role"]:
        """This role and all lesser ones."""
        return list(Role)[: self.rank + 1]


class User(CreatedAtMixin, Base):
    """A person known by their Telegram account, by registration through the API, or both."""

    __tablename__ = "users"

    id: Mapped[PrimaryKey]
    public_id: Mapped[int] = mapped_column(unique=True, default=random_id)
    telegram_id: Mapped[int | None] = mapped_column(unique=True)
    full_name: Mapped[str]
    """As the person wrote it; empty once erased."""
    study_group: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(unique=True)
    """A contact only: knowing it proves nothing."""
    role: Mapped[Role] = mapped_column(default=Role.PARTICIPANT)
    language: Mapped[str | None]
    """None: the campus's."""
    timezone: Mapped[str | None]
    """None: the campus's."""
    reminders_on: Mapped[bool] = mapped_column(default=True)
    news_on: Mapped[bool] = mapped_column(default=True)
    quiet_from: Mapped[time] = mapped_column(default=time(22))
    quiet_to: Mapped[time] = mapped_column(default=time(8))
    reachable: Mapped[bool] = mapped_column(default=True)
    """False once Telegram says that the person has blocked the bot; true at their next message."""
    last_seen_at: Mapped[datetime | None]
    """To the hour: writing it at every tap would cost more than it tells."""
    blocked_at: Mapped[datetime | None]
    block_reason: Mapped[str | None]
    """In an admin's words, which the person was told."""
    erased_at: Mapped[datetime | None]


class Consent(Base):
    """That a person agreed to the processing of their personal data, and to which text."""

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_user_id_given",
            "user_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    version: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class CalendarToken(CreatedAtMixin, Base):
    """The secret in the address of a person's calendar feed."""

    __tablename__ = "calendar_tokens"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    revoked_at: Mapped[datetime | None]

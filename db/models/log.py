from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, PrimaryKey


class LogEntry(Base):
    """Who did what, and when. Rows are only ever added."""

    __tablename__ = "logs"
    __table_args__ = (
        Index("ix_logs_entity_entity_id", "entity", "entity_id"),
        # By which the history of a person and of a course find marks that are rows no more.
        Index("ix_logs_undone", "entity_id", postgresql_where=text("action = 'undo_attendance'")),
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """None: the system, or a service."""
    token_id: Mapped[int | None] = mapped_column(ForeignKey("api_tokens.id"))
    action: Mapped[str]
    timestamp: Mapped[datetime] = mapped_column(index=True)
    entity: Mapped[str]
    """The name of a table."""
    entity_id: Mapped[int]
    details: Mapped[dict[str, Any]]
    """Before and after. Personal fields by name only, so that erasing a person changes nothing
    here."""

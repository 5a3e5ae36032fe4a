"""What the bot itself has to remember between updates and restarts."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class HandledUpdate(Base):
    """An update whose work is committed. Telegram may bring it again; we do not do it again."""

    __tablename__ = "handled_updates"

    bot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Each bot numbers its own updates, and one database may see more than one bot."""
    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    handled_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)


class DialogState(Base):
    """Which typed input we are waiting for in a chat, and which album we saw there last."""

    __tablename__ = "dialog_states"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Telegram's ids: the person may be a stranger."""
    state: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    album_id: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Act(StrEnum):
    """What somebody may be about to do when we first have to ask who they are."""

    ENROLL = "enroll"
    ACCEPT_INVITE = "accept_invite"
    CHECK_IN = "check_in"


class PendingStart(Base):
    """What a stranger was about to do, and how far they have introduced themselves."""

    __tablename__ = "pending_starts"

    telegram_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    act: Mapped[Act]
    subject: Mapped[int]
    """The id of the course or the lesson, or the link's public id."""
    happened_at: Mapped[datetime]
    """The act is judged by this moment where that matters."""
    consented_to: Mapped[str | None]
    """The version of the text."""
    consented_at: Mapped[datetime | None]
    full_name: Mapped[str | None]


class Leader(Base):
    """How often a process came to lead. Who led before claims nothing any more."""

    __tablename__ = "leaders"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[int]

"""Pictures of room codes in chats, which are renewed while people check in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import RoomMessage, User


@dataclass(frozen=True)
class Shown:
    """A message that shows a room code, and to whom."""

    chat_id: int
    message_id: int
    user_id: int
    lesson_id: int
    shown_step: int


async def put(session: AsyncSession, shown: Shown) -> Sequence[int]:
    """Follow it, in place of all others in its chat: their ids."""
    others = RoomMessage.chat_id == shown.chat_id, RoomMessage.message_id != shown.message_id
    gone = await session.scalars(
        delete(RoomMessage).where(*others).returning(RoomMessage.message_id)
    )
    news = {"user_id": shown.user_id, "lesson_id": shown.lesson_id, "shown_step": shown.shown_step}
    row = insert(RoomMessage).values(vars(shown))
    key = [RoomMessage.chat_id, RoomMessage.message_id]
    await session.execute(row.on_conflict_do_update(index_elements=key, set_=news))
    return gone.all()


async def forget(session: AsyncSession, chat_id: int, message_id: int) -> bool:
    """Whether it was followed."""
    statement = delete(RoomMessage).filter_by(chat_id=chat_id, message_id=message_id)
    return await session.scalar(statement.returning(RoomMessage.chat_id)) is not None


async def before(session: AsyncSession, step: int, *, limit: int) -> Sequence[tuple[Shown, User]]:
    """Those that show the code of an earlier step, the oldest first, and whose they are."""
    it = RoomMessage
    statement = (
        select(it.chat_id, it.message_id, it.user_id, it.lesson_id, it.shown_step, User)
        .join(User, User.id == it.user_id)
        .where(it.shown_step < step)
        .order_by(it.shown_step, it.chat_id, it.message_id)
        .limit(limit)
    )
    return [(Shown(*row[:5]), row[5]) for row in await session.execute(statement)]


async def renewed(session: AsyncSession, shown: Shown, *, step: int) -> None:
    which = {"chat_id": shown.chat_id, "message_id": shown.message_id}
    await session.execute(update(RoomMessage).filter_by(**which).values(shown_step=step))

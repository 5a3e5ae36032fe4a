from typing import Any, TypedDict, Unpack

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DialogState


class Dialog(TypedDict):
    """Whose dialog, and in which chat: the primary key of its row."""

    chat_id: int
    user_id: int


class Change(TypedDict, total=False):
    state: str | None
    data: dict[str, Any]
    album_id: str


async def get(session: AsyncSession, dialog: Dialog) -> tuple[str | None, dict[str, Any]]:
    """The state and the data; none and empty where nothing is awaited."""
    statement = select(DialogState.state, DialogState.data).filter_by(**dialog)
    row = (await session.execute(statement)).one_or_none()
    return (None, {}) if row is None else (row.state, row.data)


async def put(session: AsyncSession, dialog: Dialog, **change: Unpack[Change]) -> None:
    """Write what is given and leave the rest."""
    statement = insert(DialogState).values({**dialog, **change})
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[DialogState.chat_id, DialogState.user_id],
            set_={**change, "updated_at": func.now()},
        )
    )


async def forget(session: AsyncSession, dialog: Dialog) -> None:
    """Await nothing any more."""
    await session.execute(delete(DialogState).filter_by(**dialog))

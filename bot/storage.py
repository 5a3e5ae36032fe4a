from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import dialogs
from db.queries.dialogs import Dialog


class DialogStorage(BaseStorage):
    """aiogram's dialogs in the update's own transaction.

    So a refusal leaves the person in the dialog that they were in, and no step is ever half done.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        await dialogs.put(self._session, dialog(key), state=name)

    async def get_state(self, key: StorageKey) -> str | None:
        state, _ = await dialogs.get(self._session, dialog(key))
        return state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        await dialogs.put(self._session, dialog(key), data=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        _, data = await dialogs.get(self._session, dialog(key))
        return data

    async def forget(self, key: StorageKey) -> None:
        await dialogs.forget(self._session, dialog(key))

    async def note_album(self, key: StorageKey, album_id: str) -> None:
        await dialogs.put(self._session, dialog(key), album_id=album_id)

    async def close(self) -> None:
        """The session belongs to the middleware."""


def dialog(key: StorageKey) -> Dialog:
    return {"chat_id": key.chat_id, "user_id": key.user_id}

from collections.abc import AsyncIterator

import pytest
from aiogram.client.session.aiohttp import AiohttpSession

from tests.sandbox.telegram import Telegram, telegram


@pytest.fixture(scope="session")
async def session() -> AsyncIterator[AiohttpSession]:
    """One for all: aiogram takes a quarter of a second to close any."""
    shared = AiohttpSession()
    yield shared
    await shared.close()


@pytest.fixture
async def tg(session: AiohttpSession) -> AsyncIterator[Telegram]:
    """Nothing has been said yet; Anna and Boris opened the bot before."""
    async with telegram(session) as started:
        yield started

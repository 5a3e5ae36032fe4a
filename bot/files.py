"""What people send as a file: fetched when it is asked for, and never more of it than that."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import ExitStack, aclosing
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiohttp import ClientError

from bot.session import PROXY_FAILURES
from domain.errors import DomainError, FileNotFetched, FileTooBig

logger = logging.getLogger(__name__)

MEGABYTE = 1 << 20
SECONDS = 2.5
"""Of the five that a handler has: with what is fetched, something has to be done."""

CHUNK = 1 << 16

AWAY = (AiogramError, ClientError, OSError, TimeoutError, *PROXY_FAILURES)


TooBig = Callable[[int], DomainError]


@dataclass(frozen=True)
class Sent:
    """What Telegram says of a file."""

    file_id: str
    size: int | None


class Files(Protocol):
    async def fetch(self, sent: Sent, *, megabytes: int, too_big: TooBig = FileTooBig) -> BinaryIO:
        """The file, to be read from its beginning. Closed, it is gone. Raises FileNotFetched."""
        ...


@dataclass(frozen=True)
class Upload:
    """What somebody sent, yet to be fetched."""

    sent: Sent
    name: str
    files: Files

    async def content(self, *, megabytes: int) -> bytes:
        with await self.files.fetch(self.sent, megabytes=megabytes) as file:
            return file.read()


class TelegramFiles:
    """On the disk while they are in hand: of several large ones, memory would be full."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, sent: Sent, *, megabytes: int, too_big: TooBig = FileTooBig) -> BinaryIO:
        if (sent.size or 0) > megabytes * MEGABYTE:
            raise too_big(megabytes)
        with ExitStack() as on_failure:
            file = on_failure.enter_context(TemporaryFile())
            try:
                async with asyncio.timeout(SECONDS), aclosing(self._stream(sent)) as chunks:
                    async for chunk in chunks:
                        file.write(chunk)
                        if file.tell() > megabytes * MEGABYTE:
                            raise too_big(megabytes)
            except AWAY as error:
                # Its text may hold the address, and that the token.
                logger.warning("a file was not fetched: %s", type(error).__name__)
                raise too_big(megabytes) if is_too_big(error) else FileNotFetched() from None
            on_failure.pop_all()
        file.seek(0)
        return file

    async def _stream(self, sent: Sent) -> AsyncGenerator[bytes, None]:
        session = self._bot.session
        known = await self._bot.get_file(sent.file_id)
        url = session.api.file_url(self._bot.token, known.file_path or "")
        async with aclosing(session.stream_content(url, chunk_size=CHUNK)) as chunks:
            async for chunk in chunks:
                yield chunk


def is_too_big(error: Exception) -> bool:
    """More than Telegram hands to bots."""
    return isinstance(error, TelegramBadRequest) and "too big" in error.message

"""How we reach Telegram: straight, or through the first proxy that lets us."""

import asyncio
import logging
import ssl
from collections.abc import Sequence
from errno import EHOSTUNREACH
from typing import TYPE_CHECKING, Any

import certifi
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientRequest,
    ClientTimeout,
    TCPConnector,
)
from aiohttp.connector import Connection
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from python_socks import parse_proxy_url

if TYPE_CHECKING:
    from aiohttp.tracing import Trace

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 15
"""A person who waits longer has tapped again."""

CONNECT_SECONDS = 10
"""For all ways one after the other; what is left of the 15 is for the answer."""

AT_ONCE = 200
"""Requests: twice what the sender has out, so that answers to people never wait for it."""

PROXY_FAILURES = (ProxyError, ProxyConnectionError, ProxyTimeoutError, EOFError)
"""None of them is an OSError or a ClientError, so aiogram would let them through as they are.
EOFError: hung up in the middle of the SOCKS greeting."""


def create_session(api_url: str, proxies: Sequence[str]) -> BaseSession:
    """A request that was surely not sent fails with a ``ClientConnectorError`` as the cause of its
    ``TelegramNetworkError``; with any other cause it may have arrived."""
    api = TelegramAPIServer.from_base(api_url)
    return Session(proxies, api=api, timeout=TIMEOUT_SECONDS)


class Session(AiohttpSession):
    def __init__(self, proxies: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self._connector_type = Ways
        self._connector_init = {"proxies": proxies}

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's name
    ) -> TelegramType:
        try:
            return await super().make_request(bot, method, timeout)
        except UnicodeDecodeError as error:
            # A page that something on the way sent instead of an answer.
            raise TelegramNetworkError(method=method, message="no answer of Telegram's") from error


class Ways(TCPConnector):
    """Connects through the proxy that worked last, or else the next one that does.

    Only connecting is tried again, when no byte of a request has left: nothing is sent twice.
    """

    def __init__(
        self, proxies: Sequence[str], *, connect_seconds: float = CONNECT_SECONDS
    ) -> None:
        # Not the system's certificates: small containers have none.
        certificates = ssl.create_default_context(cafile=certifi.where())
        options: dict[str, Any] = {"ssl": certificates, "limit": AT_ONCE}
        super().__init__(**options)
        self._names = [public_name(proxy) for proxy in proxies] or ["direct connection"]
        self._ways: list[TCPConnector] = [
            ProxyConnector.from_url(proxy, rdns=True, **options) for proxy in proxies
        ] or [TCPConnector(**options)]
        self._patience = ClientTimeout(connect=connect_seconds / len(self._ways))
        self._best = 0

    async def connect(
        self,
        req: ClientRequest,
        traces: list["Trace"],
        timeout: ClientTimeout,  # noqa: ASYNC109 - aiohttp's signature
    ) -> Connection:
        failures = []
        for way in self._from_best():
            try:
                connection = await self._ways[way].connect(req, traces, self._patience)
            except (ClientError, OSError, *PROXY_FAILURES) as error:
                failures.append(f"{self._names[way]}: {str(error) or type(error).__name__}")
            else:
                self._keep(way, failures)
                return connection
        raise ClientConnectorError(req.connection_key, OSError(EHOSTUNREACH, "; ".join(failures)))

    async def close(self, *, abort_ssl: bool = False) -> None:
        await asyncio.gather(*(way.close(abort_ssl=abort_ssl) for way in self._ways))
        await super().close(abort_ssl=abort_ssl)

    def _from_best(self) -> list[int]:
        every = range(len(self._ways))
        return [*every[self._best :], *every[: self._best]]

    def _keep(self, way: int, failures: list[str]) -> None:
        if way != self._best:
            # A proxy that talks nonsense is quoted.
            why = "; ".join(failures).encode("ascii", "backslashreplace").decode()
            logger.warning("Telegram is reached through %s now; %s", self._names[way], why)
            self._best = way


def public_name(proxy: str) -> str:
    """Without its user and password."""
    kind, host, port, *_ = parse_proxy_url(proxy)
    return f"{kind.name.lower()}://{host}:{port}"

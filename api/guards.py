"""What stands before every request."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import SAFE, problem

MOST_BYTES = 1 << 20
"""Of a request. Nothing that we know how to read comes near."""

MOST_OF_PICTURE = 20 << 20
OF_PICTURE = re.compile(r"/courses/[^/]+/banner")

TOO_LARGE = 413


class BodyLimit:
    """Refuses what is too long as soon as that shows: by its own word, or on the way."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif announced(scope) > (most := most_of(scope)):
            await problem(TOO_LARGE, "content_too_large")(scope, receive, send)
        else:
            await self._app(scope, counted(receive, most), send)


def most_of(scope: Scope) -> int:
    is_picture = scope["method"] == "PUT" and OF_PICTURE.fullmatch(scope["path"])
    return MOST_OF_PICTURE if is_picture else MOST_BYTES


def announced(scope: Scope) -> int:
    """How many bytes are to come, where that is said."""
    length = Headers(scope=scope).get("content-length", "")
    return int(length[:20]) if length.isdecimal() else 0


def counted(receive: Receive, most: int) -> Receive:
    came = 0

    async def receive_some() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            # Of all exceptions, FastAPI lets only this one through while it reads.
            raise HTTPException(TOO_LARGE)
        return message

    return receive_some


class SafeHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
                if is_framed(headers):
                    # Older than the policy, and knows of no exceptions.
                    del headers["X-Frame-Options"]
            await send(message)

        await self._app(scope, receive, send_safely)


def is_framed(headers: MutableHeaders) -> bool:
    """Whether the policy lets others show it in a frame."""
    _, named, ancestors = headers["Content-Security-Policy"].partition("frame-ancestors ")
    return bool(named) and not ancestors.startswith("'none'")

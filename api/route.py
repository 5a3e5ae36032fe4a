"""One request, one transaction, committed before its answer leaves."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api import idempotency
from api.parts import parts_of
from db.session import repeatedly

Handle = Callable[[Request], Awaitable[Response]]


class Route(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Any]:
        handle: Handle = super().get_route_handler()

        async def in_transaction(request: Request) -> Response:
            return await repeatedly(lambda: answer(request, handle))

        return in_transaction


async def answer(request: Request, handle: Handle) -> Response:
    """A refusal is raised, and leaves nothing behind; whatever is returned is kept."""
    async with parts_of(request).transaction() as session:
        request.state.session = session
        try:
            response = await handle(request)
        except idempotency.Repeated as repeated:
            return repeated.response
        await idempotency.keep(request, response)
        return response

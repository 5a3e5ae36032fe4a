"""One request, one transaction, committed before its answer leaves."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api import idempotency
from api.parts import Work, parts_of
from db.session import repeatedly

Handle = Callable[[Request], Awaitable[Response]]


class Route(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Any]:
        handle: Handle = super().get_route_handler()

        async def in_transaction(request: Request) -> Response:
            await arrive(request)
            return await repeatedly(lambda: answer(request, handle))

        return in_transaction


async def arrive(request: Request) -> None:
    """All of it, before a connection to the database is taken: who sends slowly keeps none."""
    try:
        await request.body()
    except ClientDisconnect as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error


async def answer(request: Request, handle: Handle) -> Response:
    """A refusal is raised, and leaves nothing behind; whatever is returned is kept."""
    parts = parts_of(request)
    reading = parts.reading if request.method == "GET" else None
    async with (reading or parts.transaction)() as session:
        request.state.work = Work(session, parts.clock())
        try:
            response = await understood(handle(request))
        except idempotency.Repeated as repeated:
            return repeated.response
        await idempotency.keep(request, response)
        return response


async def understood(handling: Awaitable[Response]) -> Response:
    """FastAPI says 400 where it cannot even decode a body, and 422 where it can: for us one."""
    try:
        return await handling
    except HTTPException as error:
        if error.status_code != HTTPStatus.BAD_REQUEST:
            raise
        mistake = {"loc": ("body",), "msg": "JSON decode error"}
        raise RequestValidationError([mistake]) from error

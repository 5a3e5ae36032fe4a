"""One request, one transaction, committed before its answer leaves."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api import idempotency
from api.dependencies import present
from api.parts import Work, parts_of
from db.session import repeatedly

Handle = Callable[[Request], Awaitable[Response]]


class Route(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Any]:
        handle: Handle = super().get_route_handler()

        known = query_parameters(self)

        async def in_transaction(request: Request) -> Response:
            await arrive(request)
            present(request)
            ensure_known(request, known)
            return await repeatedly(lambda: answer(request, handle))

        return in_transaction


async def arrive(request: Request) -> None:
    """All of it, before a connection to the database is taken: who sends slowly keeps none."""
    try:
        await request.body()
    except ClientDisconnect as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error


def query_parameters(route: APIRoute) -> set[str]:
    fields = get_flat_params(route.dependant)
    return {it.alias for it in fields if isinstance(it.field_info, params.Query)}


def ensure_known(request: Request, known: Collection[str]) -> None:
    """A filter that is misspelt, or there twice, would list what nobody asked for."""
    given = [name for name, _ in request.query_params.multi_items()]
    mistakes = [
        {"loc": ("query", name), "msg": "is given twice" if name in known else "is not known"}
        for name, count in Counter(given).items()
        if count > 1 or name not in known
    ]
    if mistakes:
        raise RequestValidationError(mistakes)


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

"""Every error leaves as RFC 9457 problem+json with a stable code."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.limits import TooManyRequests
from api.schemas.base import VARIANT
from api.statuses import STATUS
from db.session import Conflict, DatabaseAway
from domain.errors import DomainError, NotAuthenticated

RETRY_SECONDS = 1
MOST_PLACES, LONGEST_PLACE = 20, 100
"""Of what is wrong with a request, for one answer. A field that we do not know has any name."""


class Place(BaseModel):
    """Of a mistake in a request."""

    place: str = Field(examples=["body.name"])
    message: str


class Problem(BaseModel):
    """RFC 9457. Some refusals know more, such as `id` or `until`."""

    model_config = ConfigDict(extra="allow")

    title: str
    status: int = Field(ge=400, le=599)
    code: str = Field(description="Stable, for programs.", examples=["course_not_found"])
    detail: str
    errors: list[Place] = Field([], description="Of `invalid`: what is wrong, and where.")


ALWAYS = (401, 403, 422, 429, 500, 503)
"""What any request may be answered."""

CODES = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "content_too_large",
}
"""Of what refuses before an operation of ours could: Python's own names of them have changed."""

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""Headers of every answer. Where it says otherwise itself, it knows better."""


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the documentation: how the request may be refused, beside what is always possible.
    api/openapi.py says the rest."""
    return {status: {} for status in statuses}


def problem(
    status: int,
    code: str,
    detail: str = "",
    headers: dict[str, str] | None = None,
    **more: object,
) -> JSONResponse:
    title = HTTPStatus(status).phrase
    body = {"title": title, "status": status, "code": code, "detail": detail, **more}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


async def on_refusal(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    is_nobody = isinstance(error, NotAuthenticated)
    headers = {"WWW-Authenticate": "Bearer, tma"} if is_nobody else None
    return problem(STATUS[type(error)], error.code, str(error), headers, **_plain(error.facts()))


def _plain(facts: dict[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in facts.items()
    }


async def on_invalid(_: Request, error: Exception) -> JSONResponse:
    """Where it is wrong, and not what was sent: that may be a secret."""
    assert isinstance(error, RequestValidationError)
    places = [
        {"place": _place(it["loc"]), "message": _message(it)}
        for it in error.errors()[:MOST_PLACES]
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, "invalid", "The request is not valid.", errors=places)


def _place(loc: Sequence[str | int]) -> str:
    parts = [str(it) for it in loc if not VARIANT.fullmatch(str(it))]
    return ".".join(parts)[:LONGEST_PLACE]


def _message(mistake: dict[str, Any]) -> str:
    if mistake.get("type") == "union_tag_invalid":
        # pydantic would repeat what was sent, and tell what our classes are called.
        return "Input should be one of the values that are documented"
    return str(mistake["msg"])


async def on_too_many(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TooManyRequests)
    headers = {"Retry-After": str(error.retry_after)}
    return problem(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", str(error), headers)


async def on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status, headers = HTTPStatus(error.status_code), dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(sorted(methods_of(request)))
    return problem(status, CODES.get(status, status.name.lower()), headers=headers)


def methods_of(request: Request) -> set[str]:
    """All that its path has: Starlette names those of the first route alone."""
    path = request.scope["path"]
    routes = [it for it in iter_route_contexts(request.app.routes) if it.methods]
    return {method for it in routes if it.path_regex.match(path) for method in it.methods or ()}


async def on_database_away(_: Request, error: Exception) -> JSONResponse:
    code = "too_busy" if isinstance(error, Conflict) else "database_away"
    headers = {"Retry-After": str(RETRY_SECONDS)}
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, code, headers=headers)


async def on_bug(_: Request, error: Exception) -> JSONResponse:
    # Answered outside of all that is put around the app, the guard of the headers too.
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", headers=SAFE)


def install(app: FastAPI) -> None:
    app.add_exception_handler(DomainError, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(TooManyRequests, on_too_many)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(DatabaseAway, on_database_away)
    app.add_exception_handler(Exception, on_bug)

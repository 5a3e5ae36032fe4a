"""Every error leaves as RFC 9457 problem+json with a stable code."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.limits import TooManyRequests
from api.statuses import STATUS
from db.session import DatabaseAway
from domain.errors import DomainError, NotAuthenticated

RETRY_SECONDS = 1
MOST_PLACES = 20
"""Of what is wrong with a request, for one answer."""


class Problem(BaseModel):
    """RFC 9457. Some refusals know more, such as `id` or `until`."""

    title: str
    status: int
    code: str = Field(description="Stable, for programs.", examples=["course_not_found"])
    detail: str


ALWAYS = (401, 422, 429, 503)
"""What any request may be answered."""


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the documentation: how the request may be refused, beside what is always possible."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
        }
        for status in sorted({*ALWAYS, *statuses})
    }


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
        {"place": ".".join(map(str, it["loc"])), "message": it["msg"]} for it in error.errors()
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, "invalid", "The request is not valid.", errors=places[:MOST_PLACES])


async def on_too_many(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TooManyRequests)
    headers = {"Retry-After": str(error.retry_after)}
    return problem(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", str(error), headers)


async def on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = HTTPStatus(error.status_code).name.lower()
    return problem(error.status_code, code, headers=dict(error.headers or {}))


async def on_database_away(_: Request, error: Exception) -> JSONResponse:
    headers = {"Retry-After": str(RETRY_SECONDS)}
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "database_away", headers=headers)


async def on_bug(_: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error")


def install(app: FastAPI) -> None:
    app.add_exception_handler(DomainError, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(TooManyRequests, on_too_many)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(DatabaseAway, on_database_away)
    app.add_exception_handler(Exception, on_bug)

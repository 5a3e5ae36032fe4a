"""/tv: the page on the projector. Which one it is says a cookie, no address; what it shows is told
by server-sent events."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Cookie, HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from limits import RateLimitItemPerMinute

from api.dependencies import address_of
from api.parts import Parts, parts_of
from api.projecting import listen, look
from api.webapp import POLICY, files
from db.session import repeatedly
from domain import projectors
from domain.campus import spoken
from domain.projectors import Waiting

COOKIE = "kursovod_screen"
A_DAY = 24 * 60 * 60

OF_NEW_SCREENS = RateLimitItemPerMinute(60)
"""From one address: a campus has one, and all its projectors behind it."""

Secret = Annotated[str, Cookie(alias=COOKIE)]

router = APIRouter(prefix="/tv", include_in_schema=False)


@router.get("")
async def get_page() -> Response:
    file = files()["tv/index.html"]
    policy = POLICY.format(digests=file.digests, frames="'none'")
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return Response(file.content, headers=headers, media_type=file.kind)


@router.get("/screen")
async def get_screen(request: Request, secret: Secret = "") -> Response:
    """Whether this browser has a page."""
    if await look(parts_of(request), secret) is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/screen")
async def post_screen(request: Request) -> Response:
    """A page for this browser, which forgets the one that it had."""
    parts = parts_of(request)
    parts.limits.hit(OF_NEW_SCREENS, address_of(request))
    secret = await repeatedly(lambda: open_page(parts))
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=A_DAY,
        path="/tv",
        httponly=True,
        samesite="strict",
        secure=parts.campus.public_url.startswith("https:"),
    )
    return answer


@router.delete("/screen")
async def delete_screen(request: Request, secret: Secret = "") -> Response:
    parts = parts_of(request)
    async with parts.transaction() as session:
        await projectors.leave(session, secret, now=parts.clock())
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    answer.delete_cookie(COOKIE, path="/tv")
    return answer


@router.get("/events")
async def get_events(request: Request, secret: Secret = "") -> Response:
    parts = parts_of(request)
    state, address = await look(parts, secret), address_of(request)
    if state is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    is_waiting = isinstance(state, Waiting)
    if not parts.streams.has_room(secret, address, is_waiting=is_waiting):
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
    language = spoken(request.headers.get("Accept-Language"), parts.campus)
    # nginx would keep events back until it has a bufferful.
    headers = {"X-Accel-Buffering": "no"}
    shown = listen(parts, secret, language, address, is_waiting=is_waiting)
    return StreamingResponse(shown, media_type="text/event-stream", headers=headers)


async def open_page(parts: Parts) -> str:
    async with parts.transaction() as session:
        return await projectors.open_page(session, now=parts.clock())

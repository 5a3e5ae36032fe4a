from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.routing import APIRoute

from api.courses import IfMatch, Writing, tagged, version_of
from api.errors import described
from api.parts import work_of
from api.route import Handle, Route, answer
from api.schemas.base import PathId
from api.schemas.courses import CourseOut
from api.uploads import BODY, UploadRoute, picture_of
from db.session import repeatedly
from domain import banners

A_YEAR = "public, max-age=31536000, immutable"
"""Another picture has another address."""


class OpenRoute(APIRoute):
    """Nobody signs in: messages, and pages of others, show pictures."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle: Handle = super().get_route_handler()

        async def in_transaction(request: Request) -> Response:
            return await repeatedly(lambda: answer(request, handle))

        return in_transaction


uploads = APIRouter(prefix="/courses", tags=["courses"], route_class=UploadRoute)
router = APIRouter(prefix="/courses", tags=["courses"], route_class=Route)
pictures = APIRouter(prefix="/banners", include_in_schema=False, route_class=OpenRoute)

Known = Annotated[str, Header(alias="If-None-Match")]


@uploads.put(
    "/{course_id}/banner",
    summary="Give a course a picture",
    responses=described(403, 404, 408, 412, 415),
    openapi_extra=BODY,
)
async def put_banner(
    course_id: PathId,
    asked: Writing,
    request: Request,
    response: Response,
    if_match: IfMatch = None,
) -> CourseOut:
    """It is made anew as a JPEG of at most 1280x720, without what a camera writes into it; of
    another shape than 16:9, the middle is kept. `banner_url` says where anybody sees it, and
    changes with it."""
    course = await banners.put(
        asked.session,
        asked.by,
        picture_of(request),
        course_id=course_id,
        version=version_of(if_match),
        now=asked.now,
    )
    return tagged(response, asked, course)


@router.delete(
    "/{course_id}/banner",
    summary="Take a course's picture away",
    responses=described(403, 404, 412),
)
async def delete_banner(
    course_id: PathId, asked: Writing, response: Response, if_match: IfMatch = None
) -> CourseOut:
    """If it has one. What was written to `banner_url` is shown again."""
    course = await banners.remove(
        asked.session,
        asked.by,
        course_id=course_id,
        version=version_of(if_match),
        now=asked.now,
    )
    return tagged(response, asked, course)


@pictures.api_route("/{banner_id}", methods=["GET", "HEAD"])
async def get_banner(banner_id: PathId, request: Request, known: Known = "") -> Response:
    session = work_of(request).session
    content, content_type = await banners.published(session, banner_id=banner_id)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": A_YEAR}
    if is_known(tag, known):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(content))
        return Response(headers=headers, media_type=content_type)
    return Response(content, headers=headers, media_type=content_type)


def is_known(tag: str, known: str) -> bool:
    return known.strip() == "*" or tag in {
        it.strip().removeprefix("W/") for it in known.split(",")
    }

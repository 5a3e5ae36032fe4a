"""Pictures that are sent as they are. They are large: so none is read before it is known who sends
it, it is kept on the disk meanwhile, and no connection to the database waits for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.dependencies import MayAct, present
from api.parts import Work, parts_of
from api.route import Handle, answer, ensure_known, query_parameters
from api.schemas.base import LONGEST_ID
from db.session import repeatedly
from domain import banners
from domain.api_tokens import Scope
from domain.errors import PictureKindNotKnown
from domain.pictures import Part, Picture

KINDS = {"image/jpeg", "image/png", "image/webp"}

SECONDS = 60
"""For all of it to come."""

DRAWING_SECONDS = 10

BODY = {
    "requestBody": {
        "required": True,
        "description": "The picture itself, of 20 MiB and 40 million pixels at most (as WebP 20 "
        "million), at least 640x360.",
        "content": {
            it: {"schema": {"type": "string", "format": "binary"}} for it in sorted(KINDS)
        },
    }
}

sender = MayAct(Scope.COURSES_WRITE)


class UploadRoute(APIRoute):
    """Its operation finds the picture by ``picture_of``."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle: Handle = super().get_route_handler()
        known = query_parameters(self)

        async def in_two_transactions(request: Request) -> Response:
            present(request)
            ensure_known(request, known)
            if names_course(request):
                await ensure_welcome(request)
                request.state.picture = await developed(request)
            return await repeatedly(lambda: answer(request, handle))

        return in_two_transactions


def picture_of(request: Request) -> Picture:
    picture: Picture = request.state.picture
    return picture


def names_course(request: Request) -> bool:
    """If not, the operation itself refuses."""
    course_id = request.path_params["course_id"]
    return course_id.isdecimal() and 0 < int(course_id[:20]) <= LONGEST_ID


async def ensure_welcome(request: Request) -> None:
    parts = parts_of(request)
    async with parts.transaction() as session:
        request.state.work = Work(session, parts.clock())
        asked = await sender(request)
        course_id = int(request.path_params["course_id"])
        await banners.ensure_editable(session, asked.by, course_id=course_id)
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise PictureKindNotKnown


async def developed(request: Request) -> Picture:
    pictures = parts_of(request).pictures
    async with received(request) as file:
        return await pictures.develop(file, Part.MIDDLE, seconds=DRAWING_SECONDS)


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[BinaryIO]:
    with TemporaryFile() as file:
        try:
            async with asyncio.timeout(SECONDS):
                async for chunk in request.stream():
                    file.write(chunk)
        except ClientDisconnect as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error
        except TimeoutError as error:
            raise HTTPException(HTTPStatus.REQUEST_TIMEOUT) from error
        yield file

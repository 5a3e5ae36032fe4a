import json
from hmac import compare_digest
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request, Response

from bot.intake import Intake

HEADER = "X-Telegram-Bot-Api-Secret-Token"


def create_router(intake: Intake, *, path: str, secret: str) -> APIRouter:
    """The webhook. 200 means that the update is handled and committed; with the database away
    the answer is 503, and Telegram brings the update again.
    """
    router = APIRouter(include_in_schema=False)

    @router.post(path)
    async def post_update(
        request: Request, token: Annotated[str, Header(alias=HEADER)] = ""
    ) -> Response:
        # Bytes, because compare_digest refuses strings that are not ASCII with a TypeError.
        if not compare_digest(token.encode(), secret.encode()):
            raise HTTPException(401)
        await intake(read(await request.body()))
        return Response()

    return router


def read(body: bytes) -> dict[str, object]:
    try:
        update = json.loads(body)
    except ValueError as error:
        raise HTTPException(400) from error
    if not isinstance(update, dict):
        raise HTTPException(400)
    return update

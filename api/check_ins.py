from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from api import idempotency
from api.dependencies import Asked, MayAct, get_own_once, owner_of
from api.errors import described
from api.parts import parts_of
from api.route import Route
from api.schemas.base import PathId
from api.schemas.check_ins import ByCode, ByName, ByPass, CheckInIn, CheckInOut, shown
from domain import attendance, roll_call, service_marks
from domain.actor import Actor, Service
from domain.answers import CheckIn, WhichLesson
from domain.api_tokens import Scope
from domain.attendance import Desk
from domain.authoring import Author
from domain.codes import Pass, RoomCode
from domain.errors import NotAllowed
from domain.service_marks import Named

router = APIRouter(tags=["attendance"], route_class=Route)

Writing = Annotated[Asked[Author], Depends(MayAct(Scope.ATTENDANCE_WRITE))]
Own = Annotated[Asked[Actor], Depends(get_own_once)]


@router.post("/check-ins", summary="Check oneself in", responses=described(403))
async def post_check_in(body: ByCode, request: Request, asked: Own) -> CheckInOut:
    """By the code that the room sees. Whatever comes of it is an `answer`: only where that is
    `checked_in`, `late` or `already` there is a mark. Of `already` the `status` says which: where
    the staff noted that the person did not come, no code changes that."""
    return shown(await come(request, asked, body))


@router.post(
    "/lessons/{lesson_id}/check-ins",
    summary="Check in to a lesson",
    responses=described(403, 404, 409),
)
async def post_lesson_check_in(
    lesson_id: PathId, body: CheckInIn, request: Request, asked: Writing
) -> CheckInOut:
    """Participants send the `code` that the room sees, the staff somebody's `pass`, or a `user_id`
    on their word, as services do. What came of it says the `answer`. Where the staff make a mark
    another that has stood for a minute, also just by a `user_id`, they give a `reason`."""
    if isinstance(body, ByName):
        return shown(await name(request, asked, lesson_id, body), is_by_name=True)
    own = personal(asked)
    if isinstance(body, ByPass):
        return shown(await scan(request, own, lesson_id, body))
    return shown(await come(request, own, body, lesson_id))


async def come(
    request: Request, asked: Asked[Actor], sent: ByCode, lesson_id: int | None = None
) -> CheckIn:
    """Judged by when it arrives: who has no network is not in the room for us."""
    return await check_in(request, asked, RoomCode(sent.code, asked.now, lesson_id))


async def scan(request: Request, asked: Asked[Actor], lesson_id: int, sent: ByPass) -> CheckIn:
    """Judged by when it was scanned, which is not after now."""
    if idempotency.HEADER not in request.headers:
        await idempotency.claim(request, owner_of(asked.by), sent.nonce)
    return await check_in(request, asked, Pass(sent.shown, moment(sent, asked), lesson_id))


async def check_in(request: Request, asked: Asked[Actor], shown_code: RoomCode | Pass) -> CheckIn:
    checked = await attendance.check_in(asked.session, desk_of(request, asked), shown_code)
    # It is asked only where no lesson is named.
    assert not isinstance(checked, WhichLesson)
    return checked


def moment(sent: ByPass | ByName, asked: Asked[Any]) -> datetime:
    """When it was done. Clocks of phones may be ahead."""
    return min(sent.scanned_at or asked.now, asked.now)


async def name(request: Request, asked: Asked[Author], lesson_id: int, sent: ByName) -> CheckIn:
    if isinstance(asked.by, Service):
        named = Named(lesson_id, sent.user_id, sent.status, moment(sent, asked))
        return await service_marks.mark(
            asked.session, asked.by, asked.campus, named, now=asked.now
        )
    return await roll_call.mark(
        asked.session,
        desk_of(request, personal(asked)),
        lesson_id=lesson_id,
        user_id=sent.user_id,
        status=sent.status,
        reason=sent.reason,
        at=moment(sent, asked),
    )


def personal(asked: Asked[Author]) -> Asked[Actor]:
    """Codes and passes are for people: a service was not in the room."""
    if isinstance(asked.by, Service):
        raise NotAllowed
    return Asked(asked.session, asked.now, asked.campus, asked.by)


def desk_of(request: Request, asked: Asked[Actor]) -> Desk:
    return Desk(asked.by, asked.campus, parts_of(request).signer(), asked.now)

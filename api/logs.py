from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api.dependencies import Asked, Asker, May
from api.errors import described
from api.pages import LIMIT, Cursor, Limit, Page, after_moment, cut_by_moment
from api.route import Route
from api.schemas.base import LONGEST_ID, Digits, Moment
from api.schemas.logs import LogEntryOut
from domain import api_tokens, history
from domain.history import Scope

ACTION_LENGTH = 64

router = APIRouter(prefix="/logs", tags=["logs"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(api_tokens.Scope.LOGS_READ))]
QueryId = Annotated[int, Field(ge=1, le=LONGEST_ID), Digits]


async def get_scope(
    user_id: Annotated[
        QueryId | None, Query(description="Who did it, or to whom it was done.")
    ] = None,
    course_id: Annotated[
        QueryId | None, Query(description="With its lessons and its people.")
    ] = None,
    action: Annotated[
        str | None, Query(max_length=ACTION_LENGTH, pattern=r"^[a-z_]+$", examples=["enroll"])
    ] = None,
    since: Annotated[Moment | None, Query(alias="from", description="Then or later.")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Before then.")] = None,
) -> Scope:
    return Scope(user_id, course_id, action, since, until)


@router.get("", summary="List what was done", responses=described(403, 404))
async def get_logs(
    asked: Reading,
    scope: Annotated[Scope, Depends(get_scope)],
    limit: Limit = LIMIT,
    cursor: Cursor = None,
) -> Page[LogEntryOut]:
    """The newest first, for admins and services. A token for some courses sees only those."""
    before = after_moment(cursor)
    found = await history.listed(asked.session, asked.by, scope, before=before, limit=limit + 1)
    kept, following = cut_by_moment(found, limit, lambda it: (it.timestamp, it.id))
    return Page(items=[LogEntryOut.model_validate(it) for it in kept], next_cursor=following)

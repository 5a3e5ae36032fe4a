from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import Asked, Asker, May
from api.errors import described
from api.pages import LIMIT, Cursor, Limit, Page, after, cut
from api.route import Route
from api.schemas.base import PathId
from api.schemas.check_ins import AttendingOut
from domain import attending
from domain.api_tokens import Scope

SEARCH_LENGTH = 100

router = APIRouter(tags=["attendance"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(Scope.ATTENDANCE_READ))]
Search = Annotated[
    str, Query(max_length=SEARCH_LENGTH, description="Parts of the name or the group.")
]


@router.get(
    "/lessons/{lesson_id}/roster",
    summary="List who is expected, and who came",
    responses=described(403, 404),
)
async def get_roster(
    lesson_id: PathId,
    asked: Reading,
    limit: Limit = LIMIT,
    cursor: Cursor = None,
    search: Search = "",
) -> Page[AttendingOut]:
    """By name, for the staff of the course, admins and services: those who have a seat, each with
    the mark that there is."""
    found = await attending.listed(
        asked.session,
        asked.by,
        lesson_id=lesson_id,
        typed=search,
        after_id=after(cursor),
        limit=limit + 1,
    )
    kept, following = cut(found, limit, lambda it: it.enrollment_id)
    return Page(items=[AttendingOut.model_validate(it) for it in kept], next_cursor=following)

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends

from api.dependencies import Asked, Asker, May, MayAct
from api.errors import described
from api.pages import LIMIT, Cursor, Limit, Page, after, cut
from api.route import Route
from api.schemas.base import PathId
from api.schemas.staff import MemberOut, PartIn
from domain import appointing, staff
from domain.api_tokens import Scope
from domain.authoring import Author
from domain.staff import Member

router = APIRouter(prefix="/courses/{course_id}/staff", tags=["staff"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(Scope.COURSES_READ))]
Writing = Annotated[Asked[Author], Depends(MayAct(Scope.COURSES_WRITE))]


@router.get("", summary="List a course's staff", responses=described(403, 404))
async def get_staff(
    course_id: PathId,
    asked: Reading,
    limit: Limit = LIMIT,
    cursor: Cursor = None,
) -> Page[MemberOut]:
    """By the people's ids: for the staff itself and admins."""
    found = await staff.members(
        asked.session, asked.by, course_id=course_id, after_id=after(cursor), limit=limit + 1
    )
    kept, following = cut(found, limit, lambda it: it.user_id)
    return Page(items=[MemberOut.model_validate(it) for it in kept], next_cursor=following)


@router.put(
    "/{user_id}",
    summary="Give somebody a part",
    response_model=MemberOut,
    responses=described(403, 404, 409),
)
async def put_member(course_id: PathId, user_id: PathId, body: PartIn, asked: Writing) -> Member:
    """In place of another that they may have; they are told. With the part of a host a
    participant becomes a host: a service needs the scope `users:roles` for that. A course keeps
    a manager."""
    post = await appointing.appoint(
        asked.session,
        asked.by,
        course_id=course_id,
        user_id=user_id,
        part=body.part,
        now=asked.now,
    )
    return post.member


@router.delete(
    "/{user_id}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Take somebody off the staff",
    responses=described(403, 404, 409),
)
async def delete_member(course_id: PathId, user_id: PathId, asked: Writing) -> None:
    """They are told, and keep their role. Everybody may give their own part up. A course keeps a
    manager."""
    await staff.remove(
        asked.session, asked.by, course_id=course_id, user_id=user_id, now=asked.now
    )

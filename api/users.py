from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import Asked, Asker, May, MayAct
from api.errors import described
from api.pages import LIMIT, Cursor, Limit, Page, after, cut
from api.route import Route
from api.schemas.base import PathId
from api.schemas.users import UserChange, UserIn, UserOut, shown
from db.models import Role
from domain import directory
from domain.api_tokens import Scope
from domain.authoring import Author

QUERY_LENGTH = 100

router = APIRouter(tags=["users"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(Scope.USERS_READ))]
Writing = Annotated[Asked[Author], Depends(MayAct(Scope.USERS_WRITE))]
Self = Annotated[Asked[Author], Depends(MayAct(Scope.USERS_WRITE, needs_consent=False))]
"""Everybody may mend and erase what is kept about them, whether they agreed to it or not."""

Words = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=QUERY_LENGTH,
        description="Parts of the name, the group or the e-mail, or how the Telegram id begins.",
    ),
]


@router.post(
    "/register",
    status_code=HTTPStatus.CREATED,
    summary="Register a person",
    responses=described(403, 409),
)
async def register(body: UserIn, asked: Writing, response: Response) -> UserOut:
    """They agree to the processing of their data themselves, at their first act in the chat.
    A `uid` or an e-mail that somebody has: 409 with their `id`."""
    user = await directory.register(
        asked.session, asked.by, asked.campus, person=body.as_person(), now=asked.now
    )
    response.headers["Location"] = f"/users/{user.id}"
    return shown(user)


@router.get("/users", summary="List people", responses=described(403))
async def get_users(
    asked: Reading,
    limit: Limit = LIMIT,
    cursor: Cursor = None,
    q: Words = None,
    role: Annotated[Role | None, Query()] = None,
) -> Page[UserOut]:
    """By id, for admins. A token for some courses lists those who take them or work on them."""
    which = directory.chosen(q, role)
    found = await directory.listed(
        asked.session, asked.by, which, after_id=after(cursor), limit=limit + 1
    )
    kept, following = cut(found, limit, lambda it: it.id)
    return Page(items=[shown(it) for it in kept], next_cursor=following)


@router.get("/users/{user_id}", summary="Read a person", responses=described(404))
async def get_user(user_id: PathId, asked: Reading) -> UserOut:
    """Oneself, or for admins anybody."""
    return shown(await directory.seen(asked.session, asked.by, user_id=user_id))


@router.put("/users/{user_id}", summary="Change a person", responses=described(403, 404, 409))
async def put_user(user_id: PathId, body: UserChange, asked: Self) -> UserOut:
    """What is left out stays as it is. With a lesser role, parts in courses become lesser too."""
    user = await directory.change(
        asked.session,
        asked.by,
        asked.campus,
        user_id=user_id,
        change=body.as_change(),
        now=asked.now,
    )
    return shown(user)


@router.delete(
    "/users/{user_id}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Erase a person",
    responses=described(403, 404, 409),
)
async def delete_user(user_id: PathId, asked: Self) -> None:
    """Who it was is gone for good; the history and the totals stay without them. An admin gets
    another role first."""
    await directory.erase(asked.session, asked.by, asked.campus, user_id=user_id, now=asked.now)

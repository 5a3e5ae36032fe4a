from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import Asked, Asker, May, MayAct
from api.errors import described
from api.pages import LIMIT, Cursor, Limit, Page, after, cut
from api.route import Route
from api.schemas.announcements import (
    AnnouncementChange,
    AnnouncementIn,
    AnnouncementOut,
    as_out,
)
from api.schemas.base import LONGEST_ID, Digits, PathId
from domain import announcement_orders as orders
from domain import announcements
from domain.api_tokens import Scope
from domain.authoring import Author

router = APIRouter(prefix="/announcements", tags=["announcements"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(Scope.ANNOUNCEMENTS_READ))]
Writing = Annotated[Asked[Author], Depends(MayAct(Scope.ANNOUNCEMENTS_WRITE))]
OfCourse = Annotated[
    int | None, Query(ge=1, le=LONGEST_ID, description="Only those of the course."), Digits
]


@router.get("", summary="List announcements", responses=described(403, 404))
async def get_announcements(
    asked: Reading, course_id: OfCourse = None, limit: Limit = LIMIT, cursor: Cursor = None
) -> Page[AnnouncementOut]:
    """The newest first, without drafts. Of a course, for those who may write to its people; of
    all, for admins and services."""
    found = await orders.listed(
        asked.session,
        asked.by,
        course_id=course_id,
        before_id=after(cursor) or None,
        limit=limit + 1,
    )
    kept, following = cut(found, limit, lambda it: it.id)
    return Page(items=[as_out(it) for it in kept], next_cursor=following)


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    summary="Write to many people",
    responses=described(403, 404, 409),
)
async def post_announcement(
    body: AnnouncementIn, asked: Writing, response: Response
) -> AnnouncementOut:
    """It goes out at its time, or now, to those for whom it is then."""
    order = orders.Order(
        body.as_content(), body.as_audience(), body.send_at, body.for_late_joiners_until
    )
    it = await orders.place(asked.session, asked.by, asked.campus, order, now=asked.now)
    response.headers["Location"] = f"/announcements/{it.id}"
    return as_out(it)


@router.get("/{announcement_id}", summary="Read an announcement", responses=described(403, 404))
async def get_announcement(announcement_id: PathId, asked: Reading) -> AnnouncementOut:
    """With a report, once it goes out."""
    return as_out(
        await announcements.look(asked.session, asked.by, asked.campus, announcement_id, asked.now)
    )


@router.put(
    "/{announcement_id}", summary="Change an announcement", responses=described(403, 404, 409)
)
async def put_announcement(
    announcement_id: PathId, body: AnnouncementChange, asked: Writing
) -> AnnouncementOut:
    """Other words are put into what people have got, too. The button can be changed until it
    goes out, and so can its time."""
    changes = orders.Changes(
        content=body.content(body.text) if "text" in body.model_fields_set else None,
        button=body.content("").button,
        has_button="button" in body.model_fields_set,
        send_at=body.send_at,
        late=body.for_late_joiners_until,
        has_late="for_late_joiners_until" in body.model_fields_set,
        status=body.status,
    )
    return as_out(
        await orders.change(
            asked.session, asked.by, asked.campus, announcement_id, changes, now=asked.now
        )
    )


@router.delete(
    "/{announcement_id}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Recall an announcement",
    responses=described(403, 404, 409),
)
async def delete_announcement(announcement_id: PathId, asked: Writing) -> None:
    """What has not gone out is gone. What people have got disappears from their chats, or says
    after two days that it was recalled; it stays to be read here, with the status `recalled`."""
    await orders.withdraw(asked.session, asked.by, announcement_id=announcement_id, now=asked.now)

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.check_ins import desk_of, personal
from api.dependencies import Asked, Asker, May, MayAct
from api.errors import described
from api.route import Route
from api.schemas.attendance import AttendanceChange, AttendanceIn, AttendanceOut
from api.schemas.base import PathId
from domain import correcting, marks, staff_marks
from domain.actor import Service
from domain.api_tokens import Scope
from domain.authoring import Author
from domain.marks import Marked, Wanted

router = APIRouter(prefix="/attendance", tags=["attendance"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(Scope.ATTENDANCE_READ))]
Writing = Annotated[Asked[Author], Depends(MayAct(Scope.ATTENDANCE_WRITE))]


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    summary="Mark who came",
    response_model=AttendanceOut,
    responses=described(403, 404, 409),
)
async def post_attendance(
    body: AttendanceIn, request: Request, asked: Writing, response: Response
) -> Marked:
    """By services at any time, by the staff of the course from when check-in opens (an excuse
    before, too): whom they mark is told. Who came gets the points. No lesson on that day, or
    several: 422 with `lesson_ids`. Marked already: 409 with the `id`."""
    marked = await mark(request, asked, body.as_wanted())
    response.headers["Location"] = f"/attendance/{marked.id}"
    return marked


@router.get(
    "/{attendance_id}",
    summary="Read a mark",
    response_model=AttendanceOut,
    responses=described(404),
)
async def get_attendance(attendance_id: PathId, asked: Reading) -> Marked:
    """One's own; those of others for the staff of the course, admins and services."""
    return await marks.see(asked.session, asked.by, attendance_id=attendance_id)


@router.put(
    "/{attendance_id}",
    summary="Change a mark",
    response_model=AttendanceOut,
    responses=described(403, 404, 409),
)
async def put_attendance(
    attendance_id: PathId, body: AttendanceChange, request: Request, asked: Writing
) -> Marked:
    """The points follow: who came after all gets them, who did not loses them. The staff give a
    `reason`, which the person is told, unless they made the mark themselves less than a minute
    ago."""
    which = {"attendance_id": attendance_id}
    if isinstance(asked.by, Service):
        return await marks.change(asked.session, asked.by, **which, came=body.came, now=asked.now)
    desk = desk_of(request, personal(asked))
    await correcting.change(asked.session, desk, **which, status=body.came, reason=body.reason)
    return await marks.see(asked.session, asked.by, **which)


@router.delete(
    "/{attendance_id}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Take a mark back",
    responses=described(403, 404, 409),
)
async def delete_attendance(attendance_id: PathId, asked: Writing) -> None:
    """With its points, as if nobody had marked them. They can be marked again. People take back
    what they marked themselves less than a minute ago, and gave no reason for: who had a mark of
    the staff before has that again. Services take back whatever there is."""
    await marks.undo(asked.session, asked.by, attendance_id=attendance_id, now=asked.now)


async def mark(request: Request, asked: Asked[Author], wanted: Wanted) -> Marked:
    if isinstance(asked.by, Service):
        return await marks.mark(asked.session, asked.by, asked.campus, wanted, now=asked.now)
    return await staff_marks.mark(asked.session, desk_of(request, personal(asked)), wanted)

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import Asked, Asker, May, MayAct
from api.errors import described
from api.pages import LIMIT, Cursor, Limit, Page, after, cut
from api.route import Route
from api.schemas.base import PathId
from api.schemas.enrollments import EnrollmentChange, EnrollmentIn, EnrollmentOut, Shown, shown
from db.models import EnrollmentStatus
from domain import enrolled
from domain.api_tokens import Scope
from domain.authoring import Author
from domain.enrolled import Step

router = APIRouter(tags=["enrollments"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(Scope.ENROLLMENTS_READ))]
Writing = Annotated[Asked[Author], Depends(MayAct(Scope.ENROLLMENTS_WRITE))]


@router.post(
    "/enroll",
    status_code=HTTPStatus.CREATED,
    summary="Enroll in a course",
    responses=described(403, 404, 409),
)
async def enroll(body: EnrollmentIn, asked: Writing, response: Response) -> EnrollmentOut:
    """Where no seat is free the status is `waitlisted`. People enroll themselves; who runs the
    course, and services, also others. Who is on it already: 409 with the `id`."""
    place = await enrolled.enter(
        asked.session, asked.by, course_id=body.course_id, user_id=body.user_id, now=asked.now
    )
    response.headers["Location"] = f"/enrollments/{place.enrollment.id}"
    return shown(place)


@router.get(
    "/courses/{course_id}/enrollments",
    summary="List the people of a course",
    responses=described(403, 404),
)
async def get_enrollments(
    course_id: PathId,
    asked: Reading,
    limit: Limit = LIMIT,
    cursor: Cursor = None,
    status: Annotated[Shown | None, Query()] = None,
) -> Page[EnrollmentOut]:
    """By id, for the staff of the course, admins and services; without what is cancelled."""
    found = await enrolled.of_course(
        asked.session,
        asked.by,
        course_id=course_id,
        status=status,
        after_id=after(cursor),
        limit=limit + 1,
    )
    kept, following = cut(found, limit, lambda it: it.enrollment.id)
    return Page(items=[shown(it) for it in kept], next_cursor=following)


@router.get("/enrollments/{enrollment_id}", summary="Read one", responses=described(404))
async def get_enrollment(enrollment_id: PathId, asked: Reading) -> EnrollmentOut:
    """One's own; that of others for the staff of the course, admins and services."""
    return shown(await enrolled.see(asked.session, asked.by, enrollment_id=enrollment_id))


@router.put(
    "/enrollments/{enrollment_id}",
    summary="Change its status",
    responses=described(403, 404, 409),
)
async def put_enrollment(
    enrollment_id: PathId, body: EnrollmentChange, asked: Writing
) -> EnrollmentOut:
    """People may cancel their own. Who runs the course, and services, may give a free seat to who
    waits or was expelled (`registered`), and complete, expel and cancel. A seat that comes free
    goes to the first who waits."""
    changed = await enrolled.change(
        asked.session, asked.by, enrollment_id=enrollment_id, step=body.as_step(), now=asked.now
    )
    return shown(changed)


@router.delete(
    "/enrollments/{enrollment_id}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Cancel it",
    responses=described(403, 404, 409),
)
async def delete_enrollment(enrollment_id: PathId, asked: Writing) -> None:
    """It is not shown any more. Who enrolls again has it back, with the same id."""
    step = Step(EnrollmentStatus.CANCELLED)
    await enrolled.change(
        asked.session, asked.by, enrollment_id=enrollment_id, step=step, now=asked.now
    )

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import Asked, Asker, May, MayAct
from api.errors import described
from api.pages import LIMIT, Cursor, Limit, Page, after_moment, cut_by_moment
from api.route import Route
from api.schemas.base import Moment, PathId
from api.schemas.lessons import LessonChange, LessonIn, LessonOut
from db.models import Lesson, LessonStatus
from domain import lessons
from domain.api_tokens import Scope
from domain.authoring import Author
from domain.lessons import LessonFilter

router = APIRouter(tags=["lessons"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(Scope.COURSES_READ))]
Writing = Annotated[Asked[Author], Depends(MayAct(Scope.COURSES_WRITE))]


async def get_filter(
    since: Annotated[
        Moment | None, Query(alias="from", description="Those that begin then or later.")
    ] = None,
    until: Annotated[
        Moment | None, Query(alias="to", description="Those that begin before then.")
    ] = None,
    status: LessonStatus | None = None,
) -> LessonFilter:
    return LessonFilter(since, until, status)


Which = Annotated[LessonFilter, Depends(get_filter)]


@router.get(
    "/courses/{course_id}/lessons", summary="List a course's lessons", responses=described(404)
)
async def get_lessons(
    course_id: PathId,
    asked: Reading,
    which: Which,
    limit: Limit = LIMIT,
    cursor: Cursor = None,
) -> Page[LessonOut]:
    """The soonest first, cancelled ones among them: for everybody who sees the course."""
    found = await lessons.of_course(
        asked.session,
        asked.by,
        which,
        course_id=course_id,
        after=after_moment(cursor),
        limit=limit + 1,
    )
    kept, following = cut_by_moment(found, limit, lambda it: (it.starts_at, it.id))
    return Page(items=[LessonOut.model_validate(it) for it in kept], next_cursor=following)


@router.post(
    "/courses/{course_id}/lessons",
    status_code=HTTPStatus.CREATED,
    summary="Add a lesson",
    response_model=LessonOut,
    responses=described(403, 404, 409),
)
async def post_lesson(
    course_id: PathId, body: LessonIn, asked: Writing, response: Response
) -> Lesson:
    """Beside those that the schedule makes."""
    lesson = await lessons.add(
        asked.session, asked.by, course_id=course_id, now=asked.now, **body.as_details()
    )
    response.headers["Location"] = f"/lessons/{lesson.id}"
    return lesson


@router.get(
    "/lessons/{lesson_id}",
    summary="Read a lesson",
    response_model=LessonOut,
    responses=described(404),
)
async def get_lesson(lesson_id: PathId, asked: Reading) -> Lesson:
    return await lessons.find(asked.session, asked.by, lesson_id=lesson_id)


@router.put(
    "/lessons/{lesson_id}",
    summary="Change a lesson",
    response_model=LessonOut,
    responses=described(403, 404, 409),
)
async def put_lesson(lesson_id: PathId, body: LessonChange, asked: Writing) -> Lesson:
    """What is left out stays as it is. From then on another schedule of the course leaves the
    lesson alone. Once people were marked on it, it is not moved any more; its topic, place and
    host may still change."""
    return await lessons.change(
        asked.session,
        asked.by,
        asked.campus,
        lesson_id=lesson_id,
        now=asked.now,
        **body.as_details(),
    )


@router.delete(
    "/lessons/{lesson_id}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Cancel a lesson",
    responses=described(403, 404, 409),
)
async def delete_lesson(lesson_id: PathId, asked: Writing) -> None:
    """It stays to be read, with the status `cancelled`: people who had it in mind must find it.
    Once people were marked on it, it is not cancelled any more."""
    await lessons.cancel(asked.session, asked.by, lesson_id=lesson_id, now=asked.now)

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from api.dependencies import Asked, Asker, May, MayAct
from api.errors import described
from api.pages import LIMIT, Cursor, Limit, Page, after, as_json, as_page, cut
from api.route import Route
from api.schemas.base import PathId, QueryFlag
from api.schemas.courses import CourseChange, CourseIn, CourseOut
from db.models import Course, CourseStatus
from domain import authoring, banners, listing, removing
from domain.api_tokens import Scope
from domain.authoring import Author

router = APIRouter(prefix="/courses", tags=["courses"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(Scope.COURSES_READ))]
Writing = Annotated[Asked[Author], Depends(MayAct(Scope.COURSES_WRITE))]

OUR_ETAG = re.compile(r'"v(\d{1,18})"', re.ASCII)

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^(\*|(W/)?"[\x21\x23-\x7e]{0,100}")$',
        description="The ETag that was read: changed meanwhile, the answer is 412.",
        examples=['"v1"'],
    ),
]


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    summary="Create a course",
    responses=described(403),
)
async def post_course(body: CourseIn, asked: Writing, response: Response) -> CourseOut:
    """A draft, seen by admins only until it is published. Its schedule makes its lessons."""
    course = await authoring.create(
        asked.session, asked.by, asked.campus, now=asked.now, **body.as_details()
    )
    response.headers["Location"] = f"/courses/{course.id}"
    return tagged(response, asked, course)


@router.get("", summary="List courses", response_model=Page[CourseOut])
async def get_courses(
    asked: Reading,
    limit: Limit = LIMIT,
    cursor: Cursor = None,
    status: CourseStatus | None = None,
    is_from_misis: QueryFlag | None = None,
) -> Response:
    """All that the asker may see, by id."""
    found = await listing.courses(
        asked.session,
        asked.by,
        listing.CourseFilter(status, is_from_misis),
        after_id=after(cursor),
        limit=limit + 1,
        public_url=asked.campus.public_url,
    )
    return as_page(*cut(found, limit, lambda it: it.id))


@router.get(
    "/{course_id}",
    summary="Read a course",
    response_model=CourseOut,
    responses=described(404),
)
async def get_course(course_id: PathId, asked: Reading) -> Response:
    public_url = asked.campus.public_url
    seen = await listing.course(
        asked.session, asked.by, course_id=course_id, public_url=public_url
    )
    return as_json(seen.spelled, {"ETag": etag(seen.version)})


@router.put("/{course_id}", summary="Change a course", responses=described(403, 404, 409, 412))
async def put_course(
    course_id: PathId,
    body: CourseChange,
    asked: Writing,
    response: Response,
    if_match: IfMatch = None,
) -> CourseOut:
    """What is left out stays as it is. Another schedule makes other lessons, but for those that
    are over, marked or edited by hand."""
    change = authoring.Change(body.as_details(), body.status, version_of(if_match))
    course = await authoring.change_all(
        asked.session, asked.by, asked.campus, course_id=course_id, change=change, now=asked.now
    )
    return tagged(response, asked, course)


@router.delete(
    "/{course_id}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Delete a course",
    responses=described(403, 404, 409, 412),
)
async def delete_course(course_id: PathId, asked: Writing, if_match: IfMatch = None) -> None:
    """One that nobody ever enrolled in is removed; another is archived, and not shown any more.
    Where people have come it has to be archived first."""
    await removing.delete(
        asked.session,
        asked.by,
        asked.campus,
        course_id=course_id,
        now=asked.now,
        version=version_of(if_match),
    )


def tagged(response: Response, asked: Asked[Author], course: Course) -> CourseOut:
    response.headers["ETag"] = etag(course.version)
    shown = banners.address(course, asked.campus.public_url)
    return CourseOut.model_validate(course).model_copy(update={"banner_url": shown})


def etag(version: int) -> str:
    return f'"v{version}"'


def version_of(if_match: str | None) -> int | None:
    """None, where any version will do; 0, which no course has, where it is no ETag of ours."""
    if if_match is None or if_match == "*":
        return None
    ours = OUR_ETAG.fullmatch(if_match.removeprefix("W/"))
    return int(ours[1]) if ours else 0

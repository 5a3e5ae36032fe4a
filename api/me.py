from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from api.dependencies import Asked, Asker, get_asked, get_own
from api.errors import described
from api.parts import parts_of
from api.route import Route
from api.schemas.check_ins import MyLessonOut, PassOut, renewing
from api.schemas.users import Person, ServiceOut, person, service
from domain import api_tokens, directory, my_lessons, passes
from domain.actor import Actor, Service, Stranger
from domain.attendance import Desk
from domain.errors import NotRegistered
from domain.my_lessons import MyLesson

router = APIRouter(tags=["users"], route_class=Route)

Me = Annotated[Person | ServiceOut, Field(discriminator="kind")]
Own = Annotated[Asked[Actor], Depends(get_own)]


@router.get("/me", summary="Who is asking", responses=described(403))
async def get_me(asked: Annotated[Asked[Asker], Depends(get_asked)]) -> Me:
    """A person and their parts in courses, or a service and what its token allows."""
    match asked.by:
        case Service() as asker:
            return service(await api_tokens.of(asked.session, asker))
        case Stranger():
            raise NotRegistered
        case asker:
            return person(asker, await directory.parts(asked.session, asker))


@router.get(
    "/me/lessons",
    summary="List one's lessons of now",
    response_model=list[MyLessonOut],
    responses=described(403),
    tags=["attendance"],
)
async def get_my_lessons(asked: Own) -> Sequence[MyLesson]:
    """Those that are on, or open for check-in, of courses that one takes or works on; the earliest
    first. They are few, and come without pages."""
    return await my_lessons.at(asked.session, asked.by, now=asked.now)


@router.get(
    "/me/pass", summary="Read one's own pass", responses=described(403), tags=["attendance"]
)
async def get_my_pass(request: Request, asked: Own) -> PassOut:
    """What the staff scan. It renews itself: each token is to be shown in its time."""
    desk = Desk(asked.by, asked.campus, parts_of(request).signer(), asked.now)
    return renewing(await passes.renew(asked.session, desk))

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from api.dependencies import Asked, Asker, get_asked
from api.errors import described
from api.route import Route
from api.schemas.users import Person, ServiceOut, person, service
from domain import api_tokens, directory
from domain.actor import Service, Stranger
from domain.errors import NotRegistered

router = APIRouter(tags=["users"], route_class=Route)

Me = Annotated[Person | ServiceOut, Field(discriminator="kind")]


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

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from api.dependencies import Current, CurrentAsker
from api.errors import described
from api.route import Route
from api.schemas.users import Person, ServiceOut, person, service
from domain import api_tokens, directory
from domain.actor import Service, Stranger
from domain.errors import NotRegistered

router = APIRouter(tags=["users"], route_class=Route)

Me = Annotated[Person | ServiceOut, Field(discriminator="kind")]


@router.get("/me", summary="Who is asking", responses=described(403))
async def get_me(work: Current, asker: CurrentAsker) -> Me:
    """A person and their parts in courses, or a service and what its token allows."""
    match asker:
        case Service():
            return service(await api_tokens.of(work.session, asker))
        case Stranger():
            raise NotRegistered
        case _:
            return person(asker, await directory.parts(work.session, asker))

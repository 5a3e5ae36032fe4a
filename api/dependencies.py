from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from api import idempotency, limits
from api.parts import Parts, parts_of
from api.sign_in import MINI_APP, SERVICE, read_header, signed_in_person
from domain import api_tokens, users
from domain.actor import Actor, Service, Stranger
from domain.api_tokens import Scope
from domain.campus import Campus
from domain.errors import Blocked, NotAuthenticated, NotRegistered, ScopeMissing

Asker = Actor | Stranger | Service

# Both are for the documentation: the header is read once, below.
BEARER = HTTPBearer(auto_error=False, scheme_name="Service token", description="`kv_…`")
TMA = APIKeyHeader(
    name="Authorization",
    auto_error=False,
    scheme_name="Mini App",
    description="`tma ` and the Mini App's initData",
)


async def get_session(request: Request) -> AsyncSession:
    """Of the request's transaction."""
    session: AsyncSession = request.state.session
    return session


Session = Annotated[AsyncSession, Depends(get_session)]


@dataclass(frozen=True)
class Work:
    """With what, when and where a request is worked on."""

    session: AsyncSession
    now: datetime
    campus: Campus


async def get_work(request: Request, session: Session) -> Work:
    parts = parts_of(request)
    return Work(session, parts.clock(), parts.campus)


Current = Annotated[Work, Depends(get_work)]


async def get_asker(
    request: Request,
    work: Current,
    _bearer: Annotated[Any, Security(BEARER)],
    _tma: Annotated[Any, Security(TMA)],
) -> Asker:
    parts, address = parts_of(request), request.client.host if request.client else ""
    parts.limits.ensure_room(limits.OF_FAILED_SIGN_INS, address)
    try:
        asker = await sign_in(parts, work, request.headers.get("Authorization", ""))
    except NotAuthenticated:
        parts.limits.hit(limits.OF_FAILED_SIGN_INS, address)
        raise
    if isinstance(asker, Actor) and asker.is_blocked:
        raise Blocked
    is_service = isinstance(asker, Service)
    parts.limits.hit(limits.OF_SERVICE if is_service else limits.OF_PERSON, owner_of(asker))
    return asker


async def sign_in(parts: Parts, work: Work, header: str) -> Asker:
    scheme, credentials = read_header(header)
    if scheme == SERVICE:
        return await api_tokens.sign_in(
            work.session, work.campus, secret=credentials, now=work.now
        )
    if scheme == MINI_APP:
        person = signed_in_person(credentials, parts.bot_token, now=work.now)
        return await users.identify(
            work.session,
            work.campus,
            telegram_id=person.id,
            name=" ".join(filter(None, (person.first_name, person.last_name))),
            language_code=person.language_code,
        )
    raise NotAuthenticated


def owner_of(asker: Asker) -> str:
    match asker:
        case Service():
            return f"token:{asker.token_id}"
        case Stranger():
            return f"stranger:{asker.telegram_id}"
        case _:
            return f"user:{asker.id}"


CurrentAsker = Annotated[Asker, Depends(get_asker)]


class May:
    """A service needs the scope; a person's own rights are for the operation to check."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def __call__(self, asker: CurrentAsker) -> Asker:
        if isinstance(asker, Service) and self.scope not in asker.scopes:
            raise ScopeMissing(self.scope)
        return asker


class MayAct(May):
    """The same for what changes something: strangers introduce themselves in the chat first. With
    an Idempotency-Key it is done once."""

    async def __call__(  # type: ignore[override]
        self, request: Request, asker: CurrentAsker, idempotency_key: idempotency.Key = None
    ) -> Actor | Service:
        asker = await super().__call__(asker)
        if isinstance(asker, Stranger):
            raise NotRegistered
        await idempotency.claim(request, owner_of(asker), idempotency_key)
        return asker

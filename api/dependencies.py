from typing import Annotated

from fastapi import Depends, Request

from api import idempotency
from api.parts import Parts, Work, parts_of, work_of
from api.sign_in import MINI_APP, SERVICE, read_header, signed_in_person
from domain import api_tokens, users
from domain.actor import Actor, Service, Stranger
from domain.api_tokens import Scope
from domain.errors import Blocked, NotAuthenticated, NotRegistered, ScopeMissing

Asker = Actor | Stranger | Service

# FastAPI takes some time for each dependency at each request: so there are few, side by side.


async def get_work(request: Request) -> Work:
    return work_of(request)


async def get_asker(request: Request) -> Asker:
    parts, rates = parts_of(request), parts_of(request).limits.rates
    try:
        header = request.headers.get("Authorization", "")
        asker = await sign_in(parts, work_of(request), header)
    except NotAuthenticated:
        # Those alone are refused: behind one address there may be a whole university.
        parts.limits.hit(rates.of_failed_sign_ins, address_of(request))
        raise
    rate = rates.of_service if isinstance(asker, Service) else rates.of_person
    parts.limits.hit(rate, owner_of(asker))
    if isinstance(asker, Actor) and asker.is_blocked:
        raise Blocked
    return asker


Current = Annotated[Work, Depends(get_work)]
CurrentAsker = Annotated[Asker, Depends(get_asker)]


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


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


class May:
    """A service needs the scope; a person's own rights are for the operation to check."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def __call__(self, request: Request) -> Asker:
        asker = await get_asker(request)
        if isinstance(asker, Service) and self.scope not in asker.scopes:
            raise ScopeMissing(self.scope)
        return asker


class MayAct(May):
    """The same for what changes something: strangers introduce themselves in the chat first, and
    who was registered by somebody else agrees there to be kept. With an Idempotency-Key it is
    done once."""

    def __init__(self, scope: Scope, *, needs_consent: bool = True) -> None:
        super().__init__(scope)
        self.needs_consent = needs_consent

    async def __call__(
        self, request: Request, idempotency_key: idempotency.Key = None
    ) -> Actor | Service:
        asker = await super().__call__(request)
        if isinstance(asker, Stranger):
            raise NotRegistered
        if isinstance(asker, Actor) and self.needs_consent and not asker.has_agreed:
            raise NotRegistered
        await idempotency.claim(request, owner_of(asker), idempotency_key)
        return asker

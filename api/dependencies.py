from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from aiogram.utils.web_app import WebAppUser
from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from api import idempotency
from api.parts import Parts, Work, parts_of, work_of
from api.sign_in import read_sign_in
from domain import api_tokens, sign_ins, users
from domain.actor import Actor, Service, Stranger
from domain.api_tokens import Scope
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import Blocked, NotAllowed, NotAuthenticated, NotRegistered, ScopeMissing

Asker = Actor | Stranger | Service
By_co = TypeVar("By_co", bound=Asker, covariant=True)


@dataclass(frozen=True)
class Asked(Generic[By_co]):
    """What an operation works with. One dependency brings it all, because FastAPI takes some
    0.04 ms for each at each request."""

    session: AsyncSession
    now: datetime
    campus: Campus
    by: By_co


async def get_asked(request: Request) -> Asked[Asker]:
    parts, work = parts_of(request), work_of(request)
    with counting_failures(request):
        asker = await identify(parts, work, request.state.presented)
    rates = parts.limits.rates
    rate = rates.of_service if isinstance(asker, Service) else rates.of_person
    parts.limits.hit(rate, owner_of(asker))
    if isinstance(asker, Actor) and asker.is_blocked:
        raise Blocked
    return Asked(work.session, work.now, parts.campus, asker)


def present(request: Request) -> None:
    """Read the sign-in, before a connection to the database is taken: forgeries cost none."""
    parts = parts_of(request)
    with counting_failures(request):
        header = request.headers.get("Authorization", "")
        request.state.presented = read_sign_in(header, parts.bot_token, now=parts.clock())


@contextmanager
def counting_failures(request: Request) -> Iterator[None]:
    try:
        yield
    except NotAuthenticated:
        # Those alone are refused: behind one address there may be a whole university.
        limits = parts_of(request).limits
        limits.hit(limits.rates.of_failed_sign_ins, address_of(request))
        raise


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


async def identify(parts: Parts, work: Work, presented: WebAppUser | str) -> Asker:
    if isinstance(presented, str) and presented.startswith(sign_ins.PREFIX):
        return await sign_ins.identify(work.session, parts.campus, secret=presented, now=work.now)
    if isinstance(presented, str):
        return await api_tokens.sign_in(work.session, parts.campus, secret=presented, now=work.now)
    return await users.identify(
        work.session,
        parts.campus,
        telegram_id=presented.id,
        name=" ".join(filter(None, (presented.first_name, presented.last_name))),
        language_code=presented.language_code,
    )


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

    async def __call__(self, request: Request) -> Asked[Asker]:
        asked = await get_asked(request)
        if isinstance(asked.by, Service) and self.scope not in asked.by.scopes:
            raise ScopeMissing(self.scope)
        return asked


class MayAct:
    """The same for what changes something: strangers introduce themselves in the chat first, and
    who was registered by somebody else agrees there to be kept. With an Idempotency-Key it is
    done once."""

    def __init__(self, scope: Scope, *, needs_consent: bool = True) -> None:
        self.may = May(scope)
        self.needs_consent = needs_consent

    async def __call__(
        self, request: Request, idempotency_key: idempotency.Key = None
    ) -> Asked[Author]:
        asked = await self.may(request)
        author = self.ensure_known(asked.by)
        await idempotency.claim(request, owner_of(author), idempotency_key)
        return Asked(asked.session, asked.now, asked.campus, author)

    def ensure_known(self, asker: Asker) -> Author:
        if isinstance(asker, Stranger):
            raise NotRegistered
        if isinstance(asker, Actor) and self.needs_consent and not asker.has_agreed:
            raise NotRegistered
        return asker


async def get_own(request: Request) -> Asked[Actor]:
    """For what people alone have: a service is nobody, and strangers introduce themselves."""
    asked = await get_asked(request)
    if isinstance(asked.by, Service):
        raise NotAllowed
    if not isinstance(asked.by, Actor) or not asked.by.has_agreed:
        raise NotRegistered
    return Asked(asked.session, asked.now, asked.campus, asked.by)


async def get_own_once(request: Request, idempotency_key: idempotency.Key = None) -> Asked[Actor]:
    """The same for what changes something."""
    asked = await get_own(request)
    await idempotency.claim(request, owner_of(asked.by), idempotency_key)
    return asked

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.health import Checks
from api.limits import Limits
from api.parts import Parts
from db.models import User
from db.session import Transaction
from domain import api_tokens
from domain.api_tokens import Grant, Scope
from domain.clock import Clock
from domain.tokens import Signer
from tests.api import init_data
from tests.factories import NOON
from tests.people import CAMPUS

BOT_TOKEN = init_data.BOT_TOKEN

Token = Callable[..., Awaitable[dict[str, str]]]


def mini_app(user: User) -> dict[str, str]:
    """What the Mini App that this person opened just now signs its requests with."""
    assert user.telegram_id is not None
    return {"Authorization": f"tma {init_data.sign(init_data.of(user.telegram_id))}"}


@pytest.fixture
def checks() -> Checks:
    return {}


@pytest.fixture
def parts(transaction: Transaction, clock: Clock, signer: Signer) -> Parts:
    return Parts(transaction, clock, CAMPUS, BOT_TOKEN, Limits(), signer=lambda: signer)


@pytest.fixture
def app(checks: Checks, parts: Parts) -> FastAPI:
    return create_app(checks, parts)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
def token(transaction: Transaction) -> Token:
    """What a service with these scopes, or else with all, signs its requests with."""

    async def token(*scopes: Scope, **limits: object) -> dict[str, str]:
        grant = Grant(scopes or tuple(Scope), **limits)  # type: ignore[arg-type]
        async with transaction() as session:
            _, secret = await api_tokens.create(
                session, None, name="a service", grant=grant, now=NOON
            )
        return {"Authorization": f"Bearer {secret}"}

    return token

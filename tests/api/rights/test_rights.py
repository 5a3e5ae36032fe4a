"""Every operation, tried by every kind of asker: allowed or refused, and where it is refused
nothing has happened and nothing is told."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from db.models import Feedback, User
from domain.api_tokens import Scope
from tests.api.conftest import Token, mini_app
from tests.api.rights.rows import (
    BLOCKED,
    EXPIRED,
    NOBODY,
    OF_ANOTHER,
    OF_PEOPLE,
    OF_THE_COURSE,
    PEOPLE,
    ROWS,
    SERVICE,
    STRANGER,
    Key,
    Row,
)
from tests.api.rights.subjects import Subjects, create_subjects
from tests.factories import NOON, Factory
from tests.screens.world import STRANGER as STRANGERS_ID
from tests.screens.world import World, create_world
from tests.snapshots import everything, undone

UNAUTHORIZED, FORBIDDEN = {HTTPStatus.UNAUTHORIZED}, {HTTPStatus.FORBIDDEN}
NOT_FOUND, NOT_FOR_THEM = {HTTPStatus.NOT_FOUND}, {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
ASKERS = (*sorted(PEOPLE), STRANGER, BLOCKED, SERVICE, OF_THE_COURSE, OF_ANOTHER)
NOT_SIGNED_IN = (NOBODY, EXPIRED)


OPEN = {"/healthz", "/readyz", "/openapi.json", "/docs", "/banners/{banner_id}", "/app", "/tv"}
"""Have nothing of anybody, or what anybody may see. Telegram's own way in has a secret of its
own, and so have the pages on projectors."""


def operations(app: FastAPI) -> Iterator[Key]:
    for route in iter_route_contexts(app.routes):
        for method in route.methods or ():
            yield method, route.path or ""


def test_every_operation_has_a_row(app: FastAPI) -> None:
    kept_from_some = {key for key in operations(app) if not is_open(key[1])}

    assert kept_from_some == ROWS.keys()


def is_open(path: str) -> bool:
    return path in OPEN or path.startswith(("/docs/", "/app/{", "/tv/"))


def refusals(asker: str, key: Key) -> set[HTTPStatus]:
    """How who may not is told so. What belongs to another course does not exist for a service;
    for people it may, where they see the course."""
    if asker in NOT_SIGNED_IN:
        return UNAUTHORIZED
    if asker in {BLOCKED, *Scope}:
        return FORBIDDEN
    if ROWS[key].scope == OF_PEOPLE:
        return NOT_FOR_THEM
    return NOT_FOUND if asker == OF_ANOTHER and key != ("POST", "/courses") else NOT_FOR_THEM


@pytest.fixture
async def world(make: Factory) -> World:
    return await create_world(make)


@pytest.fixture
async def subjects(make: Factory, world: World) -> Subjects:
    return await create_subjects(make, world)


def tells(answer: httpx2.Response, secrets: set[str]) -> bool:
    return any(secret in answer.text for secret in secrets)


class Asking:
    """One asker, whose requests are undone."""

    def __init__(
        self, client: httpx2.AsyncClient, connection: AsyncConnection, subjects: Subjects
    ) -> None:
        self._client = client
        self._connection = connection
        self._subjects = subjects
        self._before: dict[str, str] = {}

    async def faults(
        self, asker: str, signed: dict[str, str], allowed: set[Key]
    ) -> AsyncIterator[str]:
        secrets, of_course = self._subjects.secrets, self._subjects.of_course
        self._before = await self._everything()
        for key, row in ROWS.items():
            answer, is_changed = await self._try(key, row, signed)
            if key in allowed:
                is_done = answer.is_success or answer.status_code == HTTPStatus.CONFLICT
                is_right = is_done and not (asker == OF_ANOTHER and tells(answer, of_course))
            else:
                is_refused = answer.status_code in refusals(asker, key)
                is_right = is_refused and not is_changed and not tells(answer, secrets)
            if not is_right:
                yield f"{asker}: {key}: {answer.status_code} {answer.text[:200]}"

    async def _try(
        self, key: Key, row: Row, signed: dict[str, str]
    ) -> tuple[httpx2.Response, bool]:
        method, path = key
        body: dict[str, Any] = {"json": self._subjects.body(dict(row.body))} if row.body else {}
        if row.picture is not None:
            body = {"content": row.picture}
            signed = signed | {"Content-Type": "image/jpeg"}
        async with undone(self._connection):
            before = self._before
            if key == ("POST", "/feedback"):
                await self._connection.execute(delete(Feedback))
                before = await self._everything()
            answer = await self._client.request(
                method, self._subjects.path(method, path), headers=signed, **body
            )
            return answer, before != await self._everything()

    async def _everything(self) -> dict[str, str]:
        return await everything(self._connection, but={"api_tokens"})


@pytest.fixture
def asking(client: httpx2.AsyncClient, connection: AsyncConnection, subjects: Subjects) -> Asking:
    return Asking(client, connection, subjects)


@pytest.mark.parametrize("asker", ASKERS)
async def test_rights_are_as_the_rows_say(
    asker: str, asking: Asking, world: World, token: Token
) -> None:
    signed = await signature(asker, world, token)
    allowed = {key for key, row in ROWS.items() if asker in row.allowed}

    assert [it async for it in asking.faults(asker, signed, allowed)] == []


@pytest.mark.parametrize("scope", Scope)
async def test_scope_opens_what_is_its_and_nothing_else(
    scope: Scope, asking: Asking, token: Token
) -> None:
    signed = await token(scope)
    allowed = {key for key, row in ROWS.items() if row.scope in {scope, None}}

    assert [it async for it in asking.faults(scope, signed, allowed)] == []


@pytest.mark.parametrize("asker", NOT_SIGNED_IN)
async def test_who_is_not_signed_in_is_told_nothing(
    asker: str, asking: Asking, token: Token
) -> None:
    late = await token(expires_at=NOON - timedelta(minutes=1))

    signed = late if asker == EXPIRED else {}

    assert [it async for it in asking.faults(asker, signed, set())] == []


async def signature(asker: str, world: World, token: Token) -> dict[str, str]:
    match asker:
        case "service":
            return await token()
        case "service for the course":
            return await token(course_ids=[world.courses["python"].id])
        case "service for another":
            return await token(course_ids=[world.courses["closed"].id])
        case "stranger":
            return mini_app(User(telegram_id=STRANGERS_ID))
        case _:
            return mini_app(world.people[asker])

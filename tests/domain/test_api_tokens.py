from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import ApiToken, LogEntry, Role
from domain import api_tokens
from domain.api_tokens import Grant, Lifetime, Scope
from domain.errors import (
    AdminsOnly,
    CourseNotFound,
    LabelNotValid,
    NotAuthenticated,
    TokenNotFound,
)
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor

READS = Grant([Scope.COURSES_READ])


async def made(session: AsyncSession, name: str = "Portal", grant: Grant = READS) -> str:
    """By the operator."""
    _, secret = await api_tokens.create(session, None, name=name, grant=grant, now=NOON)
    return secret


async def test_secret_signs_in_and_only_its_hash_is_kept(
    session: AsyncSession, make: Factory
) -> None:
    course = await make.course()
    secret = await made(session, grant=Grant([Scope.LOGS_READ] * 2, [course.id] * 2))

    service = await api_tokens.sign_in(session, CAMPUS, secret=secret, now=NOON)

    assert service.scopes == frozenset({"logs:read"})
    assert service.course_ids == frozenset({course.id})
    [token] = await make.all(ApiToken)
    assert (token.scopes, token.course_ids) == (["logs:read"], [course.id])
    assert secret.removeprefix("kv_").encode() not in token.token_hash
    assert len(token.token_hash) == 32


async def test_use_is_noted_now_and_then(session: AsyncSession, make: Factory) -> None:
    secret, used = await made(session), []

    for minutes in (0, 9, 11):
        now = NOON + timedelta(minutes=minutes)
        await api_tokens.sign_in(session, CAMPUS, secret=secret, now=now)
        used.append((await make.all(ApiToken))[0].last_used_at)

    assert used == [NOON, NOON, NOON + timedelta(minutes=11)]


@pytest.mark.parametrize("wrong", ["", "kv_", "kv_" + "x" * 43, "\u0436", "x" * 4096])
async def test_what_is_no_secret_signs_nobody_in(session: AsyncSession, wrong: str) -> None:
    await made(session)

    with pytest.raises(NotAuthenticated):
        await api_tokens.sign_in(session, CAMPUS, secret=wrong, now=NOON)


async def test_token_ends_at_its_time_and_when_it_is_revoked(
    session: AsyncSession, make: Factory
) -> None:
    timed = await made(session, grant=Grant(READS.scopes, expires_at=NOON + HOUR))
    revoked = await made(session)
    _, token = await make.all(ApiToken)

    for _ in range(2):
        await api_tokens.revoke(session, None, token_id=token.id, now=NOON)

    await api_tokens.sign_in(session, CAMPUS, secret=timed, now=NOON + HOUR - HOUR / 60)
    for secret, now in [(timed, NOON + HOUR), (revoked, NOON)]:
        with pytest.raises(NotAuthenticated):
            await api_tokens.sign_in(session, CAMPUS, secret=secret, now=now)
    noted = [(it.action, it.entity_id) for it in await make.all(LogEntry)]
    assert noted[2:] == [("revoke_token", token.id)]


async def test_renewed_token_takes_the_place_of_those_of_its_name(
    session: AsyncSession, make: Factory
) -> None:
    former, other = await made(session, "demo 1"), await made(session, "demo 2")

    secret = await api_tokens.renew(session, name="demo 1", grant=READS, now=NOON)

    for good in (secret, other):
        await api_tokens.sign_in(session, CAMPUS, secret=good, now=NOON)
    with pytest.raises(NotAuthenticated):
        await api_tokens.sign_in(session, CAMPUS, secret=former, now=NOON)


async def test_what_cannot_be_is_refused(session: AsyncSession, make: Factory) -> None:
    deleted = await make.course(deleted_at=NOON)

    for name in ("", "\u200b\n", "x" * 101):
        with pytest.raises(LabelNotValid):
            await made(session, name)
    for course_id in (deleted.id, 2**63 - 1):
        with pytest.raises(CourseNotFound):
            await made(session, grant=Grant(READS.scopes, [course_id]))
    with pytest.raises(TokenNotFound):
        await api_tokens.revoke(session, None, token_id=2**63 - 1, now=NOON)
    assert await make.all(ApiToken) == []


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_tokens_are_for_admins_only(
    session: AsyncSession, make: Factory, role: Role
) -> None:
    actor = as_actor(await make.user(role=role))
    await made(session)
    [token] = await make.all(ApiToken)

    with pytest.raises(AdminsOnly):
        await api_tokens.create(session, actor, name="X", grant=READS, now=NOON)
    with pytest.raises(AdminsOnly):
        await api_tokens.revoke(session, actor, token_id=token.id, now=NOON)
    with pytest.raises(AdminsOnly):
        await api_tokens.inspect(session, actor, token_id=token.id)
    with pytest.raises(AdminsOnly):
        await api_tokens.page(session, actor, page=0)
    with pytest.raises(AdminsOnly):
        await api_tokens.of_everybody(session, actor)


def test_lifetimes_end_or_do_not() -> None:
    assert [it.end(NOON) for it in Lifetime] == [
        NOON + 30 * DAY,
        NOON + 90 * DAY,
        NOON + 365 * DAY,
        None,
    ]

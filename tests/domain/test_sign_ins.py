import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import LogEntry, User, WebSession
from db.session import Transaction
from domain import sign_ins
from domain.errors import SignInNotFound
from domain.sign_ins import PAGE_SIZE
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor
from tests.races import meet


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


async def mine(session: AsyncSession, user: User, page: int = 0) -> list[int]:
    found = await sign_ins.mine(session, as_actor(user), page=page, now=NOON)
    return [it.id for it in found.lines]


async def close(session: AsyncSession, user: User, sign_in: WebSession) -> None:
    await sign_ins.close(session, as_actor(user), sign_in_id=sign_in.id, now=NOON)
    await session.flush()


async def test_what_is_open_is_listed_used_last_first(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    old = await make.sign_in(anna, last_used_at=NOON - DAY)
    unused = await make.sign_in(anna, created_at=NOON - 2 * HOUR)
    new = await make.sign_in(anna, last_used_at=NOON - HOUR)
    await make.sign_in(anna, revoked_at=NOON - DAY)
    await make.sign_in(anna, expires_at=NOON)
    await make.sign_in(await make.user())

    assert await mine(session, anna) == [new.id, unused.id, old.id]


async def test_list_has_pages(session: AsyncSession, make: Factory, anna: User) -> None:
    those = [await make.sign_in(anna, last_used_at=NOON) for _ in range(PAGE_SIZE + 1)]

    last = await sign_ins.mine(session, as_actor(anna), page=2**62, now=NOON)

    assert await mine(session, anna) == [it.id for it in reversed(those[1:])]
    assert [it.id for it in last.lines] == [those[0].id]
    assert (last.number, last.total) == (1, PAGE_SIZE + 1)


async def test_closed_one_is_open_no_more(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    stays, goes = await make.sign_in(anna), await make.sign_in(anna)

    await close(session, anna, goes)

    assert await mine(session, anna) == [stays.id]
    assert (await make.again(goes)).revoked_at == NOON
    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.entity) == (
        anna.id,
        "close_sign_in",
        "web_sessions",
    )
    assert (entry.entity_id, entry.details) == (goes.id, {})


async def test_closing_twice_is_closing_once(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    closed = await make.sign_in(anna, revoked_at=NOON - DAY)

    await close(session, anna, closed)

    assert (await make.again(closed)).revoked_at == NOON - DAY
    assert await make.all(LogEntry) == []


async def test_one_of_somebody_else_does_not_exist(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    theirs = await make.sign_in(await make.user())

    with pytest.raises(SignInNotFound):
        await close(session, anna, theirs)
    with pytest.raises(SignInNotFound):
        await sign_ins.close(session, as_actor(anna), sign_in_id=2**62, now=NOON)

    assert (await make.again(theirs)).revoked_at is None


async def test_all_are_closed_and_only_ones_own(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    those = [await make.sign_in(anna) for _ in range(PAGE_SIZE + 2)]
    theirs = await make.sign_in(await make.user())

    for _ in range(2):
        await sign_ins.close_all(session, as_actor(anna), now=NOON)
        await session.flush()

    assert await mine(session, anna) == []
    assert (await make.again(theirs)).revoked_at is None
    assert [it.entity_id for it in await make.all(LogEntry)] == [it.id for it in those]


async def test_two_who_close_one_at_once_close_it_once(committing: Transaction) -> None:
    make = Factory(committing)
    boris = await make.user()
    sign_in = await make.sign_in(boris)

    await meet(
        committing,
        lambda session: close(session, boris, sign_in),
        lambda session: close(session, boris, sign_in),
    )

    assert len(await make.all(LogEntry)) == 1

"""Lost races, tried on a real server, and what is done about them."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course
from db.session import (
    TRIES,
    Conflict,
    DatabaseAway,
    Transaction,
    repeatedly,
)
from tests.factories import Factory

HOLD = text("SELECT FROM courses WHERE id = :id FOR UPDATE")
AT_ONCE = text("SET LOCAL lock_timeout = '20ms'")


@pytest.fixture
async def course(committing: Transaction) -> Course:
    return await Factory(committing).course()


async def hold(session: AsyncSession, course: Course) -> None:
    await session.execute(HOLD, {"id": course.id})


async def test_lock_that_is_not_had_in_time_is_a_conflict(
    committing: Transaction, course: Course
) -> None:
    async def hurry() -> None:
        async with committing() as session:
            await session.execute(AT_ONCE)
            await hold(session, course)

    async with committing() as first:
        await hold(first, course)
        with pytest.raises(Conflict):
            await hurry()


async def test_deadlock_is_a_conflict_of_one_of_the_two(
    committing: Transaction, course: Course
) -> None:
    other = await Factory(committing).course()
    both_hold = asyncio.Barrier(2)

    async def cross(mine: Course, theirs: Course) -> None:
        async with committing() as session:
            await hold(session, mine)
            await both_hold.wait()
            await hold(session, theirs)

    ends = await asyncio.gather(cross(course, other), cross(other, course), return_exceptions=True)

    assert [type(end) for end in ends if end] == [Conflict]


async def test_change_under_a_reader_of_one_moment_is_a_conflict(
    committing: Transaction, course: Course
) -> None:
    async def read_and_hold() -> None:
        async with committing() as session:
            await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            await session.get(Course, course.id)
            await Factory(committing).change(course, version=2)
            await hold(session, course)

    with pytest.raises(Conflict):
        await read_and_hold()


async def test_work_is_done_again_when_it_lost_a_race_but_not_for_ever() -> None:
    tries: list[int] = []

    async def lose() -> None:
        tries.append(1)
        raise Conflict

    with pytest.raises(Conflict):
        await repeatedly(lose)

    assert len(tries) == TRIES == 3


@pytest.mark.parametrize("losses", range(TRIES))
async def test_work_that_wins_in_the_end_has_its_result(losses: int) -> None:
    tries: list[int] = []

    async def work() -> int:
        tries.append(1)
        if len(tries) <= losses:
            raise Conflict
        return len(tries)

    assert await repeatedly(work) == losses + 1


@pytest.mark.parametrize("error", [DatabaseAway, ValueError])
async def test_only_a_lost_race_is_tried_again(error: type[Exception]) -> None:
    tries: list[int] = []

    async def fail() -> None:
        tries.append(1)
        raise error

    with pytest.raises(error):
        await repeatedly(fail)

    assert len(tries) == 1


async def test_work_is_repeated_until_the_other_lets_go(
    committing: Transaction, course: Course
) -> None:
    tries: list[int] = []
    async with AsyncExitStack() as other:
        await hold(await other.enter_async_context(committing()), course)

        async def work() -> None:
            async with committing() as session:
                tries.append(1)
                await session.execute(AT_ONCE)
                if len(tries) == TRIES:
                    await other.aclose()
                await hold(session, course)

        await repeatedly(work)

    assert len(tries) == TRIES

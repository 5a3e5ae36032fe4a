from time import perf_counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Enrollment, User
from db.session import Transaction
from domain.campus import Campus
from seed.planting import AlreadyPeopled, Planted, plant
from tests.factories import NOON


async def test_who_comes_later_has_a_number_of_their_own(
    session: AsyncSession, campus: Campus
) -> None:
    await plant(session, campus, now=NOON)
    newest = await session.scalar(select(func.max(User.id))) or 0

    session.add(newcomer := User(full_name="Newcomer"))
    await session.flush()

    assert newcomer.id > newest


async def test_it_is_the_same_each_time(transaction: Transaction, campus: Campus) -> None:
    first, second = [await _plant_and_forget(transaction, campus) for _ in range(2)]

    assert first == second


async def test_nothing_is_planted_where_there_is_somebody(
    session: AsyncSession, campus: Campus
) -> None:
    await plant(session, campus, now=NOON)

    with pytest.raises(AlreadyPeopled):
        await plant(session, campus, now=NOON)


async def test_it_is_quick(session: AsyncSession, campus: Campus) -> None:
    started_at = perf_counter()

    await plant(session, campus, now=NOON)

    assert perf_counter() - started_at < 5


async def _plant_and_forget(
    transaction: Transaction, campus: Campus
) -> tuple[Planted, list[tuple[str, ...]]]:
    who_is_where = (
        select(User.full_name, Course.name, Enrollment.status)
        .join(Enrollment, Enrollment.user_id == User.id)
        .join(Course, Course.id == Enrollment.course_id)
        .order_by(Course.name, Enrollment.created_at)
    )
    async with transaction() as session:
        planted = await plant(session, campus, now=NOON)
        found = [tuple(it) for it in await session.execute(who_is_where)]
        await session.rollback()
    return planted, found

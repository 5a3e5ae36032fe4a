import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Base, LogEntry, PointEntry
from domain import journal
from tests.factories import NOON, Factory
from tests.people import as_actor

CHANGES = [
    "UPDATE {table} SET user_id = NULL",
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = excluded.id",
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", [LogEntry, PointEntry])
async def test_what_is_written_down_stays(
    session: AsyncSession, make: Factory, kind: type[Base], change: str
) -> None:
    anna, course = await make.user(), await make.course()
    await make.add(PointEntry(user_id=anna.id, course_id=course.id, points=5, source_key="1"))
    journal.note(session, as_actor(anna), "test", course, now=NOON)
    await session.flush()

    with pytest.raises(DBAPIError, match=f"{kind.__tablename__} is append-only"):
        async with session.begin_nested():
            await session.execute(text(change.format(table=kind.__tablename__)))

    assert len((await session.scalars(select(kind))).all()) == 1


async def test_person_with_a_history_is_not_deleted(session: AsyncSession, make: Factory) -> None:
    anna = await make.user(has_agreed=False)
    journal.note(session, as_actor(anna), "test", anna, now=NOON)
    await session.flush()

    with pytest.raises(DBAPIError, match="fk_logs_user_id_users"):
        async with session.begin_nested():
            await session.execute(text("DELETE FROM users"))


async def test_entry_of_the_system_has_no_user(session: AsyncSession, make: Factory) -> None:
    course = await make.course()

    journal.note(session, None, "test", course, now=NOON, capacity=[1, 2])
    await session.flush()

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.timestamp) == (None, "test", NOON)
    assert (entry.entity, entry.entity_id) == ("courses", course.id)
    assert entry.details == {"capacity": [1, 2]}

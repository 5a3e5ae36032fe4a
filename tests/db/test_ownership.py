"""Two roles, as docs/OPERATIONS.md makes them: one owns the tables, the other runs the program."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from config import Settings
from db.models import Delivery, DeliveryStatus, Enrollment, LogEntry, PointEntry, StaffPart
from db.schema import upgrade
from db.session import Transaction, create_engine, create_transaction
from domain import enrollments, erasure, history
from domain.history import Filters
from program.database_findings import examine_database
from tests.claiming import claim
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor

PAGE = Path(__file__).parents[2] / "docs" / "OPERATIONS.md"
AT_FIRST, BEFORE, AFTER = re.findall(r"```sql\n(.*?)```", PAGE.read_text(), re.DOTALL)
"""As a superuser; as the owner, before and after the first migration."""

REFUSED = [
    "UPDATE {table} SET user_id = 1",
    "UPDATE {table} SET id = id WHERE false",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE false",
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "TRUNCATE users CASCADE",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = excluded.id",
    "MERGE INTO {table} USING users ON false WHEN MATCHED THEN DELETE",
    "ALTER TABLE {table} DISABLE TRIGGER append_only",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DROP COLUMN user_id",
    "ALTER TABLE {table} OWNER TO kursovod_app",
    "ALTER TABLE {table} RENAME TO other",
    "DROP TRIGGER append_only ON {table}",
    "DROP TABLE {table}",
    "DROP FUNCTION refuse_change CASCADE",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$",
    "CREATE RULE nothing AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
    "SET ROLE kursovod_owner",
    "CREATE TABLE other (id bigint)",
]


def as_role(server_url: str, role: str) -> str:
    """Of the same server, in the database of the two."""
    return server_url.replace("postgres:@", f"{role}:@").replace("/postgres?", "/kursovod?")


async def run(url: str, statements: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in filter(str.strip, statements.split(";")):
            await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture(scope="module")
async def app_url(server_url: str) -> AsyncIterator[str]:
    owner_url = as_role(server_url, "kursovod_owner")
    await run(server_url, AT_FIRST)
    await run(owner_url, BEFORE)
    await asyncio.to_thread(upgrade, owner_url)
    await run(owner_url, AFTER)
    yield as_role(server_url, "kursovod_app")
    await run(server_url, "DROP DATABASE kursovod WITH (FORCE)")
    await run(server_url, "DROP ROLE kursovod_owner; DROP ROLE kursovod_app")


@pytest.fixture(scope="module")
async def app(app_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(app_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def as_app(app: AsyncEngine) -> Transaction:
    return create_transaction(app)


async def found(url: str) -> dict[str, tuple[str, str]]:
    findings = await examine_database(Settings(_env_file=None, database_url=url))
    return {subject: (level, says) for subject, level, says in findings}


async def test_program_works_with_no_more_than_it_was_granted(as_app: Transaction) -> None:
    make = Factory(as_app)
    anna, vera, course = await make.user(), await make.admin(), await make.course(capacity=1)
    await make.staff(course, vera, StaffPart.MANAGER)

    async with as_app() as session:
        await enrollments.enroll(session, as_actor(anna), course_id=course.id, now=NOON)
    async with as_app() as session:
        await enrollments.leave(session, as_actor(anna), course_id=course.id, now=NOON)
        await history.order_file(session, as_actor(vera), CAMPUS, filters=Filters(), now=NOON)
    async with as_app() as session:
        assert await claim(session, CAMPUS) is not None
        await erasure.erase(session, as_actor(vera), user_id=anna.id, now=NOON)
    async with as_app() as session:
        page = await history.page(session, as_actor(vera), filters=Filters(), now=NOON)

    actions = [entry.action for entry in page.entries]
    assert actions == ["erase_user", "export_history", "leave", "enroll"]
    assert len(await make.all(Enrollment)) == 1
    [owed] = [it for it in await make.all(Delivery) if it.user_id == vera.id]
    assert owed.status is DeliveryStatus.SENDING


async def test_program_starts_where_the_owner_has_migrated(app_url: str) -> None:
    """As each start looks whether there is something to migrate."""
    await asyncio.to_thread(upgrade, app_url)


@pytest.mark.parametrize("statement", REFUSED)
@pytest.mark.parametrize("kind", [LogEntry, PointEntry])
async def test_history_cannot_be_changed_by_the_role_of_the_program(
    as_app: Transaction, kind: type[LogEntry] | type[PointEntry], statement: str
) -> None:
    make = Factory(as_app)
    anna, course = await make.user(), await make.course()
    await make.entry(anna, "register", by=anna)
    key = f"{anna.id}"
    await make.add(PointEntry(user_id=anna.id, course_id=course.id, points=5, source_key=key))
    before = [it.id for it in await make.all(kind)]

    with pytest.raises(DBAPIError, match=r"permission denied|must be owner|must be able to SET"):
        async with as_app() as session:
            await session.execute(text(statement.format(table=kind.__tablename__)))

    assert [it.id for it in await make.all(kind)] == before != []


async def test_doctor_says_whether_the_history_is_safe(server_url: str, app_url: str) -> None:
    safe = "ok", "of actions is safe from this program itself"
    risky = "warning", "is append-only, but this program's role could change that"

    assert (await found(app_url))["history"] == safe
    assert (await found(as_role(server_url, "kursovod_owner")))["history"] == risky
    assert (await found(as_role(server_url, "postgres")))["history"] == risky


async def test_member_of_the_owner_is_as_good_as_the_owner(server_url: str, app_url: str) -> None:
    await run(server_url, "GRANT kursovod_owner TO kursovod_app")

    risky = await found(app_url)
    await run(server_url, "REVOKE kursovod_owner FROM kursovod_app")

    assert risky["history"][0] == "warning"
    assert (await found(app_url))["history"][0] == "ok"


async def test_database_without_tables_has_no_history_yet(empty_database_url: str) -> None:
    assert "history" not in await found(empty_database_url)

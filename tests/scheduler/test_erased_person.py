"""That of an erased person nothing can be found, neither in the database nor in the log, and that
nothing else has changed."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from aiogram.methods import DeleteMyCommands
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import User
from db.session import Transaction
from keyboards.privacy import AskForget, ForgetMe, MyData
from scheduler.deliveries import Sender
from scheduler.jobs import keep_house
from tests.conftest import Feed
from tests.factories import DAY, HOUR, Factory
from tests.lives import TELEGRAM_ID, WORDS, Life, live, who_knows_people
from tests.scheduler.conftest import Time
from tests.telegram import RecordedSession, person, tap, write

MARKS = [*WORDS.values(), str(TELEGRAM_ID)]

COLUMNS = text(
    """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND table_name <> 'alembic_version'
ORDER BY table_name, ordinal_position
"""
)
FOUND = 'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE :mark'

SPOKEN = {
    "announcements.content",
    "attendance.excuse",
    "attendance.reason",
    "deliveries.error",
    "deliveries.payload",
    "dialog_states.data",
    "enrollments.reason",
    "feedback.comment",
    "idempotency_keys.answer",
    "idempotency_keys.owner",
    "pending_starts.full_name",
    "questions.answer",
    "questions.text",
    "users.block_reason",
    "users.email",
    "users.full_name",
    "users.study_group",
    "web_sessions.user_agent",
}
"""Columns in which people can be named."""

WORDLESS = {
    "announcements.audience": "statuses and roles",
    "api_tokens.name": "is of a service",
    "attendance.former": "statuses, numbers and a time",
    "banners.content_type": "is of a picture",
    "banners.file_id": "is of a picture",
    "consents.version": "is of a text",
    "courses.banner_url": "is the course's",
    "courses.description": "is the course's",
    "courses.description_entities": "are formatting",
    "courses.location": "is the course's",
    "courses.name": "is the course's",
    "courses.online_url": "is the course's",
    "courses.schedule": "is the course's",
    "courses.source_key": "is the course's",
    "deliveries.address": "is of another service",
    "deliveries.dedup_key": "names the occasion by numbers",
    "dialog_states.album_id": "is a number of Telegram's, kept for a day",
    "dialog_states.state": "is a name of ours",
    "holidays.name": "is of a day",
    "idempotency_keys.key": "is drawn by another service",
    "lessons.location": "is the course's",
    "lessons.topic": "is the course's",
    "logs.action": "is a name of ours",
    "logs.details": "has personal fields by name only",
    "logs.entity": "is a name of ours",
    "pending_starts.consented_to": "is of a text",
    "point_entries.source_key": "names the occasion by numbers",
    "reminder_rules.text": "is the course's",
    "scan_attempts.answer": "is one of ours",
    "screens.pairing_number": "is drawn by us",
    "users.language": "is one of two",
    "users.timezone": "is one of a list",
}
"""Columns of words in which nobody is named, or not by us."""

LEFT_ALONE = {
    "attendance.marked_by",
    "api_tokens.created_by",
    "announcements.author_id",
    "banners.uploaded_by",
    "consents.user_id",
    "deliveries.user_id",
    "enrollments.user_id",
    "feedback.user_id",
    "invites.created_by",
    "invites.used_by",
    "invites.user_id",
    "logs.user_id",
    "point_entries.user_id",
    "questions.settled_by",
}
"""Rows that count, or prove something, and name nobody: the number leads to an empty row."""

TAKEN_AWAY = {
    "calendar_tokens.user_id",
    "course_mutes.user_id",
    "course_staff.user_id",
    "deliveries.chat_id",
    "dialog_states.chat_id",
    "dialog_states.user_id",
    "pending_starts.telegram_id",
    "questions.user_id",
    "room_messages.chat_id",
    "room_messages.user_id",
    "scan_attempts.user_id",
    "screens.paired_by",
    "users.telegram_id",
    "web_sessions.user_id",
}

TO_COME = {"lessons.host_id"}
"""Those that they gave stay theirs."""

OF_THE_ROW = {
    "id": "names the row",
    "created_at": "for counts of who came when",
    "reminders_on": "is a habit, of nobody now",
    "news_on": "is a habit, of nobody now",
    "quiet_from": "is a habit, of nobody now",
    "quiet_to": "is a habit, of nobody now",
    "blocked_at": "for counts of who was blocked",
}
"""What stays in `users`, and why."""

TOTALS = """
SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM enrollments),
    (SELECT count(*) FROM enrollments WHERE status IN ('completed', 'expelled')),
    (SELECT count(*) FROM attendance), (SELECT count(*) FROM attendance WHERE is_attended),
    (SELECT sum(points) FROM point_entries), (SELECT avg(rating) FROM feedback),
    (SELECT count(*) FROM feedback), (SELECT count(*) FROM lessons),
    (SELECT count(*) FROM announcements WHERE status <> 'draft'), (SELECT count(*) FROM consents),
    (SELECT count(*) FROM deliveries WHERE chat_id IS NULL), (SELECT sum(taken) FROM courses)
"""


@pytest.fixture
async def zina(make: Factory) -> Life:
    return await live(make)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the process says, before anything is hidden in it."""
    handler = logging.StreamHandler(StringIO())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler.stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
async def forgotten(
    feed: Feed,
    zina: Life,
    sender: Sender,
    transaction: Transaction,
    time: Time,
    log: StringIO,
) -> Life:
    """Zina has seen her data, was erased, and a day has gone by."""
    who = person(TELEGRAM_ID, name=WORDS["name"], language="ru")
    for button in (MyData(), AskForget(), ForgetMe()):
        await feed(tap(TELEGRAM_ID, button, who=who))
        await sender.drain()
    time.now += DAY + HOUR
    await keep_house(transaction, time)
    return zina


async def places(session: AsyncSession, mark: str) -> list[str]:
    """Where it is found, of all columns of all tables."""
    found = []
    for table, column, _ in await session.execute(COLUMNS):
        statement = text(FOUND.format(table=table, column=column))
        if await session.scalar(statement, {"mark": f"%{mark}%"}):
            found.append(f"{table}.{column}")
    return found


async def columns_of_words(session: AsyncSession) -> set[str]:
    return {
        f"{table}.{column}"
        for table, column, kind in await session.execute(COLUMNS)
        if kind in {"text", "jsonb", "json"}
    }


async def count(session: AsyncSession, column: str, user: User) -> int:
    """Rows that know the person there, by either of their numbers."""
    table, _, name = column.partition(".")
    statement = text(f'SELECT count(*) FROM "{table}" WHERE "{name}" IN (:id, :telegram_id)')  # noqa: S608
    ids = {"id": user.id, "telegram_id": TELEGRAM_ID}
    return await session.scalar(statement, ids) or 0


# That the scan looks where people can be


async def test_every_column_of_words_is_known(session: AsyncSession) -> None:
    assert await columns_of_words(session) == SPOKEN | WORDLESS.keys()


async def test_person_can_be_found_wherever_people_are_named(
    session: AsyncSession, zina: Life
) -> None:
    found = {mark: await places(session, mark) for mark in MARKS}

    assert [mark for mark, where in found.items() if not where] == []
    assert SPOKEN - {it for where in found.values() for it in where} == set()


def test_every_column_that_knows_people_is_thought_of() -> None:
    assert {*who_knows_people()} == LEFT_ALONE | TAKEN_AWAY | TO_COME
    assert not LEFT_ALONE & TAKEN_AWAY


async def test_person_is_in_every_column_that_knows_people(
    session: AsyncSession, zina: Life
) -> None:
    counts = [await count(session, column, zina.user) for column in who_knows_people()]

    assert 0 not in counts


# The proof


async def test_nothing_of_the_erased_is_found(session: AsyncSession, forgotten: Life) -> None:
    found = {mark: await places(session, mark) for mark in MARKS}

    assert {mark: where for mark, where in found.items() if where} == {}


async def test_only_what_counts_still_has_their_number(
    session: AsyncSession, make: Factory, forgotten: Life
) -> None:
    counts = {it: await count(session, it, forgotten.user) for it in who_knows_people()}

    assert {it for it, number in counts.items() if number} == LEFT_ALONE | TO_COME
    assert counts["lessons.host_id"] == 1


async def test_of_their_row_only_what_names_nobody_stays(make: Factory, forgotten: Life) -> None:
    before, after = forgotten.user, await make.again(forgotten.user)
    names = [column.key for column in User.__mapper__.column_attrs]

    same = {name for name in names if getattr(before, name) == getattr(after, name)}

    assert same == OF_THE_ROW.keys()


async def test_log_says_nothing_of_them(forgotten: Life, log: StringIO) -> None:
    said = log.getvalue().casefold()

    assert said
    assert [mark for mark in MARKS if mark.casefold() in said] == []


async def test_totals_are_what_they_were(session: AsyncSession, feed: Feed, zina: Life) -> None:
    before = (await session.execute(text(TOTALS))).one()

    await feed(tap(TELEGRAM_ID, ForgetMe()))

    # Boris has her seat, and was told so.
    *same, owed, taken = (await session.execute(text(TOTALS))).one()
    assert (*same, owed - 1, taken) == before


async def test_their_chat_is_offered_what_strangers_are(
    forgotten: Life, telegram: RecordedSession
) -> None:
    [menu] = telegram.all(DeleteMyCommands)

    assert menu.scope is not None
    assert menu.scope.chat_id == TELEGRAM_ID  # type: ignore[union-attr]


async def test_whoever_comes_back_is_a_stranger(feed: Feed, forgotten: Life) -> None:
    welcome = await feed(write(TELEGRAM_ID, "/start"))

    assert welcome.said().startswith("Hello! These are the courses of the University.")

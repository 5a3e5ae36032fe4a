from datetime import time
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, EnrollmentStatus, LogEntry, User
from db.session import Transaction
from domain import mutes, profile, zones
from domain.errors import (
    DomainError,
    EmailNotValid,
    EmailTaken,
    GroupNotValid,
    LanguageNotSpoken,
    NameNotValid,
    PersonNotFound,
    QuietHoursNotValid,
    TimezoneNotKnown,
)
from domain.profile import Field, Switch
from tests.factories import DAY, NOON, Factory
from tests.people import as_actor
from tests.races import meet

BEFORE = {
    "full_name": "Anna",
    "study_group": "BPM-21-1",
    "email": "anna@example.org",
    "language": "en",
    "timezone": "Asia/Omsk",
}


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(**BEFORE)


async def write(session: AsyncSession, user: User, field: Field, words: str | None) -> None:
    await profile.write(session, as_actor(user), field=field, words=words, now=NOON)
    await session.flush()


async def switch(session: AsyncSession, user: User, which: Switch, *, is_on: bool) -> None:
    await profile.switch(session, as_actor(user), which=which, is_on=is_on, now=NOON)
    await session.flush()


@pytest.mark.parametrize(
    ("field", "words", "kept"),
    [
        (Field.NAME, " Anna\nPetrova ", {"full_name": "Anna Petrova"}),
        (Field.GROUP, "IT-23-1", {"study_group": "IT-23-1"}),
        (Field.GROUP, None, {"study_group": None}),
        (Field.EMAIL, "A.Petrova@Example.org", {"email": "a.petrova@example.org"}),
        (Field.EMAIL, None, {"email": None}),
        (Field.LANGUAGE, "ru", {"language": "ru"}),
        (Field.TIMEZONE, "Владивосток", {"timezone": "Asia/Vladivostok"}),
        (Field.TIMEZONE, "Asia/Tokyo", {"timezone": "Asia/Tokyo"}),
        (Field.TIMEZONE, None, {"timezone": None}),
        (Field.QUIET_HOURS, "23-7:30", {"quiet_from": time(23), "quiet_to": time(7, 30)}),
        (Field.QUIET_HOURS, None, {"quiet_from": time(0), "quiet_to": time(0)}),
    ],
)
async def test_what_is_written_is_kept_and_noted_without_its_value(
    session: AsyncSession, make: Factory, anna: User, field: Field, words: str, kept: Any
) -> None:
    await write(session, anna, field, words)

    row = await make.again(anna)
    assert {name: getattr(row, name) for name in BEFORE | kept} == BEFORE | kept
    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action) == (anna.id, "change_profile")
    assert (entry.entity, entry.entity_id, entry.timestamp) == ("users", anna.id, NOON)
    assert entry.details == {"fields": sorted(kept)}


@pytest.mark.parametrize("which", Switch)
async def test_switch_is_turned_off_and_on(
    session: AsyncSession, make: Factory, anna: User, which: Switch
) -> None:
    await switch(session, anna, which, is_on=False)
    off = getattr(await make.again(anna), which)
    await switch(session, anna, which, is_on=True)
    on = getattr(await make.again(anna), which)

    assert (off, on) == (False, True)
    assert [it.details for it in await make.all(LogEntry)] == [{"fields": [which.value]}] * 2


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (Field.NAME, "  Anna "),
        (Field.GROUP, "BPM-21-1"),
        (Field.EMAIL, "ANNA@example.org"),
        (Field.LANGUAGE, "en"),
        (Field.TIMEZONE, "+6"),
        (Field.QUIET_HOURS, "22:00-8:00"),
    ],
)
async def test_what_is_so_already_writes_nothing(
    session: AsyncSession, make: Factory, anna: User, field: Field, words: str
) -> None:
    await write(session, anna, field, words)

    assert await make.all(LogEntry) == []
    assert await make.all(Delivery) == []


async def test_switch_that_is_so_already_writes_nothing(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    for _ in range(2):
        await switch(session, anna, Switch.NEWS, is_on=False)

    assert len(await make.all(LogEntry)) == 1


async def test_only_one_of_two_hours_may_be_news(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    await write(session, anna, Field.QUIET_HOURS, "22-9")

    assert [it.details for it in await make.all(LogEntry)] == [{"fields": ["quiet_to"]}]


async def test_language_owes_its_command_menu_and_nothing_else_does(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    await write(session, anna, Field.NAME, "Anna Petrova")
    before = await make.all(Delivery)
    await write(session, anna, Field.LANGUAGE, "ru")

    assert before == []
    [owed] = await make.all(Delivery)
    assert (owed.kind, owed.user_id, owed.due_at) == (DeliveryKind.COMMANDS, anna.id, NOON)


@pytest.mark.parametrize(
    ("field", "words", "refusal"),
    [
        (Field.NAME, "123", NameNotValid),
        (Field.NAME, None, NameNotValid),
        (Field.GROUP, "x" * 41, GroupNotValid),
        (Field.EMAIL, "anna", EmailNotValid),
        (Field.LANGUAGE, "de", LanguageNotSpoken),
        (Field.LANGUAGE, None, LanguageNotSpoken),
        (Field.TIMEZONE, "Mordor", TimezoneNotKnown),
        (Field.QUIET_HOURS, "at night", QuietHoursNotValid),
    ],
)
async def test_what_is_not_understood_changes_nothing(
    session: AsyncSession,
    make: Factory,
    anna: User,
    field: Field,
    words: str,
    refusal: type[DomainError],
) -> None:
    with pytest.raises(refusal):
        await write(session, anna, field, words)

    row = await make.again(anna)
    assert {name: getattr(row, name) for name in BEFORE} == BEFORE
    assert await make.all(LogEntry) == []


# The e-mail is nobody else's


async def test_email_of_somebody_else_is_refused(
    transaction: Transaction, make: Factory, anna: User
) -> None:
    boris = await make.user()

    with pytest.raises(EmailTaken) as refusal:
        async with transaction() as session:
            await write(session, boris, Field.EMAIL, "Anna@Example.org")

    assert "anna" not in f"{refusal.value!r} {vars(refusal.value)}".lower()
    assert (await make.again(boris)).email is None
    assert await make.all(LogEntry) == []


async def test_email_that_was_given_up_may_be_taken(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    boris = await make.user()

    await write(session, anna, Field.EMAIL, None)
    await write(session, boris, Field.EMAIL, "anna@example.org")

    assert (await make.again(boris)).email == "anna@example.org"


async def test_of_two_who_want_one_email_at_once_one_gets_it(committing: Transaction) -> None:
    make = Factory(committing)
    people = [await make.user(), await make.user()]

    async def first(session: AsyncSession) -> None:
        await write(session, people[0], Field.EMAIL, "both@example.org")

    async def second(session: AsyncSession) -> None:
        await write(session, people[1], Field.EMAIL, "both@example.org")

    _, lost = await meet(committing, first, second)

    assert isinstance(lost, EmailTaken)
    assert [(await make.again(it)).email for it in people] == ["both@example.org", None]


async def test_two_changes_of_one_person_at_once_are_both_kept(committing: Transaction) -> None:
    make = Factory(committing)
    boris = await make.user()

    await meet(
        committing,
        lambda session: write(session, boris, Field.GROUP, "IT-23-1"),
        lambda session: write(session, boris, Field.TIMEZONE, "+7"),
    )

    row = await make.again(boris)
    assert (row.study_group, row.timezone) == ("IT-23-1", "Asia/Novosibirsk")


# The erased


async def test_erased_person_is_not_written_down_again(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    await make.change(anna, erased_at=NOON, full_name="", email=None)

    with pytest.raises(PersonNotFound):
        await write(session, anna, Field.NAME, "Anna")
    with pytest.raises(PersonNotFound):
        await switch(session, anna, Switch.NEWS, is_on=False)
    with pytest.raises(PersonNotFound):
        await profile.view(session, as_actor(anna), now=NOON)

    assert (await make.again(anna)).full_name == ""


# All of it


async def test_profile_counts_what_is_muted_and_what_is_open(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    takes, left = await make.course(anna), await make.course()
    was_on = await make.enrollment(left, anna)
    for course in (takes, left):
        await mutes.mute(session, as_actor(anna), course_id=course.id, is_muted=True, now=NOON)
    await session.flush()
    await make.change(was_on, status=EnrollmentStatus.CANCELLED)
    for changed in ({}, {"expires_at": NOON}, {"revoked_at": NOON - DAY}):
        await make.sign_in(anna, **changed)
    await make.sign_in(await make.user())

    seen = await profile.view(session, as_actor(anna), now=NOON)

    assert (seen.user.id, seen.muted, seen.sign_ins) == (anna.id, 1, 1)


async def test_zone_that_the_database_has_not_is_refused(
    session: AsyncSession, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zones, "_places", lambda: {"arkanis": "Mars/Arkanis"})
    anna = as_actor(await make.user())

    with pytest.raises(TimezoneNotKnown):
        await profile.write(session, anna, field=Field.TIMEZONE, words="Arkanis", now=NOON)

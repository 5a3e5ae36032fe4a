# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""Which reminders a course has, and who says so."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, LogEntry, ReminderRule, Role, StaffPart, User
from db.session import Transaction
from domain import authoring, copying, reminder_rules
from domain.errors import (
    NotAllowed,
    OffsetNotValid,
    PartNotEnough,
    ReminderNotFound,
    ReminderTextNotValid,
    TooManyReminders,
)
from domain.reminder_rules import LONGEST, MOST, SHORTEST, USUAL
from domain.typed_offsets import read
from tests.factories import DAY, HOUR, LAST_WEEK, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import meet

MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria", role=Role.HOST)


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course()
    await make.staff(course, maria)
    return course


async def add(session: AsyncSession, user: User, course: Course, before: timedelta = HOUR) -> bool:
    which = {"course_id": course.id, "now": NOON}
    return await reminder_rules.add(session, as_actor(user), before=before, **which)  # type: ignore[arg-type]


async def test_new_course_reminds_a_day_and_an_hour_before(
    session: AsyncSession, make: Factory
) -> None:
    vera = as_actor(await make.admin())

    await authoring.create(session, vera, CAMPUS, now=NOON, name="Algebra")
    await session.flush()

    rules = await make.all(ReminderRule)
    assert {it.before for it in rules} == set(USUAL)
    assert {it.created_at for it in rules} == {NOON}


async def test_copy_of_a_course_reminds_as_it_did_and_of_nothing_before_it_was_made(
    session: AsyncSession, make: Factory
) -> None:
    vera = await make.admin()
    source = await make.course()
    await make.staff(source, vera, StaffPart.MANAGER)
    rule = {"course_id": source.id, "before": HOUR, "created_at": LAST_WEEK}
    await make.add(ReminderRule(text="Bring a laptop", **rule))

    copy = copying.proposal((NOON + 30 * DAY).date())
    await copying.copy(session, as_actor(vera), CAMPUS, copy, course_id=source.id, now=NOON)

    [_, made] = await make.all(ReminderRule)
    assert (made.before, made.text, made.created_at) == (HOUR, "Bring a laptop", NOON)


async def test_second_time_nothing_is_added(
    session: AsyncSession, make: Factory, maria: User, course: Course
) -> None:
    added = [await add(session, maria, course) for _ in range(2)]
    await session.flush()

    assert added == [True, False]
    [entry] = await make.all(LogEntry)
    assert (entry.action, entry.details) == ("add_reminder", {"offsets": [60]})


@pytest.mark.parametrize("before", [SHORTEST - MINUTE, LONGEST + MINUTE, timedelta(0), -HOUR])
async def test_nobody_is_reminded_at_the_last_moment_or_weeks_before(
    session: AsyncSession, maria: User, course: Course, before: timedelta
) -> None:
    with pytest.raises(OffsetNotValid):
        await add(session, maria, course, before)


async def test_there_are_at_most_five(session: AsyncSession, maria: User, course: Course) -> None:
    for number in range(MOST):
        await add(session, maria, course, (number + 1) * HOUR)

    with pytest.raises(TooManyReminders):
        await add(session, maria, course, 10 * HOUR)


async def test_two_hosts_who_add_at_once_keep_the_limit(committing: Transaction) -> None:
    make = Factory(committing)
    maria, course = await make.user(role=Role.HOST), await make.course()
    await make.staff(course, maria)
    async with committing() as session:
        for number in range(MOST - 1):
            await add(session, maria, course, (number + 1) * HOUR)

    first, second = await meet(
        committing,
        lambda session: add(session, maria, course, 10 * HOUR),
        lambda session: add(session, maria, course, 11 * HOUR),
    )

    assert first is True
    assert isinstance(second, TooManyReminders)
    assert len(await make.all(ReminderRule)) == MOST


@pytest.mark.parametrize("part", [None, StaffPart.ASSISTANT])
async def test_only_hosts_and_managers_set_them(
    session: AsyncSession, make: Factory, course: Course, part: StaffPart | None
) -> None:
    petr = await make.user(full_name="Petr")
    if part is not None:
        await make.staff(course, petr, part)
    refusal = NotAllowed if part is None else PartNotEnough

    with pytest.raises(refusal):
        await add(session, petr, course)
    with pytest.raises(refusal):
        await reminder_rules.drop_all(session, as_actor(petr), course_id=course.id, now=NOON)
    with pytest.raises(refusal):
        await reminder_rules.of_course(session, as_actor(petr), course_id=course.id)


async def test_words_are_written_once_into_the_history(
    session: AsyncSession, make: Factory, maria: User, course: Course
) -> None:
    await make.add(ReminderRule(course_id=course.id, before=HOUR))
    for _ in range(2):
        await reminder_rules.reword(
            session,
            as_actor(maria),
            course_id=course.id,
            before=HOUR,
            typed="  Bring\na laptop\u202e ",
            now=NOON,
        )
    await session.flush()

    [entry] = await make.all(LogEntry)
    assert entry.details == {"offsets": [60], "text": [None, "Bring\na laptop"]}


@pytest.mark.parametrize("typed", ["", " \n", "\u200b", "x" * 501])
async def test_words_are_neither_nothing_nor_a_novel(
    session: AsyncSession, make: Factory, maria: User, course: Course, typed: str
) -> None:
    await make.add(ReminderRule(course_id=course.id, before=HOUR))

    with pytest.raises(ReminderTextNotValid):
        await reminder_rules.reword(
            session, as_actor(maria), course_id=course.id, before=HOUR, typed=typed, now=NOON
        )


async def test_one_that_is_not_there_is_not_found(
    session: AsyncSession, maria: User, course: Course
) -> None:
    with pytest.raises(ReminderNotFound):
        await reminder_rules.rule(session, as_actor(maria), course_id=course.id, before=HOUR)


# As it is typed


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("за 3 часа", 3 * HOUR),
        ("За 3 часа.", 3 * HOUR),
        ("3ч", 3 * HOUR),
        ("за 1,5 часа", 1.5 * HOUR),
        ("за полтора часа", 1.5 * HOUR),
        ("полчаса", 30 * MINUTE),
        ("за час", HOUR),
        ("за пару часов до начала", 2 * HOUR),
        ("за сорок минут", 40 * MINUTE),
        ("за 21 минуту", 21 * MINUTE),
        ("за сутки", DAY),
        ("накануне", DAY),
        ("за день перед занятием", DAY),
        ("за два дня", 2 * DAY),
        ("за неделю", WEEK),
        ("одна неделя", WEEK),
        ("напомнить за 1 день и 3 часа", DAY + 3 * HOUR),
        ("напоминай за 2 часа", 2 * HOUR),
        ("за час до начала занятия", HOUR),
        ("3 hours before the start", 3 * HOUR),
        ("за пятнадцать минут", 15 * MINUTE),
        ("1ч30м", 90 * MINUTE),
        ("за 3 часа!", 3 * HOUR),
        ("напомни всем за час", None),
        ("remind us 3 hours before", 3 * HOUR),
        ("1h 30min", 1.5 * HOUR),
        ("half an hour", 30 * MINUTE),
        ("two days ahead", 2 * DAY),
        ("the day before", DAY),
        ("a week in advance", WEEK),
        ("0,5 часа", 30 * MINUTE),
        ("за 0.5 минуты", None),
        ("3", None),
        ("завтра", None),
        ("в 18:00", None),
        ("за", None),
        ("9999 недель " * 300, 300 * 9999 * WEEK),
    ],
)
def test_how_long_before_is_read_as_people_write_it(typed: str, before: timedelta | None) -> None:
    assert read(typed) == before

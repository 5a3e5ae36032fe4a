"""All courses for admins, and what happens when two of them act at once."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryKind,
    LogEntry,
    Role,
    StaffPart,
)
from db.session import Transaction
from domain import imported, importing, people, programme
from domain.campus import Campus
from domain.deliveries import Parcel
from domain.errors import AdminsOnly, AlreadyManaged, CourseNotFound, ImportUnderWay
from domain.programme import Circle, Search
from domain.reading.found import Found, Wanted
from scheduler.letters.staff import taken_over as letter
from tests.claiming import claim
from tests.factories import DAY, NOON, Factory
from tests.people import CAMPUS, as_actor, stranger
from tests.races import Race, create_race


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


@pytest.fixture
def committed(committing: Transaction) -> Factory:
    return Factory(committing)


async def names(session: AsyncSession, who: Any, circle: Circle = Circle.ALL) -> list[str]:
    found = await programme.find(session, as_actor(who), search=Search(circle), now=NOON)
    return [it.course.name for it in found.lines]


# The list


async def test_what_is_on_comes_first_and_soonest(session: AsyncSession, make: Factory) -> None:
    vera = await make.admin()
    await make.course(name="Archived", status=CourseStatus.ARCHIVED)
    await make.course(name="Draft", status=CourseStatus.DRAFT)
    await make.course(name="Later")
    soon, sooner = await make.course(name="Soon"), await make.course(name="Sooner")
    await make.lesson(soon, starts_at=NOON + 2 * DAY)
    await make.lesson(sooner, starts_at=NOON + DAY)

    assert await names(session, vera) == ["Sooner", "Soon", "Later", "Draft", "Archived"]


async def test_longest_queue_comes_first(session: AsyncSession, make: Factory) -> None:
    vera = await make.admin()
    await make.course(name="One", capacity=0, waiting=[await make.user()])
    await make.course(name="Two", capacity=0, waiting=[await make.user(), await make.user()])

    assert await names(session, vera, Circle.QUEUES) == ["Two", "One"]


async def test_host_of_a_course_does_not_manage_it(session: AsyncSession, make: Factory) -> None:
    vera, course = await make.admin(), await make.course(name="Python")
    await make.staff(course, vera, StaffPart.HOST)

    assert await names(session, vera, Circle.MINE) == []
    assert await names(session, vera, Circle.UNMANAGED) == ["Python"]


async def test_archived_courses_need_no_manager(session: AsyncSession, make: Factory) -> None:
    vera = await make.admin()
    for status in (CourseStatus.ARCHIVED, CourseStatus.FINISHED):
        await make.course(status=status)

    assert await names(session, vera, Circle.UNMANAGED) == []


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_only_admins_see_everything(
    session: AsyncSession, make: Factory, role: Role
) -> None:
    person, course = await make.user(role=role), await make.course()
    actor, which = as_actor(person), {"course_id": course.id}

    for act in (
        programme.find(session, actor, search=Search(), now=NOON),
        programme.counts(session, actor, search=Search()),
        programme.taking_over(session, actor, **which),
        programme.take_over(session, actor, now=NOON, **which),
    ):
        with pytest.raises(AdminsOnly):
            await act


async def test_course_that_is_none_is_not_taken_over(session: AsyncSession, make: Factory) -> None:
    vera = as_actor(await make.admin())

    with pytest.raises(CourseNotFound):
        await programme.take_over(session, vera, course_id=2**62, now=NOON)


def test_strangers_are_no_admins() -> None:
    assert stranger().role is not Role.ADMIN


# The notice


async def tell(session: AsyncSession, make: Factory, campus: Campus) -> str | None:
    parcel = await claim(session, campus)
    assert parcel is not None
    screen = await letter(session, parcel, NOON)
    return screen.text if screen else None


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_manager_is_told_in_their_language(
    session: AsyncSession, make: Factory, i18n: Any, language: str
) -> None:
    boris = await make.user(role=Role.ADMIN, language=language)
    vera, course = await make.admin(), await make.course(name="<Python>")
    await make.staff(course, boris, StaffPart.MANAGER)
    await programme.take_over(session, as_actor(vera), course_id=course.id, now=NOON)

    with i18n.context(), i18n.use_locale(language):
        said = await tell(session, make, CAMPUS)

    assert said is not None
    assert "<b>Vera</b>" in said
    assert "<b>&lt;Python&gt;</b>" in said
    assert ("has taken over" in said) == (language == "en")


@pytest.mark.parametrize("gone", ["taker", "told", "course"])
async def test_what_is_true_no_more_is_not_told(
    session: AsyncSession, make: Factory, gone: str
) -> None:
    boris, vera, course = await make.admin(), await make.admin(), await make.course()
    await make.staff(course, boris, StaffPart.MANAGER)
    await programme.take_over(session, as_actor(vera), course_id=course.id, now=NOON)
    await session.flush()
    if gone == "course":
        course = await session.get_one(Course, course.id)
        course.deleted_at = NOON
    else:
        who = vera if gone == "taker" else boris
        key = {"course_id": course.id, "user_id": who.id}
        await session.delete(await session.get_one(CourseStaff, key))
    await session.flush()

    assert await tell(session, make, CAMPUS) is None


# At once


async def test_two_admins_take_it_over_at_once(race: Race, committed: Factory) -> None:
    admins, course = [await committed.admin() for _ in range(2)], await committed.course()
    acts = [
        partial(programme.take_over, actor=as_actor(it), course_id=course.id, now=NOON)
        for it in admins
    ]

    await race(*acts)

    parts = [it for it in await committed.all(CourseStaff) if it.course_id == course.id]
    assert {it.user_id for it in parts} == {it.id for it in admins}
    told = [it for it in await committed.all(Delivery) if it.kind is DeliveryKind.TAKEN_OVER]
    assert [it.user_id for it in told if it.payload["course_id"] == course.id] == [admins[0].id]


async def test_two_taps_at_once_take_it_over_once(race: Race, committed: Factory) -> None:
    vera, course = await committed.admin(), await committed.course()
    act = partial(programme.take_over, actor=as_actor(vera), course_id=course.id, now=NOON)

    _, second = await race(act, act)

    assert isinstance(second, AlreadyManaged)
    entries = [it for it in await committed.all(LogEntry) if it.entity_id == course.id]
    assert [it.action for it in entries] == ["take_over"]


async def test_who_is_demoted_meanwhile_takes_nothing_over(race: Race, committed: Factory) -> None:
    vera, other, course = (
        await committed.admin(),
        await committed.admin(),
        await committed.course(),
    )
    demote = partial(
        people.change_role,
        actor=as_actor(other),
        campus=CAMPUS,
        user_id=vera.id,
        role=Role.HOST,
        now=NOON,
    )
    take = partial(programme.take_over, actor=as_actor(vera), course_id=course.id, now=NOON)

    _, second = await race(demote, take)

    assert isinstance(second, AdminsOnly)


# Importing at once


def found(*keys: str) -> Found:
    return Found([Wanted(2, f"id:{it}", {"name": it}) for it in keys], [])


async def prepared(make: Factory, transaction: Transaction, *keys: str) -> tuple[Any, int]:
    vera = as_actor(await make.admin())
    async with transaction() as session:
        draft = await importing.prepare(
            session, vera, CAMPUS, found=found(*keys), file_name="a.csv", now=NOON
        )
    return vera, draft.id


async def test_two_taps_at_once_import_once(
    race: Race, committed: Factory, committing: Transaction
) -> None:
    vera, import_id = await prepared(committed, committing, "once")
    act = partial(importing.confirm, actor=vera, import_id=import_id, now=NOON)

    _, second = await race(act, act)

    assert isinstance(second, ImportUnderWay)


async def test_same_course_of_two_files_is_made_once(
    race: Race, committed: Factory, committing: Transaction
) -> None:
    parcels = []
    for _ in range(2):
        vera, import_id = await prepared(committed, committing, "twice")
        async with committing() as session:
            await importing.confirm(session, vera, import_id=import_id, now=NOON)
        what = {"kind": DeliveryKind.IMPORT, "payload": {}, "attempts": 1, "claimed_at": NOON}
        parcels.append(
            Parcel(id=import_id, is_urgent=True, recipient=vera, chat_id=1, **what)  # type: ignore[arg-type]
        )

    first, second = [partial(imported.carry_on, parcel=it, now=NOON) for it in parcels]
    _, error = await race(first, second)

    assert error is None
    assert [it.name for it in await committed.all(Course)].count("twice") == 1
    reports = [
        imported.report(it.payload)
        for it in await committed.all(Delivery)
        if it.kind is DeliveryKind.IMPORTED
    ]
    assert sorted(it.created for it in reports) == [0, 1]
    assert sorted([it.error.code for it in report.failed] for report in reports) == [
        [],
        ["course_changed"],
    ]


async def test_piece_that_is_done_again_does_nothing_twice(
    committed: Factory, committing: Transaction
) -> None:
    """A worker was killed when it had committed and not settled."""
    keys = [f"again {it}" for it in range(30)]
    vera, import_id = await prepared(committed, committing, *keys)
    what = {"kind": DeliveryKind.IMPORT, "payload": {}, "attempts": 1, "claimed_at": NOON}
    parcel = Parcel(id=import_id, is_urgent=True, recipient=vera, chat_id=1, **what)  # type: ignore[arg-type]
    async with committing() as session:
        await importing.confirm(session, vera, import_id=import_id, now=NOON)

    for later in (timedelta(0), timedelta(minutes=2)):
        async with committing() as session:
            await imported.carry_on(session, parcel, now=NOON + later)

    made = [it.name for it in await committed.all(Course) if it.name.startswith("again")]
    assert sorted(made) == sorted(keys[: imported.PIECE])
    rest = [
        it.payload["progress"] for it in await committed.all(Delivery) if "progress" in it.payload
    ]
    assert [it["at"] for it in rest if it["import_id"] == import_id] == [imported.PIECE]

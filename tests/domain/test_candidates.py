"""Pictures that are sent and used at the same time."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Banner, Course, LogEntry, User
from db.session import Transaction
from domain import authoring, banners, candidates, removing
from domain.banners import Shown
from domain.candidates import Choice, Overtaken, mark
from domain.errors import BannerNotFound
from domain.pictures import Part, Picture, Pictures
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.photos import photo

SMALL = Picture(b"jpeg", 1280, 720)
SQUARE = photo(900, 900)
WHOLE = Picture(SQUARE, 900, 900, photo(900, 506))


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course()
    await make.staff(course, maria)
    return course


async def offer(session: AsyncSession, user: User, course: Course, picture: Picture) -> Choice:
    actor, seen = as_actor(user), mark(course.banner_id)
    found = await candidates.offer(
        session, actor, picture, course_id=course.id, seen=seen, now=NOON
    )
    return Choice(course.id, found.banner_id, seen=found.seen)


async def use(session: AsyncSession, user: User, choice: Choice) -> object:
    return await candidates.use(session, as_actor(user), Pictures(), choice=choice, now=NOON)


async def test_candidate_is_seen_by_nobody_until_it_is_used(
    session: AsyncSession, course: Course, maria: User
) -> None:
    choice = await offer(session, maria, course, SMALL)
    with pytest.raises(BannerNotFound):
        await banners.published(session, banner_id=choice.banner_id)

    await use(session, maria, choice)

    found = await banners.published(session, banner_id=choice.banner_id)
    assert found == (b"jpeg", "image/jpeg")


async def test_part_is_cut_when_it_is_used(
    session: AsyncSession, course: Course, maria: User, make: Factory
) -> None:
    choice = await offer(session, maria, course, WHOLE)

    await use(session, maria, choice)

    [banner] = await make.all(Banner)
    assert (banner.width, banner.height) == (900, 506)


async def test_first_course_is_deleted_and_its_copy_keeps_the_picture(
    session: AsyncSession, make: Factory
) -> None:
    vera = await make.admin()
    first = await authoring.create(session, as_actor(vera), CAMPUS, now=NOON, name="Go")
    await use(session, vera, await offer(session, vera, first, SMALL))
    second = await make.course(banner_id=first.banner_id)

    await removing.delete(session, as_actor(vera), CAMPUS, course_id=first.id, now=NOON)

    assert [it.id for it in await make.all(Banner)] == [second.banner_id]


async def test_of_two_taps_at_once_one_counts(committing: Transaction) -> None:
    make = Factory(committing)
    maria, course = await make.user(), await make.course()
    await make.staff(course, maria)
    async with committing() as session:
        choice = await offer(session, maria, course, WHOLE)
    parts = [Choice(course.id, choice.banner_id, it) for it in (Part.START, Part.END)]

    async def tap(which: Choice) -> None:
        async with committing() as session:
            await use(session, maria, which)

    await asyncio.gather(*map(tap, [*parts, *parts]))

    assert (await make.again(course)).banner_id == choice.banner_id
    assert (await make.again(course)).version == 2
    assert len([it for it in await make.all(LogEntry) if it.entity_id == course.id]) == 1


async def test_of_two_hosts_at_once_the_second_is_asked(committing: Transaction) -> None:
    make = Factory(committing)
    hosts, course = [await make.user() for _ in range(2)], await make.course()
    for host in hosts:
        await make.staff(course, host)
    choices = []
    for host in hosts:
        async with committing() as session:
            choices.append(await offer(session, host, course, SMALL))

    async def tap(host: User, choice: Choice) -> object:
        async with committing() as session:
            return await use(session, host, choice)

    ended = await asyncio.gather(*map(tap, hosts, choices))

    assert sorted(type(it).__name__ for it in ended) == ["Overtaken", "Shown"]
    assert (await make.again(course)).version == 2


async def test_picture_that_was_never_shown_is_not_overwritten_by_who_insists(
    session: AsyncSession, make: Factory, course: Course, maria: User
) -> None:
    boris, third = await make.user(), await make.user()
    for user in (boris, third):
        await make.staff(course, user)
    mine = await offer(session, maria, course, SMALL)
    await use(session, boris, await offer(session, boris, course, SMALL))
    told = await use(session, maria, mine)
    theirs = await offer(session, third, await make.again(course), SMALL)
    await use(session, third, theirs)

    assert isinstance(told, Overtaken)
    again = await use(session, maria, told.choice)

    assert isinstance(again, Overtaken)
    assert (await make.again(course)).banner_id == again.now.banner_id == theirs.banner_id
    assert isinstance(await use(session, maria, again.choice), Shown)


async def test_own_picture_of_a_minute_ago_needs_no_question(
    session: AsyncSession, course: Course, maria: User
) -> None:
    first, second = [await offer(session, maria, course, SMALL) for _ in range(2)]
    await use(session, maria, first)

    assert isinstance(await use(session, maria, second), Shown)


async def test_picture_that_is_replaced_while_it_is_copied_is_not_lost(
    committing: Transaction,
) -> None:
    make = Factory(committing)
    maria, course = await make.user(), await make.course()
    await make.staff(course, maria)
    old = await make.banner(course)
    async with committing() as session:
        choice = await offer(session, maria, course, SMALL)

    async def copy() -> Course:
        async with committing() as session:
            session.add(copied := Course(name="Copy", taken=0, schedule=[], banner_id=old.id))
            await session.flush()
            await asyncio.sleep(0.3)
            return copied

    copying = asyncio.ensure_future(copy())
    await asyncio.sleep(0.1)
    async with committing() as session:
        await use(session, maria, choice)
    copied = await copying

    assert (await make.again(copied)).banner_id == old.id
    assert old.id in [it.id for it in await make.all(Banner)]

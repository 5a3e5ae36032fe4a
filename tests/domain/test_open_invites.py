"""Open links: who sees them, and takes them back."""

from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Invite, LogEntry, Role, StaffPart, User
from db.session import Transaction
from domain import accepting, invites
from domain.errors import AdminsOnly, InviteRevoked, InviteUsed, NotAllowed
from domain.invites import PAGE_SIZE, InviteView
from tests.factories import NOON, Factory
from tests.people import as_actor
from tests.races import Race, create_race

PARTICIPANT, HOST, ADMIN = Role
MANAGES, HOSTS, ASSISTS = StaffPart


async def revoke(session: AsyncSession, who: User, invite: Invite) -> InviteView:
    seen = await invites.revoke(session, as_actor(who), public_id=invite.public_id, now=NOON)
    await session.flush()
    return seen


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()


@pytest.fixture
async def vera(make: Factory, course: Course) -> User:
    """An admin who manages the course."""
    vera = await make.admin()
    await make.staff(course, vera, MANAGES)
    return vera


# Open ones


async def test_open_links_of_all_admins_and_the_operator_are_listed_newest_first(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    gone = await make.user(role=HOST, full_name="Gone")
    mine = await make.invite(role=HOST, created_by=vera.id)
    of_operator = await make.invite()
    for changed in (
        {"expires_at": NOON},
        {"revoked_at": NOON},
        {"used_at": NOON, "used_by": gone.id},
        {"created_by": gone.id},
    ):
        await make.invite(**changed)
    await make.team_invite(course, created_by=vera.id)

    page = await invites.open_for_roles(session, as_actor(vera), page=0, now=NOON)

    listed = [(it.invite.id, it.maker) for it in page.lines]
    assert listed == [(of_operator.id, None), (mine.id, "Vera")]
    assert (page.number, page.total) == (0, 2)


async def test_open_links_to_a_team_are_those_of_its_course(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    mine = await make.team_invite(course, created_by=vera.id)
    await make.team_invite(await make.course())
    await make.invite()

    seen, page = await invites.open_for_course(
        session, as_actor(vera), course_id=course.id, page=0, now=NOON
    )

    assert seen.id == course.id
    assert [it.invite.id for it in page.lines] == [mine.id]


async def test_page_beyond_the_end_is_the_last_one(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    for _ in range(PAGE_SIZE + 1):
        await make.invite()

    pages = [
        await invites.open_for_roles(session, as_actor(vera), page=number, now=NOON)
        for number in (0, 1, 2**62)
    ]

    assert [(it.number, len(it.lines), it.total) for it in pages] == [
        (0, PAGE_SIZE, PAGE_SIZE + 1),
        (1, 1, PAGE_SIZE + 1),
        (1, 1, PAGE_SIZE + 1),
    ]


async def test_open_links_are_seen_by_those_who_give_them(
    session: AsyncSession, make: Factory, course: Course
) -> None:
    host, admin = await make.user(role=HOST), await make.admin()
    await make.staff(course, host)
    to_team, to_role = await make.team_invite(course), await make.invite()

    with pytest.raises(AdminsOnly):
        await invites.open_for_roles(session, as_actor(host), page=0, now=NOON)
    for who in (host, admin):
        for refused in (
            invites.open_for_course(session, as_actor(who), course_id=course.id, page=0, now=NOON),
            invites.inspect(session, as_actor(who), public_id=to_team.public_id, now=NOON),
        ):
            with pytest.raises(NotAllowed):
                await refused
    with pytest.raises(AdminsOnly):
        await invites.inspect(session, as_actor(host), public_id=to_role.public_id, now=NOON)


# Taken back


async def test_link_that_is_taken_back_gives_nothing(
    session: AsyncSession, make: Factory, vera: User, course: Course
) -> None:
    anna, invite = await make.user(), await make.team_invite(course, ASSISTS)

    await revoke(session, vera, invite)

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.entity_id, entry.details) == (
        vera.id,
        "revoke_invite",
        invite.id,
        {"part": "assistant", "course_id": course.id},
    )
    with pytest.raises(InviteRevoked):
        await accepting.accept(session, as_actor(anna), public_id=invite.public_id, now=NOON)


async def test_second_time_changes_nothing(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    invite = await make.invite()

    for _ in range(2):
        await revoke(session, vera, invite)

    assert len(await make.all(LogEntry)) == 1


@pytest.mark.parametrize("is_to_team", [True, False], ids=["team", "role"])
async def test_others_take_no_link_back(
    session: AsyncSession,
    make: Factory,
    course: Course,
    is_to_team: bool,  # noqa: FBT001
) -> None:
    maria, admin = await make.user(role=HOST), await make.admin()
    await make.staff(course, maria)
    invite = await make.team_invite(course) if is_to_team else await make.invite()

    for who in (maria, admin) if is_to_team else (maria,):
        with pytest.raises(NotAllowed):
            await revoke(session, who, invite)

    assert (await make.again(invite)).revoked_at is None


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


Cast = tuple[User, User, Invite]


@pytest.fixture
async def cast(committing: Transaction) -> Cast:
    """Who may accept the link, and who may take it back."""
    make = Factory(committing)
    course, vera = await make.course(), await make.admin()
    await make.staff(course, vera, MANAGES)
    return await make.user(), vera, await make.team_invite(course)


async def accept(session: AsyncSession, who: User, invite: Invite) -> None:
    await accepting.accept(session, as_actor(who), public_id=invite.public_id, now=NOON)


async def outcome(committing: Transaction, cast: Cast) -> tuple[datetime | None, ...]:
    invite = await Factory(committing).again(cast[2])
    return invite.used_at, invite.revoked_at


async def test_link_that_is_accepted_while_it_is_taken_back_stays_accepted(
    race: Race, committing: Transaction, cast: Cast
) -> None:
    anna, vera, invite = cast

    _, second = await race(
        lambda session: accept(session, anna, invite),
        lambda session: revoke(session, vera, invite),
    )

    assert isinstance(second, InviteUsed)
    assert await outcome(committing, cast) == (NOON, None)


async def test_link_that_is_taken_back_while_it_is_accepted_gives_nothing(
    race: Race, committing: Transaction, cast: Cast
) -> None:
    anna, vera, invite = cast

    _, second = await race(
        lambda session: revoke(session, vera, invite),
        lambda session: accept(session, anna, invite),
    )

    assert isinstance(second, InviteRevoked)
    assert await outcome(committing, cast) == (None, NOON)
    assert (await Factory(committing).again(anna)).role is PARTICIPANT

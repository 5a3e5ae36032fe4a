"""Links by which somebody who was registered through the API comes to the chat."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Act,
    Consent,
    Delivery,
    DeliveryKind,
    Enrollment,
    Invite,
    LogEntry,
    Role,
    User,
)
from db.session import Conflict, Transaction
from domain import accepting, enrollments, meeting
from domain.accepting import InviteView
from domain.campus import Campus
from domain.errors import DomainError, InviteUsed, NotNewcomer, ProfileNotFree
from tests.factories import DAY, NOON, Factory
from tests.people import as_actor, stranger
from tests.races import Act as Deed
from tests.races import Race, create_race


async def accept(session: AsyncSession, user: User, invite: Invite) -> InviteView:
    seen = await accepting.accept(session, as_actor(user), public_id=invite.public_id, now=NOON)
    await session.flush()
    return seen


async def link_to(make: Factory, profile: User, **changed: Any) -> Invite:
    return await make.invite(role=None, user_id=profile.id, **changed)


@pytest.fixture
async def profile(make: Factory) -> User:
    """Registered through the API, and enrolled by it."""
    person: dict[str, Any] = {"telegram_id": None, "full_name": "Anna Petrova", "role": Role.HOST}
    profile = await make.user(**person)
    await make.change(profile, language=None)
    await make.course(profile)
    return profile


async def test_newcomer_becomes_the_profile(
    session: AsyncSession, make: Factory, profile: User
) -> None:
    anna = await make.user(telegram_id=77, study_group="BPM-21-1", language="ru")
    invite = await link_to(make, profile)

    seen = await accept(session, anna, invite)

    now, before = await make.again(profile), await make.again(anna)
    assert seen.profile == "Anna Petrova"
    assert (now.telegram_id, now.full_name, now.role) == (77, "Anna Petrova", Role.HOST)
    assert (now.study_group, now.language) == ("BPM-21-1", "ru")
    assert (before.telegram_id, before.full_name, before.erased_at) == (None, "", NOON)
    assert (await make.again(invite)).used_by == profile.id


async def test_what_the_university_wrote_down_stays(session: AsyncSession, make: Factory) -> None:
    profile = await make.user(
        telegram_id=None, study_group="IT-23-1", language="en", timezone="Asia/Omsk"
    )
    anna = await make.user(study_group="BPM-21-1", language="ru", timezone="Europe/Moscow")

    await accept(session, anna, await link_to(make, profile))

    now = await make.again(profile)
    assert (now.study_group, now.language, now.timezone) == ("IT-23-1", "en", "Asia/Omsk")


async def test_consent_goes_with_the_person(
    session: AsyncSession, make: Factory, profile: User
) -> None:
    anna = await make.user()

    await accept(session, anna, await link_to(make, profile))

    [consent] = await make.all(Consent)
    assert (consent.user_id, consent.withdrawn_at) == (profile.id, None)


async def test_consent_is_given_once(session: AsyncSession, make: Factory, profile: User) -> None:
    anna = await make.user()
    await make.add(Consent(user_id=profile.id, version="1", given_at=NOON - DAY))

    await accept(session, anna, await link_to(make, profile))

    kept = [(it.user_id, it.withdrawn_at) for it in await make.all(Consent)]
    assert kept == [(anna.id, NOON), (profile.id, None)]


async def test_history_says_who_came_and_what_became_of_whom_they_were(
    session: AsyncSession, make: Factory, profile: User
) -> None:
    anna, invite = await make.user(), await link_to(make, profile)

    await accept(session, anna, invite)

    entries = [(it.user_id, it.action, it.entity_id) for it in await make.all(LogEntry)]
    assert set(entries) == {
        (profile.id, "accept_invite", invite.id),
        (None, "erase_user", anna.id),
    }
    assert len(entries) == 2


async def test_chat_has_the_commands_of_the_profile(
    session: AsyncSession, make: Factory, profile: User
) -> None:
    vera = await make.admin()
    invite = await link_to(make, profile, created_by=vera.id)

    await accept(session, await make.user(), invite)

    assert [(it.user_id, it.kind) for it in await make.all(Delivery)] == [
        (profile.id, DeliveryKind.COMMANDS),
        (vera.id, DeliveryKind.INVITE_ACCEPTED),
    ]


async def test_second_tap_is_answered_as_the_first(
    session: AsyncSession, make: Factory, profile: User
) -> None:
    invite = await link_to(make, profile)
    await accept(session, await make.user(), invite)

    again = await accept(session, await make.again(profile), invite)

    assert again.profile == "Anna Petrova"
    assert len(await make.all(LogEntry)) == 2


async def test_stranger_becomes_the_profile_when_they_have_agreed(
    session: AsyncSession, make: Factory, campus: Campus, profile: User
) -> None:
    invite, who = await link_to(make, profile), stranger(telegram_id=77)
    await meeting.begin(session, who, act=Act.ACCEPT_INVITE, subject=invite.public_id, now=NOON)
    await meeting.consent(session, who, now=NOON)
    await meeting.name(session, who, typed="Anya")
    actor, start = await meeting.finish(session, who, campus, group="IT-1", now=NOON)

    await accepting.accept(session, actor, public_id=start.subject, now=NOON)
    await session.flush()

    now, [consent] = await make.again(profile), await make.all(Consent)
    assert (now.telegram_id, now.full_name, now.study_group) == (77, "Anna Petrova", "IT-1")
    assert (consent.user_id, consent.withdrawn_at) == (profile.id, None)
    assert {it.full_name for it in await make.all(User)} == {"Anna Petrova", ""}


# Refused


@pytest.mark.parametrize("has", ["enrollment", "cancelled enrollment", "part", "role"])
async def test_who_takes_part_already_becomes_nobody_else(
    session: AsyncSession, make: Factory, profile: User, has: str
) -> None:
    boris = await make.user(role=Role.HOST if has == "role" else Role.PARTICIPANT)
    if "enrollment" in has:
        course = await make.course(boris)
        if has == "cancelled enrollment":
            await enrollments.leave(session, as_actor(boris), course_id=course.id, now=NOON)
            await session.flush()
    if has == "part":
        await make.staff(await make.course(), boris)
    invite = await link_to(make, profile)

    with pytest.raises(NotNewcomer):
        await accepting.look(session, as_actor(boris), public_id=invite.public_id, now=NOON)
    with pytest.raises(NotNewcomer):
        await accept(session, boris, invite)

    assert (await make.again(profile)).telegram_id is None
    assert (await make.again(invite)).used_at is None


@pytest.mark.parametrize("changed", [{"telegram_id": 78}, {"erased_at": NOON}])
async def test_profile_that_is_taken_or_gone_is_nobodys(
    session: AsyncSession, make: Factory, profile: User, changed: dict[str, Any]
) -> None:
    anna, invite = await make.user(), await link_to(make, profile)
    await make.change(profile, **changed)

    for viewer in (as_actor(anna), stranger()):
        with pytest.raises(ProfileNotFree):
            await accepting.look(session, viewer, public_id=invite.public_id, now=NOON)
    with pytest.raises(ProfileNotFree):
        await accept(session, anna, invite)

    assert (await make.again(anna)).erased_at is None


# Together


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


def accepts(user: User, invite: Invite) -> Deed:
    return lambda session: accept(session, user, invite)


async def test_of_two_who_open_a_link_at_once_one_becomes_the_profile(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    profile, anna, boris = [await make.user(telegram_id=it) for it in (None, 501, 502)]
    invite = await link_to(make, profile)

    _, second = await race(accepts(anna, invite), accepts(boris, invite))

    assert isinstance(second, InviteUsed)
    assert (await make.again(profile)).telegram_id == 501
    assert (await make.again(boris)).telegram_id == 502


async def test_of_two_links_to_a_profile_one_leads_to_it(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    profile, anna, boris = [await make.user(telegram_id=it) for it in (None, 503, 504)]
    links = [await link_to(make, profile), await link_to(make, profile)]

    _, second = await race(accepts(anna, links[0]), accepts(boris, links[1]))

    assert isinstance(second, ProfileNotFree)
    assert (await make.again(profile)).telegram_id == 503


async def test_who_opens_two_links_at_once_is_asked_again_who_they_are(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    first, second, anna = [await make.user(telegram_id=it) for it in (None, None, 505)]
    links = [await link_to(make, first), await link_to(make, second)]

    _, lost = await race(accepts(anna, links[0]), accepts(anna, links[1]))

    assert isinstance(lost, Conflict)
    assert [(await make.again(it)).telegram_id for it in (first, second)] == [505, None]


async def test_who_enrolls_meanwhile_stays_who_they_are(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    profile, anna = await make.user(telegram_id=None), await make.user()
    course, invite = await make.course(), await link_to(make, profile)

    async def enroll(session: AsyncSession) -> None:
        await enrollments.enroll(session, as_actor(anna), course_id=course.id, now=NOON)

    _, second = await race(enroll, accepts(anna, invite))

    assert isinstance(second, NotNewcomer)
    assert (await make.again(anna)).erased_at is None


async def test_who_becomes_the_profile_meanwhile_enrolls_nobody(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    profile, anna = await make.user(telegram_id=None), await make.user()
    course, invite = await make.course(), await link_to(make, profile)

    async def enroll(session: AsyncSession) -> None:
        await enrollments.enroll(session, as_actor(anna), course_id=course.id, now=NOON)

    _, second = await race(accepts(anna, invite), enroll)

    assert isinstance(second, DomainError | Conflict)
    assert [it for it in await make.all(Enrollment) if it.course_id == course.id] == []

import asyncio
from typing import Any

import pytest
from aiogram import Dispatcher

from db.models import Invite, PendingStart, Role, User
from db.session import Transaction
from domain.clock import Clock
from domain.tokens import Kind, Signer
from keyboards.invites import AcceptInvite
from keyboards.meeting import SkipGroup
from tests.conftest import Feed, create_feed
from tests.factories import DAY, NOON, Factory
from tests.telegram import person, tap, write

NOT_OPEN = "This link was used already, or is out of date. Ask for a new one."


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


def link(invite: Invite, signer: Signer) -> str:
    return f"/start {signer.sign(Kind.INVITE, invite.public_id, invite.expires_at)}"


async def test_link_says_what_it_gives_before_it_does(
    feed: Feed, make: Factory, anna: User, signer: Signer
) -> None:
    invite = await make.invite()

    telegram = await feed(write(anna.telegram_id, link(invite, signer)))

    assert telegram.said() == (
        "This link gives you the role: <b>admin</b>. "
        "It is good for one person, until 3 March, 15:00 (Moscow)."
    )
    assert telegram.buttons() == {
        "✅ Accept": f"accept:{invite.public_id}",
        "Not now": "home",
    }
    assert (await make.again(anna)).role is Role.PARTICIPANT


@pytest.mark.parametrize(
    ("role", "language", "words"),
    [
        (Role.HOST, "en", "Done. Your role: <b>host</b>."),
        (Role.ADMIN, "en", "Done. Your role: <b>admin</b>."),
        (Role.HOST, "ru", "Готово. Ваша роль: <b>ведущий</b>."),
        (Role.ADMIN, "ru", "Готово. Ваша роль: <b>администратор</b>."),
    ],
)
async def test_accepted_link_gives_the_role(
    feed: Feed, make: Factory, role: Role, language: str, words: str
) -> None:
    boris, invite = await make.user(language=language), await make.invite(role=role)

    telegram = await feed(tap(boris.telegram_id, AcceptInvite(public_id=invite.public_id)))

    assert telegram.said() == words
    assert (await make.again(boris)).role is role
    assert (await make.again(invite)).used_by == boris.id


async def test_second_tap_is_answered_as_the_first(feed: Feed, make: Factory, anna: User) -> None:
    button = AcceptInvite(public_id=(await make.invite()).public_id)
    await feed(tap(anna.telegram_id, button))

    telegram = await feed(tap(anna.telegram_id, button))

    assert telegram.said() == "Done. Your role: <b>admin</b>."


async def test_link_takes_nothing_away(feed: Feed, make: Factory) -> None:
    admin, invite = await make.admin(), await make.invite(role=Role.HOST)

    telegram = await feed(tap(admin.telegram_id, AcceptInvite(public_id=invite.public_id)))

    assert telegram.said() == "Done. Your role: <b>admin</b>."
    assert (await make.again(admin)).role is Role.ADMIN


@pytest.mark.parametrize(
    "changed",
    [{"expires_at": NOON}, {"revoked_at": NOON - DAY}],
    ids=["expired", "revoked"],
)
async def test_link_that_is_no_more_good_is_refused(
    feed: Feed, make: Factory, anna: User, signer: Signer, changed: dict[str, Any]
) -> None:
    invite = await make.invite(**changed)
    token = signer.sign(Kind.INVITE, invite.public_id, NOON + DAY)

    opened = await feed(write(anna.telegram_id, f"/start {token}"))
    pressed = await feed(tap(anna.telegram_id, AcceptInvite(public_id=invite.public_id)))

    assert opened.said() == pressed.notice() == NOT_OPEN
    assert (await make.again(anna)).role is Role.PARTICIPANT


async def test_link_is_good_for_one_person(
    feed: Feed, make: Factory, anna: User, signer: Signer
) -> None:
    boris, invite = await make.user(), await make.invite()
    await feed(tap(anna.telegram_id, AcceptInvite(public_id=invite.public_id)))

    opened = await feed(write(boris.telegram_id, link(invite, signer)))
    pressed = await feed(tap(boris.telegram_id, AcceptInvite(public_id=invite.public_id)))

    assert opened.said() == pressed.notice() == NOT_OPEN
    assert (await make.again(boris)).role is Role.PARTICIPANT


async def test_two_who_accept_at_once_do_not_both_get_it(
    dispatcher: Dispatcher, committing: Transaction, clock: Clock
) -> None:
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    people, invite = [await make.user() for _ in range(4)], await make.invite()
    button = AcceptInvite(public_id=invite.public_id)

    await asyncio.gather(*(feed(tap(it.telegram_id, button)) for it in people))

    roles = [(await make.again(it)).role for it in people]
    assert roles.count(Role.ADMIN) == 1


async def test_link_is_out_of_date_with_its_token(
    feed: Feed, make: Factory, anna: User, signer: Signer
) -> None:
    token = signer.sign(Kind.INVITE, (await make.invite()).public_id, NOON)

    telegram = await feed(write(anna.telegram_id, f"/start {token}"))

    assert telegram.said() == "This link does not work. Ask for a new one."


async def test_forged_link_is_refused(
    feed: Feed, make: Factory, anna: User, signer: Signer
) -> None:
    genuine = link(await make.invite(), signer)

    telegram = await feed(write(anna.telegram_id, genuine[:-4] + "AAAA"))

    assert telegram.said() == "This link does not work. Ask for a new one."


async def test_guessed_button_gives_nothing(feed: Feed, make: Factory, anna: User) -> None:
    telegram = await feed(tap(anna.telegram_id, AcceptInvite(public_id=1)))

    assert telegram.notice() == NOT_OPEN


# Strangers


async def test_stranger_introduces_themselves_and_then_has_the_role(
    feed: Feed, make: Factory, signer: Signer
) -> None:
    invite, who = await make.invite(), person(77, name="Vera Orlova")
    offer = await feed(write(77, link(invite, signer), who=who))

    consent = await feed(tap(77, offer.buttons()["✅ Accept"], who=who))
    name = await feed(tap(77, consent.buttons()["✅ I agree"], who=who))
    group = await feed(tap(77, name.buttons()["Vera Orlova"], who=who))
    end = await feed(tap(77, group.buttons()["Skip"], who=who))

    assert consent.said().startswith("One question before we begin.")
    assert end.said() == "Done. Your role: <b>admin</b>."
    [user] = await make.all(User)
    assert (user.full_name, user.role) == ("Vera Orlova", Role.ADMIN)
    assert (await make.again(invite)).used_by == user.id


async def test_stranger_who_came_second_is_kept_without_the_role(
    feed: Feed, make: Factory, anna: User
) -> None:
    invite, who = await make.invite(), person(77, name="Vera Orlova")
    button = AcceptInvite(public_id=invite.public_id)
    consent = await feed(tap(77, button, who=who))
    name = await feed(tap(77, consent.buttons()["✅ I agree"], who=who))
    await feed(tap(77, name.buttons()["Vera Orlova"], who=who))
    await feed(tap(anna.telegram_id, button))

    end = await feed(tap(77, SkipGroup(), who=who))

    assert end.said() == NOT_OPEN
    assert [it.role for it in await make.all(User)] == [Role.ADMIN, Role.PARTICIPANT]


async def test_stranger_with_a_used_link_is_not_asked_who_they_are(
    feed: Feed, make: Factory
) -> None:
    invite = await make.invite(expires_at=NOON)

    telegram = await feed(tap(77, AcceptInvite(public_id=invite.public_id)))

    assert telegram.notice() == NOT_OPEN
    assert await make.all(PendingStart) == []

import asyncio
from typing import Any

import pytest
from aiogram import Dispatcher

from db.models import Invite, PendingStart, Role, StaffPart, User
from db.session import Transaction
from domain.clock import Clock
from domain.tokens import Kind, Signer
from keyboards.invites import AcceptInvite
from keyboards.meeting import SkipGroup
from tests.conftest import Feed, create_feed
from tests.factories import DAY, NOON, Factory
from tests.telegram import person, tap, write

USED = "This link was used already. Ask for a new one."
EXPIRED = "This link is out of date. Ask for a new one."
REVOKED = "This link was taken back. Ask for a new one."
BROKEN = "This link does not work. Ask for a new one."


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
        "The organizers invite you.\n\n"
        "Your role will be: <b>admin</b>.\n\n"
        "An admin makes courses, gives roles and sees the history of actions.\n\n"
        "The link is for one person and is good until 3 March, 15:00 (Moscow)."
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


async def test_who_opens_their_link_again_is_told_what_it_gave(
    feed: Feed, make: Factory, anna: User, signer: Signer
) -> None:
    invite = await make.invite()
    await feed(tap(anna.telegram_id, AcceptInvite(public_id=invite.public_id)))

    telegram = await feed(write(anna.telegram_id, link(invite, signer)))

    assert telegram.said() == "Done. Your role: <b>admin</b>."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "You have used this link already. Your role now: <b>participant</b>."),
        ("ru", "Вы уже открывали эту ссылку. Ваша роль сейчас: <b>участник</b>."),
    ],
)
async def test_link_whose_role_was_taken_away_says_what_one_is_now(
    feed: Feed, make: Factory, signer: Signer, language: str, words: str
) -> None:
    boris, invite = await make.user(language=language), await make.invite(role=Role.HOST)
    button = AcceptInvite(public_id=invite.public_id)
    await feed(tap(boris.telegram_id, button))
    await make.change(boris, role=Role.PARTICIPANT)

    opened = await feed(write(boris.telegram_id, link(invite, signer)))
    pressed = await feed(tap(boris.telegram_id, button))

    assert opened.said() == pressed.said() == words
    assert (await make.again(boris)).role is Role.PARTICIPANT


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (None, "You are no longer on the team of the course “Algebra”."),
        (StaffPart.ASSISTANT, "Your role now: <b>assistant of the course “Algebra”</b>."),
    ],
)
async def test_link_whose_part_was_taken_away_says_what_one_is_now(
    feed: Feed, make: Factory, signer: Signer, part: StaffPart | None, words: str
) -> None:
    anna, course = await make.user(), await make.course(name="Algebra")
    invite = await make.team_invite(course, used_at=NOON, used_by=anna.id)
    if part is not None:
        await make.staff(course, anna, part)

    telegram = await feed(write(anna.telegram_id, link(invite, signer)))

    assert telegram.said() == f"You have used this link already. {words}"
    assert ("⬅️ To the team" in telegram.buttons()) is (part is not None)


async def test_link_to_a_team_says_whose_it_is_and_what_it_means(
    feed: Feed, make: Factory, anna: User, signer: Signer
) -> None:
    vera, course = await make.admin(), await make.course(name="Algebra <1>")
    await make.staff(course, vera, StaffPart.MANAGER)
    invite = await make.team_invite(course, created_by=vera.id)

    telegram = await feed(write(anna.telegram_id, link(invite, signer)))

    assert telegram.said() == (
        "Vera invites you.\n\n"
        "Your role will be: <b>host of the course “Algebra &lt;1&gt;”</b>.\n\n"
        "A host gives the lessons, checks people in and writes to them.\n\n"
        "The link is for one person and is good until 3 March, 15:00 (Moscow)."
    )


async def test_link_to_a_team_is_told_in_russian(
    feed: Feed, make: Factory, signer: Signer
) -> None:
    course = await make.course(name="Алгебра")
    invite = await make.team_invite(course, StaffPart.ASSISTANT)
    who = person(77, language="ru")

    telegram = await feed(write(77, link(invite, signer), who=who))

    assert telegram.said().endswith(
        " приглашают организаторы.\n\n"
        "Ваша роль: <b>ассистент курса «Алгебра»</b>.\n\n"
        "Ассистент помогает отмечать участников.\n\n"
        "Ссылка для одного человека. Действует до 3 марта, 15:00 (Москва)."
    )
    assert "✅ Принять" in telegram.buttons()


async def test_who_has_joined_a_team_goes_on_to_it(feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course(name="Algebra")
    invite = await make.team_invite(course)

    telegram = await feed(tap(anna.telegram_id, AcceptInvite(public_id=invite.public_id)))
    team = await feed(tap(anna.telegram_id, telegram.buttons()["⬅️ To the team"]))

    assert telegram.said() == "Done. Your role: <b>host of the course “Algebra”</b>."
    assert team.said() == "<b>Team of Algebra</b>\n\n<b>Hosts</b>\nAnna"


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"expires_at": NOON}, EXPIRED), ({"revoked_at": NOON - DAY}, REVOKED)],
    ids=["expired", "revoked"],
)
async def test_link_that_is_no_more_good_is_refused(
    feed: Feed,
    make: Factory,
    anna: User,
    signer: Signer,
    changed: dict[str, Any],
    words: str,
) -> None:
    invite = await make.invite(**changed)

    opened = await feed(write(anna.telegram_id, link(invite, signer)))
    pressed = await feed(tap(anna.telegram_id, AcceptInvite(public_id=invite.public_id)))

    assert opened.said() == pressed.notice() == words
    assert (await make.again(anna)).role is Role.PARTICIPANT


async def test_link_for_somebody_else_stays_good(
    feed: Feed, make: Factory, anna: User, signer: Signer
) -> None:
    """Refused to its maker, to who is more already, and to who cannot be that."""
    vera, course = await make.admin(), await make.course(anna)
    await make.staff(course, vera, StaffPart.MANAGER)
    profile = await make.user(telegram_id=None)
    links = {
        "You made this link yourself. Send it to the person it is for.": (
            vera,
            await make.invite(role=Role.HOST, created_by=vera.id),
        ),
        "You have this role already, or a higher one. The link is still good: pass it on.": (
            vera,
            await make.invite(role=Role.HOST),
        ),
        "You have this part in the course already, or a higher one. "
        "The link is still good: pass it on.": (vera, await make.team_invite(course)),
        "Only an admin can manage a course. "
        "Ask for the admin role first: the link is still good.": (
            anna,
            await make.team_invite(course, StaffPart.MANAGER),
        ),
        "This link is for somebody new here, and you take part already. "
        "It is still good: pass it on.": (
            anna,
            await make.invite(role=None, user_id=profile.id),
        ),
    }

    for words, (who, invite) in links.items():
        opened = await feed(write(who.telegram_id, link(invite, signer)))
        pressed = await feed(tap(who.telegram_id, AcceptInvite(public_id=invite.public_id)))

        assert opened.said() == pressed.notice() == words
        assert (await make.again(invite)).is_open(NOON)


async def test_link_is_good_for_one_person(
    feed: Feed, make: Factory, anna: User, signer: Signer
) -> None:
    boris, invite = await make.user(), await make.invite()
    await feed(tap(anna.telegram_id, AcceptInvite(public_id=invite.public_id)))

    opened = await feed(write(boris.telegram_id, link(invite, signer)))
    pressed = await feed(tap(boris.telegram_id, AcceptInvite(public_id=invite.public_id)))

    assert opened.said() == pressed.notice() == USED
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

    assert telegram.said() == EXPIRED


async def test_forged_link_is_refused(
    feed: Feed, make: Factory, anna: User, signer: Signer
) -> None:
    genuine = link(await make.invite(), signer)

    telegram = await feed(write(anna.telegram_id, genuine[:-4] + "AAAA"))

    assert telegram.said() == BROKEN


async def test_guessed_button_gives_nothing(feed: Feed, make: Factory, anna: User) -> None:
    telegram = await feed(tap(anna.telegram_id, AcceptInvite(public_id=1)))

    assert telegram.notice() == BROKEN


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

    assert end.said() == USED
    assert [it.role for it in await make.all(User)] == [Role.ADMIN, Role.PARTICIPANT]


async def test_stranger_with_a_used_link_is_not_asked_who_they_are(
    feed: Feed, make: Factory
) -> None:
    invite = await make.invite(expires_at=NOON)

    telegram = await feed(tap(77, AcceptInvite(public_id=invite.public_id)))

    assert telegram.notice() == EXPIRED
    assert await make.all(PendingStart) == []


async def test_stranger_becomes_the_profile_that_was_made_for_them(
    feed: Feed, make: Factory, signer: Signer
) -> None:
    profile = await make.user(telegram_id=None, full_name="Anna <Petrova>")
    await make.course(profile, name="Algebra")
    invite, who = await make.invite(role=None, user_id=profile.id), person(77, name="Anna P")
    offer = await feed(write(77, link(invite, signer), who=who))
    consent = await feed(tap(77, offer.buttons()["✅ Accept"], who=who))
    name = await feed(tap(77, consent.buttons()["✅ I agree"], who=who))
    await feed(tap(77, name.buttons()["Anna P"], who=who))

    end = await feed(tap(77, SkipGroup(), who=who))
    again = await feed(tap(77, AcceptInvite(public_id=invite.public_id), who=who))
    mine = await feed(write(77, "/my", who=who))

    assert offer.said().startswith(
        "The organizers invite you.\n\n"
        "You are registered here already: <b>Anna &lt;Petrova&gt;</b>. Is that you?"
    )
    done = "Done. This is your profile now: <b>Anna &lt;Petrova&gt;</b>."
    assert end.said() == again.said() == done
    assert "Algebra" in mine.said()
    assert [it.telegram_id for it in await make.all(User)] == [77, None]

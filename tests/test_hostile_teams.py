"""Names as people could write them, on the screens of teams and links, and in their letters."""

from collections.abc import Awaitable, Callable

import pytest
from aiogram.utils.i18n import I18n
from sqlalchemy.ext.asyncio import AsyncSession

from bot.factory import create_bot
from bot.replies import Screen
from bot.screens import Screens
from bot.shelf import BannerShelf
from db.models import Course, DeliveryKind, Role, StaffPart, User
from db.session import Transaction
from domain import accepting, staff
from domain.campus import Campus
from domain.invites import Lifetime
from domain.tokens import Kind, Signer
from keyboards.invites import AcceptInvite, AskRevoke, ShowLink, ShowLinks
from keyboards.staff import (
    AskQuit,
    AskRemove,
    ChoosePart,
    ChoosePartTime,
    MakePartLink,
    Quit,
    Remove,
    ShowTeam,
    ShowTeamLinks,
)
from scheduler.letters import LETTERS
from tests.claiming import claim
from tests.conftest import Feed
from tests.factories import NOON, Factory
from tests.people import as_actor
from tests.telegram import RecordedSession, tap, write
from tests.test_hostile_names import each_language, each_name, ensure_plain, ensure_said

Letters = Callable[[], Awaitable[list[tuple[DeliveryKind, RecordedSession]]]]


@pytest.fixture
async def teams(make: Factory, name: str, language: str) -> tuple[Course, User, User]:
    """A course, its manager, and a host who is not the first."""
    course = await make.course(name=name)
    manager = await make.user(full_name=name, language=language, role=Role.ADMIN)
    host = await make.user(full_name=name, language=language)
    await make.staff(course, await make.admin(), StaffPart.MANAGER)
    await make.staff(course, manager, StaffPart.MANAGER)
    await make.staff(course, host)
    return course, manager, host


@each_name
@each_language
async def test_team(feed: Feed, name: str, teams: tuple[Course, User, User]) -> None:
    course, manager, host = teams
    of_course, whom = {"course_id": course.id}, {"course_id": course.id, "user_id": host.id}

    team = await feed(tap(manager.telegram_id, ShowTeam(**of_course)))
    asked = await feed(tap(manager.telegram_id, AskRemove(**whom)))
    removed = await feed(tap(manager.telegram_id, Remove(**whom)))
    asked_to_quit = await feed(tap(manager.telegram_id, AskQuit(**of_course)))
    left = await feed(tap(manager.telegram_id, Quit(**of_course)))

    ensure_plain(name, team)
    for telegram in (team, asked, removed, asked_to_quit, left):
        ensure_said(name, telegram)


@each_name
@each_language
async def test_links_to_a_team(
    feed: Feed,
    make: Factory,
    signer: Signer,
    name: str,
    language: str,
    teams: tuple[Course, User, User],
) -> None:
    course, manager, _ = teams
    what = {"course_id": course.id, "part": StaffPart.ASSISTANT}
    token = signer.sign(Kind.INVITE, 7, NOON + Lifetime.WEEK.span)
    anna = await make.user(language=language)

    giving = [
        await feed(tap(manager.telegram_id, button))
        for button in (
            ChoosePart(course_id=course.id),
            ChoosePartTime(**what),
            MakePartLink(**what, days=Lifetime.WEEK, public_id=7),
            ShowTeamLinks(course_id=course.id),
            ShowLink(public_id=7),
            AskRevoke(public_id=7),
        )
    ]
    offer = await feed(write(anna.telegram_id, f"/start {token}"))
    accepted = await feed(tap(anna.telegram_id, AcceptInvite(public_id=7)))

    for telegram in (*giving, offer, accepted):
        ensure_said(name, telegram)


@each_name
@each_language
async def test_links_for_roles_and_profiles(
    feed: Feed, make: Factory, signer: Signer, name: str, language: str
) -> None:
    vera = await make.user(full_name=name, language=language, role=Role.ADMIN)
    anna, profile = await make.user(language=language), await make.user(telegram_id=None)
    await make.change(profile, full_name=name, language=language)
    await make.invite(role=Role.HOST, created_by=vera.id)
    mine = await make.invite(role=None, user_id=profile.id)

    links = await feed(tap(vera.telegram_id, ShowLinks()))
    link = await feed(tap(vera.telegram_id, ShowLink(public_id=mine.public_id)))
    token = signer.sign(Kind.INVITE, mine.public_id, mine.expires_at)
    offer = await feed(write(anna.telegram_id, f"/start {token}"))
    done = await feed(tap(anna.telegram_id, AcceptInvite(public_id=mine.public_id)))

    for telegram in (links, link, offer, done):
        ensure_said(name, telegram)


# Letters


@pytest.fixture
def letters(
    session: AsyncSession, transaction: Transaction, campus: Campus, i18n: I18n
) -> Letters:
    """Those that are due."""

    async def letters() -> list[tuple[DeliveryKind, RecordedSession]]:
        shown = []
        while parcel := await claim(session, campus):
            assert parcel.recipient is not None
            with i18n.context(), i18n.use_locale(parcel.recipient.language):
                letter = await LETTERS[parcel.kind](session, parcel, NOON)
            if isinstance(letter, Screen):
                telegram = RecordedSession()
                screens = Screens(create_bot("42:TEST", telegram), BannerShelf(transaction))
                await screens.send(77, letter)
                shown.append((parcel.kind, telegram))
        return shown

    return letters


@each_name
@each_language
async def test_letters(
    session: AsyncSession,
    make: Factory,
    letters: Letters,
    name: str,
    language: str,
    teams: tuple[Course, User, User],
) -> None:
    course, manager, host = teams
    anna = await make.user(full_name=name, language=language)
    invite = await make.team_invite(course, created_by=manager.id)
    await accepting.accept(session, as_actor(anna), public_id=invite.public_id, now=NOON)
    whom = {"course_id": course.id, "user_id": host.id}
    await staff.remove(session, as_actor(manager), **whom, now=NOON)

    shown = await letters()

    kinds = [DeliveryKind.INVITE_ACCEPTED, DeliveryKind.PART_LOST]
    assert [kind for kind, _ in shown] == kinds
    for _, telegram in shown:
        ensure_said(name, telegram)
        assert telegram.faults == []


@pytest.mark.parametrize(
    ("language", "accepted", "lost"),
    [
        (
            "en",
            "✅ Your link was accepted. Anna: <b>host of the course “Algebra”</b>.",
            "You are not on the team of <b>Algebra</b> any more.\n\n"
            "If that is a mistake, write to the course's manager.",
        ),
        (
            "ru",
            "✅ Вашу ссылку приняли. Anna: <b>ведущий курса «Algebra»</b>.",
            "Вы больше не в команде курса <b>Algebra</b>.\n\n"
            "Если это ошибка, напишите менеджеру курса.",
        ),
    ],
)
async def test_letters_say_what_has_happened(
    session: AsyncSession,
    make: Factory,
    letters: Letters,
    language: str,
    accepted: str,
    lost: str,
) -> None:
    vera = await make.user(language=language, role=Role.ADMIN)
    anna, course = await make.user(language=language), await make.course(name="Algebra")
    await make.staff(course, vera, StaffPart.MANAGER)
    invite = await make.team_invite(course, created_by=vera.id)
    await accepting.accept(session, as_actor(anna), public_id=invite.public_id, now=NOON)
    whom = {"course_id": course.id, "user_id": anna.id}
    await staff.remove(session, as_actor(vera), **whom, now=NOON)

    [(_, to_vera), (_, to_anna)] = await letters()

    assert (to_vera.said(), to_anna.said()) == (accepted, lost)
    assert list(to_anna.buttons().values()) == ["courses:", "home"]


async def test_who_is_back_on_the_team_is_not_told_that_they_left(
    session: AsyncSession, make: Factory, letters: Letters
) -> None:
    vera, anna, course = await make.admin(), await make.user(), await make.course()
    await make.staff(course, vera, StaffPart.MANAGER)
    await make.staff(course, anna)
    whom = {"course_id": course.id, "user_id": anna.id}
    await staff.remove(session, as_actor(vera), **whom, now=NOON)
    await session.flush()
    await make.staff(course, anna, StaffPart.ASSISTANT)

    assert await letters() == []

"""The card of a person, and what an admin does there."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from aiogram import Dispatcher

from bot.texts.say import plain
from db.models import (
    CourseStaff,
    EnrollmentStatus,
    LogEntry,
    PointEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain.campus import LANGUAGES
from domain.clock import Clock
from keyboards.people import ShowPeople, ShowPerson
from keyboards.person import (
    AskBlock,
    AskErasure,
    AskReason,
    AskRole,
    AskUnblock,
    Block,
    ChooseRole,
    Erase,
    GiveRole,
    Unblock,
)
from tests.conftest import Feed, create_feed
from tests.desk import Desk
from tests.factories import DAY, NOON, Factory
from tests.people import CAMPUS
from tests.telegram import tap
from tests.test_hostile_names import NAMES

HOST, ADMIN = Role.HOST, Role.ADMIN
OUT_OF_DATE = "This button is out of date. Here is the menu."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(created_at=NOON - 9 * DAY)


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


def of(user: User, search: str = "a0") -> dict[str, Any]:
    return {"user_id": user.id, "search": search}


# The card


async def test_card_says_what_is_known_of_the_person(make: Factory, desk: Desk) -> None:
    known = {"study_group": "IT<1>", "email": "a&b@example.org", "timezone": "Asia/Omsk"}
    anna = await make.user(
        telegram_id=77, language="ru", created_at=NOON - 9 * DAY, **known, reachable=False
    )
    algebra, botany = await make.course(name="Algebra <1>"), await make.course(name="Botany")
    await make.staff(algebra, anna, StaffPart.ASSISTANT)
    await make.enrollment(algebra, anna, EnrollmentStatus.COMPLETED)
    await make.enrollment(botany, anna, EnrollmentStatus.WAITLISTED)
    await make.lesson(algebra, starts_at=NOON - DAY)
    entry = {"points": 12, "source_key": "1"}
    await make.add(PointEntry(user_id=anna.id, course_id=algebra.id, **entry))

    assert await desk.press(ShowPerson(**of(anna))) == (
        "<b>Anna</b>\n\n"
        "Role: participant\n"
        "Group: IT&lt;1&gt;\n"
        "E-mail: a&amp;b@example.org\n"
        'Telegram: <code>77</code>, <a href="tg://user?id=77">open the profile</a>\n'
        "Messages: they do not arrive, the bot is blocked or the account is gone\n"
        "Language: Russian\n"
        "Time zone: Omsk\n"
        "Registered: 21 February 2026\n"
        "Last seen: 2 Mar 2026, 15:00\n\n"
        "<b>On the teams of courses</b>\n"
        "• assistant of the course “Algebra &lt;1&gt;”\n\n"
        "<b>Courses</b>\n"
        "• Botany: in the queue\n"
        "• Algebra &lt;1&gt;: completed, came to 0 of 1\n\n"
        "Points: 12"
    )
    assert desk.labels == [
        "🎭 Role",
        "🚫 Block",
        "🕓 History",
        "🗑️ Erase data",
        "⬅️ To the list",
        "🏠 Menu",
    ]


async def test_card_of_somebody_known_only_to_another_service(make: Factory, desk: Desk) -> None:
    anna = await make.user(telegram_id=None, last_seen_at=None)

    said = await desk.press(ShowPerson(**of(anna)))

    assert "Telegram: not connected\n" in said
    assert "Last seen: never" in said
    assert "Messages" not in said
    assert "Language" not in said


async def test_card_is_in_russian_too(feed: Feed, make: Factory, anna: User) -> None:
    boss = await make.user(role=ADMIN, language="ru")
    await make.change(anna, blocked_at=NOON)

    telegram = await feed(tap(boss.telegram_id, ShowPerson(**of(anna))))

    assert "Причина: не указана" in telegram.said()
    assert "Роль: участник\n" in telegram.said()
    assert "🔓 Разблокировать" in telegram.buttons()


async def test_long_lists_are_cut(make: Factory, desk: Desk, anna: User) -> None:
    for number in range(20):
        await make.staff(await make.course(anna, name=f"Course {number:02}"), anna)

    said = await desk.press(ShowPerson(**of(anna)))

    assert said.count("\nand 12 more") == 2
    assert said.count("• ") == 16


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_hostile_names_are_said_as_they_are(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    boss = await make.user(role=ADMIN, language=language)
    written = {"full_name": name, "study_group": name, "email": name, "block_reason": name}
    anna = await make.user(**written, role=HOST, blocked_at=NOON, timezone="America/New_York")
    for _ in range(9):
        await make.staff(await make.course(anna, name=name), anna, StaffPart.MANAGER)
    acts = (ShowPerson, AskRole, AskBlock, AskReason, AskUnblock, AskErasure)
    choices = [ChooseRole(**of(anna), role=it) for it in "pha"]

    answers = [
        await feed(tap(boss.telegram_id, it))
        for it in (ShowPeople(), *(act(**of(anna)) for act in acts), *choices)
    ]

    beginning = name.partition("\u202e")[0][:14].strip().partition("\n")[0]
    assert all(beginning in plain(it.said()) for it in answers)


async def test_own_card_has_nothing_to_do_to_oneself(desk: Desk, vera: User) -> None:
    await desk.press(ShowPerson(**of(vera)))

    assert desk.labels == ["🕓 History", "⬅️ To the list", "🏠 Menu"]


async def test_way_back_keeps_the_search_through_everything(
    make: Factory, desk: Desk, anna: User
) -> None:
    search = "a0 an"
    acts = AskRole, AskBlock, AskReason, AskUnblock, AskErasure, Block, Unblock

    for act in acts:
        await desk.press(act(**of(anna, search)))
        if "⬅️ To the card" in desk.labels:
            await desk.press("⬅️ To the card")
        said = await desk.press("⬅️ To the list")

        assert said.startswith("<b>People</b> · 1\nSearch: “an”")


async def test_card_of_nobody_is_refused(make: Factory, desk: Desk) -> None:
    erased = await make.user(full_name="", erased_at=NOON)

    for user_id in (erased.id, 0, 2**63 - 1):
        notice = await desk.tap(ShowPerson(user_id=user_id))

        assert notice == "There is no such person here any more."


# Another role


async def test_role_is_changed_after_it_was_said_what_that_means(
    make: Factory, desk: Desk, anna: User
) -> None:
    await make.change(anna, role=ADMIN)
    managed, hosted = await make.course(), await make.course()
    await make.staff(managed, anna, StaffPart.MANAGER)
    await make.staff(hosted, anna, StaffPart.HOST)
    await desk.press(ShowPerson(**of(anna)))

    choice = await desk.press("🎭 Role")
    labels = desk.labels
    question = await desk.press("Host")
    assert (await make.again(anna)).role is ADMIN
    done = await desk.press("Yes, change the role")

    assert choice == "<b>Anna</b>\nRole: admin\n\nWhich role shall it be?"
    assert labels == ["Participant", "Host", "• Admin", "⬅️ To the card", "🏠 Menu"]
    assert question == (
        "<b>Anna</b>\nadmin → <b>host</b>\n\n"
        "A host runs courses. The manager of each course invites them to it with a separate link."
        "\n\nIn 1 course they become a host instead of the manager.\n\n"
        "I will tell them at once, and their menu will change.\n\nChange the role?"
    )
    assert done.startswith("✅ The role is changed.\n\n<b>Anna</b>\n\nRole: host\n")
    assert (await make.again(anna)).role is HOST
    assert [it.part for it in await make.all(CourseStaff)] == [StaffPart.HOST] * 2


async def test_parts_that_end_are_said_before(make: Factory, desk: Desk, anna: User) -> None:
    await make.change(anna, role=ADMIN)
    for part in (StaffPart.MANAGER, StaffPart.HOST, StaffPart.ASSISTANT):
        await make.staff(await make.course(), anna, part)

    said = await desk.press(ChooseRole(**of(anna), role="p"))

    assert "They leave the teams of 2 courses." in said
    assert "become a host" not in said


async def test_role_that_they_have_leads_back_to_the_card(desk: Desk, anna: User) -> None:
    await desk.press(AskRole(**of(anna)))

    assert (await desk.press("• Participant")).startswith("<b>Anna</b>\n\nRole: participant")


async def test_second_tap_on_a_role_is_answered_as_the_first(
    make: Factory, desk: Desk, anna: User
) -> None:
    button = GiveRole(**of(anna), role="h")

    answers = [await desk.press(button) for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(await make.all(LogEntry)) == 1


async def test_forged_role_is_the_least(make: Factory, desk: Desk, anna: User) -> None:
    await make.change(anna, role=HOST)

    said = await desk.press(ChooseRole(**of(anna), role="root"))

    assert "host → <b>participant</b>" in said


@pytest.mark.parametrize(
    "act", [AskRole, AskBlock, AskErasure, Block, Erase, *(f"{it}" for it in "pha")], ids=str
)
async def test_nothing_is_done_to_oneself(
    make: Factory, desk: Desk, vera: User, act: type[Any] | str
) -> None:
    button = GiveRole(**of(vera), role=act) if isinstance(act, str) else act(**of(vera))

    notice = await desk.tap(button)

    row = await make.again(vera)
    assert notice == "You cannot do that to yourself. Ask another admin."
    assert (row.role, row.blocked_at, row.erased_at) == (ADMIN, None, None)


async def test_admin_of_the_operator_is_safe(
    dispatcher: Dispatcher, transaction: Transaction, make: Factory, vera: User, anna: User
) -> None:
    named = replace(CAMPUS, admin_ids=(anna.telegram_id or 0,))
    desk = Desk(create_feed(dispatcher, transaction, lambda: NOON, campus=named), vera)
    buttons = [act(**of(anna)) for act in (AskRole, AskBlock, AskErasure, Block, Erase)]

    for button in (*buttons, GiveRole(**of(anna), role="h")):
        notice = await desk.tap(button)

        assert notice == "The operator gave them this role: only the server's settings change it."
    assert await make.all(LogEntry) == []


@pytest.mark.parametrize("act", [AskBlock, AskErasure, Block, Erase])
async def test_admin_is_given_another_role_first(
    make: Factory, desk: Desk, anna: User, act: type[Any]
) -> None:
    await make.change(anna, role=ADMIN)

    notice = await desk.tap(act(**of(anna)))

    row = await make.again(anna)
    assert notice == "They are an admin. Give them another role first."
    assert (row.blocked_at, row.erased_at) == (None, None)


# Erasing


async def test_person_is_erased_and_the_list_is_without_them(
    make: Factory, desk: Desk, anna: User
) -> None:
    await desk.press(ShowPerson(**of(anna)))

    question = await desk.press("🗑️ Erase data")
    assert (await make.again(anna)).erased_at is None
    said = await desk.press("Yes, erase for good")

    assert "<b>Goes:</b> the name" in question
    assert "This cannot be undone." in question
    assert said == "<b>People</b> · 1\n\n1. <b>Vera</b> · admin"
    assert desk.telegram.notice() == "✅ Erased."
    assert (await make.again(anna)).erased_at == NOON


async def test_second_tap_on_erasing_says_that_they_are_gone(desk: Desk, anna: User) -> None:
    await desk.press(Erase(**of(anna)))

    assert await desk.tap(Erase(**of(anna))) == "There is no such person here any more."


# Who may not


@pytest.mark.parametrize("role", [Role.PARTICIPANT, HOST])
async def test_buttons_of_admins_do_nothing_for_others(
    feed: Feed, make: Factory, anna: User, role: Role
) -> None:
    desk = Desk(feed, await make.user(role=role))
    acts = AskRole, AskBlock, AskReason, AskUnblock, AskErasure, Block, Unblock, Erase, ShowPerson

    for button in (*(act(**of(anna)) for act in acts), GiveRole(**of(anna), role="a")):
        assert await desk.tap(button) == OUT_OF_DATE
        assert "<b>Anna</b>" not in plain(desk.telegram.said()).replace("Hello, Anna", "")

    row = await make.again(anna)
    assert (row.role, row.blocked_at, row.erased_at) == (Role.PARTICIPANT, None, None)
    assert await make.all(LogEntry) == []


# Races


async def test_of_two_admins_who_demote_each_other_one_stays(
    dispatcher: Dispatcher, committing: Transaction, clock: Clock
) -> None:
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    vera, gleb = await make.admin(), await make.admin()

    await asyncio.gather(
        feed(tap(vera.telegram_id, GiveRole(**of(gleb), role="p"))),
        feed(tap(gleb.telegram_id, GiveRole(**of(vera), role="p"))),
    )

    roles = [(await make.again(it)).role for it in (vera, gleb)]
    assert sorted(roles) == [ADMIN, Role.PARTICIPANT]


async def test_two_taps_at_once_are_one_change(
    dispatcher: Dispatcher, committing: Transaction, clock: Clock
) -> None:
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    vera, anna = await make.admin(), await make.user()
    noted = len(await make.all(LogEntry))

    for button in (GiveRole(**of(anna), role="h"), Block(**of(anna)), Unblock(**of(anna))):
        await asyncio.gather(*(feed(tap(vera.telegram_id, button)) for _ in range(3)))

    new = [it.action for it in (await make.all(LogEntry))[noted:]]
    assert new == ["grant_role", "block_user", "unblock_user"]

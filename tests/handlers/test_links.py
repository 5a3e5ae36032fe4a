import re

import pytest

from db.models import Course, CourseStaff, Invite, LogEntry, Role, StaffPart, User
from domain.invites import Lifetime
from keyboards.invites import AskRevoke, ChooseRole, MakeLink, Revoke, ShowLink, ShowLinks
from keyboards.staff import MakePartLink, ShowTeam, ShowTeamLinks
from tests.conftest import Feed
from tests.factories import DAY, NOON, Factory
from tests.telegram import RecordedSession, tap, write

ACCEPT = "✅ Accept"
TAKE_BACK = "Take the link back"
LINK = re.compile(r"https://t\.me/example_bot\?start=(\S{40})$")


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course(name="Algebra <1>")


@pytest.fixture
async def vera(make: Factory, course: Course) -> User:
    """An admin who manages the course."""
    vera = await make.admin()
    await make.staff(course, vera, StaffPart.MANAGER)
    return vera


async def press(feed: Feed, who: User, seen: RecordedSession, *labels: str) -> RecordedSession:
    """One button after the other."""
    for label in labels:
        seen = await feed(tap(who.telegram_id, seen.buttons()[label]))
    return seen


def start(telegram: RecordedSession) -> str:
    """What opening the link writes to the bot."""
    found = LINK.search(telegram.said())
    assert found
    return f"/start {found[1]}"


# To a team


async def test_manager_makes_a_link_and_somebody_joins_by_it(
    feed: Feed, make: Factory, vera: User, course: Course
) -> None:
    anna = await make.user()
    team = await feed(tap(vera.telegram_id, ShowTeam(course_id=course.id)))
    parts = await press(feed, vera, team, "✉️ Invite")
    times = await press(feed, vera, parts, "Host")
    link = await press(feed, vera, times, "7 days")

    offer = await feed(write(anna.telegram_id, start(link)))
    await press(feed, anna, offer, ACCEPT)

    assert parts.said().startswith(
        "Whom do you invite to the team of <b>Algebra &lt;1&gt;</b>?\n\nA manager answers for"
    )
    assert times.said() == (
        "A link for one person: <b>host of the course “Algebra &lt;1&gt;”</b>.\n\n"
        "How long should it be good? A week is usually enough."
    )
    assert list(times.buttons())[:3] == ["1 day", "7 days", "30 days"]
    assert link.said().startswith(
        "A link for one person: <b>host of the course “Algebra &lt;1&gt;”</b>. "
        "It is good until 9 March, 15:00 (Moscow).\n\n"
        "Send it to the person you invite:\n\nhttps://"
    )
    assert {it.user_id for it in await make.all(CourseStaff)} == {vera.id, anna.id}


async def test_link_is_told_to_its_maker_in_russian(feed: Feed, make: Factory) -> None:
    course, olga = await make.course(name="Сети"), await make.user(language="ru")
    await make.staff(course, olga, StaffPart.MANAGER)
    what = {"course_id": course.id, "part": StaffPart.HOST, "public_id": 7}

    link = await feed(tap(olga.telegram_id, MakePartLink(**what, days=Lifetime.MONTH)))

    assert link.said().startswith(
        "Ссылка для одного человека: <b>ведущий курса «Сети»</b>. "
        "Действует до 1 апреля, 15:00 (Москва).\n\n"
        "Перешлите её тому, кого приглашаете:\n\nhttps://"
    )
    assert "Отозвать ссылку" in link.buttons()


async def test_second_tap_shows_the_same_link(
    feed: Feed, make: Factory, vera: User, course: Course
) -> None:
    what = {"course_id": course.id, "part": StaffPart.HOST, "public_id": 7}
    button = MakePartLink(**what, days=Lifetime.WEEK)

    first, second = [await feed(tap(vera.telegram_id, button)) for _ in range(2)]

    assert first.said() == second.said()
    assert len(await make.all(Invite)) == len(await make.all(LogEntry)) == 1


async def test_each_time_is_asked_for_another_link(
    feed: Feed, make: Factory, vera: User, course: Course
) -> None:
    team = await feed(tap(vera.telegram_id, ShowTeam(course_id=course.id)))
    times = await press(feed, vera, team, "✉️ Invite", "Assistant")

    for label in ("1 day", "30 days"):
        await press(feed, vera, times, label)

    assert [it.expires_at - NOON for it in await make.all(Invite)] == [DAY, 30 * DAY]


async def test_open_links_of_a_team_are_listed_shown_and_taken_back(
    feed: Feed, make: Factory, vera: User, course: Course
) -> None:
    await make.team_invite(course, created_by=vera.id)
    team = await feed(tap(vera.telegram_id, ShowTeam(course_id=course.id)))

    links = await press(feed, vera, team, "🔗 Open links")
    label = "1. host of the course “Algebra <1>”"
    link = await press(feed, vera, links, label)
    question = await press(feed, vera, link, TAKE_BACK)
    kept = await press(feed, vera, question, "No, keep it")
    gone = await press(feed, vera, question, "Yes, take it back")

    assert links.said() == (
        "<b>Open links to the team of Algebra &lt;1&gt;</b>\n\n"
        "1. <b>host of the course “Algebra &lt;1&gt;”</b>\n"
        "until 3 March, 15:00 (Moscow)\n"
        "made by: Vera"
    )
    assert list(links.buttons()) == [label, "✉️ Invite", "⬅️ To the team", "🏠 Menu"]
    assert LINK.search(link.said())
    assert kept.said() == link.said()
    assert question.said() == (
        "Take back the link: <b>host of the course “Algebra &lt;1&gt;”</b>? "
        "Nobody will be able to accept it."
    )
    assert gone.notice() == "The link is taken back."
    assert gone.said() == (
        "<b>Open links to the team of Algebra &lt;1&gt;</b>\n\n"
        "There are none now. A link lets its opener join the team."
    )


# For a role


async def test_admin_makes_a_link_for_a_role(feed: Feed, make: Factory, vera: User) -> None:
    anna = await make.user()
    links = await feed(tap(vera.telegram_id, ShowLinks()))
    roles = await press(feed, vera, links, "✉️ New link")
    link = await press(feed, vera, roles, "Admin", "30 days")

    offer = await feed(write(anna.telegram_id, start(link)))
    await press(feed, anna, offer, ACCEPT)

    assert links.said() == (
        "<b>Open links</b>\n\nThere are none now. A link makes its opener a host or an admin."
    )
    assert list(roles.buttons()) == ["Host", "Admin", "⬅️ To the links", "🏠 Menu"]
    assert link.said().startswith(
        "A link for one person: <b>admin</b>. It is good until 1 April, 15:00 (Moscow)."
    )
    assert (await make.again(anna)).role is Role.ADMIN


async def test_links_of_everybody_are_listed(feed: Feed, make: Factory, vera: User) -> None:
    profile = await make.user(telegram_id=None, full_name="Anna <P>")
    await make.invite(role=Role.HOST, created_by=vera.id)
    await make.invite()
    await make.invite(role=None, user_id=profile.id)

    telegram = await feed(tap(vera.telegram_id, ShowLinks()))

    until = "until 3 March, 15:00 (Moscow)"
    assert telegram.said() == (
        "<b>Open links</b>\n\n"
        f"1. <b>profile “Anna &lt;P&gt;”</b>\n{until}\nmade on the server\n\n"
        f"2. <b>admin</b>\n{until}\nmade on the server\n\n"
        f"3. <b>host</b>\n{until}\nmade by: Vera"
    )
    assert list(telegram.buttons()) == [
        "1. profile “Anna <P>”",
        "2. admin",
        "3. host",
        "✉️ New link",
        "🔑 API",
        "🏠 Menu",
    ]


async def test_many_links_have_pages(feed: Feed, make: Factory, vera: User) -> None:
    for _ in range(9):
        await make.invite()

    first = await feed(tap(vera.telegram_id, ShowLinks()))
    second = await press(feed, vera, first, "➡️")

    assert "1 of 2" in first.buttons()
    assert second.said().startswith("<b>Open links</b>\n\n9. <b>admin</b>")


async def test_link_for_a_role_is_taken_back(feed: Feed, make: Factory, vera: User) -> None:
    invite = await make.invite()
    link = await feed(tap(vera.telegram_id, ShowLink(public_id=invite.public_id)))

    gone = await press(feed, vera, link, TAKE_BACK, "Yes, take it back")
    late = await press(feed, vera, link, TAKE_BACK)

    assert gone.said().startswith("<b>Open links</b>")
    assert late.notice() == "This link was taken back. Ask for a new one."
    assert (await make.again(invite)).revoked_at == NOON


async def test_link_that_was_accepted_is_not_taken_back(
    feed: Feed, make: Factory, vera: User
) -> None:
    invite = await make.invite(used_by=(await make.user()).id, used_at=NOON)

    telegram = await feed(tap(vera.telegram_id, Revoke(public_id=invite.public_id)))

    assert telegram.notice() == "This link was used already. Ask for a new one."
    assert (await make.again(invite)).revoked_at is None


# Not theirs


async def test_others_have_no_list_of_links_for_roles(feed: Feed, make: Factory) -> None:
    maria = await make.user(role=Role.HOST)
    make_link = MakeLink(role=Role.ADMIN, days=Lifetime.WEEK, public_id=7)

    for telegram_id in (maria.telegram_id, 77):
        for button in (ShowLinks(), ChooseRole(), make_link):
            telegram = await feed(tap(telegram_id, button))

            assert telegram.notice() == "This button is out of date. Here is the menu."

    assert await make.all(Invite) == []


async def test_others_neither_see_nor_take_back_a_link(
    feed: Feed, make: Factory, course: Course
) -> None:
    maria, admin = await make.user(role=Role.HOST), await make.admin()
    await make.staff(course, maria)
    to_role, to_team = await make.invite(), await make.team_invite(course)
    refusals = {
        (maria.telegram_id, to_role.public_id): "Only admins can do that.",
        (maria.telegram_id, to_team.public_id): (
            "Your part in this course does not allow that. Ask its manager."
        ),
        (admin.telegram_id, to_team.public_id): "Only those who run this course can do that.",
        (77, to_role.public_id): "Only admins can do that.",
        (77, to_team.public_id): "Only those who run this course can do that.",
    }

    for (telegram_id, public_id), words in refusals.items():
        for kind in (ShowLink, AskRevoke, Revoke):
            telegram = await feed(tap(telegram_id, kind(public_id=public_id)))

            assert telegram.notice() == words

    team_links = await feed(tap(maria.telegram_id, ShowTeamLinks(course_id=course.id)))
    assert team_links.notice() == "Your part in this course does not allow that. Ask its manager."
    assert [it.revoked_at for it in await make.all(Invite)] == [None, None]


@pytest.mark.parametrize(
    "forged", ["make-link:admin:365:7", "make-link:rector:7:7", "make-link:admin:7:x", "link:-1"]
)
async def test_forged_button_makes_nothing(
    feed: Feed, make: Factory, vera: User, forged: str
) -> None:
    telegram = await feed(tap(vera.telegram_id, forged))

    assert telegram.notice() == "This button is out of date. Here is the menu."
    assert await make.all(Invite) == []

import pytest

from db.models import Course, CourseStaff, CourseStatus, Role, StaffPart, User
from keyboards.catalogue import ShowCourse
from keyboards.editing import RunCourse
from keyboards.staff import AskQuit, AskRemove, ChoosePart, Quit, Remove, ShowTeam
from tests.conftest import Feed
from tests.factories import Factory
from tests.telegram import RecordedSession, tap

MANAGES, HOSTS, ASSISTS = StaffPart

MANAGE, TEAM = "⚙️ Manage", "👥 Team"
INVITE, OPEN_LINKS = "✉️ Invite", "🔗 Open links"
HAND_OVER, LEAVE = "🤝 Hand over", "Leave the team"
FOR_THE_TEAM = "Only those who run this course can do that."
FOR_MANAGERS = "Your part in this course does not allow that. Ask its manager."


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course(name="Algebra <1>")


@pytest.fixture
async def vera(make: Factory, course: Course) -> User:
    """Manages it."""
    vera = await make.admin()
    await make.staff(course, vera, MANAGES)
    return vera


@pytest.fixture
async def maria(make: Factory, course: Course) -> User:
    """A host of it."""
    maria = await make.user(full_name="Maria & Co", role=Role.HOST)
    await make.staff(course, maria)
    return maria


async def show(feed: Feed, who: User, course: Course) -> RecordedSession:
    return await feed(tap(who.telegram_id, ShowTeam(course_id=course.id)))


# The team


@pytest.mark.parametrize("part", [*StaffPart, None])
async def test_team_is_where_those_on_it_manage_the_course(
    feed: Feed, make: Factory, course: Course, part: StaffPart | None
) -> None:
    anna = await make.user()
    if part is not None:
        await make.staff(course, anna, part)

    card = await feed(tap(anna.telegram_id, ShowCourse(course_id=course.id)))

    assert (MANAGE in card.buttons()) == (part is not None)
    if part is not None:
        hub = await feed(tap(anna.telegram_id, card.buttons()[MANAGE]))
        assert TEAM in hub.buttons()


async def test_every_admin_looks_at_every_team(
    feed: Feed, make: Factory, course: Course, maria: User
) -> None:
    admin = await make.admin()
    card = await feed(tap(admin.telegram_id, RunCourse(course_id=course.id)))

    team = await feed(tap(admin.telegram_id, card.buttons()[TEAM]))

    assert team.said() == "<b>Team of Algebra &lt;1&gt;</b>\n\n<b>Hosts</b>\nMaria &amp; Co"
    assert list(team.buttons()) == ["⬅️ To the course", "🏠 Menu"]


async def test_manager_sees_whom_they_can_take_off(
    feed: Feed, make: Factory, course: Course, vera: User, maria: User
) -> None:
    await make.staff(course, await make.user(full_name="Lena"), ASSISTS)

    telegram = await show(feed, vera, course)

    assert telegram.said() == (
        "<b>Team of Algebra &lt;1&gt;</b>\n\n"
        "<b>Managers</b>\nVera\n\n"
        "<b>Hosts</b>\nMaria &amp; Co\n\n"
        "<b>Assistants</b>\nLena\n\n"
        "To take somebody off the team, press their name."
    )
    assert list(telegram.buttons()) == [
        "Maria & Co",
        "Lena",
        INVITE,
        OPEN_LINKS,
        HAND_OVER,
        LEAVE,
        "⬅️ To the course",
        "🏠 Menu",
    ]


async def test_host_sees_the_team_and_may_leave_it(
    feed: Feed, course: Course, vera: User, maria: User
) -> None:
    telegram = await show(feed, maria, course)

    assert "Vera" in telegram.said()
    assert list(telegram.buttons()) == [LEAVE, "⬅️ To the course", "🏠 Menu"]


async def test_team_is_told_in_russian(feed: Feed, make: Factory) -> None:
    olga = await make.user(full_name="Жанна", language="ru")
    course = await make.course(name="Сети")
    await make.staff(course, olga, ASSISTS)

    team = await show(feed, olga, course)
    question = await feed(tap(olga.telegram_id, AskQuit(course_id=course.id)))

    assert team.said().startswith("<b>Команда курса Сети</b>\n\n<b>Ассистенты</b>\n")
    assert question.said() == (
        "Выйти из команды курса <b>Сети</b>? Ваша роль в ней: ассистент.\n\n"
        "Чтобы вернуться, понадобится новая ссылка."
    )


async def test_long_team_has_pages(feed: Feed, make: Factory, course: Course, vera: User) -> None:
    for number in range(10):
        await make.staff(course, await make.user(full_name=f"Host {number}"))

    first = await show(feed, vera, course)
    second = await feed(tap(vera.telegram_id, first.buttons()["➡️"]))

    assert "1 of 2" in first.buttons()
    assert "Host 9" not in first.said()
    assert "<b>Hosts</b>\nHost 9" in second.said()
    assert "Managers" not in second.said()


async def test_course_without_a_team_says_so(feed: Feed, make: Factory, course: Course) -> None:
    telegram = await show(feed, await make.admin(), course)

    assert telegram.said() == "<b>Team of Algebra &lt;1&gt;</b>\n\nNobody is on it yet."


async def test_others_see_no_team(feed: Feed, make: Factory, course: Course, maria: User) -> None:
    draft = await make.course(status=CourseStatus.DRAFT)
    anna = await make.user(role=Role.HOST)

    for telegram_id in (anna.telegram_id, 77):
        seen = await feed(tap(telegram_id, ShowTeam(course_id=course.id)))
        hidden = await feed(tap(telegram_id, ShowTeam(course_id=draft.id)))

        assert seen.notice() == FOR_THE_TEAM
        assert hidden.notice() == "There is no such course, or it is not for everybody."


# Leaving


async def test_who_leaves_is_asked_first(
    feed: Feed, make: Factory, course: Course, maria: User
) -> None:
    team = await show(feed, maria, course)
    question = await feed(tap(maria.telegram_id, team.buttons()[LEAVE]))

    stayed = await feed(tap(maria.telegram_id, question.buttons()["No, stay on the team"]))
    left = await feed(tap(maria.telegram_id, question.buttons()["Yes, leave the team"]))

    assert question.said() == (
        "Leave the team of <b>Algebra &lt;1&gt;</b>? Your part in it: host.\n\n"
        "To come back, you would need a new link."
    )
    assert stayed.said() == team.said()
    assert left.said() == "You are not on the team of <b>Algebra &lt;1&gt;</b> any more."
    assert list(left.buttons()) == ["📚 Courses", "🏠 Menu"]
    assert await make.all(CourseStaff) == []
    assert (await make.again(maria)).role is Role.HOST


async def test_second_tap_says_that_one_has_left(feed: Feed, course: Course, maria: User) -> None:
    await feed(tap(maria.telegram_id, Quit(course_id=course.id)))

    telegram = await feed(tap(maria.telegram_id, Quit(course_id=course.id)))

    assert telegram.notice() == "You are not on the team of this course."


async def test_last_manager_is_told_why_they_cannot_leave(
    feed: Feed, make: Factory, course: Course, vera: User
) -> None:
    words = "This is the only manager, and a course needs one. Invite another one first."

    for button in (AskQuit(course_id=course.id), Quit(course_id=course.id)):
        telegram = await feed(tap(vera.telegram_id, button))

        assert telegram.notice() == words

    assert len(await make.all(CourseStaff)) == 1


async def test_stranger_leaves_no_team(feed: Feed, course: Course) -> None:
    for button in (AskQuit(course_id=course.id), Quit(course_id=course.id)):
        telegram = await feed(tap(77, button))

        assert telegram.notice() == "You are not on the team of this course."


# Taking somebody off


async def test_manager_is_asked_before_they_take_somebody_off(
    feed: Feed, make: Factory, course: Course, vera: User, maria: User
) -> None:
    team = await show(feed, vera, course)
    question = await feed(tap(vera.telegram_id, team.buttons()["Maria & Co"]))

    kept = await feed(tap(vera.telegram_id, question.buttons()["No, leave it as it is"]))
    removed = await feed(tap(vera.telegram_id, question.buttons()["Yes, take off the team"]))

    assert question.said() == (
        "Take <b>Maria &amp; Co</b> (host) off the team of <b>Algebra &lt;1&gt;</b>? "
        "I will tell them. To come back, they would need a new link."
    )
    assert kept.said() == team.said()
    assert removed.notice() == "Not on the team any more: Maria & Co."
    assert removed.said() == "<b>Team of Algebra &lt;1&gt;</b>\n\n<b>Managers</b>\nVera"
    assert [it.user_id for it in await make.all(CourseStaff)] == [vera.id]


async def test_second_tap_says_that_they_are_off(
    feed: Feed, course: Course, vera: User, maria: User
) -> None:
    button = Remove(course_id=course.id, user_id=maria.id)
    await feed(tap(vera.telegram_id, button))

    telegram = await feed(tap(vera.telegram_id, button))

    assert telegram.notice() == "This person is not on the team any more."


@pytest.mark.parametrize("part", [HOSTS, ASSISTS, None])
async def test_others_choose_no_team(
    feed: Feed, make: Factory, course: Course, maria: User, part: StaffPart | None
) -> None:
    boris = await make.user()
    if part is not None:
        await make.staff(course, boris, part)
    whom = {"course_id": course.id, "user_id": maria.id}

    for telegram_id in (boris.telegram_id, 77):
        for button in (ChoosePart(course_id=course.id), AskRemove(**whom), Remove(**whom)):
            telegram = await feed(tap(telegram_id, button))

            is_on_team = part is not None and telegram_id != 77
            assert telegram.notice() == (FOR_MANAGERS if is_on_team else FOR_THE_TEAM)

    assert maria.id in {it.user_id for it in await make.all(CourseStaff)}

"""The management of a course goes to another admin."""

import pytest

from db.models import (
    Course,
    CourseStaff,
    Delivery,
    DeliveryKind,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import handing, people
from domain.campus import LANGUAGES
from domain.errors import DomainError, TakerNotAdmin
from keyboards.handing import ChooseTaker, HandOver
from keyboards.staff import AskTaker, ShowTeam
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import Act, create_race
from tests.test_hostile_names import NAMES

MANAGES, HOSTS, ASSISTS = StaffPart
TOO_LITTLE = "Your part in this course does not allow that. Ask its manager."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def nina(make: Factory) -> User:
    return await make.user(full_name="Nina <1>", role=Role.ADMIN)


@pytest.fixture
async def course(make: Factory, vera: User) -> Course:
    course = await make.course(name="Algebra & co")
    await make.staff(course, vera, MANAGES)
    return course


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def parts(make: Factory) -> dict[int, StaffPart]:
    return {it.user_id: it.part for it in await make.all(CourseStaff)}


async def test_course_is_handed_over_from_its_team(
    make: Factory, desk: Desk, vera: User, nina: User, course: Course
) -> None:
    await make.user(full_name="Host", role=Role.HOST)
    await make.user(full_name="Shut out", role=Role.ADMIN, blocked_at=NOON)
    await desk.press(ShowTeam(course_id=course.id))

    await desk.press("🤝 Hand over")
    choice = desk.labels
    asked = await desk.press("Nina <1>")
    done = await desk.press("Hand over and stay as a host")

    assert choice == ["Nina <1>", "⬅️ To the team", "🏠 Menu"]
    assert asked.startswith("Hand <b>Algebra &amp; co</b> over to <b>Nina &lt;1&gt;</b>?")
    assert done == "🤝 <b>Algebra &amp; co</b> is managed by <b>Nina &lt;1&gt;</b> now."
    assert await parts(make) == {nina.id: MANAGES, vera.id: HOSTS}
    [entry], [owed] = await make.all(LogEntry), await make.all(Delivery)
    assert (entry.action, entry.user_id, entry.entity_id) == ("hand_over", vera.id, course.id)
    assert entry.details == {
        "user_id": nina.id,
        "part": [None, "manager"],
        "own_part": ["manager", "host"],
    }
    assert (owed.kind, owed.user_id) == (DeliveryKind.HANDED_OVER, nina.id)


async def test_giver_may_leave_the_team(
    make: Factory, desk: Desk, vera: User, nina: User, course: Course
) -> None:
    lesson = await make.lesson(course, starts_at=NOON + DAY, host_id=vera.id)
    await make.staff(course, nina, HOSTS)
    await desk.press(ChooseTaker(course_id=course.id, user_id=nina.id))

    await desk.press("Hand over and leave the team")

    assert await parts(make) == {nina.id: MANAGES}
    assert (await make.again(lesson)).host_id is None
    [entry] = await make.all(LogEntry)
    assert entry.details["part"] == ["host", "manager"]
    assert entry.details["own_part"] == ["manager", None]
    assert entry.details["timetable"] == [[lesson.id, {"host_id": vera.id}, {"host_id": None}]]


@pytest.mark.parametrize("stays", [True, False])
async def test_second_tap_is_answered_as_the_first(
    make: Factory, desk: Desk, nina: User, course: Course, *, stays: bool
) -> None:
    button = HandOver(course_id=course.id, user_id=nina.id, stays=stays)

    answers = [await desk.press(button) for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(await make.all(LogEntry)) == len(await make.all(Delivery)) == 1


async def test_other_managers_stay(
    make: Factory, desk: Desk, vera: User, nina: User, course: Course
) -> None:
    other = await make.admin()
    await make.staff(course, other, MANAGES)

    await desk.press(HandOver(course_id=course.id, user_id=nina.id, stays=True))

    assert await parts(make) == {other.id: MANAGES, nina.id: MANAGES, vera.id: HOSTS}


async def test_nobody_else_to_take_it_is_said(desk: Desk, course: Course) -> None:
    said = await desk.press(AskTaker(course_id=course.id))

    assert "There is no other admin." in said
    assert desk.labels == ["⬅️ To the team", "🏠 Menu"]


async def test_who_cannot_have_it_does_not_get_it(
    make: Factory, desk: Desk, vera: User, course: Course
) -> None:
    refused = {
        "Only an admin can manage a course. Choose somebody else.": await make.user(
            role=Role.HOST
        ),
        "You cannot do that to yourself. Ask another admin.": vera,
        "There is no such person here any more.": await make.user(
            role=Role.ADMIN, blocked_at=NOON
        ),
    }

    for words, user in refused.items():
        whom = {"course_id": course.id, "user_id": user.id}
        for button in (ChooseTaker(**whom), HandOver(**whom, stays=True)):
            assert await desk.tap(button) == words

    assert await parts(make) == {vera.id: MANAGES}


@pytest.mark.parametrize("part", [HOSTS, ASSISTS, None])
@pytest.mark.parametrize("role", [Role.HOST, Role.ADMIN])
async def test_only_managers_hand_over(
    feed: Feed, make: Factory, vera: User, course: Course, role: Role, part: StaffPart | None
) -> None:
    who, taker = await make.user(role=role), await make.admin()
    if part is not None:
        await make.staff(course, who, part)
    before, whom = await parts(make), {"course_id": course.id, "user_id": taker.id}
    desk = Desk(feed, who)

    for button in (AskTaker(course_id=course.id), HandOver(**whom, stays=True)):
        assert await desk.tap(button) == (
            TOO_LITTLE if part else "Only those who run this course can do that."
        )

    assert await parts(make) == before


async def test_two_who_hand_over_at_once_leave_one_manager(
    committing: Transaction, empty_database_url: str
) -> None:
    make, race = Factory(committing), create_race(committing, empty_database_url)
    vera, nina, ivan = [await make.admin() for _ in range(3)]
    course = await make.course()
    await make.staff(course, vera, MANAGES)

    def to(taker: User) -> Act:
        whom = {"course_id": course.id, "user_id": taker.id}
        return lambda session: handing.hand_over(
            session, as_actor(vera), **whom, stays=True, now=NOON
        )

    _, came_of_it = await race(to(nina), to(ivan))

    assert isinstance(came_of_it, DomainError)
    assert await parts(make) == {nina.id: MANAGES, vera.id: HOSTS}


async def test_who_is_demoted_just_now_does_not_get_it(
    committing: Transaction, empty_database_url: str
) -> None:
    make, race = Factory(committing), create_race(committing, empty_database_url)
    vera, nina = await make.admin(), await make.admin()
    course = await make.course()
    await make.staff(course, vera, MANAGES)
    whom = {"course_id": course.id, "user_id": nina.id}

    _, came_of_it = await race(
        lambda session: people.change_role(
            session, as_actor(vera), CAMPUS, user_id=nina.id, role=Role.HOST, now=NOON
        ),
        lambda session: handing.hand_over(session, as_actor(vera), **whom, stays=True, now=NOON),
    )

    of_course = [it for it in await make.all(CourseStaff) if it.course_id == course.id]
    assert isinstance(came_of_it, TakerNotAdmin)
    assert [(it.user_id, it.part) for it in of_course] == [(vera.id, MANAGES)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_names_are_only_names(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    vera = await make.user(role=Role.ADMIN, language=language)
    takers = [await make.user(full_name=name, role=Role.ADMIN) for _ in range(8)]
    course = await make.course(name=name)
    await make.staff(course, vera, MANAGES)
    whom = {"course_id": course.id, "user_id": takers[0].id}
    desk = Desk(feed, vera)

    await desk.press(AskTaker(course_id=course.id))
    await desk.press(ChooseTaker(**whom))
    await desk.press(HandOver(**whom, stays=False))

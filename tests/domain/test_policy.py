import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CourseStatus, Role, StaffPart
from domain import policy
from domain.actor import Service
from domain.errors import CourseNotFound, NotAllowed
from domain.policy import Action, can
from tests.factories import Factory
from tests.people import CAMPUS, as_actor, stranger

MATRIX: dict[StaffPart | None, set[Action]] = {
    None: set(),
    StaffPart.ASSISTANT: {Action.PRINT, Action.SEE_STAFF, Action.MARK},
    StaffPart.HOST: {
        Action.PRINT,
        Action.SEE_STAFF,
        Action.MARK,
        Action.TAKE_IN,
        Action.EDIT,
        Action.SEE_PEOPLE,
        Action.ANSWER,
    },
    StaffPart.MANAGER: {
        Action.PRINT,
        Action.SEE_STAFF,
        Action.MARK,
        Action.TAKE_IN,
        Action.EDIT,
        Action.SEE_PEOPLE,
        Action.ANSWER,
        Action.AIM,
        Action.RUN,
        Action.STAFF,
    },
}
OF_ANY_ADMIN = {Action.PRINT, Action.SEE_STAFF, Action.SEE_PEOPLE}


@pytest.mark.parametrize("part", MATRIX)
@pytest.mark.parametrize("role", Role)
def test_part_in_the_course_decides(role: Role, part: StaffPart | None) -> None:
    allowed = {action for action in Action if can(role, part, action)}

    assert allowed == MATRIX[part] | (OF_ANY_ADMIN if role is Role.ADMIN else set())


def test_there_is_a_rule_for_every_part() -> None:
    assert set(MATRIX) == {None, *StaffPart}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("part", MATRIX)
async def test_course_is_held_for_those_who_may(
    session: AsyncSession, make: Factory, action: Action, part: StaffPart | None
) -> None:
    person, course = await make.user(role=Role.HOST), await make.course()
    if part is not None:
        await make.staff(course, person, part)

    if action in MATRIX[part]:
        held = await policy.lock_course(session, as_actor(person), action, course_id=course.id)
        assert held.id == course.id
    else:
        with pytest.raises(NotAllowed):
            await policy.lock_course(session, as_actor(person), action, course_id=course.id)


@pytest.mark.parametrize("action", Action)
async def test_part_in_one_course_is_nothing_in_another(
    session: AsyncSession, make: Factory, action: Action
) -> None:
    manager, other = await make.user(), await make.course()
    await make.staff(await make.course(), manager, StaffPart.MANAGER)

    with pytest.raises(NotAllowed):
        await policy.lock_course(session, as_actor(manager), action, course_id=other.id)


async def test_what_the_actor_may_not_see_does_not_exist_for_them(
    session: AsyncSession, make: Factory
) -> None:
    draft = await make.course(status=CourseStatus.DRAFT)

    for viewer in (as_actor(await make.user(role=Role.HOST)), stranger()):
        with pytest.raises(CourseNotFound):
            await policy.lock_course(session, viewer, Action.PRINT, course_id=draft.id)


def test_service_may_on_the_courses_of_its_token() -> None:
    limited = Service(1, "", frozenset(), frozenset({1}), "en", CAMPUS.tz)

    assert policy.may(limited, None, Action.RUN, course_id=1)
    assert not policy.may(limited, None, Action.RUN, course_id=2)

"""Two misses in a row: told once, to the person and to the hosts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceStatus,
    CourseMute,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryKind,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    StaffPart,
)
from db.session import Transaction
from domain import misses
from domain.errors import NotAllowed, PartNotEnough
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import Race, create_race

CAME, LATE, ABSENT, EXCUSED = AttendanceStatus
AFTER = 3 * HOUR
"""The lesson has an hour, and the staff have two more."""


class Scene:
    """Lessons of each day up to today; somebody else was at all of them."""

    def __init__(self, make: Factory) -> None:
        self._make = make
        self.lessons: list[Lesson] = []

    async def build(self, count: int = 3, **anna: Any) -> "Scene":
        make = self._make
        self.anna = await make.user(timezone="UTC", **anna)
        self.boris, self.host = await make.user(), await make.user(timezone="UTC")
        self.course = await make.course(self.anna, self.boris)
        await make.staff(self.course, self.host)
        self.place = await make.enrollment_of(self.course, self.anna)
        other = await make.enrollment_of(self.course, self.boris)
        for number in range(count):
            at = NOON - (count - 1 - number) * DAY
            self.lessons.append(await make.lesson(self.course, starts_at=at))
            await make.mark(other, self.lessons[-1])
        return self

    async def marks(self, *statuses: AttendanceStatus | None) -> "Scene":
        """Of hers, for the lessons in turn."""
        for lesson, status in zip(self.lessons, statuses, strict=False):
            if status is not None:
                await self._make.mark(self.place, lesson, status)
        return self

    async def tell(self, session: AsyncSession, after: timedelta = AFTER) -> None:
        await misses.tell(session, CAMPUS, now=NOON + after)

    async def told(self, kind: DeliveryKind = DeliveryKind.MISSED_TWICE) -> list[tuple[int, int]]:
        """Whom, and of which lesson."""
        owed = [it for it in await self._make.all(Delivery) if it.kind is kind]
        mine = {it.id for it in self.lessons}
        rows = [(it.user_id or 0, it.payload["lesson_id"]) for it in owed]
        return [it for it in rows if it[1] in mine]


@pytest.fixture
def scene(make: Factory) -> Scene:
    return Scene(make)


async def test_two_in_a_row_are_told_to_the_person_and_to_the_host(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    await (await scene.build()).marks(CAME, ABSENT, None)

    await scene.tell(session)

    last = scene.lessons[-1].id
    assert await scene.told() == [(scene.anna.id, last)]
    assert await scene.told(DeliveryKind.MISSED_LIST) == [(scene.host.id, last)]
    assert {(it.urgent, it.due_at) for it in await make.all(Delivery)} == {(False, NOON + AFTER)}


@pytest.mark.parametrize(
    ("marks", "is_told"),
    [
        ((None, None, None), False),
        ((EXCUSED, None, None), True),
        ((LATE, ABSENT, ABSENT), True),
        ((CAME, None, EXCUSED), False),
        ((CAME, EXCUSED, None), False),
        ((CAME, CAME, None), False),
        ((CAME, None, LATE), False),
    ],
    ids=["three", "excused before", "absent", "excused now", "excused in between", "one", "came"],
)
async def test_only_just_two_are_told(
    session: AsyncSession,
    scene: Scene,
    marks: Sequence[AttendanceStatus | None],
    *,
    is_told: bool,
) -> None:
    await (await scene.build()).marks(*marks)

    await scene.tell(session)

    assert bool(await scene.told()) is is_told
    assert bool(await scene.told(DeliveryKind.MISSED_LIST)) is is_told


async def test_first_two_lessons_count_too(session: AsyncSession, scene: Scene) -> None:
    await scene.build(2)

    await scene.tell(session)

    assert len(await scene.told()) == 1


async def test_lesson_of_which_nobody_took_the_roll_does_not_count(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    await (await scene.build()).marks(CAME, None, None)
    middle = scene.lessons[1].id
    for it in await make.all(Attendance):
        if it.lesson_id == middle:
            await make.change(it, status=ABSENT)

    await scene.tell(session)

    assert await scene.told() == []


async def test_cancelled_lesson_does_not_count(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    await (await scene.build()).marks(CAME, None, None)
    await make.change(scene.lessons[1], status=LessonStatus.CANCELLED)

    await scene.tell(session)

    assert await scene.told() == []


@pytest.mark.parametrize(
    ("after", "is_told"),
    [
        (3 * HOUR - timedelta(seconds=1), False),
        (3 * HOUR, True),
        (26 * HOUR, True),
        (27 * HOUR, False),
    ],
)
async def test_staff_have_time_to_mark_and_old_news_is_none(
    session: AsyncSession, scene: Scene, after: timedelta, *, is_told: bool
) -> None:
    await (await scene.build()).marks(CAME, None, None)

    await scene.tell(session, after)

    assert bool(await scene.told()) is is_told


async def test_telling_again_tells_nothing(session: AsyncSession, scene: Scene) -> None:
    await (await scene.build()).marks(CAME, None, None)

    for minutes in (0, 5, 10):
        await scene.tell(session, AFTER + timedelta(minutes=minutes))

    assert len(await scene.told()) == len(await scene.told(DeliveryKind.MISSED_LIST)) == 1


async def test_who_joined_after_the_first_of_the_two_has_not_missed_it(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    await (await scene.build()).marks(CAME, None, None)
    await make.change(scene.place, changed_at=scene.lessons[1].ends_at)

    await scene.tell(session)

    assert await scene.told() == []


@pytest.mark.parametrize("status", [it for it in EnrollmentStatus if it != "registered"])
async def test_only_who_is_on_the_course_misses_it(
    session: AsyncSession, make: Factory, scene: Scene, status: EnrollmentStatus
) -> None:
    await (await scene.build()).marks(CAME, None, None)
    place = 7 if status is EnrollmentStatus.WAITLISTED else None
    await make.change(scene.place, status=status, waitlist_place=place)

    await scene.tell(session)

    assert await scene.told() == []


@pytest.mark.parametrize(
    "wish", [{"reminders_on": False}, {"reachable": False}, {"blocked_at": NOON}]
)
async def test_hosts_are_told_of_those_too_who_are_not_asked(
    session: AsyncSession, scene: Scene, wish: dict[str, Any]
) -> None:
    await (await scene.build(**wish)).marks(CAME, None, None)

    await scene.tell(session)

    assert await scene.told() == []
    assert len(await scene.told(DeliveryKind.MISSED_LIST)) == 1


async def test_who_muted_the_course_is_not_asked(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    await (await scene.build()).marks(CAME, None, None)
    await make.add(CourseMute(course_id=scene.course.id, user_id=scene.anna.id))

    await scene.tell(session)

    assert await scene.told() == []


@pytest.mark.parametrize("has_host", [True, False])
async def test_managers_read_the_list_where_there_is_no_host(
    session: AsyncSession, make: Factory, scene: Scene, *, has_host: bool
) -> None:
    await (await scene.build()).marks(CAME, None, None)
    vera = await make.admin()
    await make.staff(scene.course, vera, StaffPart.MANAGER)
    await make.staff(scene.course, await make.user(), StaffPart.ASSISTANT)
    if not has_host:
        await session.execute(delete(CourseStaff).filter_by(user_id=scene.host.id))

    await scene.tell(session)

    reader = scene.host if has_host else vera
    assert [it for it, _ in await scene.told(DeliveryKind.MISSED_LIST)] == [reader.id]


async def test_of_a_course_that_is_not_on_nothing_is_told(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    await (await scene.build()).marks(CAME, None, None)
    await make.change(scene.course, status=CourseStatus.FINISHED)

    await scene.tell(session)

    assert await make.all(Delivery) == []


async def test_list_is_for_those_who_see_the_people(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    await (await scene.build()).marks(CAME, None, None)
    helper, last = await make.user(), scene.lessons[-1].id
    await make.staff(scene.course, helper, StaffPart.ASSISTANT)

    seen = await misses.of_lesson(session, as_actor(scene.host), lesson_id=last, now=NOON)

    assert [it.full_name for it in seen.people] == [scene.anna.full_name]
    with pytest.raises(PartNotEnough):
        await misses.of_lesson(session, as_actor(helper), lesson_id=last, now=NOON)
    with pytest.raises(NotAllowed):
        await misses.of_lesson(session, as_actor(scene.boris), lesson_id=last, now=NOON)


async def test_two_leaders_who_tick_at_once_tell_it_once(
    committing: Transaction, empty_database_url: str
) -> None:
    scene = await (await Scene(Factory(committing)).build()).marks(CAME, None, None)
    race: Race = create_race(committing, empty_database_url)

    _, second = await race(scene.tell, scene.tell)

    assert second is None
    assert len(await scene.told()) == len(await scene.told(DeliveryKind.MISSED_LIST)) == 1

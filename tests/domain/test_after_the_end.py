"""A mark is corrected when the course is over: whether they completed it is decided anew."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceStatus,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    EnrollmentStatus,
    LogEntry,
    StaffPart,
)
from db.session import Transaction
from domain import correcting, enrolled, finishing, marking_all, marks, roll_call
from domain.checking_in import Desk
from domain.enrolled import Step
from domain.marks import Wanted
from tests.conftest import SIGNER
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, a_service, as_actor
from tests.races import Race, create_race

PRESENT, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT
COMPLETED, REGISTERED = EnrollmentStatus.COMPLETED, EnrollmentStatus.REGISTERED
LATER = NOON + HOUR


class Scene:
    """A course of two lessons, of which half is enough, and who came to none."""

    def __init__(self, make: Factory) -> None:
        self._make = make

    async def build(self) -> "Scene":
        make = self._make
        self.vera, self.anna = await make.admin(), await make.user(timezone="UTC")
        over: dict[str, Any] = {"end_date": (NOON - DAY).date(), "completion_percent": 50}
        self.course = await make.course(self.anna, **over)
        await make.staff(self.course, self.vera, StaffPart.MANAGER)
        self.place = await make.enrollment_of(self.course, self.anna)
        starts = [NOON - 3 * DAY, NOON - 2 * DAY]
        self.lessons = [await make.lesson(self.course, starts_at=it) for it in starts]
        return self

    @property
    def desk(self) -> Desk:
        return Desk(as_actor(self.vera), CAMPUS, SIGNER, LATER)

    async def finish(self, session: AsyncSession) -> None:
        await finishing.finish(session, CAMPUS, course_id=self.course.id, now=NOON)

    async def came(self, session: AsyncSession, number: int = 0) -> None:
        """By the roll."""
        lesson_id, user_id = self.lessons[number].id, self.anna.id
        await roll_call.mark(
            session, self.desk, lesson_id=lesson_id, user_id=user_id, status=PRESENT
        )

    async def correct(
        self, session: AsyncSession, mark: Attendance, status: AttendanceStatus
    ) -> None:
        how: dict[str, Any] = {"attendance_id": mark.id, "status": status, "reason": "A slip"}
        await correcting.change(session, self.desk, **how)
        await session.flush()

    async def step(self, session: AsyncSession, status: EnrollmentStatus) -> None:
        """By hand."""
        which: dict[str, Any] = {
            "enrollment_id": self.place.id,
            "step": Step(status),
            "now": LATER,
        }
        await enrolled.change(session, as_actor(self.vera), **which)
        await session.flush()

    async def standing(self) -> EnrollmentStatus:
        return (await self._make.again(self.place)).status

    async def told(self) -> list[Delivery]:
        kind = DeliveryKind.COURSE_FINISHED
        return [it for it in await self._make.all(Delivery) if it.kind is kind]

    async def sent(self) -> None:
        for it in await self.told():
            await self._make.change(it, status=DeliveryStatus.SENT)


@pytest.fixture
async def scene(make: Factory) -> Scene:
    return await Scene(make).build()


async def test_mark_that_was_missing_completes_the_course(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    await scene.finish(session)
    await session.flush()
    await scene.sent()
    assert await scene.standing() is REGISTERED

    await scene.came(session)
    await session.flush()

    assert await scene.standing() is COMPLETED
    [entry] = [it for it in await make.all(LogEntry) if it.action == "complete"]
    assert (entry.user_id, entry.entity_id, entry.timestamp) == (None, scene.place.id, LATER)
    assert [it.due_at for it in await scene.told()] == [NOON, LATER]


async def test_what_is_on_the_way_says_it_already(session: AsyncSession, scene: Scene) -> None:
    await scene.finish(session)
    await session.flush()

    await scene.came(session)

    assert await scene.standing() is COMPLETED
    assert len(await scene.told()) == 1


async def test_mark_that_was_wrong_takes_it_back(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    mark = await make.mark(scene.place, scene.lessons[0])
    await scene.finish(session)
    await session.flush()
    assert await scene.standing() is COMPLETED

    await scene.correct(session, mark, ABSENT)

    assert await scene.standing() is REGISTERED
    changes = [it for it in await make.all(LogEntry) if it.action == "move_enrollment"]
    assert [(it.user_id, it.details) for it in changes] == [
        (None, {"status": ["completed", "registered"]})
    ]

    await scene.correct(session, mark, PRESENT)
    assert await scene.standing() is COMPLETED


async def test_excuse_by_the_staff_counts_for_them(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    await make.change(scene.course, completion_percent=100)
    await make.mark(scene.place, scene.lessons[0])
    mark = await make.mark(scene.place, scene.lessons[1], ABSENT)
    await scene.finish(session)
    await session.flush()
    assert await scene.standing() is REGISTERED

    await scene.correct(session, mark, AttendanceStatus.EXCUSED)

    assert await scene.standing() is COMPLETED


async def test_what_the_staff_decided_stands(
    session: AsyncSession, make: Factory, scene: Scene
) -> None:
    mark = await make.mark(scene.place, scene.lessons[0], ABSENT)
    await scene.finish(session)
    await scene.step(session, COMPLETED)

    await scene.correct(session, mark, PRESENT)
    await scene.correct(session, mark, ABSENT)
    assert await scene.standing() is COMPLETED

    await scene.step(session, REGISTERED)
    await scene.correct(session, mark, PRESENT)
    assert await scene.standing() is REGISTERED


@pytest.mark.parametrize("status", [CourseStatus.PUBLISHED, CourseStatus.ARCHIVED])
async def test_of_a_course_that_is_not_finished_nothing_is_decided(
    session: AsyncSession, make: Factory, scene: Scene, status: CourseStatus
) -> None:
    await make.change(scene.course, status=status)

    await scene.came(session)

    assert await scene.standing() is REGISTERED
    assert await scene.told() == []


async def test_service_that_marks_and_undoes_is_followed(
    session: AsyncSession, scene: Scene
) -> None:
    service = await a_service(session)
    await scene.finish(session)
    wanted = Wanted(scene.place.id, scene.lessons[0].id, came=True)

    made = await marks.mark(session, service, CAMPUS, wanted, now=LATER)
    assert await scene.standing() is COMPLETED

    await marks.undo(session, service, attendance_id=made.id, now=LATER)
    await session.flush()
    assert await scene.standing() is REGISTERED


async def test_all_at_once_are_followed_too(session: AsyncSession, scene: Scene) -> None:
    await scene.finish(session)
    vera = as_actor(scene.vera)
    which: dict[str, Any] = {"lesson_id": scene.lessons[0].id, "now": LATER}

    await marking_all.mark_all(session, vera, CAMPUS, **which, status=PRESENT)
    assert await scene.standing() is COMPLETED

    await marking_all.take_back(session, vera, **which, status=PRESENT, at=LATER)
    await session.flush()
    assert await scene.standing() is REGISTERED


@pytest.fixture
def committed(committing: Transaction) -> Factory:
    return Factory(committing)


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


async def test_two_leaders_who_tick_at_once_finish_it_once(race: Race, committed: Factory) -> None:
    scene = await Scene(committed).build()

    _, second = await race(scene.finish, scene.finish)

    assert second is None
    entries = [it for it in await committed.all(LogEntry) if it.entity_id == scene.course.id]
    assert [it.action for it in entries if it.entity == "courses"] == ["change_course"]
    assert [it.user_id for it in await scene.told()].count(scene.anna.id) == 1


@pytest.mark.parametrize("is_marked_first", [True, False])
async def test_mark_beside_the_end_counts_whoever_is_first(
    race: Race, committed: Factory, *, is_marked_first: bool
) -> None:
    scene = await Scene(committed).build()
    acts = [scene.finish, scene.came]

    _, second = await race(*(reversed(acts) if is_marked_first else acts))

    assert not isinstance(second, Exception)
    assert await scene.standing() is COMPLETED


async def test_of_two_corrections_at_once_the_later_sees_both(
    race: Race, committing: Transaction, committed: Factory
) -> None:
    scene = await Scene(committed).build()
    await committed.change(scene.course, completion_percent=100)
    async with committing() as session:
        await scene.finish(session)

    await race(scene.came, lambda session: scene.came(session, 1))

    assert await scene.standing() is COMPLETED

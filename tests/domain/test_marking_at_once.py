"""Marks, and what else happens to their lessons and people at the same moment."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceStatus,
    Course,
    Enrollment,
    Lesson,
    LogEntry,
    PointEntry,
    StaffPart,
    User,
)
from db.session import Conflict, Transaction
from domain import enrollments, lessons, marks
from domain.errors import (
    AlreadyMarked,
    AttendanceNotFound,
    LessonCancelled,
    LessonHasAttendance,
    NotEnrolled,
)
from domain.marks import Came, Wanted
from tests.factories import NOON, Factory
from tests.people import CAMPUS, a_service, as_actor
from tests.races import Act, Race, create_race

PRICE = 5
COURSE_LOCK, MARK_LOCK = "FOR KEY SHARE OF course", " FOR UPDATE"

ABSENT = AttendanceStatus.ABSENT


class Scene:
    """Anna on a course that Vera runs, with a lesson."""

    def __init__(self, vera: User, course: Course, place: Enrollment, lesson: Lesson) -> None:
        self.vera = as_actor(vera)
        self.course = course
        self.place = place
        self.lesson = lesson

    async def mark(self, session: AsyncSession) -> int:
        wanted = Wanted(self.place.id, self.lesson.id, came=True)
        return (await marks.mark(session, self.vera, CAMPUS, wanted, now=NOON)).id

    async def cancel(self, session: AsyncSession) -> None:
        await lessons.cancel(session, self.vera, lesson_id=self.lesson.id, now=NOON)

    async def expel(self, session: AsyncSession) -> None:
        who = {"enrollment_id": self.place.id, "reason": ""}
        await enrollments.expel(session, self.vera, **who, now=NOON)  # type: ignore[arg-type]

    def become(self, attendance_id: int, came: Came) -> Act:
        async def change(session: AsyncSession) -> object:
            service = await a_service(session)
            return await marks.change(
                session, service, attendance_id=attendance_id, came=came, now=NOON
            )

        return change

    def undo(self, attendance_id: int) -> Act:
        return lambda session: marks.undo(
            session, self.vera, attendance_id=attendance_id, now=NOON
        )


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


@pytest.fixture
def make(committing: Transaction) -> Factory:
    return Factory(committing)


@pytest.fixture
async def scene(make: Factory) -> Scene:
    vera, course = await make.admin(), await make.course(points_per_visit=PRICE)
    await make.staff(course, vera, StaffPart.MANAGER)
    place = await make.enrollment(course, await make.user())
    return Scene(vera, course, place, await make.lesson(course))


@pytest.fixture
async def marked(committing: Transaction, scene: Scene) -> int:
    async with committing() as session:
        return await scene.mark(session)


async def statuses(make: Factory, scene: Scene) -> list[AttendanceStatus]:
    return [it.status for it in await make.all(Attendance) if it.lesson_id == scene.lesson.id]


async def ledger(make: Factory, scene: Scene) -> list[int]:
    return [it.points for it in await make.all(PointEntry) if it.course_id == scene.course.id]


async def changes(make: Factory, attendance_id: int) -> list[str]:
    about = "attendance", attendance_id
    entries = [it for it in await make.all(LogEntry) if (it.entity, it.entity_id) == about]
    return [it.action for it in entries][1:]


async def test_of_two_marks_one_is_made(race: Race, make: Factory, scene: Scene) -> None:
    first, second = await race(scene.mark, scene.mark)

    assert isinstance(second, AlreadyMarked)
    assert second.attendance_id == first
    assert len(await statuses(make, scene)) == 1
    assert await ledger(make, scene) == [PRICE]


async def test_nobody_is_marked_on_a_lesson_that_is_being_cancelled(
    committing: Transaction, race: Race, make: Factory, scene: Scene
) -> None:
    _, second = await race(scene.cancel, scene.mark)

    assert isinstance(second, Conflict)
    with pytest.raises(LessonCancelled):
        async with committing() as session:
            await scene.mark(session)
    assert await statuses(make, scene) == []


async def test_lesson_is_not_cancelled_on_which_somebody_is_being_marked(
    race: Race, make: Factory, scene: Scene
) -> None:
    _, second = await race(scene.mark, scene.cancel)

    assert isinstance(second, LessonHasAttendance)
    assert (await make.again(scene.lesson)).status == "scheduled"


async def test_who_is_being_expelled_is_not_marked(
    committing: Transaction, race: Race, make: Factory, scene: Scene
) -> None:
    await make.change(scene.course, taken=1)

    _, second = await race(scene.expel, scene.mark)

    assert isinstance(second, Conflict)
    with pytest.raises(NotEnrolled):
        async with committing() as session:
            await scene.mark(session)


async def test_without_the_hold_on_the_course_the_expelled_are_marked(
    race: Race, make: Factory, scene: Scene
) -> None:
    await make.change(scene.course, taken=1)

    await race(scene.expel, scene.mark, guard=COURSE_LOCK)

    assert (await make.again(scene.place)).status == "expelled"
    assert len(await statuses(make, scene)) == 1


async def test_of_two_who_change_a_mark_one_does(
    race: Race, make: Factory, scene: Scene, marked: int
) -> None:
    await race(scene.become(marked, ABSENT), scene.become(marked, ABSENT))

    assert await ledger(make, scene) == [PRICE, -PRICE]
    assert await changes(make, marked) == ["change_mark"]


async def test_without_the_lock_of_the_mark_both_say_that_they_changed_it(
    race: Race, make: Factory, scene: Scene, marked: int
) -> None:
    change = scene.become(marked, ABSENT)

    await race(change, change, guard=MARK_LOCK, within="FROM attendance")

    assert await changes(make, marked) == ["change_mark"] * 2


async def test_what_is_being_taken_back_is_not_changed(
    race: Race, make: Factory, scene: Scene, marked: int
) -> None:
    _, second = await race(scene.undo(marked), scene.become(marked, ABSENT))

    assert isinstance(second, AttendanceNotFound)
    assert await ledger(make, scene) == [PRICE, -PRICE]
    assert await changes(make, marked) == ["undo_attendance"]

"""Marks, and the points that follow them."""

import asyncio
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from asyncpg import Connection  # type: ignore[import-untyped]
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    LogEntry,
    PointEntry,
    Role,
    StaffPart,
    User,
)
from domain import history, marks
from domain.errors import (
    AlreadyMarked,
    AttendanceNotFound,
    DomainError,
    EnrollmentNotFound,
    LessonCancelled,
    LessonNotFound,
    NoLessonThen,
    NotAllowed,
    NotEnrolled,
    SeveralLessonsThen,
    StillWaiting,
    UndoTooLate,
)
from domain.history import Filters
from domain.marks import Came, Marked, Wanted
from domain.occasions import Occasion
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, a_service, as_actor

PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE
ABSENT, EXCUSED = AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED

PRICE = 5


class Desk:
    """Where people are marked: by Boris, if nobody else is said to."""

    def __init__(self, session: AsyncSession, boris: User, place: Enrollment) -> None:
        self.session = session
        self.boris = boris
        self.place = place

    async def mark(self, lesson: Lesson | Occasion, came: Came = PRESENT, **other: Any) -> Marked:
        of: Enrollment = other.get("of", self.place)
        occasion = lesson.id if isinstance(lesson, Lesson) else lesson
        wanted, actor = Wanted(of.id, occasion, came), as_actor(other.get("by", self.boris))
        return await marks.mark(self.session, actor, CAMPUS, wanted, now=NOON)

    async def change(self, marked: Marked, came: Came) -> Marked:
        """By a service, as the next."""
        changed = await marks.change(
            self.session,
            await a_service(self.session),
            attendance_id=marked.id,
            came=came,
            now=NOON + HOUR,
        )
        await self.session.flush()
        return changed

    async def undo(self, marked: Marked, *, by: User | None = None) -> None:
        who, at = as_actor(by) if by else await a_service(self.session), NOON + HOUR
        await marks.undo(self.session, who, attendance_id=marked.id, now=at)
        await self.session.flush()


@pytest.fixture
async def boris(make: Factory) -> User:
    return await make.user(full_name="Boris")


@pytest.fixture
async def course(make: Factory, boris: User) -> Course:
    course = await make.course(await make.user(), points_per_visit=PRICE)
    await make.staff(course, boris, StaffPart.ASSISTANT)
    return course


@pytest.fixture
async def place(make: Factory, course: Course) -> Enrollment:
    """Anna's."""
    [place] = await make.all(Enrollment)
    return place


@pytest.fixture
async def anna(session: AsyncSession, place: Enrollment) -> User:
    return await session.get_one(User, place.user_id)


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course)


@pytest.fixture
def desk(session: AsyncSession, boris: User, place: Enrollment) -> Desk:
    return Desk(session, boris, place)


async def ledger(make: Factory) -> list[int]:
    return [it.points for it in await make.all(PointEntry)]


async def noted(make: Factory) -> list[tuple[str, Any]]:
    entries = [it for it in await make.all(LogEntry) if it.entity == "attendance"]
    return [(it.action, it.details["status"]) for it in entries]


async def the_only(make: Factory) -> Attendance:
    [row] = await make.all(Attendance)
    return row


# Marking


@pytest.mark.parametrize(
    ("came", "status"),
    [(True, PRESENT), (False, ABSENT), *((status, status) for status in AttendanceStatus)],
)
async def test_mark_is_made_with_its_points(
    desk: Desk, make: Factory, lesson: Lesson, came: Came, status: AttendanceStatus
) -> None:
    marked = await desk.mark(lesson, came)

    row, points = await the_only(make), [PRICE] if status.is_attended else []
    assert (row.id, row.enrollment_id, row.lesson_id) == (marked.id, desk.place.id, lesson.id)
    assert (row.status, row.is_attended) == (status, bool(points))
    assert (row.source, row.marked_at) == (AttendanceSource.API, NOON)
    assert row.marked_by == desk.boris.id
    assert (marked.points, await ledger(make)) == (sum(points), points)


async def test_points_are_of_the_person_and_the_course(
    desk: Desk, make: Factory, lesson: Lesson
) -> None:
    marked = await desk.mark(lesson)

    [entry] = await make.all(PointEntry)
    assert (entry.user_id, entry.course_id) == (desk.place.user_id, desk.place.course_id)
    assert (entry.source_key, entry.created_at) == (f"attendance:{marked.id}", NOON)


async def test_course_that_gives_nothing_leaves_the_ledger_alone(
    desk: Desk, make: Factory, course: Course, lesson: Lesson
) -> None:
    await make.change(course, points_per_visit=0)

    marked = await desk.mark(lesson)

    assert (marked.is_attended, marked.points, await ledger(make)) == (True, 0, [])


async def test_mark_is_in_the_history(desk: Desk, make: Factory, lesson: Lesson) -> None:
    marked = await desk.mark(lesson, LATE)

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.timestamp) == (desk.boris.id, "check_in", NOON)
    assert (entry.entity, entry.entity_id) == ("attendance", marked.id)
    assert entry.details == {"status": "late", "source": "api", "enrollment_id": desk.place.id}


async def test_marking_is_two_statements(
    desk: Desk, engine: AsyncEngine, connection: AsyncConnection, lesson: Lesson
) -> None:
    through, past = list[str](), list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        through.append(statement.split(maxsplit=1)[0])

    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, Connection)
    event.listen(engine.sync_engine, "before_cursor_execute", note)
    with driver.query_logger(lambda it: past.append(it.query.split(maxsplit=1)[0])):
        await desk.mark(lesson)
        # It is told in the loop's next turn.
        await asyncio.sleep(0)
    event.remove(engine.sync_engine, "before_cursor_execute", note)

    look, write = "SELECT", "WITH"
    assert (through, past) == ([look], [write])


async def test_second_mark_is_refused_with_the_first(
    desk: Desk, make: Factory, lesson: Lesson
) -> None:
    first = await desk.mark(lesson)

    with pytest.raises(AlreadyMarked) as refused:
        await desk.mark(lesson, came=False)

    assert refused.value.facts() == {"id": first.id, "marked_at": NOON}
    assert (await make.again(await the_only(make))).status is PRESENT
    assert await ledger(make) == [PRICE]
    assert len(await noted(make)) == 1


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (EnrollmentStatus.WAITLISTED, StillWaiting),
        (EnrollmentStatus.EXPELLED, NotEnrolled),
        (EnrollmentStatus.CANCELLED, EnrollmentNotFound),
        (EnrollmentStatus.COMPLETED, None),
    ],
)
async def test_only_who_holds_a_seat_is_marked(
    desk: Desk,
    make: Factory,
    course: Course,
    lesson: Lesson,
    status: EnrollmentStatus,
    refusal: type[DomainError] | None,
) -> None:
    other = await make.enrollment(course, await make.user(), status)

    if refusal is None:
        assert (await desk.mark(lesson, of=other)).is_attended
    else:
        with pytest.raises(refusal):
            await desk.mark(lesson, of=other)


@pytest.mark.parametrize("part", StaffPart)
async def test_staff_of_the_course_mark(
    desk: Desk, make: Factory, course: Course, lesson: Lesson, part: StaffPart
) -> None:
    who = await make.user()
    await make.staff(course, who, part)

    assert (await desk.mark(lesson, by=who)).is_attended


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        (Role.PARTICIPANT, EnrollmentNotFound),
        (Role.HOST, EnrollmentNotFound),
        (Role.ADMIN, NotAllowed),
    ],
)
async def test_others_do_not(
    desk: Desk, make: Factory, lesson: Lesson, role: Role, refusal: type[DomainError]
) -> None:
    elsewhere = await make.user(role=role)
    await make.staff(await make.course(), elsewhere, StaffPart.MANAGER)

    with pytest.raises(refusal):
        await desk.mark(lesson, by=elsewhere)

    assert await make.all(Attendance) == []


async def test_nobody_marks_themselves(desk: Desk, anna: User, lesson: Lesson) -> None:

    with pytest.raises(NotAllowed):
        await desk.mark(lesson, by=anna)


async def test_deleted_course_has_nobody_to_mark(
    desk: Desk, make: Factory, course: Course, lesson: Lesson
) -> None:
    await make.change(course, deleted_at=NOON)

    with pytest.raises(EnrollmentNotFound):
        await desk.mark(lesson)


# Which lesson


EVENING = datetime(2026, 3, 2, 21, 30, tzinfo=NOON.tzinfo)
"""Half past midnight in Moscow."""


async def test_day_is_one_of_the_campus(desk: Desk, make: Factory, course: Course) -> None:
    late = await make.lesson(course, starts_at=EVENING)

    marked = await desk.mark(date(2026, 3, 3))

    assert (marked.lesson_id, marked.lesson_date) == (late.id, date(2026, 3, 3))
    with pytest.raises(NoLessonThen):
        await desk.mark(date(2026, 3, 2))


async def test_moment_is_within_the_lesson(desk: Desk, make: Factory, course: Course) -> None:
    lesson = await make.lesson(course, starts_at=NOON)
    await make.lesson(course, starts_at=NOON + HOUR)
    second = timedelta(seconds=1)

    with pytest.raises(NoLessonThen):
        await desk.mark(NOON - second)
    assert (await desk.mark(NOON)).lesson_id == lesson.id
    with pytest.raises(AlreadyMarked):
        await desk.mark(NOON + HOUR - second)
    assert (await desk.mark(NOON + HOUR)).lesson_id != lesson.id


async def test_two_lessons_of_a_day_have_to_be_told_apart(
    desk: Desk, make: Factory, course: Course
) -> None:
    later = await make.lesson(course, starts_at=NOON + 2 * HOUR)
    sooner = await make.lesson(course, starts_at=NOON)

    with pytest.raises(SeveralLessonsThen) as refused:
        await desk.mark(date(2026, 3, 2))

    assert refused.value.facts() == {"lesson_ids": [sooner.id, later.id]}


async def test_cancelled_lesson_is_none_of_the_day(
    desk: Desk, make: Factory, course: Course
) -> None:
    off = await make.lesson(course, starts_at=NOON, status=LessonStatus.CANCELLED)

    with pytest.raises(NoLessonThen):
        await desk.mark(date(2026, 3, 2))
    with pytest.raises(LessonCancelled):
        await desk.mark(off)


async def test_lesson_of_another_course_is_not_found(desk: Desk, make: Factory) -> None:
    other = await make.lesson(await make.course())

    for lesson in (other.id, 2**63 - 1):
        with pytest.raises(LessonNotFound):
            await desk.mark(lesson)


# Changing


@pytest.mark.parametrize("before", AttendanceStatus)
@pytest.mark.parametrize("after", AttendanceStatus)
async def test_points_follow_a_change(
    desk: Desk,
    make: Factory,
    lesson: Lesson,
    before: AttendanceStatus,
    after: AttendanceStatus,
) -> None:
    marked = await desk.mark(lesson, before)

    changed = await desk.change(marked, after)

    row = await the_only(make)
    assert (changed.id, changed.status, row.status) == (marked.id, after, after)
    assert changed.points == sum(await ledger(make)) == PRICE * after.is_attended
    assert row.marked_at == (NOON if before is after else NOON + HOUR)
    change = [] if before is after else [("change_mark", [before, after])]
    assert await noted(make) == [("check_in", before), *change]


@pytest.mark.parametrize(
    ("before", "came", "after"),
    [
        (LATE, True, LATE),
        (EXCUSED, False, EXCUSED),
        (EXCUSED, True, PRESENT),
        (LATE, False, ABSENT),
    ],
)
async def test_whether_they_came_leaves_alone_what_says_it_better(
    desk: Desk,
    lesson: Lesson,
    before: AttendanceStatus,
    came: bool,  # noqa: FBT001 - as the API has it
    after: AttendanceStatus,
) -> None:
    assert (await desk.change(await desk.mark(lesson, before), came)).status is after


async def test_what_was_given_is_taken_back_whatever_a_visit_gives_today(
    desk: Desk, make: Factory, course: Course, lesson: Lesson
) -> None:
    marked = await desk.mark(lesson)
    await make.change(course, points_per_visit=8)

    points = [(await desk.change(marked, came)).points for came in (LATE, ABSENT, PRESENT, ABSENT)]

    assert points == [5, 0, 8, 0]
    assert await ledger(make) == [5, -5, 8, -8]
    keys = [it.source_key for it in await make.all(PointEntry)]
    assert keys == [f"attendance:{marked.id}{behind}" for behind in ("", ":2", ":3", ":4")]


# Taking back


async def test_undone_mark_is_gone_with_its_points(
    desk: Desk, make: Factory, lesson: Lesson
) -> None:
    await desk.undo(await desk.mark(lesson))

    assert await make.all(Attendance) == []
    assert await ledger(make) == [PRICE, -PRICE]
    assert await noted(make) == [("check_in", "present"), ("undo_attendance", "present")]


async def test_who_is_marked_again_gets_the_points_once(
    desk: Desk, make: Factory, lesson: Lesson
) -> None:
    first = await desk.mark(lesson)
    await desk.undo(first)

    again = await desk.mark(lesson)

    assert again.id != first.id
    assert (again.points, await ledger(make)) == (PRICE, [PRICE, -PRICE, PRICE])


async def test_second_time_there_is_nothing_to_undo(
    desk: Desk, make: Factory, lesson: Lesson
) -> None:
    marked = await desk.mark(lesson)
    await desk.undo(marked)

    with pytest.raises(AttendanceNotFound):
        await desk.undo(marked)

    assert sum(await ledger(make)) == 0


async def test_history_still_tells_whose_mark_was_taken_back(
    desk: Desk, make: Factory, anna: User, course: Course, lesson: Lesson
) -> None:
    vera = as_actor(await make.admin())
    await desk.undo(await desk.mark(lesson))

    for filters in (Filters(), Filters(user_id=anna.id), Filters(course_id=course.id)):
        found = await history.page(desk.session, vera, filters=filters, now=NOON)
        assert [it.action for it in found.entries] == ["undo_attendance", "check_in"]
        assert {it.course for it in found.entries} == {course.name}
        assert {it.subject.id for it in found.entries if it.subject} == {anna.id}


async def test_who_may_not_mark_does_not_undo(
    desk: Desk, make: Factory, anna: User, lesson: Lesson
) -> None:
    marked = await desk.mark(lesson)
    who_see, who_do_not = (anna, await make.admin()), (await make.user(),)

    for who, refusal in (
        *((it, NotAllowed) for it in who_see),
        *((it, AttendanceNotFound) for it in who_do_not),
    ):
        with pytest.raises(refusal):
            await desk.undo(marked, by=who)

    assert len(await noted(make)) == 1


async def test_person_takes_back_only_what_they_marked_a_moment_ago(
    desk: Desk, make: Factory, course: Course, lesson: Lesson
) -> None:
    marked, other = await desk.mark(lesson), await make.user()
    await make.staff(course, other, StaffPart.MANAGER)

    with pytest.raises(NotAllowed):
        await desk.undo(marked, by=other)
    with pytest.raises(UndoTooLate):
        await desk.undo(marked, by=desk.boris)
    actor = as_actor(desk.boris)
    await marks.undo(desk.session, actor, attendance_id=marked.id, now=NOON + timedelta(minutes=1))

    assert await noted(make) == [("check_in", "present"), ("undo_attendance", "present")]


# Reading


async def test_mark_is_seen_by_its_person_and_the_staff(
    desk: Desk, make: Factory, anna: User, lesson: Lesson
) -> None:
    marked = await desk.mark(lesson)

    for who in (anna, desk.boris, await make.admin()):
        seen = await marks.see(desk.session, as_actor(who), attendance_id=marked.id)
        assert seen == marked
    with pytest.raises(AttendanceNotFound):
        await marks.see(desk.session, as_actor(await make.user()), attendance_id=marked.id)


# What always holds


@pytest.mark.parametrize("seed", range(3))
async def test_points_are_the_sum_of_the_ledger_and_each_change_is_noted_once(
    desk: Desk, make: Factory, course: Course, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 - not a secret
    lessons = [await make.lesson(course, starts_at=NOON + n * DAY) for n in range(2)]
    there: dict[int, Marked] = {}

    for step in range(30):
        number, status = chance.randrange(2), chance.choice(list(AttendanceStatus))
        before, entries = there.get(number), len(await noted(make))
        if chance.random() < 0.1:
            await make.change(course, points_per_visit=step)
        if before is None:
            there[number] = await desk.mark(lessons[number], status)
        elif chance.random() < 0.3:
            await desk.undo(there.pop(number))
        else:
            there[number] = await desk.change(before, status)

        assert sum(await ledger(make)) == sum(it.points for it in there.values())
        assert {it.id for it in await make.all(Attendance)} == {it.id for it in there.values()}
        assert len(await noted(make)) - entries == (there.get(number) != before)

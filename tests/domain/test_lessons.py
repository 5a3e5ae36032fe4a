"""Lessons are added, changed and cancelled by hand."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    CourseStatus,
    Enrollment,
    Lesson,
    LessonStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction, repeatedly
from domain import lessons
from domain.errors import (
    CourseNotFound,
    HostBusy,
    HostNotOnStaff,
    LessonCancelled,
    LessonClash,
    LessonHasAttendance,
    LessonNotFound,
    LessonTimesNotValid,
    NotAllowed,
    PartNotEnough,
)
from domain.lessons import LessonFilter
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor, stranger
from tests.races import Act, Race, create_race

SOON = NOON + HOUR
CANCELLED, SCHEDULED = LessonStatus.CANCELLED, LessonStatus.SCHEDULED
EXCUSED = AttendanceStatus.EXCUSED


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()


@pytest.fixture
async def host(make: Factory, course: Course) -> User:
    host = await make.user(role=Role.HOST)
    await make.staff(course, host)
    return host


async def add(session: AsyncSession, who: User, course: Course, **changed: Any) -> Lesson:
    fields = {"starts_at": SOON, "ends_at": SOON + HOUR} | changed
    return await lessons.add(session, as_actor(who), course_id=course.id, now=NOON, **fields)


async def change(session: AsyncSession, who: User, lesson: Lesson, **news: Any) -> Lesson:
    changed = await lessons.change(
        session, as_actor(who), CAMPUS, lesson_id=lesson.id, now=NOON, **news
    )
    await session.flush()
    return changed


async def cancel(session: AsyncSession, who: User, lesson: Lesson) -> Lesson:
    cancelled = await lessons.cancel(session, as_actor(who), lesson_id=lesson.id, now=NOON)
    await session.flush()
    return cancelled


async def listed(
    session: AsyncSession, who: User, course: Course, *which: Any, **place: Any
) -> list[int]:
    where = {"after": None, "limit": 100} | place
    found = await lessons.of_course(
        session, as_actor(who), LessonFilter(*which), course_id=course.id, **where
    )
    return [it.id for it in found]


async def mark(make: Factory, lesson: Lesson, status: AttendanceStatus) -> Attendance:
    course = await make.again(Course(id=lesson.course_id))
    place = await make.enrollment(course, await make.user())
    return await make.add(mark_of(lesson, place, status))


def mark_of(lesson: Lesson, place: Enrollment, status: AttendanceStatus) -> Attendance:
    return Attendance(
        enrollment_id=place.id,
        lesson_id=lesson.id,
        lesson_date=lesson.starts_at.date(),
        status=status,
        source=AttendanceSource.ROSTER,
        marked_at=NOON,
    )


# Seeing them


async def test_lessons_are_listed_in_the_order_of_time(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    late = await make.lesson(course, starts_at=NOON + DAY)
    soon = await make.lesson(course, starts_at=SOON, status=CANCELLED)
    past = await make.lesson(course, starts_at=NOON - DAY)
    await make.lesson(await make.course())
    after = soon.starts_at, soon.id

    assert await listed(session, host, course) == [past.id, soon.id, late.id]
    assert await listed(session, host, course, SOON) == [soon.id, late.id]
    assert await listed(session, host, course, None, SOON) == [past.id]
    assert await listed(session, host, course, None, None, CANCELLED) == [soon.id]
    assert await listed(session, host, course, SOON, NOON + DAY, SCHEDULED) == []
    assert await listed(session, host, course, limit=2) == [past.id, soon.id]
    assert await listed(session, host, course, after=after) == [late.id]


async def test_lessons_at_one_time_are_passed_over_by_no_page(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    many = [await make.lesson(course, status=CANCELLED) for _ in range(3)]
    first = many[0]

    assert await listed(session, host, course, limit=1) == [first.id]
    rest = await listed(session, host, course, after=(first.starts_at, first.id))
    assert rest == [it.id for it in many[1:]]


async def test_whoever_sees_the_course_sees_its_lessons(
    session: AsyncSession, make: Factory, course: Course
) -> None:
    lesson = await make.lesson(course)

    seen = await lessons.find(session, stranger(), lesson_id=lesson.id)

    assert seen.id == lesson.id


@pytest.mark.parametrize(
    "hidden",
    [{"status": CourseStatus.DRAFT}, {"access_level": Role.ADMIN}, {"deleted_at": NOON}],
    ids=["draft", "for others", "deleted"],
)
async def test_lesson_of_a_course_that_one_may_not_see_does_not_exist(
    session: AsyncSession, make: Factory, host: User, hidden: dict[str, Any]
) -> None:
    secret = await make.course(**hidden)
    lesson = await make.lesson(secret)

    with pytest.raises(CourseNotFound):
        await listed(session, host, secret)
    with pytest.raises(CourseNotFound):
        await add(session, host, secret)
    with pytest.raises(LessonNotFound):
        await lessons.find(session, as_actor(host), lesson_id=lesson.id)
    with pytest.raises(LessonNotFound):
        await change(session, host, lesson, topic="Sets")
    with pytest.raises(LessonNotFound):
        await cancel(session, host, lesson)


async def test_lesson_that_there_is_not_is_not_found(session: AsyncSession, host: User) -> None:
    none = Lesson(id=2**62)

    with pytest.raises(LessonNotFound):
        await lessons.find(session, as_actor(host), lesson_id=none.id)
    with pytest.raises(LessonNotFound):
        await change(session, host, none, topic="Sets")
    with pytest.raises(LessonNotFound):
        await cancel(session, host, none)


@pytest.mark.parametrize("part", [None, StaffPart.ASSISTANT])
@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ADMIN])
async def test_others_only_look(
    session: AsyncSession, make: Factory, course: Course, role: Role, part: StaffPart | None
) -> None:
    person, lesson = await make.user(role=role), await make.lesson(course)
    if part is not None:
        await make.staff(course, person, part)

    for act in (
        add(session, person, course),
        change(session, person, lesson, topic="Sets"),
        cancel(session, person, lesson),
    ):
        with pytest.raises(PartNotEnough if part else NotAllowed):
            await act

    assert await make.all(LogEntry) == []


# Adding one


async def test_host_adds_a_lesson(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    lesson = await add(session, host, course, topic="Sets", location="B-7", host_id=host.id)
    await session.flush()

    [kept], [entry] = await make.all(Lesson), await make.all(LogEntry)
    assert (kept.id, kept.course_id, kept.topic, kept.location) == (
        lesson.id,
        course.id,
        "Sets",
        "B-7",
    )
    assert (kept.host_id, kept.status, kept.edited_at) == (host.id, SCHEDULED, NOON)
    assert kept.planned_at is None
    assert (entry.user_id, entry.action, entry.entity, entry.entity_id, entry.details) == (
        host.id,
        "add_lesson",
        "lessons",
        lesson.id,
        {
            "starts_at": SOON.isoformat(),
            "ends_at": (SOON + HOUR).isoformat(),
            "location": "B-7",
            "topic": "Sets",
            "host_id": host.id,
        },
    )


@pytest.mark.parametrize(
    ("ends_at", "is_fine"),
    [
        (SOON - HOUR, False),
        (SOON, False),
        (SOON + HOUR / 60, True),
        (SOON + 24 * HOUR, True),
        (SOON + 24.1 * HOUR, False),
    ],
)
async def test_lesson_ends_after_it_begins_within_a_day(
    session: AsyncSession,
    make: Factory,
    course: Course,
    host: User,
    *,
    ends_at: datetime,
    is_fine: bool,
) -> None:
    lesson = await make.lesson(course, starts_at=SOON, ends_at=SOON + 2 * HOUR)
    other = await make.course()
    await make.staff(other, host)

    if is_fine:
        await add(session, host, other, ends_at=ends_at)
        await change(session, host, lesson, ends_at=ends_at)
    else:
        with pytest.raises(LessonTimesNotValid):
            await add(session, host, other, ends_at=ends_at)
        with pytest.raises(LessonTimesNotValid):
            await change(session, host, lesson, ends_at=ends_at)


@pytest.mark.parametrize(
    ("part", "is_fine"),
    [
        (StaffPart.MANAGER, True),
        (StaffPart.HOST, True),
        (StaffPart.ASSISTANT, False),
        (None, False),
    ],
)
async def test_lessons_are_given_by_managers_and_hosts_of_the_course(
    session: AsyncSession,
    make: Factory,
    course: Course,
    host: User,
    *,
    part: StaffPart | None,
    is_fine: bool,
) -> None:
    maria, lesson = await make.user(), await make.lesson(course, starts_at=NOON + DAY)
    await make.staff(await make.course(), maria)
    if part is not None:
        await make.staff(course, maria, part)

    if is_fine:
        await add(session, host, course, host_id=maria.id)
        await change(session, host, lesson, host_id=maria.id)
    else:
        for host_id in (maria.id, 2**62):
            with pytest.raises(HostNotOnStaff):
                await add(session, host, course, host_id=host_id)
            with pytest.raises(HostNotOnStaff):
                await change(session, host, lesson, host_id=host_id)


# Changing one


async def test_change_is_kept_and_the_schedule_leaves_it_alone(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    planned = NOON + DAY
    lesson = await make.lesson(course, starts_at=planned, planned_at=planned, location="B-7")

    await change(
        session, host, lesson, topic="Sets", starts_at=SOON, ends_at=SOON + HOUR, location=None
    )

    after, [entry] = await make.again(lesson), await make.all(LogEntry)
    assert (after.topic, after.starts_at, after.location) == ("Sets", SOON, None)
    assert (after.edited_at, after.planned_at) == (NOON, planned)
    assert (entry.action, entry.entity_id) == ("change_lesson", lesson.id)
    assert entry.details == {
        "topic": ["", "Sets"],
        "starts_at": [planned.isoformat(), SOON.isoformat()],
        "ends_at": [(planned + HOUR).isoformat(), (SOON + HOUR).isoformat()],
        "location": ["B-7", None],
    }


@pytest.mark.parametrize(
    ("changed", "is_kept"),
    [({"topic": "Sets"}, True), ({"starts_at": SOON, "ends_at": SOON + HOUR}, False)],
)
async def test_lesson_that_is_moved_forgets_how_long_it_checked_people_in(
    session: AsyncSession,
    make: Factory,
    course: Course,
    host: User,
    *,
    changed: dict[str, Any],
    is_kept: bool,
) -> None:
    set_by_hand = {"check_in_until": NOON + 2 * DAY, "fixed_code_at": NOON}
    lesson = await make.lesson(course, starts_at=NOON + DAY, **set_by_hand)

    await change(session, host, lesson, **changed)

    after = await make.again(lesson)
    kept = (after.check_in_until, after.fixed_code_at)
    assert kept == ((NOON + 2 * DAY, NOON) if is_kept else (None, None))


@pytest.mark.parametrize("same", [{}, {"topic": "", "location": None, "starts_at": NOON + DAY}])
async def test_change_to_the_same_is_none(
    session: AsyncSession, make: Factory, course: Course, host: User, same: dict[str, Any]
) -> None:
    lesson = await make.lesson(course)

    await change(session, host, lesson, **same)

    assert (await make.again(lesson)).edited_at is None
    assert await make.all(LogEntry) == []


@pytest.mark.parametrize("status", [it for it in AttendanceStatus if it is not EXCUSED])
async def test_lesson_on_which_somebody_was_marked_stays_when_it_was(
    session: AsyncSession, make: Factory, course: Course, host: User, status: AttendanceStatus
) -> None:
    lesson = await make.lesson(course)
    await mark(make, lesson, status)

    for moved in ({"starts_at": SOON}, {"ends_at": NOON + 1.5 * DAY}):
        with pytest.raises(LessonHasAttendance):
            await change(session, host, lesson, **moved)
    with pytest.raises(LessonHasAttendance):
        await cancel(session, host, lesson)
    await change(session, host, lesson, topic="Sets", location="B-7", host_id=host.id)

    after = await make.again(lesson)
    assert (after.starts_at, after.topic, after.status) == (NOON + DAY, "Sets", SCHEDULED)


@pytest.mark.parametrize(
    ("later", "is_kept"),
    # Half past nine in the evening in UTC is tomorrow on the campus.
    [(8 * HOUR, True), (9.5 * HOUR, False)],
    ids=["another hour", "another day"],
)
async def test_excuse_is_for_one_day(
    session: AsyncSession,
    make: Factory,
    course: Course,
    host: User,
    *,
    later: timedelta,
    is_kept: bool,
) -> None:
    lesson = await make.lesson(course)
    excuse = await mark(make, lesson, EXCUSED)
    starts_at = lesson.starts_at + later

    await change(session, host, lesson, starts_at=starts_at, ends_at=starts_at + HOUR)

    assert [it.id for it in await make.all(Attendance)] == [excuse.id] * is_kept


async def test_former_host_of_a_lesson_hinders_no_other_change(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    gone = await make.user()
    lesson = await make.lesson(course, starts_at=NOON - DAY, host_id=gone.id)

    changed = await change(session, host, lesson, topic="Sets", host_id=gone.id)

    assert changed.topic == "Sets"


# Cancelling one


async def test_cancelled_lesson_stays_to_be_seen(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    lesson = await make.lesson(course)
    await mark(make, lesson, EXCUSED)

    await cancel(session, host, lesson)

    seen, [entry] = (
        await lessons.find(session, stranger(), lesson_id=lesson.id),
        await make.all(LogEntry),
    )
    assert (seen.status, seen.edited_at) == (CANCELLED, NOON)
    assert (entry.action, entry.entity_id, entry.details) == (
        "cancel_lesson",
        lesson.id,
        {
            "starts_at": lesson.starts_at.isoformat(),
            "ends_at": lesson.ends_at.isoformat(),
            "location": None,
            "topic": "",
            "host_id": None,
            "status": ["scheduled", "cancelled"],
        },
    )


async def test_second_cancelling_changes_nothing(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    lesson = await make.lesson(course)
    await cancel(session, host, lesson)

    await cancel(session, host, lesson)

    assert len(await make.all(LogEntry)) == 1


async def test_cancelled_lesson_is_not_changed_and_makes_room_for_another(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    lesson = await make.lesson(course, starts_at=SOON, host_id=host.id, status=CANCELLED)

    with pytest.raises(LessonCancelled):
        await change(session, host, lesson, topic="Sets")
    await add(session, host, course, host_id=host.id)

    assert [it.status for it in await make.all(Lesson)] == [CANCELLED, SCHEDULED]


# Beside others


async def test_two_lessons_of_a_course_do_not_begin_at_once(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    await make.lesson(course, starts_at=SOON)
    other = await make.lesson(course, starts_at=NOON + DAY)

    with pytest.raises(LessonClash):
        async with session.begin_nested():
            await add(session, host, course)
    with pytest.raises(LessonClash):
        async with session.begin_nested():
            await change(session, host, other, starts_at=SOON, ends_at=SOON + HOUR)
    await add(session, host, course, starts_at=SOON + HOUR / 2)


async def test_host_is_in_one_place(
    session: AsyncSession, make: Factory, course: Course, host: User
) -> None:
    elsewhere = await make.course()
    await make.lesson(elsewhere, starts_at=SOON, host_id=host.id)
    overlapping = await make.lesson(course, starts_at=SOON + HOUR / 2)
    following = await make.lesson(course, starts_at=SOON + HOUR)

    with pytest.raises(HostBusy):
        async with session.begin_nested():
            await change(session, host, overlapping, host_id=host.id)
    await change(session, host, following, host_id=host.id)
    with pytest.raises(HostBusy):
        async with session.begin_nested():
            await change(session, host, following, starts_at=SOON + HOUR / 4)


# Together


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


def adds(who: User, course: Course, **changed: Any) -> Act:
    return lambda session: add(session, who, course, **changed)


def changes(who: User, lesson: Lesson, **changed: Any) -> Act:
    return lambda session: change(session, who, lesson, **changed)


async def test_of_two_lessons_at_one_time_the_second_is_refused(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    course, vera, pavel = await make.course(), await make.user(), await make.user()
    for person in (vera, pavel):
        await make.staff(course, person)

    _, second = await race(adds(vera, course), adds(pavel, course))

    assert isinstance(second, LessonClash)
    assert len([it for it in await make.all(Lesson) if it.course_id == course.id]) == 1


async def test_host_who_is_wanted_in_two_places_at_once_goes_to_the_first(
    race: Race, committing: Transaction
) -> None:
    make = Factory(committing)
    here, there, host = await make.course(), await make.course(), await make.user()
    for course in (here, there):
        await make.staff(course, host)

    first, second = await race(
        adds(host, here, host_id=host.id), adds(host, there, host_id=host.id)
    )

    assert isinstance(second, HostBusy)
    assert [it.id for it in await make.all(Lesson) if it.host_id == host.id] == [first.id]


async def test_of_many_who_want_one_host_at_once_one_has_them(
    committing: Transaction,
) -> None:
    make = Factory(committing)
    host = await make.user()
    courses = [await make.course() for _ in range(8)]
    for course in courses:
        await make.staff(course, host)

    async def act(course: Course) -> Lesson | HostBusy:
        async def adds() -> Lesson:
            async with committing() as session:
                return await add(session, host, course, host_id=host.id)

        try:
            return await repeatedly(adds)
        except HostBusy as refusal:
            return refusal

    came = await asyncio.gather(*map(act, courses))

    assert sorted(type(it).__name__ for it in came) == ["HostBusy"] * 7 + ["Lesson"]


@pytest.mark.parametrize("guard", ["", " FOR UPDATE"])
async def test_only_the_lock_of_a_lesson_sees_who_is_marked_meanwhile(
    race: Race, committing: Transaction, guard: str
) -> None:
    make = Factory(committing)
    course, host = await make.course(), await make.user()
    await make.staff(course, host)
    lesson = await make.lesson(course)
    place = await make.enrollment(course, await make.user())

    async def mark_somebody(session: AsyncSession) -> None:
        session.add(mark_of(lesson, place, AttendanceStatus.PRESENT))

    moves = changes(host, lesson, starts_at=SOON, ends_at=SOON + HOUR)
    within = "FROM lessons" if guard else ""
    _, second = await race(mark_somebody, moves, guard=guard, within=within)

    assert isinstance(second, Lesson if guard else LessonHasAttendance)

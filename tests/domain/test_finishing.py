"""Courses end when their time is over, and who came to enough has completed them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    AttendanceSource,
    AttendanceStatus,
    Course,
    CourseMute,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    Feedback,
    LessonStatus,
    LogEntry,
    StaffPart,
    User,
)
from domain import authoring, enrolled, finishing
from domain.enrolled import Step
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor

YESTERDAY = (NOON - DAY).date()
WEEK = 7 * DAY
CAME, LATE, ABSENT, EXCUSED = AttendanceStatus
FINISHED, PUBLISHED = CourseStatus.FINISHED, CourseStatus.PUBLISHED
COMPLETED, REGISTERED = EnrollmentStatus.COMPLETED, EnrollmentStatus.REGISTERED


async def tick(session: AsyncSession, now: datetime = NOON) -> list[int]:
    """What the job does; which courses it found."""
    over = await finishing.over(session, CAMPUS, now=now)
    for course_id in over:
        await finishing.finish(session, CAMPUS, course_id=course_id, now=now)
    await session.flush()
    return [*over]


async def status(make: Factory, course: Course) -> CourseStatus:
    return (await make.again(course)).status


async def standing(make: Factory, course: Course, who: User) -> EnrollmentStatus:
    return (await make.again(await make.enrollment_of(course, who))).status


async def held(make: Factory, course: Course, count: int) -> list[Any]:
    """Lessons of the days before yesterday."""
    return [await make.lesson(course, starts_at=NOON - (it + 2) * DAY) for it in range(count)]


async def mark(
    make: Factory,
    course: Course,
    who: User,
    statuses: Sequence[AttendanceStatus | None],
    **changed: Any,
) -> None:
    """One for each lesson of the course."""
    place = await make.enrollment_of(course, who)
    for lesson, it in zip(await held(make, course, len(statuses)), statuses, strict=True):
        if it is not None:
            await make.mark(place, lesson, it, **changed)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(timezone="UTC")


async def owed(make: Factory, kind: DeliveryKind) -> list[Delivery]:
    return [it for it in await make.all(Delivery) if it.kind is kind]


async def test_course_ends_with_the_day_of_its_last_lesson_or_its_last_day(
    session: AsyncSession, make: Factory
) -> None:
    course = await make.course(end_date=YESTERDAY)
    midnight = datetime(2026, 3, 2, tzinfo=CAMPUS.tz)

    assert await tick(session, midnight - timedelta(seconds=1)) == []
    assert await tick(session, midnight) == [course.id]

    assert await status(make, course) is FINISHED
    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action) == (None, "change_course")
    assert entry.details == {"status": ["published", "finished"]}


@pytest.mark.parametrize(
    ("ends_at", "is_over"),
    [
        (NOON + HOUR, False),
        (NOON - HOUR, False),
        (datetime(2026, 3, 1, 20, 59, tzinfo=NOON.tzinfo), True),
        (datetime(2026, 3, 1, 21, 1, tzinfo=NOON.tzinfo), False),
    ],
    ids=["today", "this morning", "before midnight", "after midnight"],
)
async def test_lesson_after_the_last_day_is_waited_for(
    session: AsyncSession, make: Factory, ends_at: datetime, *, is_over: bool
) -> None:
    course = await make.course(end_date=(NOON - WEEK).date())
    await make.lesson(course, starts_at=ends_at - HOUR, ends_at=ends_at)
    await make.lesson(course, starts_at=NOON + DAY, status=LessonStatus.CANCELLED)

    assert (await tick(session) != []) is is_over


async def test_course_without_a_last_day_waits_a_week_for_another_lesson(
    session: AsyncSession, make: Factory
) -> None:
    await make.course()
    course = await make.course()
    lesson = await make.lesson(course, starts_at=NOON - DAY)

    assert await tick(session, lesson.ends_at + WEEK - HOUR) == []
    assert await tick(session, lesson.ends_at + WEEK) == [course.id]


@pytest.mark.parametrize("other", [it for it in CourseStatus if it is not PUBLISHED])
async def test_only_what_is_on_ends(
    session: AsyncSession, make: Factory, other: CourseStatus
) -> None:
    await make.course(end_date=YESTERDAY, status=other)
    await make.course(end_date=YESTERDAY, deleted_at=NOON)

    assert await tick(session) == []


async def test_who_opens_a_course_again_has_it_go_on(session: AsyncSession, make: Factory) -> None:
    vera, course = await make.admin(), await make.course(end_date=YESTERDAY)
    await make.staff(course, vera, StaffPart.MANAGER)
    await tick(session)
    which: dict[str, Any] = {"course_id": course.id, "status": PUBLISHED, "now": NOON}
    await authoring.move_on(session, as_actor(vera), CAMPUS, **which)
    await session.flush()

    assert await tick(session, NOON + DAY) == []

    await make.change(course, end_date=(NOON + 3 * DAY).date())
    assert await tick(session, NOON + 5 * DAY) == [course.id]


async def test_ticking_again_changes_nothing(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course(anna, end_date=YESTERDAY)
    await mark(make, course, anna, [CAME])

    await tick(session)
    before = len(await make.all(LogEntry)), len(await make.all(Delivery))
    await finishing.finish(session, CAMPUS, course_id=course.id, now=NOON)
    await tick(session)

    assert (len(await make.all(LogEntry)), len(await make.all(Delivery))) == before == (2, 1 + 1)


@pytest.mark.parametrize(
    ("marks", "percent", "is_completed"),
    [
        ([CAME, LATE, CAME, None], 75, True),
        ([CAME, LATE, None, ABSENT], 75, False),
        ([CAME, CAME, None], 67, False),
        ([CAME, CAME, None], 66, True),
        ([CAME, EXCUSED, EXCUSED, CAME], 100, True),
        ([CAME, EXCUSED, None], 100, False),
        ([EXCUSED, EXCUSED], 75, False),
        ([], 75, False),
        ([None], 0, True),
    ],
)
async def test_who_came_to_enough_lessons_has_completed_it(
    session: AsyncSession,
    make: Factory,
    anna: User,
    marks: Sequence[AttendanceStatus | None],
    percent: int,
    *,
    is_completed: bool,
) -> None:
    course = await make.course(anna, end_date=YESTERDAY, completion_percent=percent)
    await mark(make, course, anna, marks)
    await make.lesson(course, starts_at=NOON - DAY, status=LessonStatus.CANCELLED)

    await tick(session)

    assert (await standing(make, course, anna) is COMPLETED) is is_completed
    [place] = await make.all(Enrollment)
    entries = [it for it in await make.all(LogEntry) if it.action == "complete"]
    noted: list[Any] = [(place.id, None, {})] if is_completed else []
    assert [(it.entity_id, it.user_id, it.details) for it in entries] == noted
    assert (await make.again(course)).taken == 1


async def test_what_people_say_of_not_coming_excuses_them_from_nothing(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course(anna, end_date=YESTERDAY, completion_percent=100)
    await mark(make, course, anna, [CAME])
    [lesson] = await held(make, course, 1)
    place = await make.enrollment_of(course, anna)
    await make.mark(place, lesson, EXCUSED, source=AttendanceSource.SELF)

    await tick(session)

    assert await standing(make, course, anna) is REGISTERED


async def test_only_who_has_a_seat_completes_it_or_is_told(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course(end_date=YESTERDAY, completion_percent=0)
    for it in EnrollmentStatus:
        await make.enrollment(course, await make.user(), it)

    await tick(session)

    now = [it.status for it in await make.all(Enrollment)]
    assert now == [COMPLETED, EnrollmentStatus.CANCELLED, COMPLETED, *list(EnrollmentStatus)[3:]]
    assert len(await owed(make, DeliveryKind.COURSE_FINISHED)) == 2


async def test_finishing_by_hand_does_the_same(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    vera, course = await make.admin(), await make.course(anna)
    await make.staff(course, vera, StaffPart.MANAGER)
    await mark(make, course, anna, [CAME])
    await make.lesson(course, starts_at=NOON + DAY)

    which: dict[str, Any] = {"course_id": course.id, "status": FINISHED, "now": NOON}
    await authoring.move_on(session, as_actor(vera), CAMPUS, **which)
    await session.flush()

    assert await standing(make, course, anna) is COMPLETED
    [told] = await owed(make, DeliveryKind.COURSE_FINISHED)
    assert (told.user_id, told.due_at, told.urgent) == (anna.id, NOON, False)
    assert told.payload == {"course_id": course.id}


async def test_out_of_the_archive_nobody_is_told_anything(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    vera, course = await make.admin(), await make.course(anna, status=CourseStatus.ARCHIVED)
    await make.staff(course, vera, StaffPart.MANAGER)

    which: dict[str, Any] = {"course_id": course.id, "status": FINISHED, "now": NOON}
    await authoring.move_on(session, as_actor(vera), CAMPUS, **which)

    assert await make.all(Delivery) == []


async def test_people_hear_of_the_end_in_the_morning_after_their_quiet_hours(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    boris = await make.user(timezone="America/New_York")
    course = await make.course(anna, boris, end_date=YESTERDAY)
    await mark(make, course, anna, [CAME])
    nine = datetime(2026, 3, 2, 9, tzinfo=CAMPUS.tz)

    await tick(session, datetime(2026, 3, 2, tzinfo=CAMPUS.tz))

    due = {it.user_id: it.due_at for it in await owed(make, DeliveryKind.COURSE_FINISHED)}
    assert due == {
        anna.id: nine + 2 * HOUR,
        boris.id: datetime(2026, 3, 2, 13, tzinfo=NOON.tzinfo),
    }
    [asked] = await owed(make, DeliveryKind.FEEDBACK_REMINDER)
    assert (asked.user_id, asked.due_at) == (anna.id, nine + 3 * DAY + 2 * HOUR)


@pytest.mark.parametrize(
    "gone",
    [{"reachable": False}, {"blocked_at": NOON}, {"telegram_id": None}, {"erased_at": NOON}],
    ids=lambda it: next(iter(it)),
)
async def test_nobody_is_told_whom_no_message_reaches(
    session: AsyncSession, make: Factory, gone: dict[str, Any]
) -> None:
    course = await make.course(await make.user(**gone), end_date=YESTERDAY)

    await tick(session)

    assert await status(make, course) is FINISHED
    assert await make.all(Delivery) == []


async def test_only_who_came_and_has_said_nothing_and_muted_nothing_is_asked_again(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    absent, said, muted = [await make.user() for _ in range(3)]
    course = await make.course(anna, absent, said, muted, end_date=YESTERDAY)
    [lesson] = await held(make, course, 1)
    for it in (anna, said, muted):
        await make.mark(await make.enrollment_of(course, it), lesson)
    await make.add(Feedback(course_id=course.id, user_id=said.id, rating=5))
    await make.add(CourseMute(course_id=course.id, user_id=muted.id))

    await tick(session)

    assert [it.user_id for it in await owed(make, DeliveryKind.FEEDBACK_REMINDER)] == [anna.id]
    assert len(await owed(make, DeliveryKind.COURSE_FINISHED)) == 4


async def test_course_that_ends_once_more_tells_only_whom_it_is_news_for(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    boris, vera = await make.user(), await make.admin()
    course = await make.course(anna, boris, end_date=YESTERDAY)
    await make.staff(course, vera, StaffPart.MANAGER)
    await mark(make, course, anna, [CAME])
    await tick(session)

    actor, which = as_actor(vera), {"course_id": course.id}
    await authoring.move_on(session, actor, CAMPUS, **which, status=PUBLISHED, now=NOON)
    place = await make.enrollment_of(course, boris)
    await enrolled.change(session, actor, enrollment_id=place.id, step=Step(COMPLETED), now=NOON)
    await authoring.move_on(session, actor, CAMPUS, **which, status=FINISHED, now=NOON + HOUR)
    await session.flush()

    told = [it.user_id for it in await owed(make, DeliveryKind.COURSE_FINISHED)]
    assert Counter(told) == {anna.id: 1, boris.id: 2}
    assert len(await owed(make, DeliveryKind.FEEDBACK_REMINDER)) == 1

"""The lessons of a course follow its schedule; what people had a hand in stays as it is."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    Holiday,
    Lesson,
    LessonStatus,
    ProjectorScreen,
    ScanAttempt,
)
from db.session import Transaction
from domain import timetable
from domain.errors import HostBusy, ScheduleNotValid
from domain.schedule import Slot
from domain.timetable import Changes, match
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS
from tests.races import Act, create_race

TODAY = NOON.date()
WEEK = timedelta(weeks=1)
EVENING = NOON + 3 * HOUR
"""Six o'clock on the campus, on a Monday."""

MONDAYS = {"days": ["mo"], "start": "18:00", "end": "19:30", "location": None}
AT_SEVEN = MONDAYS | {"start": "19:00", "end": "20:30"}
EXCUSED = AttendanceStatus.EXCUSED

Follow = Callable[..., Awaitable[Changes]]


async def change(
    session: AsyncSession, course: Course, *, now: datetime = NOON, **changed: Any
) -> Changes:
    mine = await session.get_one(Course, course.id)
    for name, value in changed.items():
        setattr(mine, name, value)
    changes = await timetable.follow(session, mine, CAMPUS.tz, now=now)
    await session.flush()
    return changes


@pytest.fixture
def follow(session: AsyncSession) -> Follow:
    """Have the course another schedule, or other days."""

    async def follow(course: Course, *rules: dict[str, Any], **changed: Any) -> Changes:
        other = {"schedule": list(rules)} if rules else {}
        return await change(session, course, **other | changed)

    return follow


@pytest.fixture
async def course(make: Factory, follow: Follow) -> Course:
    """Three Monday evenings, from today on."""
    course = await make.course(start_date=TODAY, end_date=TODAY + 2 * WEEK)
    await follow(course, MONDAYS)
    return course


async def lessons(make: Factory) -> list[Lesson]:
    return sorted(await make.all(Lesson), key=lambda it: (it.starts_at, it.id))


async def starts(make: Factory) -> list[datetime]:
    return [it.starts_at for it in await lessons(make)]


async def mark(
    make: Factory, lesson: Lesson, status: AttendanceStatus = AttendanceStatus.PRESENT
) -> Attendance:
    course = await make.again(Course(id=lesson.course_id))
    return await make.add(
        mark_of(lesson, (await make.enrollment(course, await make.user())).id, status)
    )


def mark_of(lesson: Lesson, enrollment_id: int, status: AttendanceStatus) -> Attendance:
    return Attendance(
        enrollment_id=enrollment_id,
        lesson_id=lesson.id,
        lesson_date=lesson.starts_at.date(),
        status=status,
        source=AttendanceSource.ROSTER,
        marked_at=NOON,
    )


# What a schedule makes


async def test_schedule_makes_lessons(make: Factory, course: Course) -> None:
    first, *others = await lessons(make)

    assert [first.starts_at, *(it.starts_at for it in others)] == [
        EVENING,
        EVENING + WEEK,
        EVENING + 2 * WEEK,
    ]
    assert first.ends_at == EVENING + 1.5 * HOUR
    assert (first.course_id, first.planned_at, first.edited_at) == (course.id, EVENING, None)


async def test_same_schedule_changes_nothing(
    make: Factory, follow: Follow, course: Course
) -> None:
    before = [(it.id, it.starts_at) for it in await lessons(make)]

    changes = await follow(course, MONDAYS)

    assert changes == Changes(added=0, moved=0, removed=0)
    assert [(it.id, it.starts_at) for it in await lessons(make)] == before


async def test_what_has_begun_is_neither_made_nor_moved(make: Factory, follow: Follow) -> None:
    course = await make.course(start_date=TODAY - WEEK, end_date=TODAY + WEEK)

    made = await follow(course, MONDAYS, now=EVENING)
    changed = await follow(course, AT_SEVEN, now=EVENING + WEEK)

    assert (made, changed) == (Changes(1, 0, 0), Changes(0, 0, 0))
    assert await starts(make) == [EVENING + WEEK]


async def test_place_and_end_follow(make: Factory, follow: Follow, course: Course) -> None:
    before = [it.id for it in await lessons(make)]

    await follow(course, MONDAYS | {"end": "20:00", "location": "B-7"})

    after = await lessons(make)
    assert [it.id for it in after] == before
    assert {(it.ends_at - it.starts_at, it.location) for it in after} == {(2 * HOUR, "B-7")}


async def test_another_hour_moves_the_lesson_of_the_day(
    make: Factory, follow: Follow, course: Course
) -> None:
    before = [it.id for it in await lessons(make)]

    changes = await follow(course, AT_SEVEN)

    after = await lessons(make)
    assert changes == Changes(added=0, moved=3, removed=0)
    assert [it.id for it in after] == before
    assert after[0].starts_at == after[0].planned_at == EVENING + HOUR
    assert after[0].ends_at == EVENING + 2.5 * HOUR


async def test_another_day_makes_other_lessons(
    make: Factory, follow: Follow, course: Course
) -> None:
    changes = await follow(course, MONDAYS | {"days": ["tu"]})

    assert changes == Changes(added=2, moved=0, removed=3)
    assert await starts(make) == [EVENING + DAY, EVENING + DAY + WEEK]


async def test_second_rule_adds_and_is_taken_away_again(
    make: Factory, follow: Follow, course: Course
) -> None:
    before = await starts(make)

    more = await follow(course, MONDAYS, AT_SEVEN, MONDAYS | {"days": ["fr"]})
    fewer = await follow(course, MONDAYS)

    assert (more, fewer) == (Changes(5, 0, 0), Changes(0, 0, 5))
    assert await starts(make) == before


async def test_days_of_the_course_bound_it(make: Factory, follow: Follow, course: Course) -> None:
    later = await follow(course, start_date=TODAY + DAY, end_date=TODAY + 3 * WEEK)

    assert later == Changes(added=1, moved=0, removed=1)
    assert await starts(make) == [EVENING + number * WEEK for number in (1, 2, 3)]


async def test_holiday_is_free(make: Factory, follow: Follow, course: Course) -> None:
    await make.add(Holiday(day=TODAY + WEEK))

    assert await follow(course) == Changes(added=0, moved=0, removed=1)
    assert await starts(make) == [EVENING, EVENING + 2 * WEEK]


async def test_without_a_schedule_there_are_no_lessons(
    make: Factory, follow: Follow, course: Course
) -> None:
    changes = await follow(course, schedule=[])

    assert changes == Changes(added=0, moved=0, removed=3)
    assert await lessons(make) == []


async def test_lessons_of_other_courses_are_theirs(
    make: Factory, follow: Follow, course: Course
) -> None:
    other = await make.lesson(await make.course())

    await follow(course, schedule=[])

    assert [it.id for it in await lessons(make)] == [other.id]


# What people had a hand in

HANDS: dict[str, dict[str, Any]] = {
    "described": {"topic": "Sets", "edited_at": NOON},
    "cancelled": {"status": LessonStatus.CANCELLED},
    "moved": {"starts_at": EVENING + HOUR / 2, "edited_at": NOON},
    "moved to another day": {
        "starts_at": EVENING + 2 * DAY,
        "ends_at": EVENING + 2 * DAY + HOUR,
        "edited_at": NOON,
    },
}
SCHEDULES: dict[str, list[dict[str, Any]]] = {
    "same": [MONDAYS],
    "elsewhere": [MONDAYS | {"location": "B-7"}],
    "later": [AT_SEVEN],
}


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS)
async def test_lesson_that_was_changed_by_hand_stays_and_none_is_made_in_its_place(
    make: Factory,
    follow: Follow,
    course: Course,
    hand: dict[str, Any],
    schedule: list[dict[str, Any]],
) -> None:
    first = (await lessons(make))[0]
    await make.change(first, **hand)
    changed = await make.again(first)

    changes = await follow(course, *schedule)

    after = await make.again(first)
    assert (changes.added, changes.removed) == (0, 0)
    assert (after.starts_at, after.ends_at, after.location, after.status) == (
        changed.starts_at,
        changed.ends_at,
        None,
        changed.status,
    )


@pytest.mark.parametrize("status", [it for it in AttendanceStatus if it is not EXCUSED])
async def test_lesson_on_which_somebody_was_marked_stays(
    make: Factory, follow: Follow, course: Course, status: AttendanceStatus
) -> None:
    first = (await lessons(make))[0]
    await mark(make, first, status)

    moved = await follow(course, AT_SEVEN)
    removed = await follow(course, schedule=[])

    assert (moved, removed) == (Changes(0, 2, 0), Changes(0, 0, 2))
    assert await starts(make) == [EVENING]


async def test_excuse_holds_no_lesson_and_moves_with_it(
    make: Factory, follow: Follow, course: Course
) -> None:
    """One who will not come does not decide when others do."""
    first = (await lessons(make))[0]
    await mark(make, first, EXCUSED)

    await follow(course, AT_SEVEN)
    assert (await make.again(first)).starts_at == EVENING + HOUR
    assert len(await make.all(Attendance)) == 1

    await follow(course, schedule=[])
    assert (await lessons(make), await make.all(Attendance)) == ([], [])


async def test_lesson_that_is_over_stays_as_the_one_of_its_day(
    make: Factory, follow: Follow, course: Course
) -> None:
    changes = await follow(course, AT_SEVEN, now=EVENING + HOUR / 2)

    assert changes == Changes(added=0, moved=2, removed=0)
    assert (await starts(make))[0] == EVENING


async def test_second_lesson_of_a_day_is_made_beside_one_that_stays(
    make: Factory, follow: Follow, course: Course
) -> None:
    first = (await lessons(make))[0]
    await make.change(first, topic="Sets", edited_at=NOON)

    changes = await follow(course, MONDAYS, AT_SEVEN)

    assert changes == Changes(added=3, moved=0, removed=0)


async def test_lesson_that_was_added_by_hand_stands_for_no_other(
    make: Factory, follow: Follow, course: Course
) -> None:
    by_hand = await make.lesson(course, starts_at=EVENING - HOUR, edited_at=NOON)

    changes = await follow(course, AT_SEVEN)

    assert changes == Changes(added=0, moved=3, removed=0)
    assert (await starts(make))[:2] == [by_hand.starts_at, EVENING + HOUR]


async def test_extra_lesson_that_was_cancelled_stands_for_none(
    make: Factory, follow: Follow, course: Course
) -> None:
    for at in (EVENING, EVENING + DAY):
        await make.lesson(course, starts_at=at, edited_at=NOON, status=LessonStatus.CANCELLED)

    same = await follow(course, MONDAYS)
    more = await follow(course, MONDAYS | {"days": ["mo", "tu"]})

    assert (same, more) == (Changes(0, 0, 0), Changes(2, 0, 0))


async def test_no_lesson_is_made_where_one_was_added_by_hand(
    make: Factory, follow: Follow, course: Course
) -> None:
    by_hand = await make.lesson(course, starts_at=EVENING + DAY, edited_at=NOON)

    changes = await follow(course, MONDAYS | {"days": ["mo", "tu"]})

    assert changes == Changes(added=1, moved=0, removed=0)
    assert (await starts(make)).count(by_hand.starts_at) == 1


# What else hangs on lessons


async def test_scans_and_screens_outlive_a_lesson(
    make: Factory, follow: Follow, course: Course
) -> None:
    first, user = (await lessons(make))[0], await make.user()
    await make.add(
        ScanAttempt(user_id=user.id, lesson_id=first.id, answer="not_open_yet", made_at=NOON)
    )
    await make.add(ProjectorScreen(token_hash=b"screen", lesson_id=first.id))

    await follow(course, schedule=[])

    [scan], [screen] = await make.all(ScanAttempt), await make.all(ProjectorScreen)
    assert (scan.lesson_id, screen.lesson_id) == (None, None)


async def test_host_is_not_moved_to_where_they_give_another_lesson(
    session: AsyncSession, make: Factory, follow: Follow, course: Course
) -> None:
    host = await make.user()
    await make.change((await lessons(make))[0], host_id=host.id)
    await make.lesson(await make.course(), starts_at=EVENING + 2 * HOUR, host_id=host.id)

    with pytest.raises(HostBusy):
        async with session.begin_nested():
            await follow(course, AT_SEVEN)


async def test_schedule_without_an_end_is_refused(follow: Follow, course: Course) -> None:
    with pytest.raises(ScheduleNotValid):
        await follow(course, end_date=TODAY + 1000 * WEEK)


# Together


@pytest.mark.parametrize(("guard", "moved"), [("", 0), (" FOR UPDATE", 1)])
async def test_only_the_lock_sees_who_is_marked_meanwhile(
    committing: Transaction, empty_database_url: str, guard: str, moved: int
) -> None:
    make = Factory(committing)
    course = await make.course(start_date=TODAY, end_date=TODAY, schedule=[MONDAYS])
    enrollment = await make.enrollment(course, await make.user())
    lesson = await make.lesson(course, starts_at=EVENING, planned_at=EVENING)

    def follows(**changed: Any) -> Act:
        return lambda session: change(session, course, **changed)

    async def mark_somebody(session: AsyncSession) -> None:
        session.add(mark_of(lesson, enrollment.id, AttendanceStatus.PRESENT))

    race = create_race(committing, empty_database_url)
    within = "FROM lessons" if guard else ""
    _, changes = await race(
        mark_somebody, follows(schedule=[AT_SEVEN]), guard=guard, within=within
    )

    assert changes == Changes(added=0, moved=moved, removed=0)


# Which lesson has which slot, whatever they are

hours = st.integers(0, 60).map(lambda it: NOON + it * HOUR)


@given(loose=st.lists(hours, unique=True), wanted=st.sets(hours), displaced=st.lists(hours))
def test_every_slot_and_every_lesson_is_accounted_for(
    loose: list[datetime], wanted: set[datetime], displaced: list[datetime]
) -> None:
    made = [Lesson(starts_at=it) for it in sorted(loose)]
    slots = {it: Slot(it, it + HOUR, None) for it in wanted}

    found = match(made, slots, displaced, datetime.date)

    had = [it for it, _ in [*found.kept, *found.moved]]
    assert sorted(map(id, [*had, *found.removed])) == sorted(map(id, made))
    given_away = [slot for _, slot in [*found.kept, *found.moved]] + [*found.added]
    assert len(given_away) == len(set(given_away))
    assert {it.starts_at for it in given_away} <= wanted
    assert len(wanted) - len(given_away) <= len(displaced)
    assert {it.starts_at for it, _ in found.kept} == wanted & set(loose)
    assert all(it.starts_at.date() == slot.starts_at.date() for it, slot in found.moved)
    free = {it.starts_at.date() for it in found.added}
    assert not free & {it.starts_at.date() for it in found.removed}

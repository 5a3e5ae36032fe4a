"""When people are reminded of a lesson, and when they are not. The clock is what the test says."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from aiogram.utils.i18n import I18n

from db.models import (
    AttendanceStatus,
    Course,
    CourseMute,
    CourseStatus,
    Delivery,
    EnrollmentStatus,
    Lesson,
    ReminderRule,
    Role,
    User,
)
from db.session import Transaction
from domain import excusing, lessons
from domain.actor import Actor
from domain.erasure import erase
from domain.reminders import plan
from keyboards.mutes import Hush
from keyboards.visits import NotComing
from tests.factories import DAY, HOUR, LAST_WEEK, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.scheduler.reminding import Days
from tests.test_hostile_names import NAMES

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
EVENING = NOON + 3 * HOUR + DAY
"""Six o'clock on the campus, on a Tuesday."""


@pytest.fixture
def days(transaction: Transaction, i18n: I18n) -> Days:
    return Days(transaction, i18n)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await remindful(make, anna)


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course, starts_at=EVENING)


async def remindful(
    make: Factory,
    *people: User,
    before: Sequence[timedelta] = (DAY, HOUR),
    made_at: datetime = LAST_WEEK,
    **changed: Any,
) -> Course:
    """A course that reminds a day and an hour before."""
    course = await make.course(*people, **{"name": "Algebra", "location": "B-7"} | changed)
    for it in before:
        await make.add(ReminderRule(course_id=course.id, before=it, created_at=made_at))
    return course


async def hosted(make: Factory, course: Course) -> Actor:
    maria = await make.user(full_name="Maria", role=Role.HOST)
    await make.staff(course, maria)
    return as_actor(maria)


async def move(
    transaction: Transaction, host: Actor, lesson: Lesson, to: datetime, *, now: datetime
) -> None:
    async with transaction() as session:
        times: Any = {"starts_at": to, "ends_at": to + HOUR}
        await lessons.change(session, host, CAMPUS, lesson_id=lesson.id, now=now, **times)


# The usual


async def test_everybody_is_reminded_a_day_and_an_hour_before(days: Days, lesson: Lesson) -> None:
    moments = [EVENING - DAY - SECOND, EVENING - DAY, EVENING - 2 * HOUR, EVENING - HOUR, EVENING]

    assert [await days.reach(it) for it in moments] == [0, 1, 0, 1, 0]


async def test_however_often_it_is_planned_each_is_sent_once(days: Days, lesson: Lesson) -> None:
    moments = [EVENING - DAY + number * 10 * MINUTE for number in range(24 * 6 + 1)]

    assert await days.reach(*moments) == 2


async def test_reminder_says_when_and_where(
    days: Days, make: Factory, course: Course, lesson: Lesson
) -> None:
    await make.change(course, online_url="https://example.org/room")
    await make.change(lesson, topic="Groups")

    await days.reach(EVENING - DAY)

    assert days.last == (
        "🔔 Tomorrow: <b>Algebra</b>\n\n"
        "When: <b>Tue, 3 March, 18:00\u201319:00 (Moscow)</b>\n"
        "Place: <b>B-7</b>\n"
        "Topic: <b>Groups</b>"
    )
    screen = days.seen[-1][2]
    assert screen.keyboard is not None
    buttons = [it for row in screen.keyboard.inline_keyboard for it in row]
    meant = {it.callback_data or it.url for it in buttons}
    mute = Hush(course_id=course.id, is_muted=True).pack()
    assert {NotComing(lesson_id=lesson.id).pack(), mute, "https://example.org/room"} <= meant


async def test_an_hour_before_it_is_soon(days: Days, lesson: Lesson) -> None:
    await days.reach(EVENING - HOUR)

    assert days.last.startswith("🔔 Soon: <b>Algebra</b>")


async def test_own_place_and_own_words_are_said(days: Days, make: Factory, anna: User) -> None:
    course = await remindful(make, anna, before=[])
    rule = {"course_id": course.id, "before": DAY, "created_at": LAST_WEEK}
    await make.add(ReminderRule(text="Bring <b>a laptop</b> & water", **rule))
    await make.lesson(course, starts_at=EVENING, location="L-1")

    await days.reach(EVENING - DAY)

    assert "Place: <b>L-1</b>" in days.last
    assert days.last.endswith("\n\nBring &lt;b&gt;a laptop&lt;/b&gt; &amp; water")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_names_are_said_as_they_were_written(
    days: Days, make: Factory, anna: User, name: str
) -> None:
    course = await remindful(make, anna, name=name, location=name[:200])
    await make.lesson(course, starts_at=EVENING, topic=name[:200])

    assert await days.reach(EVENING - DAY) == 1
    assert "<script" not in days.last


# The lesson is another


async def test_lesson_moved_later_is_reminded_of_anew(
    days: Days, transaction: Transaction, make: Factory, course: Course, lesson: Lesson
) -> None:
    host, later = await hosted(make, course), EVENING + 3 * HOUR
    await days.reach(EVENING - DAY)
    await move(transaction, host, lesson, later, now=EVENING - DAY + HOUR)

    await days.reach(later - DAY, EVENING - HOUR, later - HOUR, later)

    assert days.times == [EVENING - DAY, later - DAY, later - HOUR]


async def test_lesson_moved_earlier_is_not_reminded_of_as_of_before(
    days: Days, transaction: Transaction, make: Factory, course: Course, lesson: Lesson
) -> None:
    host, earlier = await hosted(make, course), EVENING - 10 * HOUR
    await move(transaction, host, lesson, earlier, now=EVENING - DAY - MINUTE)

    await days.reach(EVENING - DAY, earlier - HOUR, earlier, EVENING - HOUR, EVENING)

    assert days.times == [earlier - HOUR]


async def test_moved_lesson_that_waits_for_the_morning_is_told_as_it_is(
    days: Days, transaction: Transaction, make: Factory, anna: User
) -> None:
    course = await remindful(make, anna, before=[12 * HOUR])
    ten = NOON + 19 * HOUR
    lesson = await make.lesson(course, starts_at=ten)
    host = await hosted(make, course)
    await days.reach(ten - 12 * HOUR)
    await move(transaction, host, lesson, ten + HOUR, now=ten - 10 * HOUR)

    assert await days.reach(ten - 2 * HOUR, ten - HOUR, ten) == 1


async def test_lesson_moved_away_and_back_is_reminded_of_once(
    days: Days, transaction: Transaction, make: Factory, course: Course, lesson: Lesson
) -> None:
    host, sent_at = await hosted(make, course), EVENING - DAY
    await days.reach(sent_at)
    await move(transaction, host, lesson, EVENING + 2 * HOUR, now=sent_at + MINUTE)
    await move(transaction, host, lesson, EVENING, now=sent_at + 2 * MINUTE)

    await days.reach(sent_at + 3 * MINUTE, EVENING - HOUR)

    assert days.times == [sent_at, EVENING - HOUR]


async def test_cancelled_lesson_is_not_reminded_of(
    days: Days, transaction: Transaction, make: Factory, course: Course, lesson: Lesson
) -> None:
    host = await hosted(make, course)
    async with transaction() as session:
        await lessons.cancel(session, host, lesson_id=lesson.id, now=NOON)

    assert await days.reach(EVENING - DAY, EVENING - HOUR) == 0


async def test_lesson_cancelled_while_its_reminder_waits_is_not_reminded_of(
    days: Days, make: Factory, lesson: Lesson, anna: User
) -> None:
    await make.change(anna, quiet_from=time(17), quiet_to=time(20))
    waiting = await days.reach(EVENING - DAY)
    await make.change(lesson, status="cancelled")

    assert (waiting, await days.reach(EVENING - 22 * HOUR)) == (0, 0)
    assert [it.status for it in await make.all(Delivery)] == ["skipped"]


async def test_restored_lesson_is_reminded_of_from_then_on(
    days: Days, transaction: Transaction, make: Factory, course: Course, lesson: Lesson
) -> None:
    host = await hosted(make, course)
    for act, at in ((lessons.cancel, NOON), (lessons.restore, EVENING - 5 * HOUR)):
        async with transaction() as session:
            await act(session, host, lesson_id=lesson.id, now=at)

    await days.reach(EVENING - 5 * HOUR, EVENING - HOUR)

    assert days.times == [EVENING - HOUR]


async def test_lesson_made_after_the_moment_is_not_reminded_of_as_of_before(
    days: Days, transaction: Transaction, make: Factory, course: Course
) -> None:
    host, at = await hosted(make, course), NOON + 2 * HOUR
    async with transaction() as session:
        times: Any = {"starts_at": at, "ends_at": at + HOUR}
        await lessons.add(session, host, course_id=course.id, now=NOON, **times)

    await days.reach(NOON, at - HOUR)

    assert days.times == [at - HOUR]


async def test_lesson_that_is_over_is_not_reminded_of(days: Days, lesson: Lesson) -> None:
    assert await days.reach(EVENING, EVENING + HOUR, EVENING + DAY) == 0


@pytest.mark.parametrize(
    "status", [CourseStatus.DRAFT, CourseStatus.FINISHED, CourseStatus.ARCHIVED]
)
async def test_course_that_does_not_run_reminds_of_nothing(
    days: Days, make: Factory, course: Course, lesson: Lesson, status: CourseStatus
) -> None:
    await make.change(course, status=status)

    assert await days.reach(EVENING - DAY, EVENING - HOUR) == 0


async def test_archived_while_the_reminder_waits(
    days: Days, make: Factory, course: Course, lesson: Lesson, anna: User
) -> None:
    await make.change(anna, quiet_from=time(17), quiet_to=time(20))
    await days.reach(EVENING - DAY)
    await make.change(course, status="archived")

    assert await days.reach(EVENING - 22 * HOUR) == 0


# The person does not want it, or is not there


async def test_who_joined_after_the_moment_is_reminded_of_the_next(
    days: Days, make: Factory, course: Course, lesson: Lesson
) -> None:
    boris = await make.user(full_name="Boris")
    place = await make.enrollment(course, boris)
    await make.change(place, changed_at=EVENING - DAY + SECOND)

    await days.reach(EVENING - DAY + MINUTE, EVENING - HOUR)

    assert [who for _, who, _ in days.seen] == ["Anna", "Anna", "Boris"]


async def test_rule_made_after_the_moment_is_for_the_next_lessons(
    days: Days, make: Factory, anna: User
) -> None:
    course = await remindful(make, anna, before=[DAY], made_at=EVENING - DAY + SECOND)
    for week in (0, 1):
        await make.lesson(course, starts_at=EVENING + 7 * week * DAY)

    await days.reach(EVENING - HOUR, EVENING + 6 * DAY)

    assert days.times == [EVENING + 6 * DAY]


@pytest.mark.parametrize(
    "changed",
    [
        {"reminders_on": False},
        {"reachable": False},
        {"blocked_at": NOON},
        {"telegram_id": None},
        {"erased_at": NOON},
    ],
    ids=lambda it: next(iter(it)),
)
async def test_who_is_not_to_be_reminded(
    days: Days, make: Factory, anna: User, lesson: Lesson, changed: dict[str, Any]
) -> None:
    await make.change(anna, **changed)

    assert await days.reach(EVENING - DAY, EVENING - HOUR) == 0


@pytest.mark.parametrize(
    "status",
    [it for it in EnrollmentStatus if it is not EnrollmentStatus.REGISTERED],
)
async def test_only_those_with_a_seat_are_reminded(
    days: Days, make: Factory, lesson: Lesson, course: Course, status: EnrollmentStatus
) -> None:
    await make.enrollment(course, await make.user(full_name="Boris"), status)

    await days.reach(EVENING - DAY)

    assert [who for _, who, _ in days.seen] == ["Anna"]


async def test_muted_course_is_silent_and_nothing_is_made_up_for_later(
    days: Days, make: Factory, transaction: Transaction, anna: User, lesson: Lesson
) -> None:
    mute = await make.add(CourseMute(course_id=lesson.course_id, user_id=anna.id))
    muted = await days.reach(EVENING - DAY)
    async with transaction() as session:
        await session.delete(mute)

    assert (muted, await days.reach(EVENING - 20 * HOUR)) == (0, 0)
    assert await days.reach(EVENING - HOUR) == 1


async def test_who_said_that_they_do_not_come_is_left_alone_until_they_do(
    days: Days, transaction: Transaction, anna: User, lesson: Lesson
) -> None:
    who, which = as_actor(anna), {"lesson_id": lesson.id}
    async with transaction() as session:
        await excusing.excuse(session, who, CAMPUS, **which, now=NOON)
    excused = await days.reach(EVENING - DAY)
    async with transaction() as session:
        await excusing.come(session, who, **which, now=EVENING - 5 * HOUR)

    assert (excused, await days.reach(EVENING - 5 * HOUR)) == (0, 0)
    assert await days.reach(EVENING - HOUR) == 1


async def test_who_is_marked_already_is_not_reminded(
    days: Days, make: Factory, course: Course, anna: User, lesson: Lesson
) -> None:
    place = await make.enrollment_of(course, anna)
    await make.mark(place, lesson, AttendanceStatus.EXCUSED)

    assert await days.reach(EVENING - DAY, EVENING - HOUR) == 0


@pytest.mark.parametrize("what", ["mutes", "leaves", "excuses", "turns off", "rule goes", "dies"])
async def test_what_changed_while_it_waited_for_the_morning_counts(
    days: Days, make: Factory, transaction: Transaction, anna: User, lesson: Lesson, what: str
) -> None:
    await make.change(anna, quiet_from=time(17), quiet_to=time(20))
    await days.reach(EVENING - DAY)
    [course] = await make.all(Course)
    place = await make.enrollment_of(course, anna)
    match what:
        case "mutes":
            await make.add(CourseMute(course_id=course.id, user_id=anna.id))
        case "leaves":
            await make.change(place, status="cancelled")
        case "excuses":
            await make.mark(place, lesson, AttendanceStatus.EXCUSED)
        case "turns off":
            await make.change(anna, reminders_on=False)
        case "rule goes":
            async with transaction() as session:
                for rule in await make.all(ReminderRule):
                    await session.delete(rule)
        case "dies":
            async with transaction() as session:
                await erase(session, as_actor(anna), user_id=anna.id, now=EVENING - 23 * HOUR)

    assert await days.reach(EVENING - 22 * HOUR) == 0


# Quiet hours


async def due(days: Days, make: Factory, at: datetime, before: timedelta) -> datetime:
    """When the reminder of a lesson that begins at that moment is to be sent."""
    [anna] = await make.all(User)
    course = await remindful(make, anna, before=[before])
    await make.lesson(course, starts_at=at)
    await days.reach(at - before)
    [delivery] = await make.all(Delivery)
    return delivery.due_at


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    """Of March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - 3 * HOUR


@pytest.mark.parametrize(
    ("starts_at", "before", "due_at"),
    [
        # From ten in the evening until eight: to the morning, on both sides of midnight.
        (moscow(3, 11), 12 * HOUR, moscow(3, 8)),
        (moscow(3, 11), 10 * HOUR, moscow(3, 8)),
        (moscow(3, 10), 12 * HOUR, moscow(3, 8)),
        (moscow(3, 20), 12 * HOUR, moscow(3, 8)),
        (moscow(3, 21, 59), DAY, moscow(2, 21, 59)),
        (moscow(3, 22), DAY, moscow(3, 8)),
        # The lesson would be on by then.
        (moscow(3, 7), 8 * HOUR, moscow(2, 23)),
        (moscow(3, 8), 9 * HOUR, moscow(2, 23)),
        (moscow(3, 8, 1), 9 * HOUR, moscow(3, 8)),
        # It begins soon.
        (moscow(3, 8, 30), HOUR, moscow(3, 7, 30)),
        (moscow(3, 9), 3 * HOUR, moscow(3, 6)),
        (moscow(3, 9, 1), 3 * HOUR + MINUTE, moscow(3, 8)),
    ],
)
async def test_quiet_hours_are_waited_out_unless_the_lesson_is_near(
    days: Days,
    make: Factory,
    anna: User,
    starts_at: datetime,
    before: timedelta,
    due_at: datetime,
) -> None:
    assert await due(days, make, starts_at, before) == due_at


async def test_quiet_hours_are_of_the_persons_own_zone(
    days: Days, make: Factory, anna: User
) -> None:
    await make.change(anna, timezone="Asia/Vladivostok")

    # Eight in the morning there is one at night on the campus.
    assert await due(days, make, moscow(3, 18), DAY) == moscow(3, 1)


async def test_time_is_told_in_the_persons_own_zone(
    days: Days, make: Factory, anna: User, lesson: Lesson
) -> None:
    await make.change(
        anna, timezone="Asia/Vladivostok", quiet_from=time(0), quiet_to=time(0), language="ru"
    )

    await days.reach(EVENING - DAY)

    assert "ср, 4 марта, 01:00\u201302:00 (Владивосток)" in days.last  # noqa: RUF001
    assert days.last.startswith("🔔 Завтра занятие: <b>Algebra</b>")


SPRING = datetime(2026, 3, 29, 8, tzinfo=UTC)
"""Ten in Berlin, on the day on which clocks go forward at two."""

AUTUMN = datetime(2026, 10, 25, 9, tzinfo=UTC)
"""Ten in Berlin, on the day on which they go back at three."""


@pytest.mark.parametrize(("starts_at", "day"), [(SPRING, "29 March"), (AUTUMN, "25 October")])
async def test_clocks_that_change_change_no_moment(
    days: Days, make: Factory, anna: User, starts_at: datetime, day: str
) -> None:
    await make.change(anna, timezone="Europe/Berlin")
    course = await remindful(make, anna)
    await make.lesson(course, starts_at=starts_at)
    moments = [starts_at - 26 * HOUR + number * 10 * MINUTE for number in range(26 * 6)]

    await days.reach(*moments)

    assert days.times == [starts_at - DAY, starts_at - HOUR]
    assert f"Sun, {day}, 10:00\u201311:00 (Berlin)" in days.seen[0][2].text
    assert days.seen[0][2].text.startswith("🔔 Tomorrow")


@pytest.mark.parametrize(
    ("starts_at", "eight"),
    [(SPRING, SPRING - 2 * HOUR), (AUTUMN, AUTUMN - 2 * HOUR)],
    ids=["spring", "autumn"],
)
async def test_quiet_night_in_which_clocks_change_ends_at_the_hour_that_was_chosen(
    days: Days, make: Factory, anna: User, starts_at: datetime, eight: datetime
) -> None:
    await make.change(anna, timezone="Europe/Berlin")

    assert await due(days, make, starts_at, 9 * HOUR) == eight


# Late


async def test_down_for_an_hour_it_comes_late_and_once(days: Days, lesson: Lesson) -> None:
    back = EVENING - DAY + HOUR

    assert await days.reach(EVENING - DAY - MINUTE, back, back + 10 * SECOND) == 1
    assert days.times == [back]


async def test_down_until_the_lesson_began_it_does_not_come(days: Days, lesson: Lesson) -> None:
    assert await days.reach(EVENING - DAY - MINUTE, EVENING + MINUTE) == 0


async def test_down_over_both_only_the_nearest_comes(days: Days, lesson: Lesson) -> None:
    await days.reach(EVENING - 25 * HOUR, EVENING - 30 * MINUTE, EVENING - 29 * MINUTE)

    assert days.times == [EVENING - 30 * MINUTE]
    assert days.last.startswith("🔔 Soon")


async def test_nearest_that_is_gone_brings_no_other_back(
    days: Days, make: Factory, transaction: Transaction, lesson: Lesson
) -> None:
    await days.reach(EVENING - 30 * MINUTE)
    async with transaction() as session:
        [_, hour] = sorted(await make.all(ReminderRule), key=lambda it: it.before)[::-1]
        await session.delete(hour)

    assert await days.reach(EVENING - 20 * MINUTE) == 0


async def test_two_that_are_close_both_come_each_at_its_time(
    days: Days, make: Factory, anna: User
) -> None:
    course = await remindful(make, anna, before=[HOUR, 50 * MINUTE])
    await make.lesson(course, starts_at=EVENING)

    await days.reach(*(EVENING - HOUR + number * MINUTE for number in range(60)))

    assert days.times == [EVENING - HOUR, EVENING - 50 * MINUTE]


@pytest.mark.parametrize("before", [HOUR, 50 * MINUTE])
async def test_one_that_waited_for_the_morning_gives_way_to_one_soon_after(
    days: Days, make: Factory, anna: User, before: timedelta
) -> None:
    """At nine: nobody is told at eight, and at eight or ten past eight again."""
    course = await remindful(make, anna, before=[10 * HOUR, before])
    nine = moscow(3, 9)
    await make.lesson(course, starts_at=nine)

    await days.reach(nine - 10 * HOUR, *(nine - HOUR + number * MINUTE for number in range(60)))

    assert days.times == [nine - before]


async def test_reminder_in_hand_when_the_lesson_begins_says_nothing(
    days: Days, make: Factory, transaction: Transaction, lesson: Lesson
) -> None:
    async with transaction() as session:
        await plan(session, CAMPUS, now=EVENING - SECOND)

    assert await days.reach(EVENING) == 0
    assert [it.status for it in await make.all(Delivery)] == ["skipped", "skipped"]

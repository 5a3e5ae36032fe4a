"""What people are told when a course ends, and when they stop coming."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from db.models import (
    AttendanceStatus,
    Course,
    CourseMute,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Enrollment,
    EnrollmentStatus,
    Feedback,
    Lesson,
    PointEntry,
    User,
)
from db.session import Transaction
from keyboards.feedback import GiveStars
from keyboards.roll_call import ShowRoll
from keyboards.visits import ShowVisits
from scheduler.deliveries import Sender
from scheduler.life_cycle import finish_courses, tell_of_misses
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS
from tests.scheduler.conftest import Time
from tests.telegram import RecordedSession, keyboard_of, text_of
from tests.test_hostile_names import NAMES

ASKED = (
    "How did you like it? Choose from one star to five. The course team sees no names, and "
    "nothing at all before there are three answers."
)
ALWAYS = time(0)
"""From then to then, nothing is quiet."""


@dataclass
class Stage:
    """Jobs, the sender, and what it sends."""

    transaction: Transaction
    sender: Sender
    telegram: RecordedSession
    time: Time

    async def finish(self) -> None:
        await finish_courses(self.transaction, CAMPUS, self.time)

    async def tell_of_misses(self) -> None:
        """Three hours after the lesson began."""
        self.time.now = NOON + 3 * HOUR
        await tell_of_misses(self.transaction, CAMPUS, self.time)

    async def sent(self) -> list[str]:
        """All that was, until now."""
        await self.sender.drain()
        return [text for text in map(text_of, self.telegram.calls) if text]

    def buttons(self) -> set[str | None]:
        keyboards = filter(None, map(keyboard_of, self.telegram.calls))
        return {it.callback_data for one in keyboards for row in one.inline_keyboard for it in row}


@pytest.fixture
def stage(in_turn: Transaction, sender: Sender, telegram: RecordedSession, time: Time) -> Stage:
    return Stage(in_turn, sender, telegram, time)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(quiet_from=ALWAYS, quiet_to=ALWAYS)


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    """Of two lessons, which are over."""
    course = await make.course(anna, name="Algebra", end_date=(NOON - DAY).date())
    for days in (2, 3):
        await make.lesson(course, starts_at=NOON - days * DAY)
    return course


async def came(make: Factory, who: User, course: Course, *, to: int) -> None:
    lessons = [it for it in await make.all(Lesson) if it.course_id == course.id]
    for lesson in lessons[:to]:
        await make.mark(await make.enrollment_of(course, who), lesson)


async def test_who_completed_it_is_congratulated_and_asked(
    make: Factory,
    stage: Stage,
    anna: User,
    course: Course,
) -> None:
    await came(make, anna, course, to=2)
    whose = {"user_id": anna.id, "course_id": course.id}
    await make.add(PointEntry(points=10, source_key="a", **whose))
    await stage.finish()

    await stage.sent()

    assert stage.telegram.said() == (
        "🎓 <b>Algebra</b> is over, and you have completed it. Congratulations!\n\nYou came to 2 "
        f"of 2 lessons.\nPoints: 10\n\n{ASKED}"
    )
    buttons = list(stage.telegram.buttons().values())
    assert buttons == [
        *(GiveStars(course_id=course.id, stars=it).pack() for it in range(1, 6)),
        ShowVisits(course_id=course.id).pack(),
        "home",
    ]


async def test_who_has_not_learns_what_was_missing(
    make: Factory,
    stage: Stage,
    anna: User,
    course: Course,
) -> None:
    await came(make, anna, course, to=1)
    await stage.finish()

    await stage.sent()

    assert stage.telegram.said() == (
        "🏁 <b>Algebra</b> is over. Thank you for having been on it!\n\nYou came to 1 of 2 "
        "lessons.\nTo complete the course, 2 were needed. If a mark is missing, tell the host: I "
        f"will count anew.\n\n{ASKED}"
    )


async def test_who_never_came_is_told_and_not_asked(
    make: Factory,
    stage: Stage,
    course: Course,
) -> None:
    await stage.finish()

    await stage.sent()

    assert "You came to 0 of 2 lessons." in stage.telegram.said()
    assert "star" not in stage.telegram.said()
    assert [*stage.telegram.buttons()] == ["📊 To my visits", "🏠 Menu"]
    assert [it.kind for it in await make.all(Delivery)] == [DeliveryKind.COURSE_FINISHED]


async def test_course_that_was_opened_again_ends_for_nobody(
    make: Factory,
    stage: Stage,
    course: Course,
) -> None:
    await stage.finish()
    await make.change(course, status=CourseStatus.PUBLISHED)

    assert await stage.sent() == []
    assert [it.status for it in await make.all(Delivery)] == [DeliveryStatus.SKIPPED]


async def test_who_was_not_told_before_it_was_opened_again_is_told_at_its_end(
    make: Factory,
    stage: Stage,
    anna: User,
    course: Course,
) -> None:
    await came(make, anna, course, to=1)
    await stage.finish()
    await make.change(course, status=CourseStatus.PUBLISHED)
    stage.time.now += 4 * DAY
    assert await stage.sent() == []
    for _ in range(2):
        await stage.finish()
        told = await stage.sent()
    stage.time.now += 4 * DAY

    both = await stage.sent()

    assert [len(told), len(both)] == [1, 2]
    assert "is over. Thank you" in both[0]
    assert "I will not ask again" in both[1]
    assert {it.status for it in await make.all(Delivery)} == {DeliveryStatus.SENT}


async def test_who_says_nothing_is_asked_once_more_three_days_later(
    make: Factory,
    stage: Stage,
    anna: User,
    course: Course,
) -> None:
    await came(make, anna, course, to=1)
    await stage.finish()
    await stage.sent()
    stage.time.now += 3 * DAY - timedelta(seconds=1)
    await stage.sent()
    assert len(await stage.sent()) == 1
    for _ in range(3):
        stage.time.now += DAY
        await stage.finish()
        await stage.sent()

    assert (await stage.sent())[1:] == [
        "<b>Algebra</b> is over. How did you like it? One tap is enough: from one star to five. "
        "I will not ask again.\n\nThe course team sees no names, and nothing at all before there "
        "are three answers."
    ]


@pytest.mark.parametrize("why", ["said", "muted", "left", "opened again"])
async def test_nobody_is_asked_again_in_vain(
    make: Factory,
    stage: Stage,
    anna: User,
    course: Course,
    why: str,
) -> None:
    await came(make, anna, course, to=1)
    await stage.finish()
    await stage.sent()
    whose = {"user_id": anna.id, "course_id": course.id}
    match why:
        case "said":
            await make.add(Feedback(rating=5, **whose))
        case "muted":
            await make.add(CourseMute(**whose))
        case "left":
            [place] = await make.all(Enrollment)
            await make.change(place, status=EnrollmentStatus.EXPELLED)
        case _:
            await make.change(course, status=CourseStatus.PUBLISHED)
    stage.time.now += 4 * DAY

    assert len(await stage.sent()) == 1


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_names_break_no_letter(
    make: Factory,
    stage: Stage,
    anna: User,
    course: Course,
    name: str,
) -> None:
    await make.change(course, name=name)
    await came(make, anna, course, to=1)
    await stage.finish()
    await stage.sent()
    stage.time.now += 3 * DAY
    assert len(await stage.sent()) == 2
    assert stage.telegram.faults == []


async def test_what_fails_for_one_course_keeps_no_other(
    make: Factory, in_turn: Transaction, time: Time, course: Course
) -> None:
    other = await make.course(end_date=(NOON - DAY).date())
    opened = iter([0, 1])

    def clock() -> datetime:
        """Fails for the first of them."""
        if next(opened, None) == 1:
            raise ValueError
        return time()

    await finish_courses(in_turn, CAMPUS, clock)

    now = [(await make.again(it)).status for it in (course, other)]
    assert now == [CourseStatus.PUBLISHED, CourseStatus.FINISHED]


# Misses


@pytest.fixture
async def missed(make: Factory, anna: User) -> Lesson:
    """The second that she missed, at noon; somebody else was there."""
    boris, host = (
        await make.user(),
        await make.user(full_name="Maria", quiet_from=ALWAYS, quiet_to=ALWAYS),
    )
    course = await make.course(anna, boris, name="Geometry")
    await make.staff(course, host)
    lessons = [await make.lesson(course, starts_at=NOON - it * DAY) for it in (1, 0)]
    for it in lessons:
        await make.mark(await make.enrollment_of(course, boris), it)
    await make.lesson(course, starts_at=NOON + DAY)
    return lessons[1]


async def test_who_missed_two_lessons_is_asked_warmly_and_the_host_gets_a_list(
    make: Factory,
    stage: Stage,
    anna: User,
    missed: Lesson,
) -> None:
    await make.change(anna, full_name="Anna Petrova", study_group="BPI-24-1")
    await stage.tell_of_misses()

    assert sorted(await stage.sent()) == [
        "1 person was not at the last two lessons of <b>Geometry</b> (the last one: Mon, 2 March, "
        "15:00):\n\n• Anna Petrova, BPI-24-1\n\nI am asking those whom I can reach whether all is "
        "well.",
        "We missed you: you were not at the last two lessons of <b>Geometry</b>, Sun, 1 March, "
        "15:00 and Mon, 2 March, 15:00.\n\nIs all well? The next lesson: Tue, 3 March, 15:00 "
        "(Moscow). Come!\n\nIf you were there, tell the host: they will correct the mark. And if "
        "your plans have changed, you can leave the course on its card.",
    ]
    buttons = stage.buttons()
    assert ShowRoll(lesson_id=missed.id).pack() in buttons
    assert ShowVisits(course_id=missed.course_id).pack() in buttons


async def test_mark_that_came_late_takes_both_letters_back(
    make: Factory,
    stage: Stage,
    anna: User,
    missed: Lesson,
) -> None:
    await stage.tell_of_misses()
    [place] = [it for it in await make.all(Enrollment) if it.user_id == anna.id]
    await make.mark(place, missed, AttendanceStatus.EXCUSED)

    assert await stage.sent() == []
    assert {it.status for it in await make.all(Delivery)} == {DeliveryStatus.SKIPPED}


async def test_where_no_lesson_is_to_come_nobody_is_asked_to(
    make: Factory,
    stage: Stage,
    missed: Lesson,
) -> None:
    last = (await make.all(Lesson))[-1]
    await make.change(last, starts_at=NOON - 9 * DAY, ends_at=NOON - 9 * DAY + HOUR)
    await stage.tell_of_misses()

    assert [text[:8] for text in await stage.sent()] == ["1 person"]


async def test_who_is_no_host_any_more_gets_no_list(
    make: Factory,
    transaction: Transaction,
    stage: Stage,
    missed: Lesson,
) -> None:
    await stage.tell_of_misses()
    async with transaction() as session:
        [host] = await make.all(CourseStaff)
        await session.delete(host)

    assert [text[:9] for text in await stage.sent()] == ["We missed"]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_names_break_no_list(
    make: Factory,
    stage: Stage,
    anna: User,
    missed: Lesson,
    name: str,
) -> None:
    await make.change(anna, full_name=name, study_group=name)
    await make.change(Course(id=missed.course_id), name=name)
    await stage.tell_of_misses()

    assert len(await stage.sent()) == 2
    assert stage.telegram.faults == []

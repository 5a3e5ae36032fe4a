"""What people of a course are told when its lessons, its place or its link are others."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseMute,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LogEntry,
    Role,
    User,
)
from db.session import Transaction
from domain import authoring, course_news, lessons, series
from domain.course_news import When
from domain.errors import NotAllowed, NothingToTell
from domain.series import Scope, Which
from keyboards.catalogue import ShowCourse
from scheduler.deliveries import Sender
from tests import limits
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.scheduler.conftest import Time
from tests.telegram import RecordedSession, text_of
from tests.test_hostile_names import NAMES

WEEK = timedelta(weeks=1)
MINUTE = timedelta(minutes=1)
EVENING = NOON + 3 * HOUR + DAY
"""Six o'clock on the campus, on a Tuesday."""

NINE = NOON + 18 * HOUR
"""On the campus, the next morning."""


class Team:
    """A host who changes a course and says whether to tell."""

    def __init__(self, transaction: Transaction, host: User, course: Course) -> None:
        self._transaction = transaction
        self._actor = as_actor(host)
        self._course_id = course.id

    async def edit(self, now: datetime = NOON, **fields: Any) -> None:
        async with self._transaction() as session:
            what = {"course_id": self._course_id, "now": now, **fields}
            await authoring.edit(session, self._actor, CAMPUS, **what)

    async def change(self, lesson: Lesson, now: datetime = NOON, **fields: Any) -> None:
        async with self._transaction() as session:
            what = {"lesson_id": lesson.id, "now": now, **fields}
            await lessons.change(session, self._actor, CAMPUS, **what)

    async def act(self, do: Any, now: datetime = NOON, **what: Any) -> Any:
        async with self._transaction() as session:
            return await do(session, self._actor, now=now, **what)

    async def ask(self, now: datetime = NOON) -> course_news.Question | None:
        async with self._transaction() as session:
            what = self._course_id
            return await course_news.question(session, self._actor, course_id=what, now=now)

    async def tell(
        self, when: When = When.NOW, *, of: datetime = NOON, now: datetime | None = None
    ) -> course_news.Question:
        asked = await self.ask(of)
        assert asked is not None
        return await self.answer(asked, when, now or of)

    async def answer(
        self, asked: course_news.Question, when: When, now: datetime
    ) -> course_news.Question:
        async with self._transaction() as session:
            what = self._course_id, asked.entry_id
            return await course_news.tell(session, self._actor, CAMPUS, what, when=when, now=now)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(quiet_from=time(0), quiet_to=time(0))


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await make.course(anna, name="Algebra", location="B-7")


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course, starts_at=EVENING)


@pytest.fixture
async def team(transaction: Transaction, make: Factory, course: Course) -> Team:
    maria = await make.user(full_name="Maria", role=Role.HOST)
    await make.staff(course, maria)
    return Team(transaction, maria, course)


def said(telegram: RecordedSession) -> Sequence[str]:
    return [text for text in map(text_of, telegram.calls) if text]


# What is said


async def test_moved_lesson_is_told_as_it_was_and_is(
    team: Team, sender: Sender, telegram: RecordedSession, lesson: Lesson, course: Course
) -> None:
    await team.change(lesson, starts_at=EVENING + HOUR, ends_at=EVENING + 2 * HOUR)
    await team.tell()

    await sender.drain()

    assert telegram.said() == (
        "📣 Changes in <b>Algebra</b>\n\n🕒 Moved: Tue, 3 March, 18:00\u201319:00 → <b>Tue, 3 "
        "March, 19:00\u201320:00</b>\n\nTime zone: Moscow."
    )
    assert ShowCourse(course_id=course.id).pack() in telegram.buttons().values()


async def test_changes_before_it_is_sent_make_one_message(
    make: Factory,
    team: Team,
    sender: Sender,
    telegram: RecordedSession,
    lesson: Lesson,
    time: Time,
) -> None:
    await team.change(lesson, starts_at=EVENING + HOUR, ends_at=EVENING + 2 * HOUR)
    await team.tell(When.MORNING)
    later = NOON + MINUTE
    await team.change(lesson, later, starts_at=EVENING + WEEK, ends_at=EVENING + WEEK + HOUR)
    await team.edit(later + MINUTE, location="L-550", online_url="https://example.org/")
    await team.tell(of=later)
    await team.tell(of=later + MINUTE)
    time.now = NOON + HOUR

    await sender.drain()

    assert "18:00\u201319:00 → <b>Tue, 10 March, 18:00\u201319:00</b>" in telegram.said()
    assert "📍 Place: B-7 → <b>L-550</b>" in telegram.said()
    assert "🔗 The link to the lessons has changed" in telegram.said()
    assert "https" not in telegram.said()
    assert len(await make.all(Delivery)) == 1


async def test_nothing_is_told_of_a_course_that_was_put_away(
    make: Factory, team: Team, sender: Sender, telegram: RecordedSession, time: Time
) -> None:
    [course] = await make.all(Course)
    await team.edit(location="L-550")
    await team.tell(When.MORNING)
    await make.change(course, status="archived")
    time.now = NINE

    await sender.drain()

    assert telegram.calls == []


async def test_what_was_undone_is_not_told(
    make: Factory,
    team: Team,
    sender: Sender,
    telegram: RecordedSession,
    lesson: Lesson,
    time: Time,
) -> None:
    time.now = NOON + HOUR
    await team.act(lessons.cancel, lesson_id=lesson.id)
    await team.tell(When.MORNING)
    await team.act(lessons.restore, NOON + MINUTE, lesson_id=lesson.id)
    await team.tell(of=NOON + MINUTE)

    await sender.drain()

    assert telegram.calls == []
    assert [it.status for it in await make.all(Delivery)] == ["skipped"]


async def test_cancelled_and_added_lessons_are_told(
    team: Team, sender: Sender, telegram: RecordedSession, lesson: Lesson, course: Course
) -> None:
    at: dict[str, Any] = {
        "starts_at": EVENING + DAY,
        "ends_at": EVENING + DAY + HOUR,
        "location": "L-550",
    }
    await team.act(lessons.cancel, lesson_id=lesson.id)
    await team.act(lessons.add, course_id=course.id, **at)
    await team.tell()

    await sender.drain()

    assert "✖️ No lesson: <b>Tue, 3 March, 18:00\u201319:00</b>" in telegram.said()
    assert "🆕 New lesson: <b>Wed, 4 March, 18:00\u201319:00</b>, L-550" in telegram.said()


async def test_other_place_and_host_of_a_lesson_are_told(
    make: Factory,
    team: Team,
    sender: Sender,
    telegram: RecordedSession,
    lesson: Lesson,
    course: Course,
) -> None:
    petr = await make.user(full_name="Petr <b>")
    await make.staff(course, petr)
    await team.change(lesson, location="L-550", host_id=petr.id)
    await team.tell()

    await sender.drain()

    assert "place: B-7 → <b>L-550</b>" in telegram.said()
    assert "host: not set → <b>Petr &lt;b&gt;</b>" in telegram.said()


MONDAYS = {"days": ["mo"], "start": "18:00", "end": "19:30", "location": None}


async def test_saved_schedule_is_told_and_taken_back_is_not(
    make: Factory, team: Team, sender: Sender, telegram: RecordedSession, time: Time
) -> None:
    dates: dict[str, Any] = {"start_date": NOON.date(), "end_date": NOON.date() + 3 * WEEK}
    await team.edit(NOON - DAY, schedule=[MONDAYS], **dates)
    await team.edit(schedule=[MONDAYS | {"days": ["we"]}])
    await team.tell()
    await sender.drain()
    first = telegram.said()
    telegram.calls.clear()

    later = NOON + HOUR
    await team.edit(later, schedule=[MONDAYS])
    await team.tell(When.MORNING, of=later)
    await team.edit(later + MINUTE, schedule=[MONDAYS | {"days": ["we"]}])
    await team.tell(When.MORNING, of=later + MINUTE)
    time.now = NINE + HOUR
    await sender.drain()

    assert first.count("✖️ No lesson") == 4
    assert first.count("🆕 New lesson") == 3
    assert telegram.calls == []


async def test_of_many_lessons_some_are_told(
    team: Team, sender: Sender, telegram: RecordedSession
) -> None:
    dates: dict[str, Any] = {"start_date": NOON.date(), "end_date": NOON.date() + 40 * WEEK}
    await team.edit(schedule=[MONDAYS], **dates)
    await team.tell()

    await sender.drain()

    assert telegram.said().count("🆕") == 10
    assert "And 31 more lessons." in telegram.said()


async def test_lesson_that_is_over_is_not_told(
    make: Factory,
    team: Team,
    course: Course,
    sender: Sender,
    telegram: RecordedSession,
    time: Time,
) -> None:
    tonight = await make.lesson(course, starts_at=NOON + 3 * HOUR)
    await team.change(tonight, starts_at=NOON + 4 * HOUR, ends_at=NOON + 5 * HOUR)
    await team.tell(When.MORNING)
    time.now = NINE

    await sender.drain()

    assert telegram.calls == []


async def test_recipient_reads_their_own_language_and_zone(
    make: Factory,
    team: Team,
    course: Course,
    sender: Sender,
    telegram: RecordedSession,
    lesson: Lesson,
) -> None:
    boris = await make.user(
        language="ru", timezone="Asia/Vladivostok", quiet_from=time_of(0), quiet_to=time_of(0)
    )
    await make.enrollment(course, boris)
    await team.change(lesson, starts_at=EVENING + HOUR, ends_at=EVENING + 2 * HOUR)
    await team.tell()

    await sender.drain()

    [russian] = [it for it in said(telegram) if "Algebra" in it and "Changes" not in it]
    assert "4 марта, 01:00" in russian
    assert "4 марта, 02:00" in russian


def time_of(hour: int) -> time:
    return time(hour)


# When


@pytest.mark.parametrize(
    ("asked_at", "due_at"),
    [
        (NOON, NINE),
        (NINE - 8 * HOUR, NINE),
        (NINE - MINUTE, NINE),
        (NINE, NINE + DAY),
    ],
)
async def test_morning_is_at_nine_on_the_campus(
    make: Factory, team: Team, lesson: Lesson, asked_at: datetime, due_at: datetime
) -> None:
    await team.change(lesson, asked_at, location="L-550")
    await team.tell(When.MORNING, of=asked_at)

    assert [it.due_at for it in await make.all(Delivery)] == [due_at]


SOON, LATER = NOON + 2 * HOUR, NOON + 4 * HOUR


async def due(make: Factory, anna: User, team: Team) -> datetime:
    """For somebody who sleeps by day."""
    await make.change(anna, quiet_from=time(0), quiet_to=time(23), timezone="Europe/Moscow")
    await team.tell()
    [delivery] = await make.all(Delivery)
    return delivery.due_at


@pytest.mark.parametrize(("starts_at", "is_pressing"), [(SOON, True), (LATER, False)])
async def test_other_place_of_a_lesson_that_begins_soon_does_not_wait(
    make: Factory,
    team: Team,
    course: Course,
    anna: User,
    starts_at: datetime,
    *,
    is_pressing: bool,
) -> None:
    near = await make.lesson(course, starts_at=starts_at)
    await team.change(near, location="L-550")

    assert (await due(make, anna, team) == NOON) is is_pressing


async def test_other_host_of_a_lesson_that_begins_soon_does_not_wait(
    make: Factory, team: Team, course: Course, anna: User
) -> None:
    petr = await make.user()
    await make.staff(course, petr)
    near = await make.lesson(course, starts_at=SOON)
    await team.change(near, host_id=petr.id)

    assert await due(make, anna, team) == NOON


@pytest.mark.parametrize("starts_at", [SOON, LATER])
@pytest.mark.parametrize(
    "fields", [{"location": "L-550"}, {"online_url": "https://example.org/"}], ids=str
)
async def test_other_place_or_link_of_a_course_does_not_wait_if_its_lesson_begins_soon(
    make: Factory, team: Team, anna: User, fields: dict[str, Any], starts_at: datetime
) -> None:
    [course] = await make.all(Course)
    await make.lesson(course, starts_at=starts_at)
    await team.edit(**fields)

    assert (await due(make, anna, team) == NOON) is (starts_at == SOON)


async def test_lesson_that_begins_soon_and_is_as_before_does_not_press(
    make: Factory, team: Team, course: Course, anna: User, lesson: Lesson
) -> None:
    await make.lesson(course, starts_at=SOON)
    await team.change(lesson, location="L-550")

    assert await due(make, anna, team) > NOON


async def test_within_ten_minutes_of_one_message_there_is_no_other(
    make: Factory, team: Team, sender: Sender, lesson: Lesson, time: Time
) -> None:
    await team.change(lesson, location="L-550")
    await team.tell()
    await sender.drain()
    for minutes in (1, 2):
        await team.change(lesson, NOON + minutes * MINUTE, location=f"L-{minutes}")
        await team.tell(of=NOON + minutes * MINUTE)

    first, second = await make.all(Delivery)

    assert (first.due_at, first.status) == (NOON, "sent")
    assert (second.due_at, second.status) == (NOON + 10 * MINUTE, "pending")
    assert second.payload["before"] == {f"{lesson.id}.location": "L-550"}


async def test_now_waits_for_the_end_of_quiet_hours_unless_it_presses(
    make: Factory, team: Team, course: Course, anna: User, lesson: Lesson
) -> None:
    await make.change(anna, quiet_from=time_of(14), quiet_to=time_of(18))
    soon = await make.lesson(course, starts_at=NOON + 2 * HOUR)
    await team.change(lesson, location="L-550")
    await team.tell()
    await team.change(lesson, NOON + MINUTE / 2, location="L-551")
    await team.tell(of=NOON + MINUTE / 2)
    due = [it.due_at for it in await make.all(Delivery)]
    await team.act(lessons.cancel, NOON + MINUTE, lesson_id=soon.id)
    await team.tell(of=NOON + MINUTE)

    assert due == [NOON + 3 * HOUR]
    [pressing] = await make.all(Delivery)
    assert pressing.due_at == NOON + MINUTE


async def test_second_change_of_a_lesson_that_begins_at_once_waits_for_nothing(
    make: Factory,
    team: Team,
    course: Course,
    sender: Sender,
    telegram: RecordedSession,
    time: Time,
) -> None:
    soon = await make.lesson(course, starts_at=NOON + 6 * MINUTE)
    await team.change(soon, location="L-1")
    await team.tell()
    await sender.drain()
    later = NOON + 2 * MINUTE
    await team.change(soon, later, location="L-2")
    await team.tell(of=later)
    time.now = later

    await sender.drain()

    assert "place: L-1 → <b>L-2</b>" in said(telegram)[-1]


# Whom


async def test_only_those_who_are_on_the_course_are_told(
    make: Factory, team: Team, course: Course, lesson: Lesson, anna: User
) -> None:
    async def enrolled(status: Any = EnrollmentStatus.REGISTERED, **changed: Any) -> User:
        user = await make.user(**changed)
        await make.enrollment(course, user, status)
        return user

    muted = await enrolled()
    await make.add(CourseMute(user_id=muted.id, course_id=course.id))
    await enrolled(blocked_at=NOON)
    await enrolled(telegram_id=None)
    for status in EnrollmentStatus:
        if status is not EnrollmentStatus.REGISTERED:
            await enrolled(status)
    await team.change(lesson, location="L-550")

    told = await team.tell()

    assert told.people == 2
    assert {it.user_id for it in await make.all(Delivery)} == {anna.id, muted.id}


async def test_who_left_meanwhile_is_not_told(
    make: Factory,
    team: Team,
    lesson: Lesson,
    anna: User,
    sender: Sender,
    telegram: RecordedSession,
) -> None:
    await team.change(lesson, location="L-550")
    await team.tell()
    [place] = [it for it in await make.all(Enrollment) if it.user_id == anna.id]
    await make.change(place, status=EnrollmentStatus.CANCELLED)

    await sender.drain()

    assert telegram.calls == []


async def test_nobody_is_asked_about_where_nobody_is_enrolled_or_nothing_matters(
    make: Factory, team: Team, lesson: Lesson, course: Course
) -> None:
    await team.change(lesson, topic="Sets")
    of_topic = await team.ask()
    await team.edit(NOON + MINUTE, points_per_visit=5)
    of_points = await team.ask(NOON + MINUTE)
    await make.change(course, status="draft")
    await team.change(lesson, NOON + HOUR, location="L-550")
    of_draft = await team.ask(NOON + HOUR)

    assert (of_topic, of_points, of_draft) == (None, None, None)


@pytest.mark.parametrize("what", ["over", "as the course's"])
async def test_nobody_is_asked_about_what_would_not_be_told(
    make: Factory, team: Team, course: Course, what: str
) -> None:
    over = await make.lesson(course, starts_at=NOON - DAY)
    ahead = await make.lesson(course, starts_at=EVENING)
    if what == "over":
        await team.change(over, location="L-550")
    else:
        await team.change(ahead, location=course.location)

    assert await team.ask() is None


DATES: dict[str, Any] = {"start_date": NOON.date() + 30 * DAY, "end_date": NOON.date() + 90 * DAY}


async def test_other_dates_of_a_course_without_lessons_are_told(
    make: Factory, team: Team, course: Course, sender: Sender, telegram: RecordedSession
) -> None:
    await make.change(course, **DATES)
    await team.edit(start_date=DATES["start_date"] + 14 * DAY)
    await team.tell()

    await sender.drain()

    assert telegram.said() == (
        "📣 Changes in <b>Algebra</b>\n\n"
        "📅 Dates: 1 April \u2013 31 May 2026 → <b>15 April \u2013 31 May 2026</b>"
    )


async def test_dates_of_a_course_with_lessons_are_what_its_lessons_say(
    make: Factory, team: Team, course: Course
) -> None:
    await make.lesson(course, starts_at=EVENING, edited_at=NOON)
    await make.change(course, **DATES)
    await team.edit(end_date=None)

    assert await team.ask() is None


async def test_it_is_said_what_goes_out_sooner_than_it_was_chosen(
    make: Factory, team: Team, lesson: Lesson, sender: Sender
) -> None:
    def at(minutes: int) -> datetime:
        return NOON + minutes * MINUTE

    await team.change(lesson, location="L-1")
    alone = await team.tell(When.MORNING)
    await team.change(lesson, at(1), location="L-2")
    pulled = await team.tell(of=at(1))
    await sender.drain()
    await team.change(lesson, at(2), location="L-3")
    await team.tell(of=at(2))
    await team.change(lesson, at(3), location="L-4")
    joined = await team.tell(When.MORNING, of=at(3))

    assert [it.is_sooner for it in (alone, pulled, joined)] == [False, True, True]


async def test_second_tap_tells_nothing_twice(
    make: Factory, team: Team, sender: Sender, lesson: Lesson
) -> None:
    await team.change(lesson, location="L-550")
    asked = await team.ask()
    assert asked is not None
    await team.answer(asked, When.NOW, NOON)
    await sender.drain()

    with pytest.raises(NothingToTell):
        await team.answer(asked, When.MORNING, NOON + MINUTE)

    assert len(await make.all(Delivery)) == 1
    [entry] = [it for it in await make.all(LogEntry) if it.action == "tell_people"]
    assert entry.details == {"entry_id": asked.entry_id, "when": "now", "people": 1}


async def test_change_of_another_course_is_not_told_to_this_one(
    transaction: Transaction, make: Factory, team: Team, lesson: Lesson
) -> None:
    vera, other = await make.admin(), await make.course(await make.user())
    await make.staff(other, vera)
    await team.change(lesson, location="L-550")
    asked = await team.ask()
    assert asked is not None

    what = other.id, asked.entry_id
    async with transaction() as session:
        with pytest.raises(NothingToTell):
            await course_news.tell(session, as_actor(vera), CAMPUS, what, when=When.NOW, now=NOON)


async def test_only_those_who_run_the_course_tell(
    session: AsyncSession, team: Team, lesson: Lesson, anna: User, course: Course
) -> None:
    await team.change(lesson, location="L-550")
    asked = await team.ask()
    assert asked is not None

    with pytest.raises(NotAllowed):
        await course_news.tell(
            session, as_actor(anna), CAMPUS, (course.id, asked.entry_id), when=When.NOW, now=NOON
        )


async def test_bulk_change_of_a_rule_makes_one_message(
    transaction: Transaction,
    make: Factory,
    team: Team,
    course: Course,
    sender: Sender,
    telegram: RecordedSession,
) -> None:
    times = [EVENING + number * WEEK for number in range(3)]
    made = [await make.lesson(course, starts_at=it, planned_at=it) for it in times]

    async def put(session: AsyncSession, actor: Any, *, now: datetime) -> None:
        which = Which(made[0].id, Scope.ALL)
        fields: Any = {"location": "L-550"}
        await series.change(session, actor, CAMPUS, which, fields=fields, now=now)

    await team.act(put)
    await team.tell()
    await sender.drain()

    assert telegram.said().count("place: B-7 → <b>L-550</b>") == 3


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_names_are_said_as_they_were_written(
    make: Factory,
    team: Team,
    lesson: Lesson,
    sender: Sender,
    telegram: RecordedSession,
    name: str,
) -> None:
    [course] = await make.all(Course)
    await make.change(course, name=name)
    petr = await make.user(full_name=name[:100])
    await make.staff(course, petr)
    await team.change(lesson, location=name[:200], host_id=petr.id)
    await team.tell()

    await sender.drain()

    assert name.partition("\u202e")[0][:14].strip() in limits.read(telegram.said())
    assert telegram.faults == []

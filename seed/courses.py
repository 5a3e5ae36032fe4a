from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, CourseStatus, Lesson, ReminderRule
from seed import timetable
from seed.people import Cast
from seed.programme import Plan
from seed.timetable import Slot

DAY = timedelta(days=1)
REMINDERS = (DAY, timedelta(hours=1))

ENROLLING = timedelta(days=14)
LATECOMERS = timedelta(days=3)
"""After the first lesson."""

MORNING = time(10)


@dataclass(frozen=True)
class Plot:
    """A course that was planted, from what plan, and what has grown on it."""

    plan: Plan
    course: Course
    lessons: Sequence[Lesson]
    chance: Random
    """Its own, so that a change of one course leaves the others alone."""
    enrolling_ends_at: datetime

    @property
    def enrolling_begins_at(self) -> datetime:
        return self.enrolling_ends_at - ENROLLING


async def plant(
    session: AsyncSession, plans: Sequence[Plan], cast: Cast, *, now: datetime
) -> list[Plot]:
    """Write the courses down, with their staff, lessons and reminders; nobody is enrolled yet."""
    here = now.astimezone(cast.campus.tz)
    plots = [_plot(number, plan, here) for number, plan in enumerate(plans)]
    lessons = [lesson for plot in plots for lesson in plot.lessons]
    _share_out(plots, cast)
    session.add_all([plot.course for plot in plots])
    await session.flush()
    session.add_all(lessons)
    for plot in plots:
        session.add_all(_staff(plot, cast))
        session.add_all(ReminderRule(course_id=plot.course.id, before=it) for it in REMINDERS)
    await session.flush()
    return plots


def _plot(number: int, plan: Plan, now: datetime) -> Plot:
    slots = [timetable.slot(rule, now) for rule in plan.rules]
    course = _course(plan, slots, now)
    lessons = _lessons(course, plan.topics, slots, now)
    ends_at = min(now, lessons[0].starts_at + LATECOMERS, course.enroll_until or now)
    chance = Random(number)  # noqa: S311 - not a secret
    plot = Plot(plan, course, lessons, chance, ends_at)
    course.created_at = plot.enrolling_begins_at - DAY
    return plot


def _course(plan: Plan, slots: Sequence[Slot], now: datetime) -> Course:
    first = now.date() + plan.begins_in_days * DAY
    return Course(
        name=plan.name,
        description=plan.description,
        schedule=[slot.as_rule(plan.location) for slot in slots],
        is_from_misis=plan.is_from_misis,
        start_date=first,
        end_date=first + plan.weeks * 7 * DAY - DAY,
        points_per_visit=plan.points_per_visit,
        access_level=plan.access_level,
        capacity=plan.capacity,
        status=_first_status(plan),
        location=plan.location,
        online_url=plan.online_url,
        **_limits(plan, now),
    )


def _first_status(plan: Plan) -> CourseStatus:
    """What is over now was not when people enrolled."""
    is_draft = plan.status is CourseStatus.DRAFT
    return CourseStatus.DRAFT if is_draft else CourseStatus.PUBLISHED


def _limits(plan: Plan, now: datetime) -> dict[str, Any]:
    return {
        "enroll_until": _moment(now, plan.enroll_until_in_days, timetable.LATEST_END),
        "leave_until": _moment(now, plan.leave_until_in_days, timetable.LATEST_END),
        "announce_at": _moment(now, plan.announce_in_days, MORNING),
    }


def _moment(now: datetime, in_days: int | None, hour: time) -> datetime | None:
    return None if in_days is None else datetime.combine(now + in_days * DAY, hour, now.tzinfo)


def _lessons(
    course: Course, topics: Sequence[str], slots: Sequence[Slot], now: datetime
) -> list[Lesson]:
    assert course.start_date is not None
    assert course.end_date is not None
    meetings = sorted(_meetings(slots, course.start_date, course.end_date, now))
    return [
        Lesson(
            course=course,
            topic=topic,
            starts_at=starts_at,
            ends_at=ends_at,
            # No rule goes beyond midnight: that was set by hand.
            edited_at=now - ENROLLING if ends_at.date() > starts_at.date() else None,
            planned_at=starts_at,
        )
        for topic, (starts_at, ends_at) in zip(topics, meetings, strict=True)
    ]


def _meetings(
    slots: Iterable[Slot], first: date, last: date, now: datetime
) -> Iterator[tuple[datetime, datetime]]:
    for slot in slots:
        yield from slot.lessons(first, last, now)


def _share_out(plots: Sequence[Plot], cast: Cast) -> None:
    """Give each lesson the first of its course's hosts who is not at another one then."""
    given: list[Lesson] = []
    for plot in plots:
        hosts = [cast.by_name[name].id for name in plot.plan.hosts]
        for lesson in plot.lessons:
            busy = {it.host_id for it in given if _overlap(it, lesson)}
            lesson.host_id = next((host for host in hosts if host not in busy), None)
            given.append(lesson)


def _overlap(one: Lesson, other: Lesson) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _staff(plot: Plot, cast: Cast) -> Iterator[CourseStaff]:
    for part, names in plot.plan.staff.items():
        for name in names:
            user = cast.by_name[name]
            yield CourseStaff(
                course_id=plot.course.id,
                user_id=user.id,
                part=part,
                created_at=plot.course.created_at,
            )

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, Base, Course, Enrollment, Lesson, User
from db.queries import users
from domain.campus import Campus
from seed import courses, history, people, programme


class AlreadyPeopled(Exception):
    """Somebody is in the database: samples would mix with what is real."""


@dataclass(frozen=True)
class Planted:
    """How many of each there are now."""

    people: int
    courses: int
    lessons: int
    enrollments: int
    attendance: int

    def __str__(self) -> str:
        return (
            f"{self.people} people, {self.courses} courses, {self.lessons} lessons, "
            f"{self.enrollments} enrollments, {self.attendance} attendances"
        )


async def plant(session: AsyncSession, campus: Campus, *, now: datetime) -> Planted:
    """Fill an empty database with a sample programme around now, in the caller's transaction.

    The same each time, apart from the dates and the public ids. Raises AlreadyPeopled.
    """
    if await users.is_there_anybody(session):
        raise AlreadyPeopled("There are people in the database: samples go into an empty one.")
    sample = programme.read()
    cast = await people.plant(session, sample, campus, now=now)
    plots = await courses.plant(session, sample.courses, cast, now=now)
    await history.replay(session, plots, cast, sample.left_to_chance(), now=now)
    return Planted(
        people=await _count(session, User),
        courses=await _count(session, Course),
        lessons=await _count(session, Lesson),
        enrollments=await _count(session, Enrollment),
        attendance=await _count(session, Attendance),
    )


async def _count(session: AsyncSession, model: type[Base]) -> int:
    return await session.scalar(select(func.count()).select_from(model)) or 0

"""Three courses of the same people, and who works there."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from db.models import CourseStaff, Enrollment, Lesson, Role, StaffPart, User
from db.session import Transaction
from domain.actor import Service
from domain.clock import utc_now
from tests.factories import Factory
from tests.people import a_service

PEOPLE, PRICES = 30, (5, 3, 1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Place:
    """What there is to work on."""

    people: list[User]
    staff: list[User]
    lessons: list[Lesson]
    seats: dict[tuple[int, int], int]
    """Enrollments, by course and person."""
    service: Service


async def furnish(make: Factory) -> None:
    """Each course has a lesson that is on and one that begins soon: people come to both."""
    people = [await make.user(full_name=f"Visitor {number}") for number in range(PEOPLE)]
    staff = [await make.user(full_name=f"Host {number}", role=Role.HOST) for number in range(3)]
    for price in PRICES:
        course = await make.course(*people, points_per_visit=price)
        for person, part in zip(staff, StaffPart, strict=True):
            await make.staff(course, person, part)
        for starts_at in (utc_now() - 5 * MINUTE, utc_now() + 14 * MINUTE):
            await make.lesson(course, starts_at=starts_at, ends_at=starts_at + 90 * MINUTE)


async def look_around(transaction: Transaction) -> Place:
    async with transaction() as session:
        seats = (await session.scalars(select(Enrollment))).all()
        staff = set(await session.scalars(select(CourseStaff.user_id)))
        everybody = (await session.scalars(select(User).order_by(User.id))).all()
        return Place(
            people=[it for it in everybody if it.id not in staff],
            staff=[it for it in everybody if it.id in staff],
            lessons=[*await session.scalars(select(Lesson).order_by(Lesson.id))],
            service=await a_service(session),
            seats={(it.course_id, it.user_id): it.id for it in seats},
        )

"""Who is on a course, for those who may see it."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    PointEntry,
    Role,
    StaffPart,
    User,
)
from domain import roster
from domain.errors import (
    CourseNotFound,
    EnrollmentNotFound,
    NotAllowed,
    NotOnOneself,
    NotWaiting,
    PartNotEnough,
)
from domain.roster import Roster, Search, Visits
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor, stranger

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
COMPLETED, EXPELLED = EnrollmentStatus.COMPLETED, EnrollmentStatus.EXPELLED
PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE
ABSENT, EXCUSED = AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


async def mark(
    make: Factory, place: Enrollment, lesson: Lesson, status: AttendanceStatus = PRESENT
) -> None:
    await make.add(
        Attendance(
            enrollment_id=place.id,
            lesson_id=lesson.id,
            lesson_date=lesson.starts_at.date(),
            status=status,
            source=AttendanceSource.ROSTER,
            marked_at=NOON,
        )
    )


async def find(
    session: AsyncSession,
    who: User,
    course: Course,
    status: EnrollmentStatus | None = None,
    **search: Any,
) -> Roster:
    asked = Search(status, **search)
    return await roster.find(session, as_actor(who), course_id=course.id, search=asked, now=NOON)


def names(found: Roster) -> list[str]:
    return [it.name for it in found.page.lines]


async def everybody(make: Factory, course: Course) -> None:
    for name, status in (
        ("Clara", REGISTERED),
        ("Boris", COMPLETED),
        ("Zoe", WAITLISTED),
        ("Adam", WAITLISTED),
        ("Eve", EXPELLED),
        ("Gone", EnrollmentStatus.CANCELLED),
    ):
        await make.enrollment(course, await make.user(full_name=name), status)


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (None, ["Adam", "Boris", "Clara", "Eve", "Zoe"]),
        (REGISTERED, ["Clara"]),
        (WAITLISTED, ["Zoe", "Adam"]),
        (COMPLETED, ["Boris"]),
        (EXPELLED, ["Eve"]),
    ],
)
async def test_people_are_by_name_and_who_waits_in_order(
    session: AsyncSession,
    make: Factory,
    vera: User,
    status: EnrollmentStatus | None,
    found: list[str],
) -> None:
    course = await make.course()
    await everybody(make, course)

    seen = await find(session, vera, course, status)

    assert names(seen) == found
    assert seen.page.total == len(found)


async def test_who_waits_has_a_rank_on_the_list_of_all(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await make.course()
    await everybody(make, course)

    seen = await find(session, vera, course)

    assert {it.name: it.rank for it in seen.page.lines if it.rank} == {"Zoe": 1, "Adam": 2}


async def test_all_the_words_are_searched_for(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await make.course(
        await make.user(full_name="Anna Petrova", study_group="IT-23"),
        await make.user(full_name="Petr Annin", study_group="IT-24"),
        await make.user(full_name="Boris"),
    )

    found = [
        names(await find(session, vera, course, words=words))
        for words in [("petr", "anna"), ("petr", "it-24"), ("anna",), ("%",), ("nobody",)]
    ]

    assert found == [["Anna Petrova"], ["Petr Annin"], ["Anna Petrova"], [], []]


async def test_nobody_is_found_by_what_hosts_may_not_see(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await make.course(await make.user(email="anna@example.org", telegram_id=123456))

    for word in ("example.org", "anna@", "123456"):
        assert names(await find(session, vera, course, words=(word,))) == []


async def test_pages_are_of_eight_and_beyond_the_last_is_the_last(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    people = [await make.user(full_name=f"Anna {number:02}") for number in range(17)]
    course = await make.course(*people)

    pages = [(await find(session, vera, course, page=it)).page for it in (0, 2, 99)]

    assert [(len(it.lines), it.first, it.number) for it in pages] == [
        (8, 1, 0),
        (1, 17, 2),
        (1, 17, 2),
    ]


async def test_erased_people_and_those_of_other_courses_are_not_on_the_list(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await make.course()
    await make.course(await make.user())
    await make.enrollment(course, await make.user(full_name="", erased_at=NOON), COMPLETED)

    assert names(await find(session, vera, course)) == []


async def test_lessons_so_far_and_those_attended_are_counted(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna, boris = await make.user(full_name="Anna"), await make.user(full_name="Boris")
    course = await make.course(anna, boris)
    of_anna, _ = await make.all(Enrollment)
    past = [await make.lesson(course, starts_at=NOON - days * DAY) for days in (1, 2, 3)]
    await make.lesson(course, starts_at=NOON - 4 * DAY, status="cancelled")
    await make.lesson(course, starts_at=NOON - HOUR / 2)
    await mark(make, of_anna, past[0])
    await mark(make, of_anna, past[1], ABSENT)

    seen = await find(session, vera, course)

    assert [(it.name, it.attended, it.held) for it in seen.page.lines] == [
        ("Anna", 1, 3),
        ("Boris", 0, 3),
    ]


# Who may


@pytest.mark.parametrize("part", [None, *StaffPart])
@pytest.mark.parametrize("role", Role)
async def test_hosts_managers_and_admins_see_the_list(
    session: AsyncSession, make: Factory, role: Role, part: StaffPart | None
) -> None:
    course, who = await make.course(await make.user()), await make.user(role=role)
    if part is not None:
        await make.staff(course, who, part)

    if role is Role.ADMIN or part in {StaffPart.MANAGER, StaffPart.HOST}:
        assert (await find(session, who, course)).part is part
    else:
        with pytest.raises(NotAllowed):
            await find(session, who, course)


async def test_strangers_see_no_list_and_no_card(session: AsyncSession, make: Factory) -> None:
    course = await make.course(await make.user())
    [place] = await make.all(Enrollment)

    with pytest.raises(NotAllowed):
        await roster.find(session, stranger(), course_id=course.id, search=Search(), now=NOON)
    with pytest.raises(EnrollmentNotFound):
        await roster.seat(session, stranger(), enrollment_id=place.id, now=NOON)


@pytest.mark.parametrize("of", ["nothing", "deleted"])
async def test_course_that_is_not_there_has_no_people(
    session: AsyncSession, make: Factory, vera: User, of: str
) -> None:
    course = await make.course(await make.user(), deleted_at=NOON)
    course_id = course.id if of == "deleted" else 2**62

    with pytest.raises(CourseNotFound):
        await roster.find(session, as_actor(vera), course_id=course_id, search=Search(), now=NOON)


# The card


async def test_card_says_what_became_of_every_lesson(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.user()
    course = await make.course(anna, waiting=[await make.user(), await make.user()])
    place = (await make.all(Enrollment))[0]
    other = await make.course(anna)
    for number, status in enumerate([PRESENT, LATE, ABSENT, EXCUSED, None], 1):
        lesson = await make.lesson(course, starts_at=NOON - number * DAY)
        if status is not None:
            await mark(make, place, lesson, status)
    for key, where, points in (("1", course, 5), ("2", course, -2), ("3", other, 100)):
        earned = {"user_id": anna.id, "points": points, "source_key": key}
        await make.add(PointEntry(course_id=where.id, **earned))

    seen = await roster.seat(session, as_actor(vera), enrollment_id=place.id, now=NOON)

    assert seen.visits == Visits(held=5, attended=2, late=1, absent=1, excused=1)
    assert (seen.points, seen.rank, seen.waiting, seen.part) == (3, 0, 2, None)
    assert seen.user.id == anna.id


@pytest.mark.parametrize(
    "part", [None, StaffPart.ASSISTANT, StaffPart.HOST], ids=["none", "assistant", "host"]
)
async def test_only_managers_change_where_people_stand(
    session: AsyncSession, make: Factory, part: StaffPart | None
) -> None:
    course, who = await make.course(await make.user()), await make.admin()
    if part is not None:
        await make.staff(course, who, part)
    [place] = await make.all(Enrollment)

    with pytest.raises(PartNotEnough if part else NotAllowed):
        await roster.to_change(session, as_actor(who), enrollment_id=place.id, now=NOON)


async def test_nobody_changes_where_they_stand_themselves(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await make.course(vera)
    await make.staff(course, vera, StaffPart.MANAGER)
    [place] = await make.all(Enrollment)

    with pytest.raises(NotOnOneself):
        await roster.to_change(session, as_actor(vera), enrollment_id=place.id, now=NOON)


async def test_who_has_a_seat_is_not_moved_in_the_queue(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await make.course(await make.user())
    await make.staff(course, vera, StaffPart.MANAGER)
    [place] = await make.all(Enrollment)

    with pytest.raises(NotWaiting):
        await roster.waiting(session, as_actor(vera), enrollment_id=place.id, now=NOON)


@pytest.mark.parametrize("gone", ["cancelled", "erased", "deleted", "nothing"])
async def test_what_is_not_there_has_no_card(
    session: AsyncSession, make: Factory, vera: User, gone: str
) -> None:
    anna = await make.user(erased_at=NOON if gone == "erased" else None)
    course = await make.course(deleted_at=NOON if gone == "deleted" else None)
    status = EnrollmentStatus.CANCELLED if gone == "cancelled" else COMPLETED
    place = await make.enrollment(course, anna, status)
    place_id = 2**62 if gone == "nothing" else place.id

    with pytest.raises(EnrollmentNotFound):
        await roster.seat(session, as_actor(vera), enrollment_id=place_id, now=NOON)


async def test_found_acquaintances_say_where_they_stand(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna, boris = await make.user(full_name="Anna A"), await make.user(full_name="Anna B")
    clara = await make.user(full_name="Anna C")
    course = await make.course(anna)
    await make.staff(course, vera, StaffPart.MANAGER)
    await make.enrollment(course, boris, EnrollmentStatus.CANCELLED)

    found = await roster.acquaintances(
        session, as_actor(vera), course_id=course.id, words=["anna"], page=0
    )

    assert [it.id for it in found.found.people] == [anna.id, boris.id, clara.id]
    assert found.standings.keys() == {anna.id}

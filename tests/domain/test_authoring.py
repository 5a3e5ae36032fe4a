"""Courses are made, published, ended and deleted."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    ApiToken,
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Banner,
    Course,
    CourseMute,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    Invite,
    Lesson,
    LogEntry,
    ProjectorScreen,
    ReminderRule,
    Role,
    ScanAttempt,
    StaffPart,
    User,
)
from domain import authoring, removing
from domain.actor import Service
from domain.authoring import STEPS, Author, Change
from domain.errors import (
    AdminsOnly,
    CapacityTooLow,
    CourseChanged,
    CourseHasAttendance,
    CourseHasNoDates,
    CourseNotFound,
    DatesNotValid,
    DomainError,
    NotAllowed,
    PartNotEnough,
    ScheduleNotValid,
    StatusNotPossible,
)
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor

DRAFT, PUBLISHED, FINISHED, ARCHIVED = CourseStatus
TODAY = NOON.date()
BOLD = {"type": "bold", "offset": 0, "length": 5}
MONDAYS = {"days": ["mo"], "start": "18:00", "end": "19:30"}
PYTHON: dict[str, Any] = {
    "name": "Python",
    "start_date": TODAY,
    "end_date": TODAY + 8 * DAY,
    "schedule": [MONDAYS],
}


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def service(make: Factory) -> Service:
    token = await make.add(ApiToken(name="timetable", token_hash=b"hash", scopes=[]))
    return Service(
        token.id, token.name, frozenset(), None, language="en", tz=ZoneInfo("Europe/Moscow")
    )


def only(service: Service, *courses: Course) -> Service:
    """The service with a token for these courses."""
    known = frozenset(it.id for it in courses)
    return Service(
        service.token_id, service.name, service.scopes, known, service.language, service.tz
    )


async def create(session: AsyncSession, author: Author, **changed: Any) -> Course:
    course = await authoring.create(session, author, CAMPUS, now=NOON, **PYTHON | changed)
    await session.flush()
    return course


async def change(session: AsyncSession, author: Author, course: Course, change: Change) -> Course:
    changed = await authoring.change_all(
        session, author, CAMPUS, course_id=course.id, change=change, now=NOON
    )
    await session.flush()
    return changed


async def move_on(
    session: AsyncSession, author: Author, course: Course, status: CourseStatus
) -> Course:
    moved = await authoring.move_on(
        session, author, CAMPUS, course_id=course.id, status=status, now=NOON
    )
    await session.flush()
    return moved


async def delete(session: AsyncSession, author: Author, course: Course) -> None:
    await removing.delete(session, author, CAMPUS, course_id=course.id, now=NOON)
    await session.flush()


async def managed(make: Factory, vera: User, *people: User, **changed: Any) -> Course:
    course = await make.course(*people, **changed)
    await make.staff(course, vera, StaffPart.MANAGER)
    return course


async def actions(make: Factory) -> list[str]:
    return [it.action for it in await make.all(LogEntry)]


# Making one


async def test_admin_makes_a_draft_and_manages_it(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await create(session, as_actor(vera))

    [entry], [member] = await make.all(LogEntry), await make.all(CourseStaff)
    assert (course.name, course.status, course.version, course.taken) == ("Python", DRAFT, 1, 0)
    assert (member.user_id, member.part) == (vera.id, StaffPart.MANAGER)
    assert (entry.user_id, entry.action, entry.entity_id) == (vera.id, "create_course", course.id)
    assert entry.details["name"] == [None, "Python"]
    assert [it.starts_at for it in await make.all(Lesson)] == [
        NOON + 3 * HOUR,
        NOON + 3 * HOUR + 7 * DAY,
    ]


async def test_what_a_service_makes_nobody_manages_yet(
    session: AsyncSession, make: Factory, service: Service
) -> None:
    await create(session, service)

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.token_id) == (None, service.token_id)
    assert await make.all(CourseStaff) == []


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_others_make_no_courses(session: AsyncSession, make: Factory, role: Role) -> None:
    person = await make.user(role=role)

    with pytest.raises(AdminsOnly):
        await create(session, as_actor(person))

    assert await make.all(Course) == []


async def test_service_for_some_courses_makes_no_others(
    session: AsyncSession, make: Factory, service: Service
) -> None:
    course = await make.course()

    with pytest.raises(AdminsOnly):
        await create(session, only(service, course))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"end_date": TODAY - DAY}, DatesNotValid),
        ({"capacity": -1}, CapacityTooLow),
        ({"schedule": [MONDAYS | {"days": []}]}, ScheduleNotValid),
        ({"end_date": TODAY + 4000 * DAY}, ScheduleNotValid),
    ],
)
async def test_unsound_course_is_refused(
    session: AsyncSession, vera: User, changed: dict[str, Any], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        await create(session, as_actor(vera), **changed)


# Changing it


async def test_schedule_that_changes_moves_the_lessons(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await create(session, as_actor(vera))
    later = MONDAYS | {"start": "19:00", "end": "20:00"}

    await change(session, as_actor(vera), course, Change({"schedule": [later]}))

    assert {it.starts_at.hour for it in await make.all(Lesson)} == {16}
    details = (await make.all(LogEntry))[-1].details
    assert details["schedule"] == [[MONDAYS], [later]]
    assert {after["starts_at"][11:13] for _, _, after in details["timetable"]} == {"16"}


@pytest.mark.parametrize("version", [None, 1])
async def test_version_that_was_read_may_be_changed(
    session: AsyncSession, make: Factory, vera: User, version: int | None
) -> None:
    course = await managed(make, vera)

    changed = await change(
        session, as_actor(vera), course, Change({"name": "Sets"}, version=version)
    )

    assert (changed.name, changed.version) == ("Sets", 2)


async def test_version_that_was_changed_meanwhile_is_not(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await managed(make, vera, version=2)

    for stale in (1, 3):
        with pytest.raises(CourseChanged):
            await change(session, as_actor(vera), course, Change({"name": "Sets"}, version=stale))

    assert (await make.again(course)).name == course.name


@pytest.mark.parametrize(
    ("description", "entities"), [("Hello", [BOLD]), ("Another", []), ("", [])]
)
async def test_description_that_is_another_loses_its_formatting(
    session: AsyncSession, make: Factory, vera: User, description: str, entities: list[Any]
) -> None:
    """As when it is changed through the API, which knows none."""
    course = await managed(make, vera, description="Hello", description_entities=[BOLD])

    await change(session, as_actor(vera), course, Change({"description": description}))

    assert (await make.again(course)).description_entities == entities


async def test_details_and_status_change_at_once(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await create(session, as_actor(vera))

    await change(session, as_actor(vera), course, Change({"capacity": 5}, status=PUBLISHED))

    after = await make.again(course)
    assert (after.capacity, after.status) == (5, PUBLISHED)


async def test_host_may_send_the_status_that_the_course_has(
    session: AsyncSession, make: Factory
) -> None:
    """As who reads it, changes one thing and sends everything back."""
    host, course = await make.user(role=Role.HOST), await make.course()
    await make.staff(course, host)

    await change(session, as_actor(host), course, Change({"name": "Sets"}, status=PUBLISHED))
    with pytest.raises(PartNotEnough):
        await change(session, as_actor(host), course, Change({}, status=FINISHED))

    after = await make.again(course)
    assert (after.name, after.status) == ("Sets", PUBLISHED)


# Its way


@pytest.mark.parametrize("before", list(CourseStatus))
@pytest.mark.parametrize("after", list(CourseStatus))
async def test_course_goes_its_way(
    session: AsyncSession, make: Factory, vera: User, before: CourseStatus, after: CourseStatus
) -> None:
    course = await managed(make, vera, status=before, start_date=TODAY)
    is_step = after in STEPS[before]

    if not is_step and after is not before:
        with pytest.raises(StatusNotPossible):
            await move_on(session, as_actor(vera), course, after)
    else:
        await move_on(session, as_actor(vera), course, after)

    left = await make.again(course)
    assert left.status is (after if is_step else before)
    assert left.version == course.version + is_step
    assert [it.details for it in await make.all(LogEntry)] == [
        {"status": [before, after]}
    ] * is_step


async def test_draft_without_any_dates_is_not_published(
    session: AsyncSession, make: Factory, vera: User, service: Service
) -> None:
    course = await managed(make, vera, status=DRAFT)

    for author in (as_actor(vera), service):
        with pytest.raises(CourseHasNoDates):
            await move_on(session, author, course, PUBLISHED)
    await make.lesson(course)
    await move_on(session, as_actor(vera), course, PUBLISHED)

    assert (await make.again(course)).status is PUBLISHED


def test_what_was_published_is_no_draft_again() -> None:
    assert not [status for status, others in STEPS.items() if DRAFT in others]


@pytest.mark.parametrize("status", [FINISHED, ARCHIVED])
async def test_who_waits_for_a_course_that_ends_is_told(
    session: AsyncSession, make: Factory, vera: User, status: CourseStatus
) -> None:
    anna = await make.user()
    course = await managed(make, vera, waiting=[anna], capacity=0)

    await move_on(session, as_actor(vera), course, status)

    [told], [place] = await make.all(Delivery), await make.all(Enrollment)
    assert (told.kind, told.user_id) == (DeliveryKind.WAITLIST_CLOSED, anna.id)
    assert place.status is EnrollmentStatus.CANCELLED


@pytest.mark.parametrize("part", [None, StaffPart.ASSISTANT, StaffPart.HOST])
async def test_only_its_managers_end_a_course(
    session: AsyncSession, make: Factory, vera: User, part: StaffPart | None
) -> None:
    course = await make.course()
    if part is not None:
        await make.staff(course, vera, part)

    for act in (
        move_on(session, as_actor(vera), course, ARCHIVED),
        delete(session, as_actor(vera), course),
    ):
        with pytest.raises(PartNotEnough if part else NotAllowed):
            await act

    after = await make.again(course)
    assert (after.status, after.deleted_at) == (PUBLISHED, None)


async def test_service_runs_the_courses_of_its_token(
    session: AsyncSession, make: Factory, service: Service
) -> None:
    mine, other = await make.course(), await make.course()
    limited = only(service, mine)

    await move_on(session, limited, mine, FINISHED)
    for act in (move_on(session, limited, other, FINISHED), delete(session, limited, other)):
        with pytest.raises(CourseNotFound):
            await act

    assert (await make.again(mine)).status is FINISHED
    assert (await make.again(other)).status is PUBLISHED


# Deleting it


async def test_course_that_nobody_joined_leaves_nothing_behind(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course, stranger = await create(session, as_actor(vera)), await make.user()
    lesson = (await make.all(Lesson))[0]
    of_course = {"course_id": course.id}
    await make.banner(course)
    await make.team_invite(course)
    await make.add(CourseMute(user_id=stranger.id, **of_course))
    await make.add(
        ScanAttempt(user_id=stranger.id, lesson_id=lesson.id, answer="not_enrolled", made_at=NOON)
    )
    await make.add(ProjectorScreen(token_hash=b"screen", lesson_id=lesson.id))

    await delete(session, as_actor(vera), course)

    for kind in (Course, Lesson, CourseStaff, Banner, Invite, ReminderRule, CourseMute):
        assert await make.all(kind) == []
    [made, gone] = await make.all(LogEntry)
    assert (made.action, gone.action) == ("create_course", "delete_course")
    assert gone.details["name"] == [course.name, None]
    assert gone.details["schedule"] == [made.details["schedule"][1], None]


@pytest.mark.parametrize("status", list(EnrollmentStatus))
async def test_course_that_somebody_ever_joined_is_kept_and_not_shown(
    session: AsyncSession, make: Factory, vera: User, status: EnrollmentStatus
) -> None:
    course = await managed(make, vera)
    await make.enrollment(course, await make.user(), status)

    await delete(session, as_actor(vera), course)
    with pytest.raises(CourseNotFound):
        await delete(session, as_actor(vera), course)

    after = await make.again(course)
    assert (after.status, after.deleted_at) == (ARCHIVED, NOON)
    assert (await actions(make)).count("delete_course") == 1
    [entry] = [it for it in await make.all(LogEntry) if it.action == "delete_course"]
    gone = {"status": [PUBLISHED, ARCHIVED], "deleted_at": [None, NOON.isoformat()]}
    assert entry.details == gone


async def test_lessons_of_a_new_course_are_in_the_history(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    await create(session, as_actor(vera))

    [entry] = await make.all(LogEntry)
    lessons = [it.id for it in await make.all(Lesson)]
    assert len(lessons) == 2
    assert [(it, before) for it, before, _ in entry.details["timetable"]] == [
        (it, None) for it in lessons
    ]


async def test_who_waits_for_a_course_that_is_deleted_is_told(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    course = await managed(make, vera, waiting=[await make.user()], capacity=0)

    await delete(session, as_actor(vera), course)

    assert [it.kind for it in await make.all(Delivery)] == [DeliveryKind.WAITLIST_CLOSED]


@pytest.mark.parametrize("was", [CourseStatus.PUBLISHED, CourseStatus.FINISHED])
@pytest.mark.parametrize("how", ["archived", "deleted"])
async def test_who_is_on_a_course_that_is_put_away_is_told(
    session: AsyncSession, make: Factory, vera: User, was: CourseStatus, how: str
) -> None:
    course = await managed(make, vera, status=was)
    anna = await make.user()
    await make.enrollment(course, anna)
    await make.enrollment(course, await make.user(blocked_at=NOON))
    await make.enrollment(course, await make.user(), EnrollmentStatus.EXPELLED)

    if how == "deleted":
        await delete(session, as_actor(vera), course)
    else:
        await move_on(session, as_actor(vera), course, CourseStatus.ARCHIVED)

    told = [(it.kind, it.user_id) for it in await make.all(Delivery)]
    is_news = was is CourseStatus.PUBLISHED
    assert told == ([(DeliveryKind.COURSE_CLOSED, anna.id)] if is_news else [])


@pytest.mark.parametrize("how", ["archived", "deleted"])
@pytest.mark.parametrize("is_soon", [False, True])
async def test_that_there_will_be_no_more_lessons_wakes_nobody_without_need(
    session: AsyncSession, make: Factory, vera: User, how: str, *, is_soon: bool
) -> None:
    course = await managed(make, vera)
    await make.lesson(course, starts_at=NOON + (HOUR if is_soon else DAY))
    for zone in ("Europe/Moscow", None, "Asia/Vladivostok"):
        sleeper = await make.user(timezone=zone, quiet_from=time(14), quiet_to=time(17))
        await make.enrollment(course, sleeper)

    if how == "deleted":
        await delete(session, as_actor(vera), course)
    else:
        await move_on(session, as_actor(vera), course, ARCHIVED)

    awake = NOON if is_soon else NOON + 2 * HOUR
    due = {it.user_id or 0: it.due_at for it in await make.all(Delivery)}
    assert [due[it] for it in sorted(due)] == [awake, awake, NOON]


async def test_course_to_which_people_came_is_archived_first(
    session: AsyncSession, make: Factory, vera: User
) -> None:
    anna = await make.user()
    course = await managed(make, vera)
    lesson, place = await make.lesson(course), await make.enrollment(course, anna)
    await make.add(
        Attendance(
            enrollment_id=place.id,
            lesson_id=lesson.id,
            lesson_date=TODAY,
            status=AttendanceStatus.PRESENT,
            source=AttendanceSource.ROSTER,
            marked_at=NOON,
        )
    )

    with pytest.raises(CourseHasAttendance):
        await delete(session, as_actor(vera), course)
    await move_on(session, as_actor(vera), course, ARCHIVED)
    await delete(session, as_actor(vera), course)

    assert (await make.again(course)).deleted_at == NOON
    assert len(await make.all(Attendance)) == 1


async def test_deleted_course_is_changed_by_nobody(
    session: AsyncSession, make: Factory, vera: User, service: Service
) -> None:
    course = await managed(make, vera, deleted_at=NOON)

    for author in (as_actor(vera), service):
        with pytest.raises(CourseNotFound):
            await change(session, author, course, Change({"name": "Sets"}))
        with pytest.raises(CourseNotFound):
            await move_on(session, author, course, ARCHIVED)

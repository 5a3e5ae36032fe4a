"""What those who run a course do with it as a whole."""

from typing import Any

import pytest
from aiogram.methods import AnswerCallbackQuery

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    CourseStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from domain.authoring import STEPS
from keyboards.editing import RunCourse
from keyboards.hub import AskDelete, AskStep, DeleteCourse, TakeStep
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.telegram import tap

DRAFT, PUBLISHED, FINISHED, ARCHIVED = CourseStatus
TODAY = NOON.date()
MANAGER, HOST, ASSISTANT = StaffPart
ALL = [
    "✏️ Edit",
    "🔔 Reminders",
    "📣 Announcements",
    "💬 Questions",
    "🗓 Schedule",
    "📋 Lessons",
    "🙋 People",
    "⭐ Feedback",
    "📊 Numbers",
    "👥 Team",
    "🖨️ Poster with a QR code",
]
RUN = ["🏁 Finish", "📦 Archive", "🗑 Delete"]
OF_ADMINS = ["🕓 History", "📄 Copy"]
WAYS = ["⬅️ To the course", "🏠 Menu"]


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def managed(make: Factory, vera: User, *people: User, **changed: Any) -> Course:
    course = await make.course(*people, **{"name": "Algebra"} | changed)
    await make.staff(course, vera, MANAGER)
    return course


async def hub(desk: Desk, course: Course) -> str:
    return await desk.press(RunCourse(course_id=course.id))


# What one sees


async def test_hub_says_how_the_course_is_doing(desk: Desk, make: Factory, vera: User) -> None:
    anna = await make.user()
    course = await managed(
        make, vera, anna, capacity=1, waiting=[await make.user()], start_date=TODAY
    )
    await make.lesson(course)

    assert await hub(desk, course) == (
        "<b>Algebra</b>\n<i>Published.</i>\n\n"
        "Dates: 2 March 2026\n"
        "Next lesson: Tue, 3 March, 15:00 (Moscow)\n"
        "Enrolled: 1 of 1\n"
        "In the queue: 1\n"
        "Run by: Vera\n"
        "Your part here: manager"
    )


@pytest.mark.parametrize(
    ("part", "labels"),
    [(MANAGER, ALL + RUN + WAYS), (HOST, ALL + WAYS), (ASSISTANT, ALL[-2:] + WAYS)],
)
async def test_each_part_has_the_buttons_of_its_rights(
    feed: Feed, make: Factory, part: StaffPart, labels: list[str]
) -> None:
    person, course = await make.user(), await make.course()
    await make.staff(course, person, part)
    desk = Desk(feed, person)

    await hub(desk, course)

    assert sorted(desk.labels) == sorted(labels)


async def test_any_admin_looks_on_and_the_manager_does_everything(
    feed: Feed, make: Factory, desk: Desk, vera: User
) -> None:
    course = await managed(make, vera)
    other = Desk(feed, await make.admin())

    await hub(desk, course)
    await hub(other, course)

    assert sorted(desk.labels) == sorted(ALL + RUN + OF_ADMINS + WAYS)
    assert {"✏️ Edit", "🗓 Schedule", *RUN}.isdisjoint(other.labels)
    assert {*ALL[5:], *OF_ADMINS, *WAYS} <= {*other.labels}


@pytest.mark.parametrize("part", [*StaffPart, None])
async def test_every_button_of_the_hub_may_be_pressed(
    feed: Feed, make: Factory, part: StaffPart | None
) -> None:
    admin, course = await make.admin(), await make.course(start_date=TODAY)
    if part is not None:
        await make.staff(course, admin, part)
    desk = Desk(feed, admin)
    await hub(desk, course)

    for label, meaning in desk.telegram.buttons().items():
        telegram = await feed(tap(admin.telegram_id, meaning))

        alerts = [it for it in telegram.all(AnswerCallbackQuery) if it.show_alert or it.text]
        assert alerts == [], label


async def test_participant_has_no_hub(feed: Feed, make: Factory) -> None:
    anna = await make.user()
    course = await make.course(anna)

    telegram = await feed(tap(anna.telegram_id, RunCourse(course_id=course.id)))

    assert telegram.notice() == "Only those who run this course can do that."


# Publishing


async def test_what_is_missing_is_said_before_a_course_is_published(
    desk: Desk, make: Factory, vera: User
) -> None:
    course = await managed(make, vera, status=DRAFT, start_date=TODAY)
    await hub(desk, course)

    said = await desk.press("🚀 Publish")

    assert said == (
        "Publish <b>Algebra</b>? Have a look first:\n• No lessons yet: set a schedule or add "
        "them one by one.\n• No description: people will not know what it is about.\n• No place "
        "and no link: people will not know where to come.\n• Nobody on the team is a host.\n• No "
        "cover: with one, the course is noticed sooner.\n\nPeople will find it in the list of "
        "courses and enroll."
    )
    assert desk.labels == [
        "🚀 Yes, publish",
        "🗓 Schedule",
        "📝 Description",
        "📍 Place",
        "👥 Team",
        "🖼 Cover",
        "⬅️ To managing",
        "🏠 Menu",
    ]
    assert await desk.tap("🚀 Yes, publish") == "🚀 Published: people see it now."
    assert (await make.again(course)).status is PUBLISHED
    assert [it.details for it in await make.all(LogEntry)] == [{"status": [DRAFT, PUBLISHED]}]


async def test_course_without_any_dates_is_not_published(
    desk: Desk, make: Factory, vera: User
) -> None:
    course = await managed(make, vera, status=DRAFT)
    await hub(desk, course)

    said = await desk.press("🚀 Publish")
    labels = desk.labels
    forged = await desk.tap(TakeStep(course_id=course.id, was=DRAFT, status=PUBLISHED))

    assert said.startswith("<b>Algebra</b> cannot be published yet:\n• No lessons and no first")
    assert "🚀 Yes, publish" not in labels
    assert forged is not None
    assert forged.startswith("Nobody would know when to come")
    assert (await make.again(course)).status is DRAFT


async def test_course_that_has_everything_is_just_published(
    desk: Desk, make: Factory, vera: User
) -> None:
    course = await managed(
        make, vera, status=DRAFT, description="Sets", online_url="https://example.org"
    )
    await make.lesson(course)
    await make.staff(course, await make.user(), HOST)
    await make.banner(course)
    await hub(desk, course)

    said = await desk.press("🚀 Publish")

    assert said.startswith("Publish <b>Algebra</b>? Everything is filled in.")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"start_date": TODAY - 9 * DAY, "end_date": TODAY - DAY}, "Its last day is over"),
        ({"start_date": TODAY, "enroll_until": NOON - HOUR}, "Enrollment is over already"),
    ],
)
async def test_what_is_out_of_date_is_said(
    desk: Desk, make: Factory, vera: User, changed: dict[str, Any], told: str
) -> None:
    course = await managed(make, vera, status=DRAFT, **changed)
    await hub(desk, course)

    assert f"• {told}" in await desk.press("🚀 Publish")


async def test_publishing_twice_is_publishing_once(desk: Desk, make: Factory, vera: User) -> None:
    course = await managed(make, vera, status=DRAFT, start_date=TODAY)
    button = TakeStep(course_id=course.id, was=DRAFT, status=PUBLISHED)

    notices = [await desk.tap(button) for _ in range(2)]

    assert notices == ["🚀 Published: people see it now."] * 2
    assert len(await make.all(LogEntry)) == 1


# Its way


@pytest.mark.parametrize("before", CourseStatus)
@pytest.mark.parametrize("after", CourseStatus)
async def test_every_step_is_asked_once_and_taken(
    desk: Desk, make: Factory, vera: User, before: CourseStatus, after: CourseStatus
) -> None:
    course = await managed(make, vera, status=before, start_date=TODAY)
    button = AskStep(course_id=course.id, status=after)
    await hub(desk, course)
    offered = [it for it in desk.telegram.buttons().values() if it.startswith("ask-step:")]

    assert (button.pack() in offered) == (after in STEPS[before])
    if after not in STEPS[before]:
        return
    await desk.press(button)
    assert (await make.again(course)).status is before
    await desk.tap(desk.labels[0])
    assert (await make.again(course)).status is after


async def test_stale_step_is_refused(desk: Desk, make: Factory, vera: User) -> None:
    course = await managed(make, vera, status=ARCHIVED)

    notice = await desk.tap(AskStep(course_id=course.id, status=PUBLISHED))

    assert notice == "That cannot be done with the course now."


@pytest.mark.parametrize(
    ("was", "now", "status"),
    [(PUBLISHED, ARCHIVED, FINISHED), (DRAFT, FINISHED, PUBLISHED), (FINISHED, DRAFT, PUBLISHED)],
)
async def test_stale_answer_takes_no_other_step_than_it_was_about(
    desk: Desk,
    make: Factory,
    vera: User,
    was: CourseStatus,
    now: CourseStatus,
    status: CourseStatus,
) -> None:
    course = await managed(make, vera, status=now, start_date=TODAY)

    notice = await desk.tap(TakeStep(course_id=course.id, was=was, status=status))

    assert notice == "Somebody has changed the course in the meantime. Look at it again."
    assert (await make.again(course)).status is now


@pytest.mark.parametrize(("status", "is_told"), [(PUBLISHED, True), (FINISHED, False)])
async def test_it_is_said_who_is_told_that_there_will_be_no_more_lessons(
    desk: Desk, make: Factory, vera: User, status: CourseStatus, *, is_told: bool
) -> None:
    course = await managed(make, vera, await make.user(), status=status)
    told = "that there will be no more lessons"

    archived = await desk.press(AskStep(course_id=course.id, status=ARCHIVED))
    deleted = await desk.press(AskDelete(course_id=course.id))

    assert (told in archived) is is_told
    assert (told in deleted) is is_told


# Deleting


async def test_deleting_is_asked_twice_and_says_how_many_are_enrolled(
    desk: Desk, make: Factory, vera: User
) -> None:
    people = [await make.user() for _ in range(2)]
    course = await managed(make, vera, *people, capacity=2, waiting=[await make.user()])
    await hub(desk, course)

    first = await desk.press("🗑 Delete")
    second = await desk.press("Delete…")
    before = await make.again(course)
    said = await desk.press("Yes, delete for good")

    assert first == (
        "Delete <b>Algebra</b>?\n\n<b>3 people</b> are on it or waiting for a seat.\n\nNobody "
        "will see it any more; the history of its people is kept.\n\nI will tell everybody "
        "enrolled that there will be no more lessons."
    )
    assert second.startswith("Really delete <b>Algebra</b>? This cannot be undone.\n\n<b>3 people")
    assert before.deleted_at is None
    assert said == "The course is deleted."
    assert (await make.again(course)).deleted_at == NOON


async def test_course_that_nobody_joined_is_gone(desk: Desk, make: Factory, vera: User) -> None:
    course = await managed(make, vera)

    said = await desk.press(AskDelete(course_id=course.id))
    await desk.press(DeleteCourse(course_id=course.id))
    again = await desk.tap(DeleteCourse(course_id=course.id))

    assert said == (
        "Delete <b>Algebra</b>?\n\n"
        "Nobody has ever enrolled in it: it will be gone without a trace."
    )
    assert await make.all(Course) == []
    assert again == "There is no such course, or it is not for everybody."


async def test_course_to_which_people_came_is_archived_first(
    desk: Desk, make: Factory, vera: User
) -> None:
    course = await managed(make, vera)
    lesson = await make.lesson(course, starts_at=NOON - HOUR)
    place = await make.enrollment(course, await make.user())
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

    said = await desk.press(AskDelete(course_id=course.id))
    forged = await desk.tap(DeleteCourse(course_id=course.id))

    assert said.endswith("People have come to its lessons, so it has to be archived first.")
    assert forged == "People have come to this course: archive it first."


async def test_way_back_is_the_first_button_of_the_last_question(
    desk: Desk, make: Factory, vera: User
) -> None:
    course = await managed(make, vera)
    await desk.press(AskDelete(course_id=course.id))
    await desk.press("Delete…")

    assert desk.labels == ["No, keep the course", "Yes, delete for good", "🏠 Menu"]


@pytest.mark.parametrize("part", [None, ASSISTANT, HOST])
async def test_only_managers_run_a_course(
    feed: Feed, make: Factory, part: StaffPart | None
) -> None:
    person, course = await make.user(role=Role.HOST), await make.course(start_date=TODAY)
    if part is not None:
        await make.staff(course, person, part)
    of_course = {"course_id": course.id}
    acts = [
        AskStep(**of_course, status=FINISHED),
        TakeStep(**of_course, was=PUBLISHED, status=FINISHED),
        AskDelete(**of_course),
        DeleteCourse(**of_course),
    ]

    for it in acts:
        assert (await feed(tap(person.telegram_id, it))).notice()

    after = await make.again(course)
    assert (after.status, after.deleted_at) == (PUBLISHED, None)

"""What people are told when the staff of a course do something to them there."""

import pytest

from db.models import (
    Course,
    DeliveryKind,
    DeliveryStatus,
    EnrollmentStatus,
    Role,
    StaffPart,
    User,
)
from domain.campus import LANGUAGES
from scheduler.deliveries import Sender
from tests.factories import DAY, NOON, Factory
from tests.telegram import RecordedSession
from tests.test_hostile_names import NAMES

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
COMPLETED, EXPELLED = EnrollmentStatus.COMPLETED, EnrollmentStatus.EXPELLED
CANCELLED = EnrollmentStatus.CANCELLED


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory) -> Course:
    course = await make.course(name="Algebra <1>")
    await make.staff(course, await make.user(full_name="Maria & Co"))
    return course


async def owe(make: Factory, kind: DeliveryKind, who: User, course: Course, **more: int) -> None:
    await make.delivery(who, kind, payload={"course_id": course.id, **more})


async def test_enrolled_person_is_told_who_runs_it_and_when(
    make: Factory, sender: Sender, telegram: RecordedSession, anna: User, course: Course
) -> None:
    await make.enrollment(course, anna)
    await make.lesson(course, starts_at=NOON + DAY)
    await owe(make, DeliveryKind.ENROLLED, anna, course)

    await sender.drain()

    assert telegram.said() == (
        "You were enrolled in <b>Algebra &lt;1&gt;</b>.\n\n"
        "Run by: Maria &amp; Co\n\n"
        "The next lesson: Tue, 3 March, 15:00 (Moscow).\n\n"
        "If you do not want that, leave the course: its card has the button."
    )
    assert list(telegram.buttons()) == ["To the course", "🏠 Menu"]


async def test_who_was_put_into_the_queue_is_told_the_place(
    make: Factory, sender: Sender, telegram: RecordedSession, anna: User, course: Course
) -> None:
    for user in (await make.user(), anna):
        await make.enrollment(course, user, WAITLISTED)
    await owe(make, DeliveryKind.ENROLLED, anna, course)

    await sender.drain()

    assert telegram.said().startswith(
        "You were put into the queue for <b>Algebra &lt;1&gt;</b>: you are number 2."
    )


@pytest.mark.parametrize("status", [COMPLETED, EXPELLED, CANCELLED])
async def test_who_is_not_on_it_any_more_is_told_nothing_of_enrolling(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    anna: User,
    course: Course,
    status: EnrollmentStatus,
) -> None:
    await make.enrollment(course, anna, status)
    await owe(make, DeliveryKind.ENROLLED, anna, course)

    await sender.drain()

    assert telegram.calls == []


@pytest.mark.parametrize("reason", ["was <rude>", None])
async def test_expelled_person_is_told_why(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    anna: User,
    course: Course,
    reason: str | None,
) -> None:
    await make.change(course, access_level=Role.HOST)
    await make.change(await make.enrollment(course, anna, EXPELLED), reason=reason)
    await owe(make, DeliveryKind.EXPELLED, anna, course)

    await sender.drain()

    why = "\n\nReason: was &lt;rude&gt;" if reason else ""
    assert telegram.said() == (
        f"You were taken off <b>Algebra &lt;1&gt;</b>.{why}\n\n"
        "If that is a mistake, write to those who run the course: they can take you back."
    )
    assert list(telegram.buttons()) == ["📚 Courses", "🏠 Menu"]


async def test_expelled_person_may_ask_those_who_run_the_course(
    make: Factory, sender: Sender, telegram: RecordedSession, anna: User, course: Course
) -> None:
    await make.enrollment(course, anna, EXPELLED)
    await owe(make, DeliveryKind.EXPELLED, anna, course)

    await sender.drain()

    assert list(telegram.buttons()) == ["💬 Ask the hosts", "📚 Courses", "🏠 Menu"]


@pytest.mark.parametrize("status", [REGISTERED, WAITLISTED, COMPLETED, CANCELLED])
async def test_who_is_back_is_told_nothing_of_the_expulsion(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    anna: User,
    course: Course,
    status: EnrollmentStatus,
) -> None:
    await make.enrollment(course, anna, status)
    owed = await make.delivery(anna, DeliveryKind.EXPELLED, payload={"course_id": course.id})

    await sender.drain()

    assert telegram.calls == []
    assert (await make.again(owed)).status is DeliveryStatus.SKIPPED


async def test_new_manager_is_told_who_gave_the_course(
    make: Factory, sender: Sender, telegram: RecordedSession, course: Course
) -> None:
    giver = await make.user(full_name="Vera <1>", role=Role.ADMIN)
    taker = await make.admin()
    await make.staff(course, taker, StaffPart.MANAGER)
    await owe(make, DeliveryKind.HANDED_OVER, taker, course, by=giver.id)

    await sender.drain()

    assert telegram.said() == (
        "🤝 You manage <b>Algebra &lt;1&gt;</b> now: Vera &lt;1&gt; has handed it over to you."
    )
    assert list(telegram.buttons()) == ["To the course", "⬅️ To the team", "🏠 Menu"]


async def test_giver_who_was_erased_is_not_named(
    make: Factory, sender: Sender, telegram: RecordedSession, course: Course
) -> None:
    giver, taker = await make.user(full_name="", erased_at=NOON), await make.admin()
    await make.staff(course, taker, StaffPart.MANAGER)
    await owe(make, DeliveryKind.HANDED_OVER, taker, course, by=giver.id)

    await sender.drain()

    assert telegram.said() == "🤝 You manage <b>Algebra &lt;1&gt;</b> now."


async def test_who_manages_it_no_more_is_told_nothing(
    make: Factory, sender: Sender, telegram: RecordedSession, course: Course
) -> None:
    taker = await make.admin()
    await make.staff(course, taker)
    await owe(make, DeliveryKind.HANDED_OVER, taker, course, by=taker.id)

    await sender.drain()

    assert telegram.calls == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_names_are_only_names(
    make: Factory, sender: Sender, telegram: RecordedSession, name: str, language: str
) -> None:
    course = await make.course(name=name)
    for _ in range(3):
        await make.staff(course, await make.user(full_name=name))
    on_it, off_it = [await make.user(language=language) for _ in range(2)]
    taker = await make.user(full_name=name, language=language, role=Role.ADMIN)
    await make.staff(course, taker, StaffPart.MANAGER)
    await make.enrollment(course, on_it)
    await make.change(await make.enrollment(course, off_it, EXPELLED), reason=name[:300])
    await owe(make, DeliveryKind.ENROLLED, on_it, course)
    await owe(make, DeliveryKind.EXPELLED, off_it, course)
    await owe(make, DeliveryKind.HANDED_OVER, taker, course, by=taker.id)

    await sender.drain()

    assert len(telegram.calls) == 3
    assert telegram.faults == []

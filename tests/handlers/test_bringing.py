"""Somebody is enrolled by those who run the course."""

from typing import Any

import pytest

from db.models import (
    Consent,
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from domain.campus import LANGUAGES
from domain.tokens import Kind, Signer
from keyboards.bringing import AskBring, Bring, ShowKnown
from keyboards.course import Leave
from keyboards.roster import AskNewcomer
from tests.conftest import Feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import DAY, NOON, Factory
from tests.test_hostile_names import NAMES

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
COMPLETED, EXPELLED = EnrollmentStatus.COMPLETED, EnrollmentStatus.EXPELLED
CANCELLED = EnrollmentStatus.CANCELLED


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def course(make: Factory, vera: User) -> Course:
    course = await make.course(name="Algebra <1>")
    await make.staff(course, vera, StaffPart.MANAGER)
    return course


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(full_name="Anna Petrova", study_group="IT-23")


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


def whom(course: Course, user: User) -> dict[str, int]:
    return {"course_id": course.id, "user_id": user.id}


async def test_link_is_there_to_be_sent(desk: Desk, course: Course, signer: Signer) -> None:
    said = await desk.press(AskNewcomer(course_id=course.id))

    assert signer.link(Kind.COURSE_LINK, course.public_id) in said
    assert desk.labels == ["🖨️ QR code", "⬅️ To the list", "🏠 Menu"]


async def test_person_is_found_by_words_and_enrolled(
    make: Factory, desk: Desk, vera: User, course: Course, anna: User
) -> None:
    await desk.press(AskNewcomer(course_id=course.id))
    found = await desk.write("petr")
    asked = await desk.press("1. Anna Petrova")
    await desk.press("Yes, enroll them")

    assert found == (
        "Who should I enroll in <b>Algebra &lt;1&gt;</b>?\n\nSearch: “petr”\n\n1. <b>Anna "
        "Petrova</b> · IT-23"
    )
    assert asked == "Enroll <b>Anna Petrova</b> in <b>Algebra &lt;1&gt;</b>? I will tell them."
    assert desk.telegram.notice() == "✅ Enrolled. I will tell them."
    [place], [entry] = await make.all(Enrollment), await make.all(LogEntry)
    [owed] = await make.all(Delivery)
    assert (place.user_id, place.status) == (anna.id, REGISTERED)
    assert (entry.action, entry.user_id, entry.details) == (
        "enroll",
        vera.id,
        {"status": "registered"},
    )
    assert (owed.kind, owed.user_id) == (DeliveryKind.ENROLLED, anna.id)


async def test_full_course_has_a_queue_and_that_is_said_before(
    make: Factory, desk: Desk, course: Course, anna: User
) -> None:
    await make.change(course, capacity=0)

    asked = await desk.press(AskBring(**whom(course, anna)))
    await desk.press("Yes, into the queue")

    assert asked.startswith("There is no free seat on <b>Algebra &lt;1&gt;</b>.")
    assert [it.status for it in await make.all(Enrollment)] == [WAITLISTED]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (REGISTERED, "on the course"),
        (WAITLISTED, "in the queue"),
        (COMPLETED, "completed"),
        (EXPELLED, "taken off"),
    ],
)
async def test_who_is_there_already_is_shown_there(
    make: Factory,
    desk: Desk,
    course: Course,
    anna: User,
    status: EnrollmentStatus,
    said: str,
) -> None:
    await make.enrollment(course, anna, status)
    await desk.press(AskNewcomer(course_id=course.id))

    found = await desk.write("Anna")
    card = await desk.press("1. Anna Petrova")

    assert f"1. <b>Anna Petrova</b> · IT-23 · {said}" in found
    assert f"Algebra &lt;1&gt;: {said}" in card


@pytest.mark.parametrize("status", [REGISTERED, WAITLISTED, COMPLETED, EXPELLED])
async def test_second_tap_says_that_they_are_there(
    make: Factory, desk: Desk, course: Course, anna: User, status: EnrollmentStatus
) -> None:
    place = await make.enrollment(course, anna, status)

    await desk.press(Bring(**whom(course, anna)))

    assert desk.telegram.notice() == "They are here already."
    assert (await make.again(place)).status is status
    assert await make.all(Delivery) == []
    assert await make.all(LogEntry) == []


async def test_who_had_left_is_enrolled_anew(
    make: Factory, desk: Desk, course: Course, anna: User
) -> None:
    place = await make.enrollment(course, anna, CANCELLED)

    await desk.press(Bring(**whom(course, anna)))

    assert (await make.again(place)).status is REGISTERED


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"status": CourseStatus.DRAFT}, "You cannot enroll in this course now."),
        ({"status": CourseStatus.FINISHED}, "You cannot enroll in this course now."),
        ({"enroll_until": NOON - DAY}, "Enrollment closed on 1 March, 15:00 (Moscow)."),
    ],
)
async def test_closed_course_takes_nobody(
    make: Factory, desk: Desk, course: Course, anna: User, changed: dict[str, Any], refusal: str
) -> None:
    await make.change(course, **changed)

    ask = AskNewcomer(course_id=course.id)
    for button in (ask, AskBring(**whom(course, anna)), Bring(**whom(course, anna))):
        assert await desk.tap(button) == refusal

    assert await make.all(Enrollment) == []


async def test_blocked_and_erased_people_are_not_enrolled(
    make: Factory, desk: Desk, course: Course
) -> None:
    blocked = await make.user(blocked_at=NOON)
    erased = await make.user(full_name="", erased_at=NOON, telegram_id=None)
    shut_out = "They are blocked here: nobody can enroll them until that ends."

    for user, refusal in ((blocked, shut_out), (erased, "There is no such person here any more.")):
        for button in (AskBring(**whom(course, user)), Bring(**whom(course, user))):
            assert await desk.tap(button) == refusal

    assert await make.all(Enrollment) == []


async def test_consent_is_given_by_nobody_for_another(
    feed: Feed, make: Factory, desk: Desk, course: Course
) -> None:
    registered = await make.user(full_name="Zoe", has_agreed=False)
    before = len(await make.all(Consent))

    await desk.press(Bring(**whom(course, registered)))

    assert len(await make.all(Consent)) == before
    assert [it.user_id for it in await make.all(Enrollment)] == [registered.id]
    # What keeps nothing more about them needs none: they can get off it at once.
    await Desk(feed, registered).press(Leave(course_id=course.id))
    assert [it.status for it in await make.all(Enrollment)] == [CANCELLED]


async def test_nobody_found_is_said_with_what_to_do(desk: Desk, course: Course) -> None:
    await desk.press(AskNewcomer(course_id=course.id))

    said = await desk.write("zzz")

    assert said.startswith("Search: “zzz”\n\nI do not know anybody like that.")
    assert desk.labels == ["🔎 Somebody else", "⬅️ To the list", "🏠 Menu"]


async def test_found_people_have_pages(make: Factory, desk: Desk, course: Course) -> None:
    for number in range(10):
        await make.user(full_name=f"Anna {number:02}")
    await desk.press(AskNewcomer(course_id=course.id))

    await desk.write("anna")
    second = await desk.press("➡️")

    assert "9. <b>Anna 08</b>\n10. <b>Anna 09</b>" in second


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_word_is_asked_for_again(
    desk: Desk, course: Course, content: dict[str, Any]
) -> None:
    await desk.press(AskNewcomer(course_id=course.id))

    assert "Or I can enroll somebody who has been here before." in await desk.send(**content)


async def test_host_enrolls_nobody_and_searches_nobody(
    feed: Feed, make: Factory, course: Course, anna: User
) -> None:
    host = await make.user(role=Role.HOST)
    await make.staff(course, host)
    desk = Desk(feed, host)

    for button in (
        AskNewcomer(course_id=course.id),
        ShowKnown(course_id=course.id, search="a0 anna"),
        AskBring(**whom(course, anna)),
        Bring(**whom(course, anna)),
    ):
        assert await desk.tap(button) == (
            "Your part in this course does not allow that. Ask its manager."
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_names_are_only_names(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    vera = await make.user(role=Role.ADMIN, language=language)
    people = [await make.user(full_name=name, study_group=name) for _ in range(8)]
    course = await make.course(name=name)
    await make.staff(course, vera, StaffPart.MANAGER)
    desk = Desk(feed, vera)

    await desk.press(AskNewcomer(course_id=course.id))
    await desk.write(name)
    await desk.press(ShowKnown(course_id=course.id, search="a0"))
    await desk.press(AskBring(**whom(course, people[0])))
    await desk.press(Bring(**whom(course, people[0])))

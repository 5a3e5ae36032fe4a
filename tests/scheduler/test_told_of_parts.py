"""What people are told when they are given a part in a course."""

import pytest

from db.models import Course, Delivery, StaffPart, User
from db.session import Transaction
from domain import appointing, staff
from keyboards.catalogue import ShowCourse
from keyboards.staff import ShowTeam
from scheduler.deliveries import Sender
from tests import limits
from tests.factories import NOON, Factory
from tests.people import as_actor
from tests.telegram import RecordedSession
from tests.test_hostile_names import NAMES


async def appoint(
    transaction: Transaction, make: Factory, course: Course, user: User, part: StaffPart
) -> None:
    vera = await make.admin()
    await make.staff(course, vera, StaffPart.MANAGER)
    whom = {"course_id": course.id, "user_id": user.id}
    async with transaction() as session:
        await appointing.appoint(session, as_actor(vera), **whom, part=part, now=NOON)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "You are on the team of <b>Algebra</b> now: <b>assistant</b>."),
        ("ru", "Вы теперь в команде курса <b>Algebra</b>: <b>ассистент</b>."),
    ],
)
async def test_person_is_told_what_they_are_and_what_that_means(
    transaction: Transaction,
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    language: str,
    words: str,
) -> None:
    anna, course = await make.user(language=language), await make.course(name="Algebra")
    await appoint(transaction, make, course, anna, StaffPart.ASSISTANT)

    await sender.drain()

    news, meaning = telegram.said().split("\n\n")
    assert (news, bool(meaning)) == (words, True)
    where = {"course_id": course.id}
    to = [ShowCourse(**where).pack(), ShowTeam(**where).pack(), "home"]
    assert list(telegram.buttons().values()) == to


async def test_who_is_off_the_team_again_is_not_told_that_they_are_on_it(
    transaction: Transaction, make: Factory, sender: Sender, telegram: RecordedSession
) -> None:
    anna, course = await make.user(), await make.course()
    await appoint(transaction, make, course, anna, StaffPart.ASSISTANT)
    async with transaction() as session:
        await staff.leave(session, as_actor(anna), course_id=course.id, now=NOON)

    await sender.drain()

    assert [it.status for it in await make.all(Delivery)] == ["skipped"]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_name_of_the_course_is_said_as_it_was_written(
    transaction: Transaction,
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    name: str,
) -> None:
    anna, course = await make.user(), await make.course(name=name)
    await appoint(transaction, make, course, anna, StaffPart.ASSISTANT)

    await sender.drain()

    assert name.partition("\u202e")[0][:14] in limits.read(telegram.said())
    assert telegram.faults == []

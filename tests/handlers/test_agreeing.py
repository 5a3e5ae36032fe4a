"""Who was registered through the API and writes to the bot is known, and is asked first."""

from typing import Any

import pytest

from db.models import (
    Consent,
    Delivery,
    DeliveryKind,
    Enrollment,
    LogEntry,
    PendingStart,
    Role,
    User,
)
from domain.meeting import CONSENT_VERSION
from domain.tokens import Kind, Signer
from keyboards.course import Enroll
from keyboards.meeting import AgreeTo
from keyboards.privacy import ForgetMe
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import DAY, NOON, Factory
from tests.telegram import tap, write

AGREE = "✅ I agree"
QUESTION = "One question before we begin.\n\nTo enroll you, the University needs your name"


@pytest.fixture
async def anna(make: Factory) -> User:
    """A service has written her down; she has never been here."""
    never: dict[str, Any] = {"has_agreed": False, "last_seen_at": None}
    return await make.user(full_name="Anna Petrova", **never)


@pytest.fixture
def desk(feed: Feed, anna: User) -> Desk:
    return Desk(feed, anna)


async def test_first_message_makes_them_known(desk: Desk, make: Factory, anna: User) -> None:
    said = await desk.write("/start")

    assert said.startswith("Hello, <b>Anna Petrova</b>!")
    assert (await make.again(anna)).last_seen_at == NOON
    assert not await make.all(Consent)
    assert not await make.all(PendingStart)
    assert await make.all(Delivery) == []


async def test_who_is_more_than_a_participant_gets_their_commands_then(
    feed: Feed, make: Factory
) -> None:
    maria = await make.user(role=Role.HOST, has_agreed=False, last_seen_at=None)

    for _ in range(2):
        await feed(write(maria.telegram_id, "/start"))

    owed = [(it.user_id, it.kind) for it in await make.all(Delivery)]
    assert owed == [(maria.id, DeliveryKind.COMMANDS)]


async def test_consent_is_asked_before_the_first_act_which_is_then_done(
    desk: Desk, make: Factory, anna: User
) -> None:
    course = await make.course(name="Drawing")

    asked = await desk.press(Enroll(course_id=course.id))
    before = await make.all(Enrollment)
    done = await desk.press(AGREE)

    assert asked.startswith(QUESTION)
    assert before == []
    assert done.startswith("✅ You are enrolled in <b>Drawing</b>.")
    [given] = await make.all(Consent)
    assert (given.user_id, given.version, given.given_at) == (anna.id, CONSENT_VERSION, NOON)
    assert [(it.user_id, it.action) for it in await make.all(LogEntry)] == [
        (anna.id, "agree"),
        (anna.id, "enroll"),
    ]


async def test_they_are_asked_once(desk: Desk, make: Factory) -> None:
    drawing, chess = await make.course(name="Drawing"), await make.course(name="Chess")
    await desk.press(Enroll(course_id=drawing.id))
    await desk.press(AGREE)

    assert (await desk.press(Enroll(course_id=chess.id))).startswith("✅ You are enrolled")
    assert len(await make.all(Consent)) == 1


async def test_second_tap_says_the_same(desk: Desk, feed: Feed, make: Factory, anna: User) -> None:
    course = await make.course()
    await desk.press(Enroll(course_id=course.id))
    agree = desk.telegram.buttons()[AGREE]

    first, second = [await feed(tap(anna.telegram_id, agree)) for _ in range(2)]

    assert "You are enrolled" in first.said()
    assert "You are" in second.said()
    assert len(await make.all(Consent)) == 1
    assert [it.action for it in await make.all(LogEntry)] == ["agree", "enroll"]


async def test_they_are_asked_before_they_accept_a_link(
    desk: Desk, make: Factory, anna: User, signer: Signer
) -> None:
    invite = await make.invite(role=Role.HOST)
    await desk.write(f"/start {signer.sign(Kind.INVITE, invite.public_id, NOON + DAY)}")

    asked = await desk.press("✅ Accept")
    done = await desk.press(AGREE)

    assert asked.startswith(QUESTION)
    assert done.startswith("Done. Your role: <b>host</b>.")
    assert (await make.again(anna)).role is Role.HOST


async def test_what_is_refused_in_the_end_is_refused_at_once(desk: Desk, make: Factory) -> None:
    course = await make.course(enroll_until=NOON - DAY)

    said = await desk.tap(Enroll(course_id=course.id))

    assert said == "Enrollment closed on 1 March, 15:00 (Moscow)."


async def test_what_is_refused_only_then_leaves_the_consent(desk: Desk, make: Factory) -> None:
    course = await make.course()
    await desk.press(Enroll(course_id=course.id))
    await make.change(course, enroll_until=NOON - DAY)

    said = await desk.press(AGREE)

    assert said.startswith("Enrollment closed on")
    assert len(await make.all(Consent)) == 1


async def test_own_data_need_no_consent(desk: Desk, make: Factory, anna: User) -> None:
    said = await desk.write("/privacy")
    await desk.press(ForgetMe())

    assert said.endswith("you will be asked for your consent.")
    assert (await make.again(anna)).erased_at == NOON


async def test_stranger_does_not_agree_so(feed: Feed, make: Factory) -> None:
    course = await make.course()

    telegram = await feed(tap(77, AgreeTo(act="enroll", subject=course.id)))

    assert telegram.notice() == "This button is out of date. Here is the menu."
    assert not await make.all(User)

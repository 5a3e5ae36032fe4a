"""Who is blocked is answered by one line, but for what the law gives them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import Update

from db.models import Course, Delivery, Enrollment, LogEntry, Role, User
from db.session import Transaction
from domain.campus import Campus
from domain.clock import Clock
from domain.tokens import Kind, Signer
from keyboards.catalogue import ShowCourse, ShowCourses
from keyboards.course import AskLeave, Enroll, Leave
from keyboards.home import Home
from keyboards.invites import AcceptInvite
from keyboards.menu import Help, Privacy
from keyboards.privacy import AskForget, ForgetMe, MyData
from tests.conftest import Feed, create_feed
from tests.factories import DAY, NOON, Factory
from tests.limits import NOTICE, units
from tests.telegram import PHOTO, send, tap, write

LINE = "You are blocked here. If that is a mistake, write to: privacy@example.org."


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(blocked_at=NOON, block_reason="Rude.", role=Role.ADMIN)


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await make.course(anna)


def messages(anna: User, course: Course, signer: Signer) -> Iterator[Update]:
    link = signer.sign(Kind.COURSE_LINK, course.public_id)
    invite = signer.sign(Kind.INVITE, 1, NOON + DAY)
    commands = "/start", "/cancel", "/help", "/courses", "/my", "/settings", "/people", "/nothing"
    for words in (*commands, f"/start {link}", f"/start {invite}", "/start x", "design", "🙂"):
        yield write(anna.telegram_id, words)
    yield send(anna.telegram_id, photo=PHOTO)


def taps(anna: User, course: Course) -> Iterator[Update]:
    button = {"course_id": course.id}
    for meaning in (
        Home(),
        Help(),
        ShowCourses(),
        ShowCourse(**button),
        AcceptInvite(public_id=1),
    ):
        yield tap(anna.telegram_id, meaning)
    for act in (Enroll(**button), AskLeave(**button), Leave(**button), "no such button"):
        yield tap(anna.telegram_id, act)


@pytest.fixture
def feed_of(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, campus: Campus
) -> Callable[[str], Feed]:
    """For a campus with that contact."""

    def feed_of(contact: str) -> Feed:
        theirs = replace(campus, privacy_contact=contact)
        return create_feed(dispatcher, transaction, clock, campus=theirs)

    return feed_of


async def test_whatever_they_write_is_answered_by_one_line(
    feed: Feed, make: Factory, anna: User, course: Course, signer: Signer
) -> None:
    for update in messages(anna, course, signer):
        telegram = await feed(update)

        assert telegram.said() == LINE
        assert telegram.buttons() == {"🔒 Personal data": "privacy"}


async def test_whatever_they_tap_is_answered_by_the_line_over_it(
    feed: Feed, make: Factory, anna: User, course: Course
) -> None:
    for update in taps(anna, course):
        telegram = await feed(update)

        answer = telegram.the(AnswerCallbackQuery)
        assert (telegram.calls, answer.text, answer.show_alert) == ([answer], LINE, True)


async def test_nothing_that_they_do_has_an_effect(
    feed: Feed, make: Factory, anna: User, course: Course, signer: Signer
) -> None:
    [before] = await make.all(Enrollment)

    for update in (*messages(anna, course, signer), *taps(anna, course)):
        await feed(update)

    [after] = await make.all(Enrollment)
    assert after.status is before.status
    assert (await make.all(LogEntry), await make.all(Delivery)) == ([], [])


async def test_line_is_said_in_their_language(feed: Feed, make: Factory) -> None:
    boris = await make.user(blocked_at=NOON, language="ru")

    telegram = await feed(write(boris.telegram_id, "/start"))

    assert telegram.said() == (
        "Вы здесь заблокированы. Если это ошибка, напишите сюда: privacy@example.org."
    )


@pytest.mark.parametrize(
    ("contact", "words"),
    [("", "write to the organizer."), ("Room <1> & " * 60, "write to: Room &lt;1&gt; &amp; ")],
    ids=["none", "long"],
)
async def test_line_fits_whatever_the_contact_is(
    feed_of: Callable[[str], Feed], anna: User, contact: str, words: str
) -> None:
    feed = feed_of(contact)

    written = await feed(write(anna.telegram_id, "/start"))
    tapped = await feed(tap(anna.telegram_id, Home()))

    assert f"You are blocked here. If that is a mistake, {words}" in written.said()
    assert units(tapped.notice() or "") <= NOTICE
    assert (tapped.notice() or "").endswith(("organizer.", "…."))


async def test_repeated_update_is_answered_by_the_line_too(feed: Feed, anna: User) -> None:
    update = write(anna.telegram_id, "/courses")
    await feed(update)

    telegram = await feed(update)

    assert telegram.said() == LINE


async def test_what_the_law_gives_is_theirs(feed: Feed, make: Factory, anna: User) -> None:
    await make.admin()
    said = {}
    for command, button in [
        ("/privacy", Privacy()),
        ("/my_data", MyData()),
        ("/forget_me", AskForget()),
    ]:
        written = await feed(write(anna.telegram_id, command))
        tapped = await feed(tap(anna.telegram_id, button))
        assert written.said() == tapped.said()
        said[command] = written.said()

    erased = await feed(tap(anna.telegram_id, ForgetMe()))

    assert said["/privacy"].startswith("<b>Personal data</b>")
    assert said["/my_data"].startswith("I am putting your file together")
    assert said["/forget_me"].startswith("<b>Withdraw your consent and erase your data?</b>")
    assert erased.said().startswith("Done.")
    row = await make.again(anna)
    assert (row.erased_at, row.block_reason) == (NOON, None)


async def test_who_is_let_in_again_is_answered_as_before(
    feed: Feed, make: Factory, anna: User
) -> None:
    await feed(write(anna.telegram_id, "/start"))
    await make.change(anna, blocked_at=None, block_reason=None)

    telegram = await feed(write(anna.telegram_id, "/start"))

    assert telegram.said().startswith("Hello, <b>Anna</b>!")

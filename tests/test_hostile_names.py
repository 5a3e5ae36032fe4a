"""Names as people could write them, on every screen that says them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.types import InlineKeyboardMarkup, Update
from aiogram.utils.i18n import I18n
from sqlalchemy.ext.asyncio import AsyncSession

from bot.factory import create_bot
from bot.replies import Screen
from bot.screens import Screens
from bot.shelf import BannerShelf
from db.models import Course, DeliveryKind, EnrollmentStatus, User
from db.session import Transaction
from domain.campus import LANGUAGES, Campus
from domain.clock import Clock
from domain.tokens import Kind, Signer
from keyboards.catalogue import ShowCourse, ShowCourses
from keyboards.course import AskLeave, Enroll, Leave, ShowDescription, ShowPoster
from keyboards.meeting import Agree
from keyboards.menu import Privacy
from scheduler.letters import LETTERS
from tests import limits
from tests.claiming import claim
from tests.conftest import Feed, create_feed
from tests.factories import NOON, Factory
from tests.limits import LABEL, read, units
from tests.telegram import RecordedSession, keyboard_of, person, tap, text_of, write

NAMES = {
    "markup": "<b>Ann & Bob</b>",
    "entity": "&lt;i&gt; &amp; &#60;",
    "half a tag": "</b> <a href=",
    "right to left": "שם ושם \u202eabc\u2066def",
    "emoji": "👩🏽‍🚀" * 64,
    "long": "Name " * 819 + "N",
    "long word": "N" * 4096,
    "format": "{name} %s {0}",
    "lines": "one\ntwo\r\n\tthree",
}

each_name = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


async def hostile_course(make: Factory, name: str, *people: User, **changed: Any) -> Course:
    """Everything in it that somebody writes is that."""
    rule = {"days": ["mo"], "start": "18:00", "end": "19:30", "location": name}
    written: dict[str, Any] = {"description": name, "location": name, "schedule": [rule]}
    course = await make.course(*people, name=name, **written, **changed)
    await make.lesson(course, topic=name, location=name)
    for _ in range(2):
        await make.staff(course, await make.user(full_name=name))
    return course


def texts(telegram: RecordedSession) -> list[str]:
    return [text for text in map(text_of, telegram.calls) if text]


def labels(telegram: RecordedSession) -> list[str]:
    keyboards = [it for it in map(keyboard_of, telegram.calls) if it is not None]
    return [label for keyboard in keyboards for label in labels_of(keyboard)]


def labels_of(keyboard: InlineKeyboardMarkup) -> list[str]:
    return [button.text for row in keyboard.inline_keyboard for button in row]


def beginning(name: str) -> str:
    """What of a name there is always room for."""
    return name.partition("\u202e")[0][:14].strip()


def ensure_said(name: str, telegram: RecordedSession) -> None:
    """As it was written. That it is HTML, and fits, is what every fed update is judged by."""
    assert [text for text in texts(telegram) if beginning(name) in read(text)]


def ensure_plain(name: str, telegram: RecordedSession) -> None:
    """Telegram shows labels as they are."""
    named = [label for label in labels(telegram) if beginning(name) in label]

    assert named
    assert max(map(units, named)) <= LABEL


# On screens


@each_name
@each_language
async def test_home(feed: Feed, make: Factory, name: str, language: str) -> None:
    anna = await make.user(full_name=name, language=language)
    await hostile_course(make, name, anna)

    telegram = await feed(write(anna.telegram_id, "/start"))

    ensure_said(name, telegram)


@each_name
@each_language
@pytest.mark.parametrize("has_banner", [False, True], ids=["text", "banner"])
async def test_card(
    feed: Feed, make: Factory, name: str, language: str, *, has_banner: bool
) -> None:
    host = await make.user(language=language)
    course = await hostile_course(make, name, host, capacity=1, waiting=[await make.user()])
    await make.staff(course, host)
    if has_banner:
        await make.banner(course)

    telegram = await feed(tap(host.telegram_id, ShowCourse(course_id=course.id)))

    ensure_said(name, telegram)


@each_name
@each_language
async def test_catalogue(feed: Feed, make: Factory, name: str, language: str) -> None:
    anna = await make.user(language=language)
    for _ in range(5):
        await hostile_course(make, name)

    telegram = await feed(tap(anna.telegram_id, ShowCourses()))

    ensure_said(name, telegram)
    ensure_plain(name, telegram)


@each_name
@each_language
async def test_what_one_does_with_a_course(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    anna = await make.user(full_name=name, language=language)
    course = await hostile_course(make, name, capacity=1)
    button = {"course_id": course.id}
    acts = [Enroll, Enroll, AskLeave, Leave, ShowDescription]

    answers = [await feed(tap(anna.telegram_id, act(**button))) for act in acts]

    for telegram in answers:
        ensure_said(name, telegram)


@each_name
@each_language
async def test_queue(feed: Feed, make: Factory, name: str, language: str) -> None:
    anna = await make.user(language=language)
    course = await hostile_course(make, name, capacity=0)

    for act in (Enroll, Enroll, AskLeave, Leave):
        telegram = await feed(tap(anna.telegram_id, act(course_id=course.id)))

        ensure_said(name, telegram)


@each_name
async def test_poster(feed: Feed, make: Factory, name: str) -> None:
    admin, course = await make.admin(), await hostile_course(make, name)

    telegram = await feed(tap(admin.telegram_id, ShowPoster(course_id=course.id)))

    ensure_said(name, telegram)


@each_name
async def test_completed_course(feed: Feed, make: Factory, name: str) -> None:
    anna, course = await make.user(), await hostile_course(make, name)
    await make.enrollment(course, anna, EnrollmentStatus.COMPLETED)

    telegram = await feed(tap(anna.telegram_id, Enroll(course_id=course.id)))

    ensure_said(name, telegram)


# What strangers see


@each_name
@each_language
async def test_name_that_telegram_knows(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    who, course = person(77, name=name, language=language), await make.course()
    updates: Sequence[Update] = [
        write(77, "/start", who=who),
        tap(77, Enroll(course_id=course.id), who=who),
        tap(77, Agree(), who=who),
    ]

    answers = [await feed(update) for update in updates]

    proposed = [label for label in labels(answers[-1]) if label[:2] == beginning(name)[:2]]
    assert max(map(units, labels(answers[-1]))) <= LABEL
    assert bool(proposed) == (len(name) < 100 and any(map(str.isalpha, name)))


@pytest.fixture
def feed_of(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, campus: Campus
) -> Callable[[str], Feed]:
    """For a campus whose organization has that name, and whose contact too."""

    def feed_of(name: str) -> Feed:
        theirs = replace(campus, organization=name, privacy_contact=name)
        return create_feed(dispatcher, transaction, clock, campus=theirs)

    return feed_of


@each_name
@each_language
async def test_organization(
    feed_of: Callable[[str], Feed], make: Factory, name: str, language: str
) -> None:
    feed, who, course = feed_of(name), person(77, language=language), await make.course()

    answers = [
        await feed(write(77, "/start", who=who)),
        await feed(tap(77, Enroll(course_id=course.id), who=who)),
        await feed(tap(77, Privacy(), who=who)),
    ]

    for telegram in answers:
        ensure_said(name, telegram)


@each_name
async def test_words_searched_for(feed: Feed, name: str) -> None:
    telegram = await feed(write(77, name))

    assert len(texts(telegram)) == 1


# What the bot says by itself


@pytest.fixture
def write_letter(
    session: AsyncSession, transaction: Transaction, campus: Campus, i18n: I18n
) -> Callable[[], Awaitable[RecordedSession]]:
    """The next that is due."""

    async def write_letter() -> RecordedSession:
        parcel = await claim(session, campus)
        assert parcel is not None
        assert parcel.recipient is not None
        with i18n.context(), i18n.use_locale(parcel.recipient.language):
            letter = await LETTERS[parcel.kind](session, parcel, NOON)
        assert isinstance(letter, Screen)
        telegram = RecordedSession()
        await Screens(create_bot("42:TEST", telegram), BannerShelf(transaction)).send(77, letter)
        return telegram

    return write_letter


@each_name
@each_language
@pytest.mark.parametrize("kind", [DeliveryKind.PROMOTED, DeliveryKind.WAITLIST_CLOSED])
async def test_letter(
    write_letter: Callable[[], Awaitable[RecordedSession]],
    make: Factory,
    name: str,
    language: str,
    kind: DeliveryKind,
) -> None:
    anna = await make.user(full_name=name, language=language)
    course = await hostile_course(make, name, anna)
    await make.delivery(anna, kind, payload={"course_id": course.id})

    telegram = await write_letter()

    ensure_said(name, telegram)
    assert telegram.faults == []


# The check itself


@pytest.mark.parametrize(
    "html",
    [
        "<b>Ann & Bob</b>",
        "a < b",
        "a > b",
        "<b>bold",
        "bold</b>",
        "<b><i>crossed</b></i>",
        "<script>x</script>",
        "&nbsp;",
        "<br>",
        "<b onclick='x'>",
    ],
)
def test_what_is_not_quoted_is_noticed(html: str) -> None:
    assert list(limits.faults_of_html(html, limits.TEXT)) != []


@pytest.mark.parametrize(
    "text", ["a\u202eb", "\u2068a", "a\u2069", "\u2068a\u2069\u2069", "\u2068\u202ea\u2069\u202e"]
)
def test_what_turns_the_rest_is_noticed(text: str) -> None:
    assert limits.turns_what_follows(text)


def test_what_is_right_is_let_through(signer: Signer) -> None:
    link = signer.link(Kind.COURSE_LINK, 1)
    html = f'<b>A &amp; <i>B</i></b> \u2068שם\u2069 <a href="{link}">here</a>'

    assert list(limits.faults_of_html(html, limits.TEXT)) == []
    assert read(html) == "A & B \u2068שם\u2069 here"

"""The first meeting, from the act that begins it to the act done."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import Update
from sqlalchemy import delete

from db.models import (
    Consent,
    Course,
    CourseStatus,
    DialogState,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    PendingStart,
    Role,
    User,
)
from db.session import Transaction
from domain.campus import Campus
from domain.clock import Clock
from domain.meeting import CONSENT_VERSION
from domain.names import GROUP_LENGTH, NAME_LENGTH
from domain.tokens import Kind, Signer
from keyboards.catalogue import ShowCourse
from keyboards.course import Enroll
from keyboards.meeting import Agree, SkipGroup, ThisIsMe
from tests.conftest import Feed, create_feed
from tests.factories import DAY, NOON, Factory
from tests.telegram import RecordedSession, person, send, tap, write

ASK_NAME = "What is your name? Write the first name and the surname, as in class lists."
ASK_GROUP = "Which study group are you in? Write it, such as IT-23-1, or skip this."
NO_NAME = (
    "That does not look like a name. Write it in letters, such as Anna Petrova: "
    "100 characters at most."
)
NO_GROUP = "That does not look like a group. Write it like IT-23-1: 40 characters at most."
ENROLLED = "✅ You are enrolled in <b>Mathematics</b>."


class Newcomer:
    """Somebody with a phone, who presses what is on the screen."""

    def __init__(
        self, feed: Feed, *, name: str = "Anna Petrova", language: str = "en", number: int = 77
    ) -> None:
        self._feed = feed
        self._who = person(number, name=name, language=language)
        self._telegram = RecordedSession()

    async def write(self, text: str) -> str:
        return await self._see(write(self._who.id, text, who=self._who))

    async def send(self, **content: Any) -> str:
        return await self._see(send(self._who.id, **content, from_user=self._who))

    async def press(self, label: str) -> str:
        return await self._see(tap(self._who.id, self._telegram.buttons()[label], who=self._who))

    async def open(self, course: Course) -> str:
        return await self._see(tap(self._who.id, ShowCourse(course_id=course.id), who=self._who))

    async def come_to_the_name(self, course: Course) -> str:
        await self.open(course)
        await self.press("✅ Enroll")
        return await self.press("✅ I agree")

    async def come_to_the_group(self, course: Course) -> str:
        await self.come_to_the_name(course)
        return await self.write("Anna Petrova")

    @property
    def labels(self) -> list[str]:
        return list(self._telegram.buttons())

    async def _see(self, update: Update) -> str:
        self._telegram = await self._feed(update)
        return self._telegram.said()


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()


@pytest.fixture
def anna(feed: Feed) -> Newcomer:
    return Newcomer(feed)


# The whole of it


@pytest.mark.parametrize("way", ["link", "button"])
async def test_meeting_ends_with_what_was_begun(
    feed: Feed, make: Factory, course: Course, signer: Signer, way: str
) -> None:
    anna, link = Newcomer(feed), signer.sign(Kind.COURSE_LINK, course.public_id)
    await (anna.write(f"/start {link}") if way == "link" else anna.open(course))

    consent = await anna.press("✅ Enroll")
    name = await anna.press("✅ I agree")
    group = await anna.press("Anna Petrova")
    end = await anna.write(" IT-23-1 ")

    assert consent == (
        "One question before we begin.\n\n"
        "To enroll you, the University needs your name, your study group and your "
        "Telegram account: for the lists of the course, for attendance and for "
        "reminders. Do you agree to the processing of this personal data?\n\n"
        "You can withdraw your consent at any time: /forget_me. Questions: privacy@example.org."
    )
    assert name == f"{ASK_NAME}\n\nIf this is right, just press the button."
    assert (group, end) == (ASK_GROUP, ENROLLED)
    [user] = await make.all(User)
    assert (user.telegram_id, user.full_name, user.study_group) == (77, "Anna Petrova", "IT-23-1")
    assert (user.role, user.language, user.last_seen_at) == (Role.PARTICIPANT, "en", NOON)
    [given] = await make.all(Consent)
    assert (given.user_id, given.version, given.given_at) == (user.id, CONSENT_VERSION, NOON)


async def test_meeting_is_in_russian_for_who_speaks_it(
    feed: Feed, make: Factory, course: Course
) -> None:
    anna = Newcomer(feed, name="Анна Петрова", language="ru")
    await anna.open(course)

    said = [
        await anna.press("✅ Записаться"),
        await anna.press("✅ Даю согласие"),
        await anna.press("Анна Петрова"),
        await anna.press("Пропустить"),
    ]

    assert [it.partition("\n")[0] for it in said] == [
        "Сначала один вопрос.",
        "Как вас зовут? Напишите имя и фамилию, как в списке группы.",
        "Из какой вы группы? Напишите её, например БПИ-23-1, или пропустите вопрос.",
        "✅ Вы записаны на курс <b>Mathematics</b>.",
    ]
    [user] = await make.all(User)
    assert (user.full_name, user.study_group, user.language) == ("Анна Петрова", None, "ru")


async def test_nothing_of_the_meeting_is_left_behind(
    anna: Newcomer, make: Factory, course: Course
) -> None:
    await anna.come_to_the_group(course)
    await anna.write("IT-23-1")

    after = await anna.write("Mathematics")

    assert after.startswith("<b>Courses</b>\nSearch: “Mathematics”")
    assert await make.all(PendingStart) == []
    assert [it.state for it in await make.all(DialogState)] == [None]
    assert [it.action for it in await make.all(LogEntry)] == ["register", "enroll"]


async def test_full_course_gives_a_newcomer_a_place_in_the_queue(
    anna: Newcomer, make: Factory
) -> None:
    await anna.open(await make.course(capacity=0))
    await anna.press("⏳ Join the queue")
    await anna.press("✅ I agree")
    await anna.press("Anna Petrova")

    end = await anna.press("Skip")

    assert "You are in the queue for <b>Mathematics</b>, number <b>1</b>." in end


async def test_admin_of_the_settings_is_one_from_the_start(
    dispatcher: Dispatcher,
    transaction: Transaction,
    clock: Clock,
    campus: Campus,
    make: Factory,
    course: Course,
) -> None:
    theirs = replace(campus, admin_ids=(78,))
    feed = create_feed(dispatcher, transaction, clock, campus=theirs)

    for number in (77, 78):
        newcomer = Newcomer(feed, number=number)
        await newcomer.come_to_the_group(course)
        await newcomer.press("Skip")

    assert [(it.telegram_id, it.role) for it in await make.all(User)] == [
        (77, Role.PARTICIPANT),
        (78, Role.ADMIN),
    ]


# Consent


async def test_nobody_is_written_down_before_they_have_said_who_they_are(
    anna: Newcomer, make: Factory, course: Course
) -> None:
    await anna.come_to_the_group(course)

    assert (await make.all(User), await make.all(Consent)) == ([], [])


async def test_text_in_full_keeps_the_button_of_consent(anna: Newcomer, course: Course) -> None:
    await anna.open(course)
    await anna.press("✅ Enroll")

    policy = await anna.press("📄 Read it in full")
    labels = anna.labels
    name = await anna.press("✅ I agree")

    assert policy.startswith("<b>Personal data</b>")
    assert labels == ["✅ I agree", "Not now"]
    assert name.startswith(ASK_NAME)


async def test_who_agreed_reads_the_text_without_the_question(
    anna: Newcomer, course: Course
) -> None:
    await anna.come_to_the_name(course)

    await anna.write("/privacy")

    assert anna.labels == ["🏠 Menu"]


async def test_who_does_not_agree_is_not_kept(
    anna: Newcomer, make: Factory, course: Course
) -> None:
    await anna.open(course)
    await anna.press("✅ Enroll")

    home = await anna.press("Not now")

    assert home.startswith("Hello! These are the courses of the University.")
    assert (await make.all(User), await make.all(Enrollment)) == ([], [])


@pytest.mark.parametrize("button", [Agree(), ThisIsMe(), SkipGroup()], ids=str)
async def test_answer_that_nobody_asked_for_is_refused(
    feed: Feed, make: Factory, button: Agree | ThisIsMe | SkipGroup
) -> None:
    telegram = await feed(tap(77, button))

    assert [type(call) for call in telegram.calls] == [AnswerCallbackQuery]
    assert telegram.notice() == ("This question is out of date. Choose a course and begin again.")
    assert await make.all(User) == []


@pytest.mark.parametrize("button", [ThisIsMe(), SkipGroup()], ids=str)
async def test_consent_is_not_jumped_over(
    feed: Feed, anna: Newcomer, make: Factory, course: Course, button: ThisIsMe | SkipGroup
) -> None:
    await anna.open(course)
    await anna.press("✅ Enroll")

    telegram = await feed(tap(77, button))

    assert telegram.notice() == ("This question is out of date. Choose a course and begin again.")


async def test_name_is_not_jumped_over(
    feed: Feed, anna: Newcomer, make: Factory, course: Course
) -> None:
    await anna.come_to_the_name(course)

    telegram = await feed(tap(77, SkipGroup()))

    assert telegram.notice() == ("This question is out of date. Choose a course and begin again.")
    assert await make.all(User) == []


# The name


async def test_name_is_kept_as_typed_but_tidy(
    anna: Newcomer, make: Factory, course: Course
) -> None:
    await anna.come_to_the_name(course)

    await anna.write("  Anna\n Maria \u202eO'Neill-Petrova\x00 ")
    await anna.press("Skip")

    assert [it.full_name for it in await make.all(User)] == ["Anna Maria O'Neill-Petrova"]


async def test_name_that_telegram_knows_is_still_a_button_after_a_refusal(
    anna: Newcomer, course: Course
) -> None:
    await anna.come_to_the_name(course)

    await anna.write("7")

    assert await anna.press("Anna Petrova") == ASK_GROUP


@pytest.mark.parametrize("name", ["🙂", "x" * (NAME_LENGTH + 1), "7"])
async def test_name_that_is_none_is_not_proposed(
    feed: Feed, make: Factory, course: Course, name: str
) -> None:
    newcomer = Newcomer(feed, name=name)

    question = await newcomer.come_to_the_name(course)
    labels = newcomer.labels
    pressed = await feed(tap(77, ThisIsMe(), who=person(77, name=name)))

    assert (question, labels) == (ASK_NAME, ["Not now"])
    assert pressed.notice() == NO_NAME


async def test_name_is_not_changed_by_telegram_later(
    feed: Feed, anna: Newcomer, make: Factory, course: Course
) -> None:
    await anna.come_to_the_group(course)
    await anna.press("Skip")

    await feed(write(77, "/start", who=person(77, name="xXx", language="ru")))

    assert [(it.full_name, it.language) for it in await make.all(User)] == [("Anna Petrova", "en")]


# The group


async def test_group_can_be_skipped_after_a_refusal(anna: Newcomer, course: Course) -> None:
    await anna.come_to_the_group(course)

    await anna.write("x" * (GROUP_LENGTH + 1))

    assert await anna.press("Skip") == ENROLLED


# The act


async def test_act_that_is_refused_in_the_end_keeps_the_person(
    anna: Newcomer, make: Factory, course: Course, transaction: Transaction
) -> None:
    await anna.come_to_the_group(course)
    async with transaction() as session:
        (await session.get_one(Course, course.id)).status = CourseStatus.FINISHED

    end = await anna.press("Skip")

    assert end == "You cannot enroll in this course now."
    assert anna.labels == ["🏠 Menu"]
    assert [it.full_name for it in await make.all(User)] == ["Anna Petrova"]
    assert len(await make.all(Consent)) == 1
    assert (await make.all(Enrollment), await make.all(PendingStart)) == ([], [])


async def test_who_could_not_enroll_is_not_asked_who_they_are(feed: Feed, make: Factory) -> None:
    closed = await make.course(enroll_until=NOON - DAY)

    telegram = await feed(tap(77, Enroll(course_id=closed.id)))

    assert telegram.notice() == "Enrollment closed on 1 March, 15:00 (Moscow)."
    assert await make.all(PendingStart) == []


@pytest.mark.parametrize("question", ["name", "group"])
async def test_answer_to_a_meeting_that_was_forgotten_has_no_buttons_of_the_question(
    anna: Newcomer, course: Course, transaction: Transaction, question: str
) -> None:
    come = anna.come_to_the_name if question == "name" else anna.come_to_the_group
    await come(course)
    async with transaction() as session:
        await session.execute(delete(PendingStart))

    refused = await anna.write("Anna Petrova")

    assert refused == "This question is out of date. Choose a course and begin again."
    assert anna.labels == ["🏠 Menu"]


# Leaving in the middle, and coming back


async def test_who_agreed_is_not_asked_again(anna: Newcomer, course: Course) -> None:
    await anna.come_to_the_name(course)
    await anna.write("/cancel")

    await anna.open(course)
    question = await anna.press("✅ Enroll")

    assert question.startswith(ASK_NAME)


async def test_words_after_leaving_are_searched_for(anna: Newcomer, course: Course) -> None:
    await anna.come_to_the_name(course)
    await anna.press("Not now")

    found = await anna.write("Anna Petrova")

    assert found.startswith("<b>Courses</b>\nSearch: “Anna Petrova”")


async def test_course_chosen_last_is_the_one(
    anna: Newcomer, make: Factory, course: Course
) -> None:
    await anna.come_to_the_name(course)
    other = await make.course(name="Dance")

    await anna.open(other)
    await anna.press("✅ Enroll")
    await anna.press("Anna Petrova")
    end = await anna.press("Skip")

    assert end == "✅ You are enrolled in <b>Dance</b>."
    assert [it.course_id for it in await make.all(Enrollment)] == [other.id]


async def test_question_is_still_good_after_looking_elsewhere(
    feed: Feed, anna: Newcomer, make: Factory, course: Course
) -> None:
    await anna.come_to_the_group(course)
    await feed(write(77, "/courses"))

    telegram = await feed(tap(77, SkipGroup()))

    assert telegram.said() == ENROLLED


# Two at once


async def test_meeting_that_is_finished_twice_at_once_is_finished_once(
    dispatcher: Dispatcher, committing: Transaction, clock: Clock
) -> None:
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    course = await make.course()
    await Newcomer(feed).come_to_the_group(course)
    answers = [tap(77, SkipGroup()), tap(77, SkipGroup()), write(77, "IT-23-1")]

    seen = await asyncio.gather(*map(feed, answers))

    words = [said(it) for it in seen]
    assert words.count([ENROLLED]) == 1
    assert "Something broke" not in str(words)
    [user], [consent] = await make.all(User), await make.all(Consent)
    assert (user.telegram_id, consent.user_id) == (77, user.id)
    assert [(it.user_id, it.status) for it in await make.all(Enrollment)] == [
        (user.id, EnrollmentStatus.REGISTERED)
    ]
    assert (await make.again(course)).taken == 1


def said(telegram: RecordedSession) -> list[str]:
    """Whatever it was, on the screen or over the button."""
    texts = (getattr(call, "text", None) for call in telegram.calls)
    return [text for text in texts if text]

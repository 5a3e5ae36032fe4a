import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage, SendPhoto
from aiogram.types import BufferedInputFile
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    EnrollmentStatus,
    User,
)
from db.session import DatabaseAway, Transaction
from domain.deliveries import Parcel
from domain.delivering import LEASE, MAX_ATTEMPTS
from keyboards.catalogue import ShowCourse
from keyboards.course import Enroll
from scheduler.deliveries import Sender
from scheduler.leader import Term
from scheduler.letters import LETTERS, Writer
from tests.botapi.waiting import until
from tests.conftest import Feed, create_feed
from tests.factories import HOUR, NOON, Factory
from tests.scheduler.conftest import CountingPacer, Hire, Time, begun
from tests.telegram import Call, RecordedSession, SlowTelegram, person, tap, write

METHOD = SendMessage(chat_id=1, text="")
SECOND = timedelta(seconds=1)

PROMOTED, CLOSED, SCREEN = (
    DeliveryKind.PROMOTED,
    DeliveryKind.WAITLIST_CLOSED,
    DeliveryKind.SCREEN,
)

ENDS = {
    CLOSED: "Enrollment in <b>Botany</b> is closed",
    DeliveryKind.COURSE_CLOSED: "The course <b>Botany</b> was closed",
}


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await make.course(anna)


@pytest.fixture
async def owed(make: Factory, anna: User, course: Course) -> Delivery:
    """Good news, which is urgent."""
    return await news(make, anna, course)


async def news(
    make: Factory, user: User, course: Course, kind: DeliveryKind = PROMOTED, **changed: Any
) -> Delivery:
    return await make.delivery(user, kind, payload={"course_id": course.id}, **changed)


async def bulk(make: Factory, user: User, course: Course, **changed: Any) -> Delivery:
    return await news(make, user, course, urgent=False, **changed)


async def statuses(make: Factory) -> list[DeliveryStatus]:
    return [delivery.status for delivery in await make.all(Delivery)]


def recipients(telegram: RecordedSession) -> list[int | str]:
    return [call.chat_id for call in telegram.all(SendMessage)]


# Letters


def test_every_kind_has_a_letter() -> None:
    assert LETTERS.keys() == set(DeliveryKind)


async def test_each_recipient_reads_of_their_seat_in_their_own_language(
    sender: Sender, telegram: RecordedSession, make: Factory
) -> None:
    people = [await make.user(language=language) for language in ("en", "ru")]
    course = await make.course(*people, name="Algebra <1>")
    await make.lesson(course)
    for it in people:
        await news(make, it, course)

    await sender.drain()

    assert [call.text.split("\n\n")[:2] for call in telegram.all(SendMessage)] == [
        [
            "🎉 A seat is free: you are enrolled in <b>Algebra &lt;1&gt;</b>.",
            "The next lesson: Tue, 3 March, 15:00 (Moscow).",
        ],
        [
            "🎉 Место освободилось: вы записаны на курс <b>Algebra &lt;1&gt;</b>.",
            "Ближайшее занятие: вт, 3 марта, 15:00 (Москва).",
        ],
    ]
    assert telegram.faults == []


async def test_news_of_a_seat_leads_to_the_course(
    sender: Sender, telegram: RecordedSession, owed: Delivery, course: Course
) -> None:
    await sender.drain()

    assert "lesson" not in telegram.said()
    assert telegram.buttons() == {"To the course": f"course:{course.id}:", "🏠 Menu": "home"}


@pytest.mark.parametrize("status", [EnrollmentStatus.CANCELLED, EnrollmentStatus.EXPELLED, None])
async def test_who_has_left_meanwhile_is_not_congratulated(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    anna: User,
    status: EnrollmentStatus | None,
) -> None:
    course = await make.course()
    if status is not None:
        await make.enrollment(course, anna, status)
    await news(make, anna, course)

    await sender.drain()

    assert (telegram.calls, await statuses(make)) == ([], [DeliveryStatus.SKIPPED])


async def test_nothing_good_is_said_of_a_course_that_is_no_more_seen(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User
) -> None:
    await news(make, anna, await make.course(status=CourseStatus.ARCHIVED), PROMOTED)

    await sender.drain()

    assert (telegram.calls, await statuses(make)) == ([], [DeliveryStatus.SKIPPED])


@pytest.mark.parametrize("deleted_at", [None, NOON])
@pytest.mark.parametrize("kind", ENDS)
async def test_end_of_a_course_is_told_though_it_is_no_more_seen(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    anna: User,
    deleted_at: datetime | None,
    kind: DeliveryKind,
) -> None:
    archived = CourseStatus.ARCHIVED
    course = await make.course(name="Botany", status=archived, deleted_at=deleted_at)
    await news(make, anna, course, kind)

    await sender.drain()

    assert telegram.said().startswith(ENDS[kind])


async def test_course_that_is_on_again_was_not_closed(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User
) -> None:
    await news(make, anna, await make.course(), DeliveryKind.COURSE_CLOSED)

    await sender.drain()

    assert (telegram.calls, await statuses(make)) == ([], [DeliveryStatus.SKIPPED])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Enrollment in <b>Algebra</b> is closed, and no seat came free. "),
        ("ru", "Запись на курс <b>Algebra</b> закрыта, "),
    ],
)
async def test_who_waited_in_vain_is_told_so(
    sender: Sender, telegram: RecordedSession, make: Factory, language: str, words: str
) -> None:
    boris = await make.user(language=language)
    await news(make, boris, await make.course(name="Algebra"), CLOSED)

    await sender.drain()

    assert telegram.said().startswith(words)
    assert list(telegram.buttons().values()) == ["courses:", "home"]


@pytest.fixture
def feed(
    dispatcher: Dispatcher, in_turn: Transaction, time: Time, telegram: RecordedSession
) -> Feed:
    """To the Telegram of the sender."""
    return create_feed(dispatcher, in_turn, time, telegram)


async def test_screen_that_was_held_up_is_shown_when_telegram_takes_it(
    feed: Feed, sender: Sender, telegram: RecordedSession, make: Factory, time: Time
) -> None:
    telegram.errors.append(TelegramRetryAfter(METHOD, "slow down", 35))
    await feed(write(77, "/help", who=person(77, language="ru")))

    await sender.drain()
    calls_too_early = telegram.calls.copy()
    telegram.calls.clear()
    time.now += 35 * SECOND
    await sender.drain()

    assert len(calls_too_early) == 1
    assert telegram.the(SendMessage).chat_id == 77
    assert telegram.said().startswith("<b>Что я умею</b>")
    assert list(telegram.buttons()) == ["📚 Курсы", "🔒 Мои данные", "🏠 Меню"]
    assert await statuses(make) == [DeliveryStatus.SENT]


async def test_held_up_picture_comes_with_its_words_and_buttons(
    feed: Feed, sender: Sender, telegram: RecordedSession, make: Factory, time: Time
) -> None:
    course = await make.course()
    await make.banner(course, file_id="known")
    telegram.errors.append(TelegramNetworkError(METHOD, "reset"))
    await feed(tap(77, ShowCourse(course_id=course.id)))

    telegram.calls.clear()
    time.now += 3 * SECOND
    await sender.drain()

    assert isinstance(telegram.the(SendPhoto).photo, BufferedInputFile)
    assert telegram.said().startswith("<b>Mathematics</b>")
    assert "✅ Enroll" in telegram.buttons()


async def test_held_up_refusal_comes_as_a_message(
    feed: Feed, sender: Sender, telegram: RecordedSession, time: Time
) -> None:
    telegram.errors.append(TelegramServerError(METHOD, "502"))
    await feed(tap(77, Enroll(course_id=1)))

    telegram.calls.clear()
    time.now += 3 * SECOND
    await sender.drain()

    assert telegram.said() == "There is no such course, or it is not for everybody."


# Order and pace


async def test_urgent_overtakes_bulk_at_the_pace_of_both(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    course: Course,
    pacer: CountingPacer,
) -> None:
    first, second, third = [await make.user() for _ in range(3)]
    for it in (first, second, third):
        await make.enrollment(course, it)
    await bulk(make, first, course, due_at=NOON - 2 * SECOND)
    await bulk(make, second, course, due_at=NOON - SECOND)
    await news(make, third, course)

    await sender.drain()

    expected = [it.telegram_id for it in (third, first, second)]
    assert (recipients(telegram), pacer.waited) == (expected, 3)


async def test_what_is_not_due_waits(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User, course: Course
) -> None:
    await news(make, anna, course, due_at=NOON + SECOND)

    await sender.drain()

    assert (telegram.calls, await statuses(make)) == ([], [DeliveryStatus.PENDING])


async def test_process_that_leads_no_more_sends_nothing(
    hire: Hire, telegram: RecordedSession, make: Factory, owed: Delivery
) -> None:
    await hire(term=Term()).drain()

    assert (telegram.calls, await statuses(make)) == ([], [DeliveryStatus.PENDING])


@pytest.mark.usefixtures("owed")
async def test_process_that_stood_still_while_another_came_to_lead_claims_nothing(
    hire: Hire, in_turn: Transaction, telegram: RecordedSession, make: Factory, term: Term
) -> None:
    thawed, heir = hire(term=term), hire(term=await begun(in_turn))

    await thawed.drain()
    calls_of_the_thawed = telegram.calls.copy()
    await heir.drain()

    assert calls_of_the_thawed == []
    assert await statuses(make) == [DeliveryStatus.SENT]


class CrowdedTelegram(RecordedSession):
    """Answers when so many calls are out at once."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self._everybody = asyncio.Barrier(calls)

    async def make_request(self, bot: Bot, method: Call, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        await self._everybody.wait()
        return await super().make_request(bot, method, timeout)


async def test_calls_do_not_wait_for_each_other(hire: Hire, make: Factory) -> None:
    people = [await make.user() for _ in range(20)]
    course = await make.course(*people)
    for it in people:
        await bulk(make, it, course)
    crowded = hire(telegram=CrowdedTelegram(len(people)))

    async with asyncio.timeout(20):
        await crowded.drain()

    assert {*await statuses(make)} == {DeliveryStatus.SENT}


# Answers


def no_answer(cause: Exception) -> TelegramNetworkError:
    error = TelegramNetworkError(METHOD, "no answer")
    error.__cause__ = cause
    return error


REFUSED = aiohttp.ClientConnectorError(None, OSError())  # type: ignore[arg-type]
UNCLEAR = [
    TelegramServerError(METHOD, "Bad Gateway"),
    no_answer(TimeoutError()),
    no_answer(ConnectionResetError()),
    ClientDecodeError("not JSON", ValueError(), "<html>"),
]
CERTAIN = [
    (TelegramForbiddenError(METHOD, "bot was blocked"), DeliveryStatus.UNREACHABLE),
    (TelegramBadRequest(METHOD, "Bad Request: chat not found"), DeliveryStatus.UNREACHABLE),
    (TelegramBadRequest(METHOD, "can't parse entities"), DeliveryStatus.DEAD),
    (TelegramEntityTooLarge(METHOD, "too large"), DeliveryStatus.DEAD),
    (no_answer(REFUSED), DeliveryStatus.PENDING),
    (TelegramUnauthorizedError(METHOD, "Unauthorized"), DeliveryStatus.PENDING),
    (TelegramAPIError(METHOD, "Not Found"), DeliveryStatus.PENDING),
    (ValueError("a bug"), DeliveryStatus.DEAD),
]


@pytest.mark.parametrize("is_urgent", [True, False], ids=["urgent", "bulk"])
@pytest.mark.parametrize(("error", "status"), CERTAIN, ids=str)
async def test_answer_of_telegram_decides(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    *,
    error: Exception,
    status: DeliveryStatus,
    is_urgent: bool,
) -> None:
    boris = await make.user()
    await news(make, boris, await make.course(boris), urgent=is_urgent)
    telegram.errors.append(error)

    await sender.drain()

    assert await statuses(make) == [status]
    is_reached = status is not DeliveryStatus.UNREACHABLE
    assert (await make.again(boris)).reachable == is_reached


@pytest.mark.parametrize(
    ("is_urgent", "status"),
    [(True, DeliveryStatus.PENDING), (False, DeliveryStatus.UNKNOWN)],
    ids=["urgent", "bulk"],
)
@pytest.mark.parametrize("error", UNCLEAR, ids=str)
async def test_in_doubt_only_what_is_harmless_twice_is_sent_again(
    sender: Sender,
    telegram: RecordedSession,
    make: Factory,
    *,
    error: Exception,
    is_urgent: bool,
    status: DeliveryStatus,
) -> None:
    boris = await make.user()
    await news(make, boris, await make.course(boris), urgent=is_urgent)
    telegram.errors.append(error)

    await sender.drain()

    assert await statuses(make) == [status]


async def test_number_of_the_message_is_kept(
    sender: Sender, make: Factory, owed: Delivery
) -> None:
    await sender.drain()

    sent = await make.again(owed)
    assert (sent.message_id, sent.attempts, sent.error) == (1, 1, "")


async def pauses(
    sender: Sender, telegram: RecordedSession, delivery: Delivery, *, make: Factory, time: Time
) -> list[float]:
    """Before each of some attempts, or until it is given up."""
    seconds = []
    error = telegram.errors[0]
    for _ in range(MAX_ATTEMPTS + 1):
        now = await make.again(delivery)
        if now.status is not DeliveryStatus.PENDING:
            break
        seconds.append((now.due_at - time.now).total_seconds())
        time.now, telegram.errors = now.due_at, [error]
        await sender.drain()
    return seconds


async def test_what_has_not_arrived_is_tried_for_as_long_as_it_takes(
    sender: Sender, telegram: RecordedSession, make: Factory, owed: Delivery, time: Time
) -> None:
    telegram.errors.append(no_answer(REFUSED))

    seconds = await pauses(sender, telegram, owed, make=make, time=time)

    assert seconds == [0, 2, 4, 8, 16, 32, *[60] * 7]
    assert (await make.again(owed)).status is DeliveryStatus.PENDING


async def test_what_may_have_arrived_is_not_sent_for_ever(
    sender: Sender, telegram: RecordedSession, make: Factory, owed: Delivery, time: Time
) -> None:
    telegram.errors.append(no_answer(TimeoutError()))

    seconds = await pauses(sender, telegram, owed, make=make, time=time)

    assert len(seconds) == len(telegram.calls) == MAX_ATTEMPTS
    assert timedelta(minutes=30) < timedelta(seconds=sum(seconds)) < timedelta(hours=1)
    assert (await make.again(owed)).status is DeliveryStatus.DEAD


async def test_flood_silences_the_sender_for_as_long_as_telegram_says(
    sender: Sender, telegram: RecordedSession, make: Factory, owed: Delivery, time: Time
) -> None:
    telegram.errors.append(TelegramRetryAfter(METHOD, "slow down", 35))
    await sender.drain()
    boris = await make.user()
    another = await news(make, boris, await make.course(boris))

    await sender.drain()
    time.now += 34 * SECOND
    await sender.drain()
    calls_before_the_end = len(telegram.calls)
    time.now += SECOND
    await sender.drain()

    assert (calls_before_the_end, len(telegram.calls)) == (1, 3)
    for delivery in (owed, another):
        sent = await make.again(delivery)
        assert (sent.status, sent.attempts) == (DeliveryStatus.SENT, 1)


async def test_who_has_no_telegram_is_not_reached(
    sender: Sender, telegram: RecordedSession, make: Factory
) -> None:
    by_api = await make.user(telegram_id=None)
    await news(make, by_api, await make.course(by_api))

    await sender.drain()

    assert (telegram.calls, await statuses(make)) == ([], [DeliveryStatus.UNREACHABLE])


# What goes wrong


@pytest.mark.parametrize(
    ("is_urgent", "status"),
    [(True, DeliveryStatus.SENT), (False, DeliveryStatus.UNKNOWN)],
    ids=["urgent", "bulk"],
)
async def test_delivery_of_a_killed_sender(
    sender: Sender, make: Factory, *, is_urgent: bool, status: DeliveryStatus
) -> None:
    boris = await make.user()
    left_behind: dict[str, Any] = {
        "status": DeliveryStatus.SENDING,
        "claimed_at": NOON - LEASE - SECOND,
        "urgent": is_urgent,
    }
    await news(make, boris, await make.course(boris), **left_behind)

    await sender.drain()

    assert await statuses(make) == [status]


async def test_delivery_that_another_has_in_hand_is_left_alone(
    sender: Sender, telegram: RecordedSession, make: Factory, anna: User, course: Course
) -> None:
    await news(make, anna, course, status=DeliveryStatus.SENDING, claimed_at=NOON - LEASE)

    await sender.drain()

    assert (telegram.calls, await statuses(make)) == ([], [DeliveryStatus.SENDING])


class ThawedTelegram(RecordedSession):
    """While it is asked, another process takes the message over."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__()
        self._transaction = transaction

    async def make_request(self, bot: Bot, method: Call, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        async with self._transaction() as session:
            await session.execute(update(Delivery).values(claimed_at=NOON + LEASE))
        return await super().make_request(bot, method, timeout)


async def test_thawed_sender_does_not_settle_what_another_has_taken_over(
    hire: Hire, in_turn: Transaction, make: Factory, owed: Delivery
) -> None:
    thawed = hire(telegram=ThawedTelegram(in_turn))

    await thawed.drain()

    assert await statuses(make) == [DeliveryStatus.SENDING]


async def broken(_session: AsyncSession, _parcel: Parcel, _now: datetime) -> None:
    raise ValueError


async def broken_in_sql(session: AsyncSession, _parcel: Parcel, _now: datetime) -> None:
    await session.execute(text("SELECT 1 / 0"))


@pytest.mark.parametrize("letter", [broken, broken_in_sql])
async def test_broken_letter_does_not_hold_up_the_next(
    sender: Sender,
    make: Factory,
    anna: User,
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
    letter: Writer,
) -> None:
    monkeypatch.setitem(LETTERS, CLOSED, letter)
    await news(make, anna, course, CLOSED)
    await news(make, anna, course, due_at=NOON - HOUR)

    await sender.drain()

    assert await statuses(make) == [DeliveryStatus.DEAD, DeliveryStatus.SENT]


async def test_screen_whose_banner_is_gone_is_sent_without_it(
    sender: Sender, make: Factory, anna: User, telegram: RecordedSession
) -> None:
    await make.delivery(
        anna, SCREEN, payload={"text": "Hi.", "banner_id": 2**40}, due_at=NOON - HOUR
    )

    await sender.drain()

    assert telegram.the(SendMessage).text == "Hi."


class Flickering:
    """A database that is away at some of its uses."""

    def __init__(self, transaction: Transaction, *away: int) -> None:
        self._transaction = transaction
        self._away = away
        self._uses = count(1)

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[AsyncSession]:
        if next(self._uses) in self._away:
            raise DatabaseAway
        async with self._transaction() as session:
            yield session


async def test_calls_that_are_out_come_back_when_the_database_goes_away(
    hire: Hire, in_turn: Transaction, telegram: RecordedSession, make: Factory, owed: Delivery
) -> None:
    await make.delivery(await make.user(), PROMOTED, payload=owed.payload)
    every_next_claim = range(3, 7)

    await hire(transaction=Flickering(in_turn, *every_next_claim)).drain()

    assert len(telegram.calls) == 1
    assert sorted(await statuses(make)) == [DeliveryStatus.PENDING, DeliveryStatus.SENT]


async def test_message_is_settled_when_the_database_is_back(
    hire: Hire, in_turn: Transaction, telegram: RecordedSession, owed: Delivery, make: Factory
) -> None:
    second_claim, settling = 3, 4

    await hire(transaction=Flickering(in_turn, second_claim, settling)).drain()

    assert len(telegram.calls) == 1
    assert await statuses(make) == [DeliveryStatus.SENT]


async def test_message_that_could_not_be_settled_to_the_end_is_sent_again_after_its_lease(
    hire: Hire,
    in_turn: Transaction,
    telegram: RecordedSession,
    make: Factory,
    owed: Delivery,
    time: Time,
) -> None:
    from_second_claim_on = range(3, 100)
    sender = hire(transaction=Flickering(in_turn, *from_second_claim_on))
    draining = asyncio.ensure_future(sender.drain())
    await until(lambda: telegram.calls)

    await asyncio.gather(sender.finish(), draining)
    after_the_end = await statuses(make)
    time.now += LEASE + SECOND
    await hire().drain()

    assert after_the_end == [DeliveryStatus.SENDING]
    assert await statuses(make) == [DeliveryStatus.SENT]
    assert (await make.again(owed)).attempts == 2


# The end, and several of them


async def test_nothing_is_sent_after_the_finish(
    sender: Sender, telegram: RecordedSession, owed: Delivery
) -> None:
    await sender.finish()
    await sender.drain()

    assert telegram.calls == []


async def test_finish_waits_for_what_is_in_hand(hire: Hire, make: Factory, owed: Delivery) -> None:
    telegram = SlowTelegram()
    sender = hire(telegram=telegram)
    draining = asyncio.ensure_future(sender.drain())
    await telegram.is_asked.wait()

    finishing = asyncio.ensure_future(sender.finish())
    await asyncio.wait({finishing}, timeout=0.05)
    is_finished_too_early = finishing.done()
    telegram.may_answer.set()
    await asyncio.gather(draining, finishing)

    assert not is_finished_too_early
    assert await statuses(make) == [DeliveryStatus.SENT]


async def test_two_senders_send_each_message_once(
    hire: Hire, committing: Transaction, telegram: RecordedSession
) -> None:
    make = Factory(committing)
    people = [await make.user() for _ in range(10)]
    course = await make.course(*people)
    for it in people:
        await news(make, it, course)

    term = await begun(committing)
    await asyncio.gather(*(hire(transaction=committing, term=term).drain() for _ in range(2)))

    assert sorted(map(int, recipients(telegram))) == [it.telegram_id for it in people]

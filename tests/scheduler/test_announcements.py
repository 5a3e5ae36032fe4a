"""What is written to many: it begins, goes on, is stopped, changed and recalled, and adds up."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from aiogram.exceptions import TelegramForbiddenError, TelegramNetworkError
from aiogram.methods import (
    DeleteMessage,
    EditMessageMedia,
    EditMessageText,
    SendMessage,
    SendPhoto,
)
from aiogram.types import InputMediaPhoto

from db.models import (
    Announcement,
    AnnouncementStatus,
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DeliveryOperation,
    DeliveryStatus,
    EnrollmentStatus,
    Role,
    StaffPart,
    User,
)
from db.queries.announced import Report
from db.session import Transaction
from domain import (
    announcement_runs,
    announcements,
    announcing,
    cards,
    late_joiners,
    recalling,
    removing,
)
from domain.announcements import Audience, Whom
from domain.posts import Button, Content
from domain.profile import Switch
from keyboards.announcements import ReadCourse
from keyboards.settings import Flip
from scheduler.announcements import announce, welcome
from scheduler.deliveries import Sender
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.scheduler.conftest import Time
from tests.telegram import RecordedSession

BOLD = {"type": "bold", "offset": 0, "length": 5}
HELLO = Content("Hello <all>", [BOLD])

Now = Callable[..., Awaitable[object]]
SENDING, SENT = AnnouncementStatus.SENDING, AnnouncementStatus.SENT
LOST = TelegramNetworkError(method=SendMessage(chat_id=1, text="x"), message="Connection reset")
BLOCKED = TelegramForbiddenError(
    method=SendMessage(chat_id=1, text="x"), message="bot was blocked by the user"
)


class Desk:
    """Of a host who writes to the people of a course."""

    def __init__(self, transaction: Transaction, host: User, course: Course, time: Time) -> None:
        self.transaction, self.host, self.course, self.time = transaction, host, course, time
        self.actor = as_actor(host)
        self.id = 0

    async def write(self, content: Content = HELLO, whom: Whom = Whom.ALL) -> None:
        await self.write_to(Audience(whom, self.course.id), content)

    async def write_to(self, audience: Audience, content: Content = HELLO) -> None:
        async with self.transaction() as session:
            self.id = (await announcing.write(session, self.actor, content, audience)).id

    async def send(self, at: datetime | None = None) -> None:
        which: dict[str, Any] = {"announcement_id": self.id, "at": at, "now": self.time.now}
        async with self.transaction() as session:
            await announcement_runs.send(session, self.actor, CAMPUS, **which)

    async def do(self, operation: Now, *args: object, **what: object) -> None:
        which = {"announcement_id": self.id, "now": self.time.now, **what}
        async with self.transaction() as session:
            await operation(session, self.actor, *args, **which)

    async def tick(self) -> None:
        await welcome(self.transaction, CAMPUS, self.time)
        await announce(self.transaction, CAMPUS, self.time)

    async def seen(self) -> announcements.Seen:
        async with self.transaction() as session:
            return await announcements.look(session, self.actor, CAMPUS, self.id, self.time.now)

    async def report(self) -> Report:
        seen = await self.seen()
        assert seen.report is not None
        return seen.report


@pytest.fixture
async def people(make: Factory) -> list[User]:
    return [await make.user(full_name=f"P{number}") for number in range(4)]


@pytest.fixture
async def desk(make: Factory, in_turn: Transaction, people: list[User], time: Time) -> Desk:
    host = await make.user(role=Role.HOST, telegram_id=500)
    course = await make.course(*people[:3], waiting=people[3:])
    await make.staff(course, host)
    return Desk(in_turn, host, course, time)


@pytest.fixture
async def sent(desk: Desk, sender: Sender) -> Desk:
    """To everybody, all of whom have got it."""
    await desk.write()
    await desk.send()
    await desk.tick()
    await sender.drain()
    await desk.tick()
    return desk


NO_NEWS = Flip(switch=Switch.NEWS, is_on=False, is_apart=True).pack()


def meanings(keyboard: Any) -> list[str | None]:
    return [button.callback_data for row in keyboard.inline_keyboard for button in row]


def to(telegram: RecordedSession, *people: User) -> list[SendMessage]:
    ids = {it.telegram_id for it in people}
    return [it for it in telegram.all(SendMessage) if it.chat_id in ids]


async def test_everybody_gets_it_as_it_was_written(
    sent: Desk, telegram: RecordedSession, people: list[User]
) -> None:
    got = to(telegram, *people)

    assert {it.chat_id for it in got} == {it.telegram_id for it in people}
    assert {it.text for it in got} == {"Hello <all>"}
    assert got[0].parse_mode is None
    assert [it.type for it in got[0].entities or ()] == ["bold"]
    assert await sent.report() == Report(sent=4)
    assert (await sent.seen()).status is SENT


async def test_button_of_the_author_and_the_course_are_below(
    desk: Desk, sender: Sender, telegram: RecordedSession, people: list[User]
) -> None:
    await desk.write(Content("Hi", button=Button("Sign up", "https://example.org")))
    await desk.send()
    await desk.tick()
    await sender.drain()

    keyboard = to(telegram, people[0])[0].reply_markup
    first, second = [row[0] for row in keyboard.inline_keyboard]  # type: ignore[union-attr]
    assert (first.text, first.url) == ("Sign up", "https://example.org")
    assert second.callback_data == ReadCourse(course_id=desk.course.id).pack()


async def test_news_can_be_stopped_from_inside_of_them(
    desk: Desk, sender: Sender, make: Factory, telegram: RecordedSession, people: list[User]
) -> None:
    desk.actor = as_actor(await make.user(role=Role.ADMIN, news_on=False))
    await desk.write_to(Audience(Whom.EVERYBODY))
    await desk.send()
    await desk.tick()
    await sender.drain()

    assert meanings(to(telegram, people[0])[0].reply_markup) == [NO_NEWS]


async def test_photo_is_sent_on(desk: Desk, sender: Sender, telegram: RecordedSession) -> None:
    await desk.write(Content("Look", photo="a-photo"), Whom.WAITING)
    await desk.send()
    await desk.tick()
    await sender.drain()

    shown = telegram.the(SendPhoto)
    assert (shown.photo, shown.caption, shown.parse_mode) == ("a-photo", "Look", None)


async def test_nothing_goes_out_before_its_time(desk: Desk, make: Factory) -> None:
    await desk.write()
    await desk.send(at=NOON + DAY)

    await desk.tick()
    assert not await make.all(Delivery)

    desk.time.now = NOON + DAY
    await desk.tick()
    assert len(await of_announcement(make)) == 4


async def test_two_ticks_begin_it_once(desk: Desk, make: Factory) -> None:
    await desk.write()
    await desk.send()

    await desk.tick()
    await desk.tick()

    assert len(await of_announcement(make)) == 4


async def test_author_sees_how_far_it_is(
    sent: Desk, sender: Sender, telegram: RecordedSession
) -> None:
    await sender.drain()
    await sent.tick()
    await sender.drain()

    assert to(telegram, sent.host)[0].text.startswith("📨 The announcement is going out.")
    last = telegram.all(EditMessageText)[-1]
    assert last.chat_id == sent.host.telegram_id
    assert "✅ The announcement is sent." in str(last.text)
    assert "Have got it: 4" in str(last.text)


async def test_progress_is_not_renewed_where_nothing_has_changed(
    sent: Desk, sender: Sender, telegram: RecordedSession
) -> None:
    await sender.drain()
    edits = len(telegram.all(EditMessageText))

    for _ in range(3):
        await sent.tick()
        await sender.drain()

    assert len(telegram.all(EditMessageText)) == edits


async def test_who_joins_later_gets_it_once(
    sent: Desk, sender: Sender, make: Factory, telegram: RecordedSession
) -> None:
    await sent.do(late_joiners.welcome, NOON + DAY)
    late = await make.user(full_name="Late")
    await make.enrollment(sent.course, late)

    for _ in range(3):
        await sent.tick()
        await sender.drain()

    assert len(to(telegram, late)) == 1
    assert await sent.report() == Report(sent=5)


async def test_who_joins_too_late_gets_nothing(
    sent: Desk, sender: Sender, make: Factory, telegram: RecordedSession
) -> None:
    await sent.do(late_joiners.welcome, NOON + DAY)
    sent.time.now = NOON + 2 * DAY
    late = await make.user(full_name="Late")
    await make.enrollment(sent.course, late)

    await sent.tick()
    await sender.drain()

    assert not to(telegram, late)


async def test_other_words_reach_those_who_have_it_and_those_who_get_it_later(
    sent: Desk, sender: Sender, make: Factory, telegram: RecordedSession, people: list[User]
) -> None:
    await sent.do(late_joiners.welcome, NOON + DAY)
    sent.time.now = NOON + HOUR
    await sent.do(recalling.edit, Content("Better"))
    sent.time.now += HOUR
    late = await make.user(full_name="Late")
    await make.enrollment(sent.course, late)

    for _ in range(2):
        await sent.tick()
        await sender.drain()

    ids = {it.telegram_id for it in people}
    edits = [it for it in telegram.all(EditMessageText) if it.chat_id in ids]
    assert [it.text for it in edits] == ["Better"] * 4
    assert [it.text for it in to(telegram, late)] == ["Better"]
    seen = await sent.seen()
    assert seen.report == Report(sent=5)
    assert seen.change == Report(sent=4)


async def test_message_that_was_on_its_way_is_changed_when_it_has_arrived(
    desk: Desk, make: Factory
) -> None:
    await desk.write()
    await desk.send()
    await desk.tick()
    first, *_ = await of_announcement(make)
    await make.change(first, status=DeliveryStatus.SENDING, claimed_at=NOON)

    await desk.do(recalling.edit, Content("Better"))
    await make.change(first, status=DeliveryStatus.SENT, message_id=7, settled_at=NOON)
    await desk.tick()
    await desk.tick()

    edits = await of_announcement(make, DeliveryOperation.EDIT)
    assert [(it.user_id, it.message_id) for it in edits] == [(first.user_id, 7)]


async def test_last_of_several_changes_counts(sent: Desk, sender: Sender, make: Factory) -> None:
    await sent.do(recalling.edit, Content("Better"))
    await sent.do(recalling.edit, Content("Best"))

    await sender.drain()

    edits = await of_announcement(make, DeliveryOperation.EDIT)
    assert sorted(it.status for it in edits) == ["sent"] * 4 + ["skipped"] * 4
    assert (await sent.seen()).change == Report(sent=4)


async def test_picture_stays_under_other_words(
    desk: Desk, sender: Sender, telegram: RecordedSession
) -> None:
    await desk.write(Content("Look", photo="a-photo"), Whom.WAITING)
    await desk.send()
    await desk.tick()
    await sender.drain()

    await desk.do(recalling.edit, Content("Look here"))
    await sender.drain()

    media = telegram.the(EditMessageMedia).media
    assert isinstance(media, InputMediaPhoto)
    assert (media.media, media.caption, media.parse_mode) == ("a-photo", "Look here", None)


async def test_recalled_it_disappears(
    sent: Desk, sender: Sender, telegram: RecordedSession, people: list[User]
) -> None:
    await sent.do(recalling.recall)
    await sender.drain()
    await sent.tick()
    await sender.drain()

    gone = telegram.all(DeleteMessage)
    assert {it.chat_id for it in gone} == {it.telegram_id for it in people}
    seen = await sent.seen()
    assert seen.status is AnnouncementStatus.RECALLED
    assert seen.report == seen.change == Report(sent=4)


async def test_recalled_after_two_days_it_says_so(
    sent: Desk, sender: Sender, telegram: RecordedSession
) -> None:
    sent.time.now = NOON + 2 * DAY
    await sent.do(recalling.recall)
    await sender.drain()

    assert not telegram.all(DeleteMessage)
    said = [it.text for it in telegram.all(EditMessageText) if "<i>" in str(it.text)]
    assert said == ["<i>This announcement was recalled.</i>"] * 4


async def test_stopped_nobody_else_gets_it_until_it_goes_on(
    desk: Desk, sender: Sender, telegram: RecordedSession, make: Factory, people: list[User]
) -> None:
    await desk.write()
    await desk.send()
    await desk.tick()
    first, *_ = await of_announcement(make)
    await make.change(first, status=DeliveryStatus.SENT, message_id=7)

    await desk.do(announcement_runs.stop)
    await desk.tick()
    await sender.drain()
    assert not to(telegram, *people)
    assert await desk.report() == Report(sent=1, skipped=3)

    await desk.do(announcement_runs.go_on, CAMPUS)
    await sender.drain()
    await desk.tick()
    assert len(to(telegram, *people)) == 3
    assert await desk.report() == Report(sent=4)
    assert (await desk.seen()).status is SENT


async def test_doubtful_is_sent_again_only_when_the_author_asks(
    desk: Desk, sender: Sender, telegram: RecordedSession, people: list[User]
) -> None:
    await desk.write()
    await desk.send()
    await desk.tick()
    telegram.errors = [None, LOST, BLOCKED]
    await sender.drain()
    await desk.tick()
    await sender.drain()
    assert await desk.report() == Report(sent=2, doubtful=1, unreachable=1)

    await desk.do(announcement_runs.repeat, CAMPUS)
    assert (await desk.seen()).status is SENDING
    await sender.drain()
    await desk.tick()

    assert await desk.report() == Report(sent=3, unreachable=1)
    assert (await desk.seen()).status is SENT


async def test_everything_adds_up_after_a_stop_a_change_a_resend_and_a_recall(
    desk: Desk, sender: Sender, telegram: RecordedSession, make: Factory
) -> None:
    await desk.write()
    await desk.do(late_joiners.welcome, NOON + DAY)
    await desk.send()
    await desk.tick()
    telegram.errors = [None, None, LOST]
    await sender.drain()
    late = await make.user(full_name="Late")
    await make.enrollment(desk.course, late)
    await desk.tick()
    await desk.do(announcement_runs.stop)
    assert await desk.report() == Report(sent=3, doubtful=1, skipped=1)

    await desk.do(announcement_runs.go_on, CAMPUS)
    await desk.do(recalling.edit, Content("Better"))
    await desk.do(announcement_runs.repeat, CAMPUS)
    await sender.drain()
    await desk.tick()
    await sender.drain()
    assert await desk.report() == Report(sent=5)

    await desk.do(recalling.recall)
    await sender.drain()
    seen = await desk.seen()
    assert seen.report == Report(sent=5)
    assert seen.change == Report(sent=5)
    assert len(to(telegram, late)) == 1


async def test_quiet_hours_are_waited_out(desk: Desk, make: Factory) -> None:
    desk.time.now = NOON + 10 * HOUR
    await desk.write()
    await desk.send()
    await desk.tick()

    morning = NOON + 17 * HOUR
    assert {it.due_at for it in await of_announcement(make)} == {morning}
    assert (await desk.report()).waiting == 4


async def test_what_may_concern_the_next_hours_does_not_wait(desk: Desk, make: Factory) -> None:
    desk.time.now = NOON + 10 * HOUR
    await make.lesson(desk.course, starts_at=NOON + 12 * HOUR)
    await desk.write()
    await desk.send()
    await desk.tick()

    assert {it.due_at for it in await of_announcement(make)} == {desk.time.now}


async def test_words_that_went_with_their_author_are_sent_to_nobody(
    desk: Desk, make: Factory
) -> None:
    await desk.write()
    await desk.send()
    it = (await make.all(Announcement))[0]
    await make.change(it, content={})

    await desk.tick()

    assert not await of_announcement(make)
    assert (await desk.seen()).status is AnnouncementStatus.STOPPED


async def test_words_of_who_was_shut_out_meanwhile_are_sent_to_nobody(
    desk: Desk, make: Factory
) -> None:
    await desk.write()
    await desk.send()
    await make.change(desk.host, blocked_at=NOON)

    await desk.tick()

    assert not await of_announcement(make)
    assert (await make.all(Announcement))[0].status is AnnouncementStatus.STOPPED


async def test_stopped_before_it_began_it_goes_on_to_everybody(
    desk: Desk, make: Factory, sender: Sender, telegram: RecordedSession, people: list[User]
) -> None:
    await desk.write()
    await desk.send()
    await make.change(desk.host, blocked_at=NOON)
    await desk.tick()
    colleague = await make.user(role=Role.HOST)
    await make.staff(desk.course, colleague)
    desk.actor = as_actor(colleague)

    await desk.do(announcement_runs.go_on, CAMPUS)
    await desk.tick()
    await sender.drain()
    await desk.tick()

    assert len(to(telegram, *people)) == 4
    assert (await desk.seen()).status is SENT


async def test_who_has_left_or_wants_no_news_since_it_was_owed_gets_nothing(
    desk: Desk, make: Factory, sender: Sender, telegram: RecordedSession, people: list[User]
) -> None:
    await desk.write()
    await desk.send()
    await desk.tick()
    left = await make.enrollment_of(desk.course, people[0])
    await make.change(left, status=EnrollmentStatus.EXPELLED)
    admin = await make.admin()
    desk.actor = as_actor(admin)
    await desk.write_to(Audience(Whom.EVERYBODY))
    await desk.send()
    await desk.tick()
    await make.change(people[1], news_on=False)

    await sender.drain()

    counts = {it.full_name: len(to(telegram, it)) for it in people}
    assert counts == {"P0": 1, "P1": 1, "P2": 2, "P3": 2}


async def test_course_that_is_deleted_tells_nobody_else(
    desk: Desk, make: Factory, sender: Sender, telegram: RecordedSession, people: list[User]
) -> None:
    await desk.write()
    await desk.send()
    await desk.tick()
    manager = await make.admin()
    await make.staff(desk.course, manager, StaffPart.MANAGER)
    async with desk.transaction() as session:
        which: dict[str, Any] = {"course_id": desk.course.id, "now": NOON}
        await removing.delete(session, as_actor(manager), CAMPUS, **which)

    await sender.drain()
    await desk.tick()

    said = [it.text for it in to(telegram, *people)]
    assert [it for it in said if "Hello" in it] == []
    assert {it.status for it in await of_announcement(make)} == {DeliveryStatus.SKIPPED}
    assert (await make.all(Announcement))[0].status is AnnouncementStatus.STOPPED


async def of_announcement(
    make: Factory, operation: DeliveryOperation = DeliveryOperation.SEND
) -> list[Delivery]:
    rows = await make.all(Delivery)
    return [
        it for it in rows if it.kind is DeliveryKind.ANNOUNCEMENT and it.operation is operation
    ]


# The course announcement


@pytest.fixture
async def coming(make: Factory, people: list[User], time: Time) -> Course:
    """A course whose day has come, with one of the people on it."""
    return await make.course(people[0], announce_at=NOON, access_level=Role.PARTICIPANT)


async def test_card_goes_to_everybody_who_wants_news_and_is_not_on_the_course(
    coming: Course,
    desk: Desk,
    sender: Sender,
    make: Factory,
    telegram: RecordedSession,
    people: list[User],
) -> None:
    await make.change(people[1], news_on=False)
    await make.staff(coming, people[2])
    await make.change(desk.host, news_on=False)

    for _ in range(2):
        await desk.tick()
        await sender.drain()

    [card] = telegram.all(SendMessage)
    assert card.chat_id == people[3].telegram_id
    assert "Mathematics" in card.text
    assert NO_NEWS in meanings(card.reply_markup)


async def test_card_is_not_for_those_who_may_not_see_the_course(
    in_turn: Transaction, sender: Sender, make: Factory, time: Time, telegram: RecordedSession
) -> None:
    await make.user()
    host = await make.user(role=Role.HOST)
    await make.course(announce_at=NOON, access_level=Role.HOST)

    await announce(in_turn, CAMPUS, time)
    await sender.drain()

    assert [it.chat_id for it in telegram.all(SendMessage)] == [host.telegram_id]


@pytest.mark.parametrize(
    "changed",
    [
        {"status": CourseStatus.DRAFT},
        {"announce_at": NOON + HOUR},
        {"announce_at": NOON - 8 * DAY},
        {"enroll_until": NOON - HOUR},
    ],
    ids=["draft", "later", "long ago", "closed"],
)
async def test_card_is_not_sent_of_a_course_that_is_not_to_be_announced_now(
    in_turn: Transaction, make: Factory, time: Time, changed: dict[str, object]
) -> None:
    await make.user()
    await make.course(**{"announce_at": NOON} | changed)  # type: ignore[arg-type]

    await announce(in_turn, CAMPUS, time)

    assert not await make.all(Delivery)


async def test_another_day_announces_it_again(
    coming: Course, in_turn: Transaction, make: Factory, time: Time
) -> None:
    await announce(in_turn, CAMPUS, time)
    time.now = NOON + 2 * DAY
    await make.change(coming, announce_at=time.now)

    await announce(in_turn, CAMPUS, time)

    assert len(await make.all(Announcement)) == 2


async def test_card_sent_now_takes_the_place_of_the_day(
    make: Factory, in_turn: Transaction, time: Time, people: list[User]
) -> None:
    manager = await make.admin()
    course = await make.course(announce_at=NOON + DAY)
    await make.staff(course, manager, StaffPart.MANAGER)
    async with in_turn() as session:
        await cards.send(session, as_actor(manager), CAMPUS, course_id=course.id, now=NOON)

    for _ in range(2):
        await announce(in_turn, CAMPUS, time)
        time.now += DAY

    assert len(await make.all(Announcement)) == 1
    assert len(await of_announcement(make)) == len(people)


async def test_card_sent_by_hand_before_the_clock_sent_it_comes_once(
    make: Factory, in_turn: Transaction, time: Time, people: list[User]
) -> None:
    manager = await make.admin()
    course = await make.course(announce_at=NOON - HOUR)
    await make.staff(course, manager, StaffPart.MANAGER)
    async with in_turn() as session:
        await cards.send(session, as_actor(manager), CAMPUS, course_id=course.id, now=NOON)

    for _ in range(2):
        await announce(in_turn, CAMPUS, time)

    assert len(await of_announcement(make)) == len(people)


async def test_two_processes_begin_it_once(
    committing: Transaction, clock: Callable[[], datetime]
) -> None:
    make = Factory(committing)
    host = await make.user(role=Role.HOST)
    course = await make.course(*[await make.user() for _ in range(30)])
    await make.staff(course, host)
    async with committing() as session:
        audience = Audience(Whom.ALL, course.id)
        it = await announcing.write(session, as_actor(host), HELLO, audience)
        which: dict[str, Any] = {"announcement_id": it.id, "at": None, "now": NOON}
        await announcement_runs.send(session, as_actor(host), CAMPUS, **which)

    await asyncio.gather(*(announce(committing, CAMPUS, clock) for _ in range(3)))

    assert len(await of_announcement(make)) == 30

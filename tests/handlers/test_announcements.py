"""An announcement, written and sent in the chat."""

from typing import Any

import pytest
from aiogram.types import Document, MessageEntity, Sticker
from aiogram.types import User as Person

from db.models import (
    Announcement,
    AnnouncementStatus,
    Course,
    Delivery,
    DeliveryKind,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from domain.announcements import Part, Whom
from domain.late_joiners import Late
from keyboards.announcements import (
    AskCard,
    AskDeed,
    AskLesson,
    AskPart,
    AskWhere,
    Compose,
    Deed,
    DoDeed,
    Preview,
    ReadCourse,
    Replace,
    SendAt,
    SendCard,
    SetLate,
    SetRole,
    SetWhom,
    ShowAnnouncement,
    ShowAnnouncements,
    StopSending,
)
from tests.conftest import Feed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.telegram import PHOTO, RecordedSession, send, tap, write
from tests.test_hostile_names import NAMES

BOLD = MessageEntity(type="bold", offset=0, length=5)


class Chat:
    """Of somebody with the bot."""

    def __init__(self, feed: Feed, user: User) -> None:
        self._feed, self._id = feed, user.telegram_id

    async def tap(self, button: Any) -> RecordedSession:
        return await self._feed(tap(self._id, button))

    async def write(self, words: str) -> RecordedSession:
        return await self._feed(write(self._id, words))

    async def send(self, **content: Any) -> RecordedSession:
        return await self._feed(send(self._id, **content))


@pytest.fixture
async def host(make: Factory) -> User:
    return await make.user(full_name="Maria", role=Role.HOST)


@pytest.fixture
async def course(make: Factory, host: User) -> Course:
    people = [await make.user(), await make.user(reachable=False)]
    course = await make.course(*people, waiting=[await make.user()])
    await make.staff(course, host)
    return course


@pytest.fixture
def chat(feed: Feed, host: User) -> Chat:
    return Chat(feed, host)


async def the(make: Factory) -> Announcement:
    [it] = await make.all(Announcement)
    return it


@pytest.fixture
async def draft(chat: Chat, course: Course, make: Factory) -> Announcement:
    await chat.tap(Compose(course_id=course.id))
    await chat.write("Hello there")
    return await the(make)


async def test_what_is_sent_becomes_a_draft_with_its_formatting(
    chat: Chat, course: Course, make: Factory
) -> None:
    await chat.tap(Compose(course_id=course.id))
    seen = await chat.send(text="Hello <there>", entities=[BOLD])

    assert "<b>Hello</b> &lt;there&gt;" in seen.said()
    assert "Now that is 2 people." in seen.said()
    assert "have no Telegram, and get nothing: 1." in seen.said()
    it = await the(make)
    assert it.status is AnnouncementStatus.DRAFT
    assert it.content == {
        "text": "Hello <there>",
        "entities": [{"type": "bold", "offset": 0, "length": 5}],
    }
    assert not await make.all(Delivery)


async def test_whoever_is_mentioned_by_their_account_is_not_kept(
    chat: Chat, course: Course, make: Factory
) -> None:
    someone = Person(id=9, is_bot=False, first_name="Secret")
    mention = MessageEntity(type="text_mention", offset=0, length=5, user=someone)

    await chat.tap(Compose(course_id=course.id))
    await chat.send(text="Hello there", entities=[mention])

    assert (await the(make)).content == {"text": "Hello there"}


async def test_photo_and_file_are_taken(chat: Chat, course: Course, make: Factory) -> None:
    await chat.tap(Compose(course_id=course.id))
    shown = await chat.send(photo=PHOTO, caption="Look")
    assert "With a photo" in shown.said()

    await chat.tap(Compose(course_id=course.id))
    file = Document(file_id="a-file", file_unique_id="1")
    assert "With a file" in (await chat.send(document=file)).said()

    assert [it.content for it in await make.all(Announcement)] == [
        {"text": "Look", "photo": "kept"},
        {"document": "a-file"},
    ]


async def test_what_cannot_be_sent_on_is_refused_in_words_and_still_awaited(
    chat: Chat, course: Course, make: Factory
) -> None:
    await chat.tap(Compose(course_id=course.id))
    sticker = Sticker(
        file_id="s", file_unique_id="1", type="regular", width=1, height=1,
        is_animated=False, is_video=False,
    )  # fmt: skip

    assert "a text, one photo or one file" in (await chat.send(sticker=sticker)).said()
    album = await chat.send(photo=PHOTO, caption="All of us", media_group_id="7")
    assert "one photo or one file" in album.said()
    assert (
        "1024 characters at most" in (await chat.send(photo=PHOTO, caption="long " * 300)).said()
    )
    assert not await make.all(Announcement)

    await chat.write("Hello")
    assert len(await make.all(Announcement)) == 1


async def test_it_goes_out_when_confirmed_and_once(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    asked = await chat.tap(AskDeed(announcement_id=draft.id, deed=Deed.SEND))
    assert "<b>2 people</b> get it. Send it now?" in asked.said()

    shown = await chat.tap(DoDeed(announcement_id=draft.id, deed=Deed.SEND))
    assert "in a moment" in shown.said()
    assert next(iter(shown.buttons())) == "🔄 Refresh"
    again = await chat.tap(DoDeed(announcement_id=draft.id, deed=Deed.SEND))

    it = await the(make)
    assert (it.status, it.send_at) == (AnnouncementStatus.SCHEDULED, NOON)
    assert "going out already" in (again.notice() or "")


async def test_what_nobody_would_get_is_not_offered_to_be_sent_now(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    for person in await make.all(User):
        await make.change(person, reachable=False)

    asked = await chat.tap(AskDeed(announcement_id=draft.id, deed=Deed.SEND))

    assert "Nobody would get it now" in asked.said()
    whom = AskPart(announcement_id=draft.id, part=Part.WHOM)
    time = AskPart(announcement_id=draft.id, part=Part.TIME)
    meanings = asked.buttons().values()
    assert [whom.pack(), time.pack()] == [*meanings][:2]


async def test_preview_is_owed_to_oneself(
    chat: Chat, draft: Announcement, make: Factory, host: User
) -> None:
    await chat.tap(Preview(announcement_id=draft.id))

    [owed] = await make.all(Delivery)
    assert (owed.kind, owed.user_id) == (DeliveryKind.ANNOUNCEMENT_PREVIEW, host.id)


async def test_it_goes_out_at_a_typed_time(chat: Chat, draft: Announcement, make: Factory) -> None:
    await chat.tap(AskPart(announcement_id=draft.id, part=Part.TIME))
    assert "MOMENT" not in (await chat.write("nonsense")).said()
    seen = await chat.write("tomorrow at 10:00")

    assert "It goes out on" in seen.said()
    assert (await the(make)).send_at == NOON + DAY - 5 * HOUR

    await chat.tap(DoDeed(announcement_id=draft.id, deed=Deed.PUT_OFF))
    assert (await the(make)).status is AnnouncementStatus.DRAFT


async def test_moment_of_a_button_that_has_passed_is_refused(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    past = SendAt(announcement_id=draft.id, at=int((NOON - HOUR).timestamp()))

    assert (await chat.tap(past)).notice()
    assert (await chat.tap(SendAt(announcement_id=draft.id, at=2**62))).notice()
    assert (await the(make)).status is AnnouncementStatus.DRAFT


async def test_button_is_typed_and_taken_away(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    await chat.tap(AskPart(announcement_id=draft.id, part=Part.BUTTON))
    assert "Sign up https://example.org" in (await chat.write("here")).said()
    await chat.write("Sign up - example.org/form")

    button = {"label": "Sign up", "url": "https://example.org/form"}
    assert (await the(make)).content["button"] == button

    await chat.tap(DoDeed(announcement_id=draft.id, deed=Deed.NO_BUTTON))
    assert "button" not in (await the(make)).content


async def test_it_is_for_who_missed_a_lesson(
    chat: Chat, draft: Announcement, make: Factory, course: Course
) -> None:
    lesson = await make.lesson(course, starts_at=NOON - DAY)
    await chat.tap(SetLate(announcement_id=draft.id, until=Late.WEEK))

    asked = await chat.tap(AskLesson(announcement_id=draft.id, whom=Whom.MISSED))
    choice = SetWhom(announcement_id=draft.id, whom=Whom.MISSED, lesson_id=lesson.id)
    assert choice.pack() in asked.buttons().values()
    await chat.tap(choice)

    it = await the(make)
    assert it.audience == {"whom": "missed", "lesson_id": lesson.id}
    assert it.for_late_joiners_until is None


async def test_lesson_of_another_course_is_refused(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    lesson = await make.lesson(await make.course(), starts_at=NOON - DAY)

    choice = SetWhom(announcement_id=draft.id, whom=Whom.CAME, lesson_id=lesson.id)

    assert (await chat.tap(choice)).notice()
    assert (await the(make)).audience == {"whom": "all"}


async def test_other_words_for_those_who_have_it_are_shown_before(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    await make.change(draft, status=AnnouncementStatus.SENT)
    await chat.tap(AskPart(announcement_id=draft.id, part=Part.WORDS))

    shown = await chat.write("Hello all")
    assert (await the(make)).content == {"text": "Hello there"}
    [button] = [it for it in shown.buttons().values() if it.startswith("ann-put")]
    await chat.tap(button)

    it = await the(make)
    assert (it.content, it.edition) == ({"text": "Hello all"}, 1)
    stale = await chat.tap(Replace.unpack(button))
    assert stale.notice()
    assert (await the(make)).edition == 1


async def test_text_that_people_have_becomes_no_picture(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    await make.change(draft, status=AnnouncementStatus.SENT)
    await chat.tap(AskPart(announcement_id=draft.id, part=Part.WORDS))

    refused = await chat.send(photo=PHOTO, caption="Look")

    assert "never becomes a picture" in refused.said()


async def test_dialog_ends_when_the_announcement_is_gone(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    await chat.tap(AskPart(announcement_id=draft.id, part=Part.BUTTON))
    await make.change(draft, status=AnnouncementStatus.SENDING)

    refused = await chat.write("Sign up example.org")

    assert "going out already" in refused.said()


async def test_stop_on_the_message_that_tells_how_far_it_is_leaves_it_there(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    await make.change(draft, status=AnnouncementStatus.SENDING)

    seen = await chat.tap(StopSending(announcement_id=draft.id))

    assert len(seen.calls) == 1
    assert (await the(make)).status is AnnouncementStatus.STOPPED
    again = await chat.tap(StopSending(announcement_id=draft.id))
    assert "not as it was" in (again.notice() or "")


async def test_draft_is_deleted(chat: Chat, draft: Announcement, make: Factory) -> None:
    await chat.tap(AskDeed(announcement_id=draft.id, deed=Deed.DROP))
    seen = await chat.tap(DoDeed(announcement_id=draft.id, deed=Deed.DROP))

    assert "There are none yet." in seen.said()
    assert not await make.all(Announcement)
    gone = await chat.tap(ShowAnnouncement(announcement_id=draft.id))
    assert "no such announcement" in (gone.notice() or "")


async def test_assistant_and_participant_write_to_nobody(
    feed: Feed, make: Factory, course: Course, draft: Announcement
) -> None:
    assistant, other = await make.user(), await make.user()
    await make.staff(course, assistant, StaffPart.ASSISTANT)

    for user in (assistant, other):
        refused = Chat(feed, user)
        for button in (
            Compose(course_id=course.id),
            ShowAnnouncement(announcement_id=draft.id),
            DoDeed(announcement_id=draft.id, deed=Deed.SEND),
            ShowAnnouncements(course_id=course.id),
            AskCard(course_id=course.id),
            Compose(),
        ):
            assert (await refused.tap(button)).notice()
    assert (await the(make)).status is AnnouncementStatus.DRAFT


async def test_admin_writes_to_everybody_or_to_a_role(
    feed: Feed, make: Factory, course: Course
) -> None:
    chat = Chat(feed, await make.admin())
    asked = await chat.tap(AskWhere())
    assert Compose().pack() in asked.buttons().values()

    await chat.tap(Compose())
    await chat.write("Hello all")
    it = await the(make)
    assert (it.course_id, it.audience) == (None, {"whom": "everybody"})

    await chat.tap(SetRole(announcement_id=it.id, role=Role.HOST))
    assert (await the(make)).audience == {"whom": "role", "role": "host"}


async def test_course_behind_an_announcement_is_shown_apart(chat: Chat, course: Course) -> None:
    seen = await chat.tap(ReadCourse(course_id=course.id))

    assert type(seen.calls[0]).__name__ == "SendMessage"


async def test_manager_announces_the_course_now_and_once(
    feed: Feed, make: Factory, course: Course
) -> None:
    manager = await make.admin()
    await make.staff(course, manager, StaffPart.MANAGER)
    newcomer = await make.user()
    chat = Chat(feed, manager)

    asked = await chat.tap(AskCard(course_id=course.id))
    assert "gets the card of <b>Mathematics</b>" in asked.said()
    await chat.tap(SendCard(course_id=course.id))
    again = await chat.tap(SendCard(course_id=course.id))

    assert newcomer.news_on
    assert (await the(make)).is_card
    assert again.notice()


async def test_host_reads_of_the_card_and_the_manager_stops_it(
    feed: Feed, make: Factory, course: Course, chat: Chat, host: User
) -> None:
    manager = await make.admin()
    await make.staff(course, manager, StaffPart.MANAGER)
    about: dict[str, Any] = {"audience": {}, "content": {}, "status": AnnouncementStatus.SENDING}
    card = await make.add(Announcement(course_id=course.id, is_card=True, send_at=NOON, **about))
    page = ShowAnnouncement(announcement_id=card.id)
    stop = DoDeed(announcement_id=card.id, deed=Deed.STOP).pack()

    assert stop not in (await chat.tap(page)).buttons().values()
    assert stop in (await Chat(feed, manager).tap(page)).buttons().values()


async def test_what_waits_for_its_time_is_changed_and_that_is_noted(
    chat: Chat, draft: Announcement, make: Factory
) -> None:
    week = DAY * 7
    late = SetLate(announcement_id=draft.id, until=Late.WEEK)
    await chat.tap(SendAt(announcement_id=draft.id, at=int((NOON + 9 * DAY).timestamp())))
    await chat.tap(SetWhom(announcement_id=draft.id, whom=Whom.REGISTERED))
    await chat.tap(DoDeed(announcement_id=draft.id, deed=Deed.NO_BUTTON))
    await chat.tap(late)

    noted = [it.action for it in await make.all(LogEntry)]
    assert noted == ["announce", *["edit_announce"] * 3]
    assert (await the(make)).for_late_joiners_until == NOON + 9 * DAY + week

    await chat.tap(DoDeed(announcement_id=draft.id, deed=Deed.PUT_OFF))
    await chat.tap(late)
    later = SendAt(announcement_id=draft.id, at=int((NOON + 9 * DAY).timestamp()))
    assert "Who joins later" in ((await chat.tap(later)).notice() or "")
    assert (await the(make)).status is AnnouncementStatus.DRAFT


async def test_list_is_of_the_courses_that_one_runs(
    chat: Chat, draft: Announcement, make: Factory, host: User
) -> None:
    helped = await make.course()
    await make.staff(helped, host, StaffPart.ASSISTANT)
    about: dict[str, Any] = {"audience": {"whom": "all"}, "content": draft.content}
    former = Announcement(author_id=host.id, course_id=helped.id, status=draft.status, **about)
    await make.add(former)

    found = (await chat.tap(ShowAnnouncements(course_id=0))).buttons().values()

    assert ShowAnnouncement(announcement_id=draft.id).pack() in found
    assert ShowAnnouncement(announcement_id=former.id).pack() not in found


@pytest.mark.parametrize("name", NAMES)
async def test_hostile_words_are_quoted(feed: Feed, make: Factory, host: User, name: str) -> None:
    course = await make.course(await make.user(), name=name)
    await make.staff(course, host)
    chat = Chat(feed, host)

    await chat.tap(Compose(course_id=course.id))
    await chat.write(name)

    for it in await make.all(Announcement):
        await chat.tap(ShowAnnouncement(announcement_id=it.id))
    await chat.tap(ShowAnnouncements(course_id=course.id))
    await chat.write("/announce")

"""The picture of a course, chosen in the chat."""

import asyncio
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import EditMessageMedia, GetFile, SendMessage, SendPhoto
from aiogram.types import (
    Animation,
    BufferedInputFile,
    Document,
    InputMediaPhoto,
    PhotoSize,
    Update,
)
from aiogram.types import Sticker as TelegramSticker
from aiohttp import ClientConnectionError

from bot import files as bot_files
from db.models import Banner, Course, DialogState, LogEntry, StaffPart, User
from db.session import Transaction
from domain import candidates
from domain.campus import LANGUAGES
from domain.clock import Clock
from domain.pictures import Part, is_of_shape
from keyboards.banner import (
    AskBanner,
    AskNoBanner,
    LookAtPart,
    RemoveBanner,
    UseBanner,
)
from keyboards.catalogue import ShowCourse
from tests.conftest import Feed, create_feed
from tests.factories import DAY, NOON, Factory
from tests.hostile_pictures import HOSTILE
from tests.photos import BLUE, GREEN, RED, colour, is_alike, noise, opened, photo, saved, striped
from tests.telegram import PHOTO, RecordedSession, person, send, shown, tap, write
from tests.test_hostile_names import NAMES

SHOWN_PHOTO: dict[str, Any] = {"photo": PHOTO}
SQUARE = saved(striped(900, 1200))


class Phone:
    """Of somebody who runs the course."""

    def __init__(self, dispatcher: Dispatcher, transaction: Transaction, user: User) -> None:
        self.user = user
        self.clock: Clock = lambda: NOON
        self._dispatcher = dispatcher
        self._transaction = transaction

    async def feed(
        self, update: Update, telegram: RecordedSession | None = None
    ) -> RecordedSession:
        seen = telegram or RecordedSession()
        feed = create_feed(self._dispatcher, self._transaction, self.clock, seen)
        return await feed(update)

    async def tap(self, button: Any, *, on_photo: bool = False) -> RecordedSession:
        message = shown(self.user.telegram_id or 0, **(SHOWN_PHOTO if on_photo else {}))
        return await self.feed(tap(self.user.telegram_id, button, on=message))

    async def send_photo(self, content: bytes) -> RecordedSession:
        telegram = RecordedSession()
        telegram.files["large"] = content
        sizes = [size("small", 320, 180), size("large", 1280, 720), size("huge", 2560, 1440)]
        return await self.feed(send(self.user.telegram_id, photo=sizes), telegram)

    async def send_through(self, course: Course) -> RecordedSession:
        """From the question to the end."""
        await self.tap(AskBanner(course_id=course.id))
        offered = await self.send_photo(saved(striped(1280, 720)))
        return await self.tap(offered.buttons()["✅ Use it"], on_photo=True)

    async def send_file(self, content: bytes, name: str = "picture.jpg") -> RecordedSession:
        telegram = RecordedSession()
        telegram.files["file"] = content
        file = document(name=name, file_size=len(content))
        return await self.feed(send(self.user.telegram_id, document=file), telegram)


def size(file_id: str, width: int, height: int) -> PhotoSize:
    return PhotoSize(file_id=file_id, file_unique_id="1", width=width, height=height)


def document(*, name: str = "picture.jpg", file_size: int | None = 1000) -> Document:
    known: dict[str, Any] = {"file_id": "file", "file_unique_id": "1", "mime_type": "image/jpeg"}
    return Document(file_name=name, file_size=file_size, **known)


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course(name="Algebra <1>")


@pytest.fixture
async def host(
    make: Factory, course: Course, dispatcher: Dispatcher, transaction: Transaction
) -> Phone:
    user = await make.user(full_name="Maria")
    await make.staff(course, user)
    return Phone(dispatcher, transaction, user)


@pytest.fixture
async def other(
    make: Factory, course: Course, dispatcher: Dispatcher, transaction: Transaction
) -> Phone:
    user = await make.user(full_name="Oleg")
    await make.staff(course, user)
    return Phone(dispatcher, transaction, user)


def seen_picture(telegram: RecordedSession) -> Any:
    """What was shown as a photo."""
    [call] = [it for it in telegram.calls if isinstance(it, SendPhoto | EditMessageMedia)]
    if isinstance(call, SendPhoto):
        return call.photo
    assert isinstance(call.media, InputMediaPhoto)
    return call.media.media


def looks(telegram: RecordedSession) -> tuple[int, ...]:
    """Its colour in the middle."""
    file = seen_picture(telegram)
    assert isinstance(file, BufferedInputFile)
    return colour(opened(file.data), 0.5, 0.5)


async def the_candidate(make: Factory) -> Banner:
    [banner] = await make.all(Banner)
    return banner


async def state_of(make: Factory, phone: Phone) -> str | None:
    states = [it for it in await make.all(DialogState) if it.user_id == phone.user.telegram_id]
    return states[0].state if states else None


# The way through


async def test_photo_becomes_the_picture_of_the_course(
    host: Phone, course: Course, make: Factory
) -> None:
    asked = await host.tap(AskBanner(course_id=course.id))
    offered = await host.send_photo(photo(1600, 900))
    banner = await the_candidate(make)
    used = await host.tap(offered.buttons()["✅ Use it"], on_photo=True)
    card = await host.tap(ShowCourse(course_id=course.id))

    assert "<b>Cover of “Algebra &lt;1&gt;”</b>" in asked.said()
    assert "at least 640x360" in asked.said()
    assert "Use it for <b>Algebra &lt;1&gt;</b>?" in offered.said()
    assert offered.the(GetFile).file_id == "large"
    assert is_alike(looks(offered), GREEN)
    assert used.said() == "<b>Algebra &lt;1&gt;</b> has a new cover."
    assert (await make.again(course)).banner_id == banner.id
    assert (banner.width, banner.height, banner.uploaded_by) == (1280, 720, host.user.id)
    assert seen_picture(card) == PHOTO[0].file_id


async def test_change_is_in_the_history_once_with_before_and_after(
    host: Phone, course: Course, make: Factory
) -> None:
    await host.tap(AskBanner(course_id=course.id))
    offered = await host.send_file(saved(noise(1280, 720), "PNG"))
    button = offered.buttons()["✅ Use it"]

    for _ in range(2):
        telegram = await host.tap(button, on_photo=True)
        assert "has a new cover" in telegram.said()

    [entry] = await make.all(LogEntry)
    banner_id = (await make.again(course)).banner_id
    assert (entry.action, entry.user_id) == ("change_course", host.user.id)
    assert entry.details == {"banner_id": [None, banner_id]}
    assert (await make.again(course)).version == 2


@pytest.mark.parametrize(
    ("content", "labels"),
    [
        (saved(striped(3900, 900)), {Part.START: "⬅️ Left", Part.END: "➡️ Right"}),
        (SQUARE, {Part.START: "⬆️ Top", Part.END: "⬇️ Bottom"}),
    ],
    ids=["wide", "high"],
)
async def test_part_of_another_shape_is_chosen_by_buttons(
    host: Phone, course: Course, make: Factory, content: bytes, labels: dict[Part, str]
) -> None:
    await host.tap(AskBanner(course_id=course.id))
    offered = await host.send_file(content)
    first = await host.tap(offered.buttons()[labels[Part.START]], on_photo=True)
    last = await host.tap(first.buttons()[labels[Part.END]], on_photo=True)
    used = await host.tap(last.buttons()["✅ Use it"], on_photo=True)

    assert "Choose below which part to show." in offered.said()
    assert is_alike(looks(offered), GREEN)
    assert is_alike(looks(first), RED)
    assert is_alike(looks(last), BLUE)
    assert is_alike(looks(used), BLUE)
    banner = await the_candidate(make)
    assert (await make.again(course)).banner_id == banner.id
    assert is_of_shape(banner.width, banner.height)


async def test_new_picture_takes_the_place_of_the_old_one_on_the_next_card(
    host: Phone, course: Course, make: Factory
) -> None:
    old = await make.banner(course, file_id="of another bot")
    asked = await host.tap(AskBanner(course_id=course.id))
    offered = await host.send_photo(photo())
    used = await host.tap(offered.buttons()["✅ Use it"], on_photo=True)
    card = await host.tap(ShowCourse(course_id=course.id))

    assert seen_picture(asked) == "of another bot"
    assert seen_picture(used) != "of another bot"
    assert seen_picture(card) == PHOTO[0].file_id
    assert old.id not in [it.id for it in await make.all(Banner)]


async def test_picture_of_another_bot_is_sent_anew(
    host: Phone, course: Course, make: Factory
) -> None:
    await make.banner(course, file_id="of another bot")
    telegram = RecordedSession()
    telegram.errors = [TelegramBadRequest(SendPhoto(chat_id=1, photo=""), "wrong file identifier")]

    await host.feed(tap(host.user.telegram_id, ShowCourse(course_id=course.id)), telegram)

    assert isinstance(telegram.all(SendPhoto)[-1].photo, BufferedInputFile)
    assert (await the_candidate(make)).file_id == PHOTO[0].file_id


async def test_another_picture_may_be_sent_instead_at_once(
    host: Phone, course: Course, make: Factory
) -> None:
    await host.tap(AskBanner(course_id=course.id))
    await host.send_photo(photo())
    first = await the_candidate(make)
    second = await host.send_photo(saved(striped(1280, 720)))
    await host.tap(second.buttons()["✅ Use it"], on_photo=True)

    [newer] = [it for it in await make.all(Banner) if it.id != first.id]
    assert (await make.again(course)).banner_id == newer.id


async def test_preview_is_good_after_a_restart(host: Phone, course: Course, make: Factory) -> None:
    await host.tap(AskBanner(course_id=course.id))
    await host.send_photo(photo())
    banner = await the_candidate(make)

    host.clock = lambda: NOON + DAY
    button = UseBanner(course_id=course.id, banner_id=banner.id, part=Part.MIDDLE)
    used = await host.tap(button, on_photo=True)

    assert "has a new cover" in used.said()


# Taking it away


async def test_picture_is_taken_away_after_a_question(
    host: Phone, course: Course, make: Factory
) -> None:
    old = await make.banner(course, file_id="known")
    asked = await host.tap(AskBanner(course_id=course.id))
    sure = await host.tap(asked.buttons()["🗑 Remove the cover"], on_photo=True)
    gone = await host.tap(sure.buttons()["🗑 Yes, remove it"], on_photo=True)
    again = await host.tap(RemoveBanner(course_id=course.id, banner_id=old.id))

    assert "Remove the cover of <b>Algebra &lt;1&gt;</b>?" in sure.said()
    assert gone.notice() == "The cover is removed."
    assert "There is no cover yet." in gone.said()
    assert "There is no cover yet." in again.said()
    assert await make.all(Banner) == []
    [entry] = await make.all(LogEntry)
    assert entry.details == {"banner_id": [old.id, None]}
    assert await state_of(make, host) == "Picture:sending"


async def test_stale_button_takes_no_newer_picture_away(
    host: Phone, course: Course, make: Factory
) -> None:
    new = await make.banner(course, file_id="known")

    stale = await host.tap(RemoveBanner(course_id=course.id, banner_id=new.id - 1))
    await make.change(course, banner_id=None)
    asked = await host.tap(AskNoBanner(course_id=course.id))

    assert stale.notice() == "Somebody has changed the course in the meantime. Look at it again."
    assert [it.id for it in await make.all(Banner)] == [new.id]
    assert "There is no cover yet." in asked.said()


# What is sent instead


@pytest.mark.parametrize(
    "content",
    [
        {"text": "a picture"},
        {"text": "https://example.org/picture.jpg"},
        {"text": "🙂"},
        {
            "sticker": TelegramSticker(
                type="regular",
                is_animated=False,
                is_video=False,
                file_id="s",
                file_unique_id="1",
                width=512,
                height=512,
            )
        },
    ],
    ids=["words", "link", "smile", "sticker"],
)
async def test_other_things_are_answered_with_what_is_expected(
    host: Phone, course: Course, make: Factory, content: dict[str, Any]
) -> None:
    await host.tap(AskBanner(course_id=course.id))

    answered = await host.feed(send(host.user.telegram_id, **content))
    offered = await host.send_photo(photo())

    assert answered.said().startswith("That is not a picture, and I am waiting for a cover for")
    assert "JPEG, PNG or WebP" in answered.said()
    assert len(answered.buttons()) == 2
    assert "✅ Use it" in offered.buttons()


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_file_is_refused_kindly_and_the_dialog_goes_on(
    host: Phone, course: Course, make: Factory, name: str
) -> None:
    await host.tap(AskBanner(course_id=course.id))

    refused = await host.send_file(HOSTILE[name][0]())
    nothing = await make.all(Banner)
    offered = await host.send_photo(photo())

    words = ("Send", "Save it again")
    assert any(it in refused.said() for it in words), refused.said()
    assert refused.buttons()
    assert nothing == []
    assert "✅ Use it" in offered.buttons()


async def test_moving_picture_is_answered_too(host: Phone, course: Course) -> None:
    await host.tap(AskBanner(course_id=course.id))
    measures: dict[str, Any] = {"width": 320, "height": 180, "duration": 1}
    telegram = RecordedSession()
    telegram.files["file"] = b"\0\0\0\x18ftypmp42" + bytes(100)
    moving = {
        "animation": Animation(file_id="file", file_unique_id="1", **measures),
        "document": document(name="cat.mp4"),
    }

    answered = await host.feed(send(host.user.telegram_id, **moving), telegram)

    assert answered.said().startswith("I cannot read this kind of file.")


async def test_file_over_20_megabytes_is_not_even_asked_for(host: Phone, course: Course) -> None:
    await host.tap(AskBanner(course_id=course.id))
    large = document(file_size=50 << 20)

    refused = await host.feed(send(host.user.telegram_id, document=large))

    assert refused.said().startswith("The file is too big: 20 MB at most.")
    assert refused.all(GetFile) == []


async def test_file_that_turns_out_larger_is_given_up_on_the_way(
    host: Phone, course: Course
) -> None:
    await host.tap(AskBanner(course_id=course.id))
    telegram = RecordedSession()
    telegram.files["file"] = bytes(21 << 20)
    claims = document(file_size=None)

    refused = await host.feed(send(host.user.telegram_id, document=claims), telegram)

    assert refused.said().startswith("The file is too big: 20 MB at most.")


class Away(RecordedSession):
    """A Telegram that has the file and does not hand it over."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__()
        self._error = error

    async def stream_content(self, *args: Any, **kwargs: Any) -> Any:
        yield photo()[:100]
        if self._error is not None:
            raise self._error
        await asyncio.sleep(60)


GET_FILE = GetFile(file_id="file")


@pytest.mark.parametrize(
    "error",
    [ClientConnectionError("reset"), TimeoutError(), OSError("unreachable"), None],
    ids=["cut off", "timed out", "unreachable", "silent"],
)
async def test_telegram_that_is_away_loses_nothing(
    host: Phone,
    course: Course,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception | None,
) -> None:
    monkeypatch.setattr(bot_files, "SECONDS", 0.3)
    await host.tap(AskBanner(course_id=course.id))

    refused = await host.feed(send(host.user.telegram_id, document=document()), Away(error))
    offered = await host.send_file(photo())

    assert refused.said() == "The file did not come through. Send it once more."
    assert "✅ Use it" in offered.buttons()
    assert len(await make.all(Banner)) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TelegramNetworkError(GET_FILE, "away"), "The file did not come through"),
        (TelegramRetryAfter(GET_FILE, "flood", 30), "The file did not come through"),
        (TelegramBadRequest(GET_FILE, "Bad Request: file is too big"), "The file is too big"),
        (TelegramBadRequest(GET_FILE, "Bad Request: invalid file_id"), "The file did not come"),
    ],
    ids=["away", "flood", "too big", "not known"],
)
async def test_telegram_that_refuses_the_file_is_explained(
    host: Phone, course: Course, error: Exception, words: str
) -> None:
    await host.tap(AskBanner(course_id=course.id))
    telegram = RecordedSession()
    telegram.errors = [error]

    refused = await host.feed(send(host.user.telegram_id, document=document()), telegram)

    assert refused.all(SendMessage)[0].text.startswith(words)


# Who may


async def test_who_may_not_edit_the_course_is_refused(
    feed: Feed, make: Factory, course: Course
) -> None:
    assistant, admin, anna = await make.user(), await make.admin(), await make.user()
    await make.staff(course, assistant, StaffPart.ASSISTANT)

    for telegram_id in (assistant.telegram_id, admin.telegram_id, anna.telegram_id, 77):
        telegram = await feed(tap(telegram_id, AskBanner(course_id=course.id)))
        assert telegram.notice() in {
            "Only those who run this course can do that.",
            "Your part in this course does not allow that. Ask its manager.",
        }
    assert [it for it in await make.all(DialogState) if it.state] == []


@pytest.mark.parametrize("kind", [UseBanner, LookAtPart])
async def test_picture_that_somebody_else_sent_is_not_there_for_others(
    host: Phone, other: Phone, course: Course, make: Factory, kind: Any
) -> None:
    await host.tap(AskBanner(course_id=course.id))
    await host.send_file(SQUARE)
    banner = await the_candidate(make)

    telegram = await other.tap(kind(course_id=course.id, banner_id=banner.id, part=Part.END))

    assert telegram.notice() == "I do not have this picture any more. Send it again."
    assert (await make.again(course)).banner_id is None


async def test_who_has_left_the_team_meanwhile_changes_nothing(
    host: Phone, course: Course, make: Factory
) -> None:
    elsewhere = await make.course()
    await host.tap(AskBanner(course_id=course.id))
    offered = await host.send_photo(photo())
    banner = await the_candidate(make)

    telegram = await host.tap(
        UseBanner(course_id=elsewhere.id, banner_id=banner.id, part=Part.MIDDLE), on_photo=True
    )

    assert offered.buttons()
    assert telegram.notice() == "Only those who run this course can do that."
    assert (await make.again(elsewhere)).banner_id is None


async def test_picture_of_one_course_is_not_moved_to_another_by_a_forged_button(
    host: Phone, course: Course, make: Factory
) -> None:
    elsewhere = await make.course()
    await make.staff(elsewhere, host.user)
    await host.tap(AskBanner(course_id=course.id))
    offered = await host.send_photo(photo())
    await host.tap(offered.buttons()["✅ Use it"], on_photo=True)
    banner = await the_candidate(make)

    forged = UseBanner(course_id=elsewhere.id, banner_id=banner.id, part=Part.MIDDLE)
    telegram = await host.tap(forged, on_photo=True)

    assert telegram.notice() == "I do not have this picture any more. Send it again."


@pytest.mark.parametrize("kind", [UseBanner, LookAtPart])
async def test_picture_of_the_day_before_yesterday_has_to_be_sent_again(
    host: Phone, course: Course, make: Factory, kind: Any
) -> None:
    await host.tap(AskBanner(course_id=course.id))
    await host.send_file(SQUARE)
    banner = await the_candidate(make)
    host.clock = lambda: NOON + candidates.LASTS * 2

    telegram = await host.tap(kind(course_id=course.id, banner_id=banner.id, part=Part.END))

    assert telegram.notice() == "I do not have this picture any more. Send it again."


# Two at once


async def test_second_is_told_what_the_first_has_changed_and_may_insist(
    host: Phone, other: Phone, course: Course, make: Factory
) -> None:
    await host.tap(AskBanner(course_id=course.id))
    offered = await host.send_photo(photo())
    await other.tap(AskBanner(course_id=course.id))
    theirs = await other.send_photo(saved(striped(1280, 720)))
    await other.tap(theirs.buttons()["✅ Use it"], on_photo=True)
    first = (await make.again(course)).banner_id

    told = await host.tap(offered.buttons()["✅ Use it"], on_photo=True)
    kept = (await make.again(course)).banner_id
    await host.tap(told.buttons()["✅ Use mine anyway"], on_photo=True)

    assert told.said().startswith(
        "Meanwhile, somebody else has given <b>Algebra &lt;1&gt;</b> this cover."
    )
    assert kept == first
    assert (await make.again(course)).banner_id not in {None, first}
    assert [it.id for it in await make.all(Banner)] == [(await make.again(course)).banner_id]


async def test_what_has_changed_before_the_picture_was_sent_is_told_too(
    host: Phone, other: Phone, course: Course, make: Factory
) -> None:
    await make.banner(course)
    await host.tap(AskBanner(course_id=course.id))
    theirs = await other.send_through(course)
    first = (await make.again(course)).banner_id
    offered = await host.send_photo(photo())

    told = await host.tap(offered.buttons()["✅ Use it"], on_photo=True)

    assert "has a new" in theirs.said()
    assert told.said().startswith("Meanwhile, somebody else has given")
    assert (await make.again(course)).banner_id == first


async def test_second_is_told_that_the_first_has_removed_it(
    host: Phone, other: Phone, course: Course, make: Factory
) -> None:
    old = await make.banner(course)
    await host.tap(AskBanner(course_id=course.id))
    offered = await host.send_photo(photo())
    await other.tap(RemoveBanner(course_id=course.id, banner_id=old.id))

    told = await host.tap(offered.buttons()["✅ Use it"], on_photo=True)

    assert told.said().startswith("Meanwhile, somebody else has removed the cover of")


async def test_nobody_fills_the_database_with_pictures(
    host: Phone, course: Course, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST_IN_HAND", 3)
    await host.tap(AskBanner(course_id=course.id))

    kept = []
    for _ in range(5):
        await host.send_photo(photo(640, 360))
        kept.append({it.id for it in await make.all(Banner)})

    assert list(map(len, kept)) == [1, 2, 3, 3, 3]


async def test_words_are_of_the_persons_language(
    feed: Feed, make: Factory, course: Course
) -> None:
    anna = await make.user(language="ru")
    await make.staff(course, anna)
    who = person(anna.telegram_id or 0, language="ru")

    asked = await feed(tap(anna.telegram_id, AskBanner(course_id=course.id), who=who))
    answered = await feed(write(anna.telegram_id, "1", who=who))

    for telegram in (asked, answered):
        assert "JPEG, PNG, WebP" in telegram.said()
        assert "picture" not in telegram.said()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_name_breaks_no_screen(
    feed: Feed, make: Factory, language: str, name: str
) -> None:
    anna, course = await make.user(language=language), await make.course(name=name)
    await make.staff(course, anna)
    ask, remove = AskBanner(course_id=course.id), AskNoBanner(course_id=course.id)

    seen = [await feed(tap(anna.telegram_id, ask))]
    await make.banner(course, file_id="known")
    seen += [await feed(tap(anna.telegram_id, it)) for it in (remove, ask)]
    seen += [await feed(write(anna.telegram_id, "1"))]

    assert all(telegram.said() for telegram in seen)
    assert [telegram.faults for telegram in seen] == [[]] * 4

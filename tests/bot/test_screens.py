import asyncio

import pytest
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageText,
    SendMessage,
    SendPhoto,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    Chat,
    Document,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
)

from bot.factory import create_bot
from bot.replies import Alert, Banner, Nothing, Reply, Screen
from bot.screens import Screens
from db.session import DatabaseAway
from tests.telegram import PHOTO, Call, RecordedSession, person, shown

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Back", callback_data="home")]]
)
DRAWN = BufferedInputFile(b"png", filename="poster.png")
UNSENT, SENT = Banner(1, None), Banner(1, "known")

TEXT, PICTURE = Screen("after", notice="done"), Screen("after", photo=SENT, notice="done")
MESSAGE, PHOTO_MESSAGE = shown(1), shown(1, photo=PHOTO)
FILE_MESSAGE = shown(1, document=Document(file_id="kept", file_unique_id="1"), caption="a file")
TOO_OLD = InaccessibleMessage(chat=Chat(id=1, type="private"), message_id=1, date=0)

METHOD = SendMessage(chat_id=1, text="after")
UNKNOWN_FILE = TelegramBadRequest(METHOD, "Bad Request: wrong file identifier/HTTP URL specified")
NOT_HTML = TelegramBadRequest(METHOD, "Bad Request: can't parse entities")
GONE = TelegramBadRequest(METHOD, "Bad Request: message to edit not found")
NOT_MODIFIED = TelegramBadRequest(METHOD, "Bad Request: message is not modified: specified new")
TOO_LATE = TelegramBadRequest(METHOD, "Bad Request: query is too old and response timeout expired")

NEW, REDRAWN = [SendMessage, AnswerCallbackQuery], [EditMessageText, AnswerCallbackQuery]
REPLACED = [SendMessage, DeleteMessage, AnswerCallbackQuery]


class DictShelf:
    """Pictures of banners, and what Telegram came to call them."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.is_away = False

    async def content(self, banner_id: int) -> bytes:
        return b"jpeg %d" % banner_id

    async def remember(self, banner_id: int, file_id: str) -> None:
        if self.is_away:
            raise DatabaseAway
        self.names[banner_id] = file_id


@pytest.fixture
def telegram() -> RecordedSession:
    return RecordedSession()


@pytest.fixture
def shelf() -> DictShelf:
    return DictShelf()


@pytest.fixture
def shows(telegram: RecordedSession, shelf: DictShelf) -> Screens:
    return Screens(create_bot("42:TEST", telegram), shelf)


def tap(on: object) -> CallbackQuery:
    return CallbackQuery.model_validate(
        {"id": "1", "from_user": person(1), "chat_instance": "1", "message": on}
    )


def flood(seconds: int) -> TelegramRetryAfter:
    return TelegramRetryAfter(METHOD, "slow down", seconds)


def kinds(telegram: RecordedSession) -> list[type[Call]]:
    """What Telegram was asked, in this order."""
    return [type(call) for call in telegram.calls]


# Where the screen goes


@pytest.mark.parametrize(
    ("on", "screen", "calls"),
    [
        (MESSAGE, TEXT, REDRAWN),
        (PHOTO_MESSAGE, PICTURE, [EditMessageMedia, AnswerCallbackQuery]),
        (MESSAGE, PICTURE, [SendPhoto, DeleteMessage, AnswerCallbackQuery]),
        (PHOTO_MESSAGE, TEXT, REPLACED),
        (shown(1, sticker=None, caption="of a video"), TEXT, REPLACED),
        (FILE_MESSAGE, TEXT, NEW),
        (TOO_OLD, TEXT, NEW),
        (None, TEXT, NEW),
    ],
    ids=["redrawn", "media", "to picture", "to text", "other kind", "file", "too old", "inline"],
)
async def test_tapped_message_becomes_the_screen_where_it_can(
    shows: Screens,
    telegram: RecordedSession,
    on: object,
    screen: Screen,
    calls: list[type[Call]],
) -> None:
    await shows.show(tap(on), screen)

    assert kinds(telegram) == calls
    assert telegram.notice() == "done"


async def test_message_is_answered_with_a_new_one(
    shows: Screens, telegram: RecordedSession
) -> None:
    await shows.show(shown(7, text="hello"), Screen("<b>Hi</b>", KEYBOARD))

    sent = telegram.the(SendMessage)
    assert (sent.chat_id, sent.text, sent.reply_markup) == (7, "<b>Hi</b>", KEYBOARD)


async def test_same_screen_again_is_a_success(shows: Screens, telegram: RecordedSession) -> None:
    telegram.errors.append(NOT_MODIFIED)

    await shows.show(tap(MESSAGE), TEXT)

    assert kinds(telegram) == REDRAWN


async def test_deleted_message_is_sent_anew(shows: Screens, telegram: RecordedSession) -> None:
    nothing_to_delete = TelegramBadRequest(METHOD, "Bad Request: message to delete not found")
    telegram.errors.extend([GONE, None, nothing_to_delete])

    await shows.show(tap(MESSAGE), TEXT)

    assert kinds(telegram) == [EditMessageText, *REPLACED]


async def test_silence_is_kept_but_the_button_let_go(
    shows: Screens, telegram: RecordedSession
) -> None:
    await shows.show(MESSAGE, Nothing())
    await shows.show(tap(MESSAGE), Nothing())

    assert kinds(telegram) == [AnswerCallbackQuery]
    assert telegram.notice() is None


# The tap is answered once, whatever happens


@pytest.mark.parametrize(
    "reply",
    [TEXT, PICTURE, Alert("No."), Nothing()],
    ids=["text", "picture", "alert", "nothing"],
)
@pytest.mark.parametrize(
    "on",
    [MESSAGE, PHOTO_MESSAGE, TOO_OLD, None],
    ids=["on text", "on a photo", "on what is too old", "on nothing"],
)
@pytest.mark.parametrize("errors", [[], [GONE], [NOT_MODIFIED], [NOT_HTML, NOT_HTML]], ids=str)
async def test_tap_is_answered_once(
    shows: Screens,
    telegram: RecordedSession,
    reply: Reply,
    on: object,
    errors: list[TelegramAPIError],
) -> None:
    if isinstance(reply, Screen):
        telegram.errors.extend(errors)

    await asyncio.gather(shows.show(tap(on), reply), return_exceptions=True)

    assert telegram.taps_answered() == 1


async def test_screen_that_telegram_refuses_is_a_bug_to_be_heard_of(
    shows: Screens, telegram: RecordedSession
) -> None:
    telegram.errors.extend([NOT_HTML, NOT_HTML])

    with pytest.raises(TelegramBadRequest, match="parse"):
        await shows.show(tap(MESSAGE), TEXT)

    assert kinds(telegram) == [EditMessageText, *NEW]


async def test_tap_of_before_the_restart_may_be_too_old_to_answer(
    shows: Screens, telegram: RecordedSession
) -> None:
    telegram.errors.append(TOO_LATE)

    await shows.show(tap(MESSAGE), Alert("No."))

    assert telegram.taps_answered() == 1


AWAY = pytest.mark.parametrize(
    "error",
    [TelegramNetworkError(METHOD, "reset"), TelegramServerError(METHOD, "502"), flood(seconds=9)],
    ids=["network", "server", "flood"],
)


@AWAY
async def test_screen_is_shown_though_the_tap_cannot_be_answered(
    shows: Screens, telegram: RecordedSession, error: Exception
) -> None:
    telegram.errors.extend([None, error])

    await shows.show(tap(MESSAGE), TEXT)

    assert kinds(telegram) == REDRAWN


@AWAY
async def test_screen_is_shown_though_the_old_message_cannot_be_removed(
    shows: Screens, telegram: RecordedSession, error: Exception
) -> None:
    telegram.errors.extend([None, error])

    await shows.show(tap(PHOTO_MESSAGE), TEXT)

    assert kinds(telegram) == REPLACED


@AWAY
async def test_alert_that_cannot_be_shown_is_not_forgotten(
    shows: Screens, telegram: RecordedSession, error: Exception
) -> None:
    telegram.errors.append(error)

    with pytest.raises(type(error)):
        await shows.show(tap(MESSAGE), Alert("No."))


# Pictures


async def test_picture_that_telegram_has_is_sent_by_its_name(
    shows: Screens, telegram: RecordedSession, shelf: DictShelf
) -> None:
    await shows.send(1, PICTURE)

    assert (telegram.the(SendPhoto).photo, shelf.names) == ("known", {})


async def test_picture_is_uploaded_once_and_its_name_remembered(
    shows: Screens, telegram: RecordedSession, shelf: DictShelf
) -> None:
    await shows.send(1, Screen("after", photo=UNSENT))

    uploaded = telegram.the(SendPhoto).photo
    assert isinstance(uploaded, BufferedInputFile)
    assert uploaded.data == b"jpeg 1"
    assert shelf.names == {1: PHOTO[0].file_id}


async def test_picture_that_telegram_forgot_is_uploaded_anew(
    shows: Screens, telegram: RecordedSession, shelf: DictShelf
) -> None:
    telegram.errors.append(UNKNOWN_FILE)

    await shows.send(1, PICTURE)

    by_name, uploaded = (call.photo for call in telegram.all(SendPhoto))
    assert (by_name, type(uploaded)) == ("known", BufferedInputFile)
    assert shelf.names == {1: PHOTO[0].file_id}


async def test_picture_on_a_tapped_message_is_uploaded_and_remembered(
    shows: Screens, telegram: RecordedSession, shelf: DictShelf
) -> None:
    await shows.show(tap(PHOTO_MESSAGE), Screen("after", photo=UNSENT))

    media = telegram.the(EditMessageMedia).media
    assert isinstance(media, InputMediaPhoto)
    assert isinstance(media.media, BufferedInputFile)
    assert shelf.names == {1: PHOTO[0].file_id}


async def test_forgotten_picture_on_a_tapped_message_comes_in_a_new_one(
    shows: Screens, telegram: RecordedSession, shelf: DictShelf
) -> None:
    telegram.errors.extend([UNKNOWN_FILE, UNKNOWN_FILE])

    await shows.show(tap(PHOTO_MESSAGE), PICTURE)

    sent = [EditMessageMedia, SendPhoto, SendPhoto, DeleteMessage, AnswerCallbackQuery]
    assert kinds(telegram) == sent
    assert shelf.names == {1: PHOTO[0].file_id}


async def test_refusal_for_another_reason_uploads_nothing(
    shows: Screens, telegram: RecordedSession
) -> None:
    telegram.errors.append(NOT_HTML)

    with pytest.raises(TelegramBadRequest):
        await shows.send(1, PICTURE)

    assert len(telegram.calls) == 1


async def test_picture_is_shown_though_its_name_cannot_be_written_down(
    shows: Screens, telegram: RecordedSession, shelf: DictShelf
) -> None:
    shelf.is_away = True

    await shows.send(1, Screen("after", photo=UNSENT))

    assert kinds(telegram) == [SendPhoto]


async def test_drawn_picture_is_sent_as_it_is(
    shows: Screens, telegram: RecordedSession, shelf: DictShelf
) -> None:
    await shows.show(tap(MESSAGE), Screen("after", photo=DRAWN))

    assert (telegram.the(SendPhoto).photo, shelf.names) == (DRAWN, {})


@pytest.mark.parametrize("on", [MESSAGE, PHOTO_MESSAGE], ids=["text", "picture"])
async def test_what_is_to_be_handed_on_leaves_the_tapped_message(
    shows: Screens, telegram: RecordedSession, on: object
) -> None:
    await shows.show(tap(on), Screen("after", photo=DRAWN, is_apart=True))

    assert kinds(telegram) == [SendPhoto, AnswerCallbackQuery]


# Floods


async def test_short_flood_is_waited_out(shows: Screens, telegram: RecordedSession) -> None:
    telegram.errors.append(flood(seconds=0))

    await shows.show(tap(MESSAGE), TEXT)

    assert kinds(telegram) == [EditMessageText, *REDRAWN]


async def test_wait_is_as_long_as_telegram_says(
    shows: Screens, telegram: RecordedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("bot.screens.asyncio.sleep", sleep)
    telegram.errors.append(flood(seconds=2))

    await shows.send(1, TEXT)

    assert (waited, kinds(telegram)) == ([2], [SendMessage, SendMessage])


async def test_long_flood_is_for_the_sender(shows: Screens, telegram: RecordedSession) -> None:
    telegram.errors.append(flood(seconds=3))

    with pytest.raises(TelegramRetryAfter):
        await shows.show(tap(MESSAGE), TEXT)

    assert kinds(telegram) == REDRAWN


# Words over a button


async def test_alert_is_plain_text_and_fits(shows: Screens, telegram: RecordedSession) -> None:
    await shows.show(tap(MESSAGE), Alert("<b>Not &lt;you&gt;</b>" + "!" * 300))

    answer = telegram.the(AnswerCallbackQuery)
    assert answer.show_alert is True
    assert str(answer.text).startswith("Not <you>!")
    assert len(str(answer.text)) == 200


async def test_notice_fits_as_telegram_counts(shows: Screens, telegram: RecordedSession) -> None:
    await shows.show(tap(MESSAGE), Screen("after", notice="🙂" * 150))

    assert telegram.faults == []
    assert telegram.the(AnswerCallbackQuery).show_alert is False

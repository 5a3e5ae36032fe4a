import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import Contact, Location, Update

from keyboards.meeting import Agree, SkipGroup, ThisIsMe
from tests.conftest import Feed
from tests.factories import Factory
from tests.telegram import PHOTO, send, tap, write


class Gone(CallbackData, prefix="gone"):
    """A button of a version before this one."""


OUT_OF_DATE = "This button is out of date. Here is the menu."


@pytest.mark.parametrize(
    "button",
    [
        Gone(),
        Agree(),
        ThisIsMe(),
        SkipGroup(),
        "",
        "enroll",
        "enroll:",
        "enroll:one",
        "enroll:-1",
        "enroll:1:2",
        f"enroll:{2**63}",
        f"about:{'9' * 58}",
        "course:1",
        "home:1",
        "\x00",
    ],
    ids=str,
)
async def test_button_that_means_nothing_to_this_person_brings_the_menu(
    feed: Feed, make: Factory, button: CallbackData | str
) -> None:
    anna = await make.user()

    telegram = await feed(tap(anna.telegram_id, button))

    assert [type(call) for call in telegram.calls] == [EditMessageText, AnswerCallbackQuery]
    assert telegram.notice() == OUT_OF_DATE
    assert telegram.said().startswith("Hello, <b>Anna</b>!")


async def test_stranger_is_shown_the_menu_too(feed: Feed) -> None:
    telegram = await feed(tap(77, Gone()))

    assert telegram.notice() == OUT_OF_DATE
    assert telegram.said().startswith("Hello! These are the courses of the University.")


@pytest.mark.parametrize(
    "update",
    [
        write(77, "/no_such_command"),
        write(77, "/"),
        send(77, photo=PHOTO),
        send(77, photo=PHOTO, caption="design"),
        send(77, contact=Contact(phone_number="1", first_name="Anna")),
        send(77, location=Location(latitude=0, longitude=0)),
        send(77, new_chat_title="none of ours"),
    ],
    ids=["unknown command", "slash", "photo", "caption", "contact", "place", "service"],
)
async def test_anything_else_is_answered_with_the_menu(feed: Feed, update: Update) -> None:
    telegram = await feed(update)

    assert telegram.the(SendMessage).chat_id == 77
    assert telegram.said().startswith("Hello!")

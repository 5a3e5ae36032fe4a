from typing import Any

import pytest
from aiogram import Dispatcher, Router
from aiogram.types import Message

from bot.factory import create_bot
from bot.intake import Intake, create_intake
from db.session import DatabaseAway
from tests.telegram import RecordedSession, write


@pytest.fixture
def seen() -> list[Message]:
    return []


@pytest.fixture
def intake(seen: list[Message]) -> Intake:
    """Of a dispatcher with a handler made for the purpose."""
    router = Router()

    @router.message()
    async def on_message(message: Message) -> None:
        if message.text == "away":
            raise DatabaseAway
        if message.text == "break":
            raise ValueError("a bug outside of the middleware")
        seen.append(message)

    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    return create_intake(create_bot("42:TEST", RecordedSession()), dispatcher)


def raw(text: str) -> dict[str, Any]:
    return write(77, text).model_dump(mode="json", by_alias=True, exclude_none=True)


async def test_update_comes_in_as_telegram_sent_it(intake: Intake, seen: list[Message]) -> None:
    await intake(raw("hi"))

    [message] = seen
    assert message.text == "hi"
    assert message.bot is not None


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"update_id": "one"},
        {"update_id": 1, "message": {"text": ["not", "a", "text"]}},
        {"update_id": 1, "message": None},
        {"update_id": 1, "kind_of_a_later_year": {"id": 1}},
    ],
)
async def test_unreadable_update_does_not_stand_in_the_way(
    intake: Intake, seen: list[Message], broken: dict[str, Any]
) -> None:
    await intake(broken)
    await intake(raw("hi"))

    assert len(seen) == 1


async def test_unreadable_update_is_logged_without_what_people_wrote(
    intake: Intake, caplog: pytest.LogCaptureFixture
) -> None:
    await intake({"update_id": 1, "message": {"text": ["my", "secret"]}})

    assert "update 1 is unreadable" in caplog.text
    assert "message.text" in caplog.text
    assert "secret" not in caplog.text


async def test_bug_around_the_handlers_does_not_stand_in_the_way(
    intake: Intake, caplog: pytest.LogCaptureFixture
) -> None:
    await intake(raw("break"))

    assert "is given up" in caplog.text


async def test_database_being_away_is_for_the_caller_to_know(intake: Intake) -> None:
    with pytest.raises(DatabaseAway):
        await intake(raw("away"))

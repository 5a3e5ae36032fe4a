"""The file that people asked for comes as a document."""

import json

import pytest
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile

from db.models import Delivery, DeliveryKind, DeliveryStatus
from scheduler.deliveries import Sender
from tests.factories import NOON, Factory
from tests.telegram import RecordedSession

MY_DATA = DeliveryKind.MY_DATA


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Here is everything that is kept about you. "),
        ("ru", "Здесь всё, что "),
    ],
)
async def test_file_is_sent_with_a_word_in_ones_language(
    sender: Sender, telegram: RecordedSession, make: Factory, language: str, words: str
) -> None:
    anna = await make.user(full_name="Анна", language=language)
    await make.delivery(anna, MY_DATA)

    await sender.drain()

    sent = telegram.the(SendDocument)
    assert sent.chat_id == anna.telegram_id
    assert telegram.said().startswith(words)
    assert list(telegram.buttons().values()) == ["privacy", "home"]
    assert isinstance(sent.document, BufferedInputFile)
    assert sent.document.filename == "kursovod-2026-03-02.json"
    assert json.loads(sent.document.data)["profile"]["full_name"] == "Анна"


async def test_who_is_blocked_gets_it_too(
    sender: Sender, telegram: RecordedSession, make: Factory
) -> None:
    await make.delivery(await make.user(blocked_at=NOON, block_reason="Rude."), MY_DATA)

    await sender.drain()

    document = telegram.the(SendDocument).document
    assert isinstance(document, BufferedInputFile)
    assert json.loads(document.data)["profile"]["reason_for_the_block"] == "Rude."


async def test_who_was_erased_meanwhile_gets_none(
    sender: Sender, telegram: RecordedSession, make: Factory
) -> None:
    await make.delivery(await make.user(full_name="", erased_at=NOON), MY_DATA)

    await sender.drain()

    assert telegram.calls == []
    assert [it.status for it in await make.all(Delivery)] == [DeliveryStatus.SKIPPED]

# ruff: noqa: RUF001 - a schedule as people write it
"""A course with a banner and a schedule is made and published in the chat: what that costs."""

from collections.abc import Iterator

import pytest
from aiogram import Dispatcher
from aiogram.methods import SendPhoto
from aiogram.types import PhotoSize, Update

from db.models import Banner, Course, CourseStatus, Lesson, User
from db.session import Transaction
from domain.clock import Clock
from tests.conftest import create_feed
from tests.factories import Factory
from tests.photos import photo
from tests.telegram import PHOTO, RecordedSession, keyboard_of, send, shown, tap, text_of, write

MOST = 25
"""Taps and messages, as the issue demands."""


class Phone:
    """Presses only what is on the screen, and counts."""

    def __init__(
        self, dispatcher: Dispatcher, transaction: Transaction, clock: Clock, user: User
    ) -> None:
        self._give = (dispatcher, transaction, clock)
        self._telegram_id = user.telegram_id
        self.telegram = RecordedSession()
        self.acts = 0

    async def write(self, words: str) -> str:
        return await self._do(write(self._telegram_id, words))

    async def press(self, label: str) -> str:
        """What begins like that."""
        [meaning] = [it for name, it in self.buttons() if name.startswith(label)]
        is_photo = any(isinstance(it, SendPhoto) for it in self.telegram.calls)
        message = shown(self._telegram_id or 0, **({"photo": PHOTO} if is_photo else {}))
        return await self._do(tap(self._telegram_id, meaning, on=message))

    async def send_photo(self, content: bytes) -> str:
        size = PhotoSize(file_id="sent", file_unique_id="1", width=1280, height=720)
        return await self._do(send(self._telegram_id, photo=[size]), sent=content)

    def buttons(self) -> Iterator[tuple[str, str]]:
        for keyboard in filter(None, map(keyboard_of, self.telegram.calls)):
            for row in keyboard.inline_keyboard:
                yield from ((it.text, it.callback_data or "") for it in row)

    async def _do(self, update: Update, sent: bytes | None = None) -> str:
        self.acts += 1
        self.telegram = RecordedSession()
        if sent is not None:
            self.telegram.files["sent"] = sent
        await create_feed(*self._give, self.telegram)(update)
        return "".join(filter(None, map(text_of, self.telegram.calls)))


@pytest.fixture
async def phone(
    dispatcher: Dispatcher, transaction: Transaction, clock: Clock, make: Factory
) -> Phone:
    return Phone(dispatcher, transaction, clock, await make.admin())


async def test_course_is_made_and_published_in_a_few_steps(phone: Phone, make: Factory) -> None:
    await name_and_fill_in(phone)
    await phone.press("🖼 Cover")
    await phone.send_photo(photo(1280, 720))
    await phone.press("✅ Use it")
    await phone.press("⬅️ To editing")
    await phone.press("🗓 Schedule")
    await phone.press("✏️ ")
    await phone.write("пн, ср 18:00\u201319:30 до 27.05")
    await phone.press("✅ ")
    await phone.press("⬅️ To managing")
    asked = await phone.press("🚀 Publish")
    await phone.press("🚀 Yes, publish")

    [course] = await make.all(Course)
    assert "No description" not in asked
    assert course.status is CourseStatus.PUBLISHED
    assert (course.location, course.capacity) == ("B-734", 30)
    assert [it.id for it in await make.all(Banner)] == [course.banner_id]
    assert len(await make.all(Lesson)) == 24
    assert phone.acts <= MOST


async def name_and_fill_in(phone: Phone) -> None:
    await phone.write("/new")
    await phone.write("Python for beginners")
    await phone.press("📝 Description")
    await phone.write("From the first line to a small program of your own.")
    await phone.press("📍 Place")
    await phone.write("B-734")
    await phone.press("👥 Seats")
    await phone.press("30")
    await phone.press("First day")
    await phone.press("9.03.2026")

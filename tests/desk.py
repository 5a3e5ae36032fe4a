"""Somebody at their phone: what they see, press, write and send."""

from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import Contact, Location, Sticker, Update, Voice

from db.models import User
from tests.conftest import Feed
from tests.telegram import PHOTO, RecordedSession, send, tap, write

STICKER = Sticker(
    file_id="s",
    file_unique_id="s",
    type="regular",
    width=1,
    height=1,
    is_animated=False,
    is_video=False,
)
NOT_TEXT: dict[str, dict[str, Any]] = {
    "photo": {"photo": PHOTO},
    "photo with words": {"photo": PHOTO, "caption": "Anna"},
    "sticker": {"sticker": STICKER},
    "voice": {"voice": Voice(file_id="v", file_unique_id="v", duration=1)},
    "place": {"location": Location(latitude=55.7, longitude=37.6)},
    "contact": {"contact": Contact(phone_number="+7", first_name="Anna")},
    "nothing that can be kept": {"text": "\x00\ud800"},
}

NOTHING = {
    "spaces": " \u2003\t",
    "line breaks": "\n\r\n",
    "controls": "\x01\x02\x7f",
    "escape": "\x1b",
    "zero width": "\u200b\ufeff\u2060",
    "right to left marks": "\u200f\u202e\u2066",
    "filler": "\u3164\u115f",
    "soft hyphen": "\u00ad",
    "separator": "\u2028\u2029",
}
LONG = {
    "5000 letters": "x" * 5000,
    "4096 letters": "Ж" * 4096,
    "many words": "Anna " * 1000,
    "emoji by thousands": "👩🏽‍🚀" * 700,
    "long markup": "<b>" * 1500,
    "accents": "e" + "\u0301" * 4000,
}
NO_WORDS = {
    "digits": "12345",
    "dots": "...",
    "a letter": "x",
    "emoji": "🙂",
    "family": "👨‍👩‍👧‍👦",
    "flag": "🇷🇺",
    "punctuation": "?!;",
    "brackets": "</>",
    "braces": "{0}",
    "digits of others": "٣٤٥",
    "combining": "\u0301\u0301",
    "nul": "7\x007",
    "half a character": "7\ud800",
}
NO_NAMES = NOTHING | LONG | NO_WORDS | {f"hidden {it}": f"7{NOTHING[it]}" for it in NOTHING}
NO_GROUPS = (
    NOTHING | LONG | {f"and {it}": f"{typed}\u200f" for it, typed in (NOTHING | LONG).items()}
)


class Desk:
    def __init__(self, feed: Feed, user: User) -> None:
        self._feed = feed
        self._telegram_id = user.telegram_id
        self.telegram = RecordedSession()

    async def write(self, text: str) -> str:
        return await self._see(write(self._telegram_id, text))

    async def send(self, **content: Any) -> str:
        return await self._see(send(self._telegram_id, **content))

    async def press(self, button: CallbackData | str) -> str:
        """A label on the screen, or a button of another time."""
        await self.tap(button)
        return self.telegram.said()

    async def tap(self, button: CallbackData | str) -> str | None:
        """The same, for what is said over the button."""
        meaning = self.telegram.buttons()[button] if isinstance(button, str) else button
        self.telegram = await self._feed(tap(self._telegram_id, meaning))
        return self.telegram.notice()

    @property
    def labels(self) -> list[str]:
        return list(self.telegram.buttons())

    async def _see(self, update: Update) -> str:
        self.telegram = await self._feed(update)
        return self.telegram.said()

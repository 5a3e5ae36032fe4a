"""Somebody with a phone: they write, tap what they see, and wait for an answer."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.chats import Button, Shown
from tests.botapi.incoming import RawUpdate

PATIENCE_SECONDS = 30

LATE_SECONDS = 15
"""After which a tap is answered by whatever is shown: its own answer was lost with a process."""

NOTICE = "🎉"
"""What the bot says by itself begins so; all else is an answer."""


@dataclass
class Act:
    """What somebody did, and when they were answered."""

    update_id: int
    query_id: str | None
    meaning: str
    """What was written, or what the button means."""
    done_at: float = field(default_factory=time.monotonic)
    answered_at: float | None = None
    answer: str = ""
    """What was said to it, if nothing was shown."""


Put = Callable[["Person", str, dict[str, Any]], RawUpdate]


class Person:
    def __init__(self, person_id: int, name: str, language: str, put: Put) -> None:
        self.id = person_id
        self.name = name
        self._put = put
        self.is_bot_blocked = False
        self.sees: Shown | None = None
        """What was shown last."""
        self.read: list[str] = []
        """All that was ever said to them, in order."""
        self.alerts: list[str] = []
        self.acts: list[Act] = []
        self._heard = asyncio.Event()
        self._language = language

    def as_json(self) -> dict[str, Any]:
        known = {"id": self.id, "first_name": self.name, "language_code": self._language}
        return known | {"is_bot": False}

    def say(self, text: str) -> Act:
        begins = {"entities": [command(text)]} if text.startswith("/") else {}
        return self._do("message", text, {"text": text, **begins})

    def press(self, label: str) -> Act:
        """The one button they see with that in its label."""
        found = [it for it in self.buttons() if label in it["text"]]
        assert len(found) == 1, f"{label!r} in {[it['text'] for it in self.buttons()]}"
        return self.tap(found[0]["callback_data"])

    def tap(self, meaning: str) -> Act:
        """A button of the message that they see, by what it means."""
        assert self.sees is not None
        return self._do("callback_query", meaning, {"message": self.sees, "data": meaning})

    async def says(self, text: str) -> str:
        return await self.answer(self.say(text))

    async def presses(self, label: str) -> str:
        return await self.answer(self.press(label))

    async def answer(self, act: Act, *, seconds: float = PATIENCE_SECONDS) -> str:
        """Wait for it; what they then see."""
        await self.until(lambda: act.answered_at is not None, seconds=seconds)
        return self.sees.text if self.sees else ""

    async def until(
        self, happened: Callable[[], object], *, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Wait until what they hear makes it so."""
        async with asyncio.timeout(seconds):
            while not happened():
                self._heard.clear()
                await self._heard.wait()

    def buttons(self) -> list[Button]:
        """Those they see which the bot hears of."""
        return [it for it in (self.sees.buttons() if self.sees else ()) if "callback_data" in it]

    def notices(self) -> list[str]:
        return [text for text in self.read if text.startswith(NOTICE)]

    def unanswered(self) -> list[Act]:
        return [act for act in self.acts if act.answered_at is None]

    def see(self, shown: Shown, *, is_new: bool) -> None:
        """A message came, or has changed."""
        self.sees = shown
        self.read.append(shown.text)
        if is_new and not shown.text.startswith(NOTICE):
            # Messages are answered in order; taps are by name, unless that is long ago.
            self._answered(None)
            for act in self.unanswered():
                if time.monotonic() > act.done_at + LATE_SECONDS:
                    self._answered(act.query_id, "late")
        self._heard.set()

    def notice(self, query_id: str, text: str, *, is_alert: bool) -> None:
        """Their tap is answered."""
        if is_alert:
            self.alerts.append(text)
        self._answered(query_id, text)
        self._heard.set()

    def _answered(self, query_id: str | None, words: str = "") -> None:
        for act in self.unanswered():
            if act.query_id == query_id:
                act.answered_at, act.answer = time.monotonic(), words
                return

    def _do(self, kind: str, meaning: str, content: dict[str, Any]) -> Act:
        update = self._put(self, kind, content)
        query_id = update[kind]["id"] if kind == "callback_query" else None
        self.acts.append(Act(update["update_id"], query_id, meaning))
        return self.acts[-1]


def command(text: str) -> dict[str, Any]:
    return {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}

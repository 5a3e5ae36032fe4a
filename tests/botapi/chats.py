"""What stands in the chats, and what may stand there."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests import limits
from tests.botapi.refusals import NOT_MODIFIED, Refusal, ensure

BOT_ID = 42
BOT_NAME = "kursovod_test_bot"
BOT = {"id": BOT_ID, "is_bot": True, "first_name": "Kursovod", "username": BOT_NAME}

PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
"""How a JPEG, a PNG and a WebP begin."""

Form = Mapping[str, Any]
Button = dict[str, str]


@dataclass
class Shown:
    """A message of the bot as it stands now."""

    chat_id: int
    message_id: int
    text: str = ""
    """As a person reads it: the text, or what is under the picture."""
    html: str = ""
    photo: str | None = None
    document: str | None = None
    keyboard: list[list[Button]] = field(default_factory=list)

    def buttons(self) -> Iterator[Button]:
        for row in self.keyboard:
            yield from row

    def as_json(self) -> dict[str, Any]:
        chat = {"id": self.chat_id, "type": "private", "first_name": "Somebody"}
        shown: dict[str, Any] = {"message_id": self.message_id, "chat": chat, "from": BOT}
        shown["date"] = int(time.time())
        shown |= {"reply_markup": {"inline_keyboard": self.keyboard}} if self.keyboard else {}
        if self.document is not None:
            file = {"file_id": self.document, "file_unique_id": self.document}
            return shown | {"caption": self.text, "document": file}
        if self.photo is None:
            return shown | {"text": self.text}
        size = {"file_id": self.photo, "file_unique_id": self.photo, "width": 16, "height": 9}
        return shown | {"caption": self.text, "photo": [size]}


class Chats:
    def __init__(self) -> None:
        self._ids = count(1)
        self._files: set[str] = set()
        self._shown: dict[int, Shown] = {}

    def next_id(self) -> int:
        return next(self._ids)

    def send_text(self, chat_id: int, form: Form) -> Shown:
        shown = Shown(chat_id, self.next_id())
        write(shown, form, "text", limits.TEXT)
        return self._keep(shown)

    def send_photo(self, chat_id: int, form: Form) -> Shown:
        shown = Shown(chat_id, self.next_id(), photo=self._photo(form, form.get("photo")))
        write(shown, form, "caption", limits.CAPTION)
        return self._keep(shown)

    def send_document(self, chat_id: int, form: Form) -> Shown:
        shown = Shown(chat_id, self.next_id(), document=self._document(form))
        write(shown, form, "caption", limits.CAPTION)
        return self._keep(shown)

    def edit_text(self, chat_id: int, form: Form) -> Shown:
        before = self._find(chat_id, form, "edit")
        is_text = before.photo is None and before.document is None
        ensure(is_text, "there is no text in the message to edit")
        after = Shown(chat_id, before.message_id)
        write(after, form, "text", limits.TEXT)
        return self._change(before, after)

    def edit_media(self, chat_id: int, form: Form) -> Shown:
        before = self._find(chat_id, form, "edit")
        ensure(before.photo is not None, "there is no media in the message to edit")
        media = json.loads(form.get("media", "{}"))
        ensure(media.get("type") == "photo", "only photos are shown here")
        after = Shown(chat_id, before.message_id, photo=self._photo(form, media.get("media")))
        keyboard = {"reply_markup": form["reply_markup"]} if "reply_markup" in form else {}
        write(after, media | keyboard, "caption", limits.CAPTION)
        return self._change(before, after)

    def delete(self, chat_id: int, form: Form) -> None:
        del self._shown[self._find(chat_id, form, "delete").message_id]

    def _keep(self, shown: Shown) -> Shown:
        self._shown[shown.message_id] = shown
        return shown

    def _change(self, before: Shown, after: Shown) -> Shown:
        if after == before:
            raise Refusal(NOT_MODIFIED)
        return self._keep(after)

    def _find(self, chat_id: int, form: Form, purpose: str) -> Shown:
        shown = self._shown.get(int(form.get("message_id", 0)))
        if shown is None or shown.chat_id != chat_id:
            raise Refusal(f"Bad Request: message to {purpose} not found")
        return shown

    def _photo(self, form: Form, named: str | None) -> str:
        """A file that Telegram has, or one that comes with the request."""
        if named in self._files:
            return str(named)
        ensure(named and named.startswith("attach://"), "wrong file identifier/HTTP URL specified")
        content = form[str(named).removeprefix("attach://")].file.read()
        ensure(content.startswith(PICTURES), "IMAGE_PROCESS_FAILED")
        return self._keep_file()

    def _document(self, form: Form) -> str:
        named = str(form.get("document", ""))
        if named in self._files:
            return named
        ensure(named.startswith("attach://"), "wrong file identifier/HTTP URL specified")
        ensure(form[named.removeprefix("attach://")].file.read(1), "file must be non-empty")
        return self._keep_file()

    def _keep_file(self) -> str:
        self._files.add(kept := f"file-{self.next_id()}")
        return kept


def write(shown: Shown, form: Form, name: str, limit: int) -> None:
    shown.html = form.get(name, "")
    ensure(form.get("parse_mode") == "HTML", "everything that we say is HTML")
    try:
        shown.text = limits.read(shown.html).strip()
    except limits.NotHtml as error:
        raise Refusal(f"Bad Request: can't parse entities: {error}") from error
    ensure(shown.text or shown.photo or shown.document, "message text is empty")
    what = "message" if name == "text" else "message caption"
    ensure(limits.units(shown.text) <= limit, f"{what} is too long")
    shown.keyboard = keyboard_of(form)


def keyboard_of(form: Form) -> list[list[Button]]:
    markup = json.loads(form.get("reply_markup", "{}"))
    rows: list[list[Button]] = markup.get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        ensure(button.get("text"), "inline keyboard button text must be non-empty")
        ensure(len(button.keys() - {"text"}) == 1, "BUTTON_TYPE_INVALID")
        meaning = button.get("callback_data", "-")
        ensure(0 < len(meaning.encode()) <= limits.MEANING, "BUTTON_DATA_INVALID")
        ensure(button.get("url", "https://").startswith("http"), "BUTTON_URL_INVALID")
    return rows

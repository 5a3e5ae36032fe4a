"""The methods over HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests import limits
from tests.botapi.chats import BOT, Chats, Form, Shown
from tests.botapi.incoming import HAS_WEBHOOK, Incoming, RawUpdate
from tests.botapi.people import Person
from tests.botapi.profile import Profile
from tests.botapi.pushing import Pushing
from tests.botapi.refusals import HARMLESS, TOO_OLD, Refusal, ensure

TOKEN = "42:TEST"

Method = Callable[[str, Form], Awaitable[Any]]


class BotApi:
    """One bot, everybody who talks to it, and all that was said."""

    def __init__(self) -> None:
        self.incoming = Incoming()
        self.pushing = Pushing(self.incoming)
        self.people: dict[int, Person] = {}
        self.refusals: list[str] = []
        """What a bot that does nothing wrong would not have met."""
        self.pollers: list[tuple[float, str]] = []
        """When updates were asked for, and by whom."""
        self.calls = 0
        self.is_away = False
        self.is_mute = False
        """It takes no messages, and brings what people do."""
        self.misses = 0
        """Calls that it did not answer, being away or mute."""
        self.latency = 0.0
        """Seconds that every message takes."""
        self._chats = Chats()
        self._profile = Profile()
        self._update_ids = count(1000)
        self._taps: dict[str, Person] = {}
        """Those that may still be answered."""

    def person(self, name: str = "Anna", language: str = "en") -> Person:
        person = Person(1000 + len(self.people), name, language, self._put)
        self.people[person.id] = person
        return person

    @asynccontextmanager
    async def running(self, port: int | None = None) -> AsyncIterator[str]:
        """Its address. With a name added to the path, calls can be told apart by it."""
        app = web.Application(client_max_size=20 << 20)
        app.router.add_route("*", "/{who:\\w*}{slash:/?}bot{token}/{method}", self._call)
        async with TestServer(app, port=port) as server:
            try:
                yield str(server.make_url("")).rstrip("/")
            finally:
                await self.pushing.close()
                self.incoming.hang_up()

    def _put(self, person: Person, kind: str, content: dict[str, Any]) -> RawUpdate:
        event: dict[str, Any] = {"from": person.as_json(), "date": int(time.time())}
        if kind == "message":
            chat = {"id": person.id, "type": "private", "first_name": person.name}
            event |= {"message_id": self._chats.next_id(), "chat": chat, **content}
        else:
            query_id = f"query-{self._chats.next_id()}"
            self._taps[query_id] = person
            seen = content["message"].as_json()
            event |= {"id": query_id, "chat_instance": "1", **content, "message": seen}
        update = {"update_id": next(self._update_ids), kind: event}
        self.incoming.put(update)
        if self.pushing.url is not None:
            self.pushing.bring(update)
        return update

    async def _call(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        if self.is_away or (self.is_mute and name.startswith(("send", "edit", "answer"))):
            self.misses += 1
            return web.Response(status=502, text="<html>Bad Gateway</html>")
        try:
            ensure(request.match_info["token"] == TOKEN, "Unauthorized", 401)
            method = self._methods().get(name, not_found)
            form = request.query if request.method == "GET" else await request.post()
            result = await method(request.match_info["who"], form)
        except Refusal as refusal:
            if str(refusal) not in HARMLESS and refusal.code != 409:
                self.refusals.append(f"{name}: {refusal}")
            return refusal.as_response()
        return web.json_response({"ok": True, "result": result})

    def _methods(self) -> dict[str, Method]:
        return {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "sendMessage": self._showing(self._chats.send_text, is_new=True),
            "sendPhoto": self._showing(self._chats.send_photo, is_new=True),
            "sendDocument": self._showing(self._chats.send_document, is_new=True),
            "editMessageText": self._showing(self._chats.edit_text, is_new=False),
            "editMessageMedia": self._showing(self._chats.edit_media, is_new=False),
            **self._profile.methods(),
            "deleteMessage": self._delete_message,
            "answerCallbackQuery": self._answer_callback_query,
        }

    async def _get_me(self, _who: str, _form: Form) -> dict[str, Any]:
        return BOT | {"can_join_groups": True, "supports_inline_queries": True}

    async def _get_updates(self, who: str, form: Form) -> list[RawUpdate]:
        ensure(self.pushing.url is None, HAS_WEBHOOK, 409)
        self.pollers.append((time.monotonic(), who))
        offset, limit, seconds = (form.get(name) for name in ("offset", "limit", "timeout"))
        return await self.incoming.poll(int(offset or 0), int(limit or 100), float(seconds or 0))

    async def _set_webhook(self, _who: str, form: Form) -> bool:
        url, before = urlsplit(form.get("url", "")), self.pushing.url
        is_near = url.hostname in {"127.0.0.1", "localhost"}
        ensure(url.scheme == "https" or is_near, "bad webhook: An HTTPS URL must be provided")
        self.incoming.hang_up("Conflict: terminated by setWebhook request")
        self.pushing.url, self.pushing.secret = url.geturl(), form.get("secret_token", "")
        for update in self.incoming.waiting.values() if before is None else ():
            self.pushing.bring(update)
        return True

    async def _delete_webhook(self, _who: str, _form: Form) -> bool:
        self.pushing.url = None
        return True

    def _showing(self, change: Callable[[int, Form], Shown], *, is_new: bool) -> Method:
        async def show(_who: str, form: Form) -> dict[str, Any]:
            person = self._addressee(form)
            shown = change(person.id, form)
            self.calls += 1
            person.see(shown, is_new=is_new)
            await asyncio.sleep(self.latency)
            return shown.as_json()

        return show

    async def _delete_message(self, _who: str, form: Form) -> bool:
        self._chats.delete(self._addressee(form).id, form)
        return True

    async def _answer_callback_query(self, _who: str, form: Form) -> bool:
        query_id, text = form.get("callback_query_id", ""), form.get("text", "")
        ensure(limits.units(text) <= limits.NOTICE, "MESSAGE_TOO_LONG")
        person = self._taps.pop(query_id, None)
        if person is None:
            raise Refusal(TOO_OLD)
        person.notice(query_id, text, is_alert=form.get("show_alert") == "true")
        return True

    def _addressee(self, form: Form) -> Person:
        person = self.people.get(int(form.get("chat_id", 0)))
        if person is None:
            raise Refusal("Bad Request: chat not found")
        ensure(not person.is_bot_blocked, "Forbidden: bot was blocked by the user", 403)
        return person


async def not_found(_who: str, _form: Form) -> None:
    raise Refusal("Not Found", 404)

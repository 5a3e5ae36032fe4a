"""Mini Apps: what Telegram hands to them in the address.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import hmac
import json
from hashlib import sha256
from secrets import token_bytes
from urllib.parse import quote, urlencode, urlsplit

from sandbox.chats import Chat
from sandbox.files import encoded
from sandbox.people import Json
from sandbox.world import Query, World

VERSION = "9.1"
PLATFORM = "android"
"""Here is a camera, which Telegram in a browser has not."""
SIGNATURE_BYTES = 64

THEME = {
    "bg_color": "#ffffff",
    "secondary_bg_color": "#f4f4f5",
    "text_color": "#000000",
    "hint_color": "#707579",
    "link_color": "#3390ec",
    "button_color": "#3390ec",
    "button_text_color": "#ffffff",
}


def launch(world: World, chat: Chat, url: str, kind: str, theme: Json | None) -> Json:
    """Opened from the keyboard, an app gets no data: it can only send some when it closes."""
    query_id, signed = "", ""
    if kind != "keyboard":
        query_id = str(next(world.query_ids))
        world.queries[query_id] = Query(chat, is_press=False)
        signed = init_data(world, chat, query_id)
    handed = {"tgWebAppData": signed, "tgWebAppVersion": VERSION, "tgWebAppPlatform": PLATFORM}
    handed["tgWebAppThemeParams"] = json.dumps(theme or THEME, separators=(",", ":"))
    return {"url": joined(url, urlencode(handed, quote_via=quote)), "query_id": query_id}


def init_data(world: World, chat: Chat, query_id: str) -> str:
    person = chat.person
    user = {name: it for name, it in person.as_user.items() if name != "is_bot"}
    user["allows_write_to_pm"] = chat.is_started and not chat.is_blocked
    fields = {"query_id": query_id, "user": json.dumps(user, ensure_ascii=False)}
    fields["auth_date"] = str(int(world.now))
    # Only Telegram itself can make one that others verify; the hash covers it all the same.
    fields["signature"] = encoded(token_bytes(SIGNATURE_BYTES))
    return urlencode({**fields, "hash": seal(world.token, fields)}, quote_via=quote)


def seal(token: str, fields: dict[str, str]) -> str:
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.digest(b"WebAppData", token.encode(), sha256)
    return hmac.new(key, lines.encode(), sha256).hexdigest()


def joined(url: str, handed: str) -> str:
    fragment = urlsplit(url).fragment
    if not fragment:
        return f"{url.removesuffix('#')}#{handed}"
    return f"{url}{'&' if '=' in fragment or '?' in fragment else '?'}{handed}"

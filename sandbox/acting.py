"""What people do on their phones, and what the bot hears of it."""

import re

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.people import Json
from sandbox.rules import formatting, sizes, units
from sandbox.world import Query, World

PATIENCE_SECONDS = 15
"""So long a button spins; later answers come too late."""

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}\Z")
OPENS = re.compile(
    r"(?:https?://)?(?:t\.me|telegram\.me)/(?P<name>\w+)\?(?:.*&)?start=(?P<payload>[\w-]*)"
    r"|tg://resolve\?domain=(?P<domain>\w+)&start=(?P<start>[\w-]*)",
    re.ASCII,
)


class Impossible(Exception):
    """A phone would not offer that."""


class NotThere(Impossible):
    """What was to be tapped is not on the screen any more."""


def say(world: World, chat: Chat, text: str) -> Message:
    said = formatting.formatted(text, None, None)
    if not 0 < units.length(said.text) <= sizes.TEXT_UNITS:
        raise Impossible(f"A message has 1 to {sizes.TEXT_UNITS} characters.")
    return write(world, chat, said.as_json("text", "entities"))


def start(world: World, chat: Chat, payload: str) -> Message:
    """As if they opened the bot by a link; nobody is asked twice whether to unblock it."""
    if not PAYLOAD.match(payload):
        raise Impossible("A start parameter has at most 64 of A-Z, a-z, 0-9, _ and -.")
    if chat.is_blocked:
        block(world, chat, blocked=False)
    return say(world, chat, f"/start {payload}".rstrip())


def open_link(world: World, chat: Chat, text: str) -> bool:
    """False for what does not lead to the bot."""
    found = OPENS.match(text)
    if found is None:
        return False
    name = found["name"] or found["domain"]
    payload = found["payload"] or found["start"] or ""
    if name.lower() != world.profile.username.lower() or not PAYLOAD.match(payload):
        return False
    start(world, chat, payload)
    return True


def send_web_app_data(world: World, chat: Chat, label: str, content: str) -> Message:
    """What a Mini App that was opened from the keyboard says at its end."""
    return write(world, chat, {"web_app_data": {"button_text": label, "data": content}})


def press(world: World, chat: Chat, message_id: int, row: int, column: int) -> str:
    message = chat.messages.get(message_id)
    try:
        button = message.keyboard[row][column] if message else {}
    except IndexError:
        button = {}
    if message is None or "callback_data" not in button:
        raise NotThere("That button is not there any more.")
    query_id = ask(world, Query(chat))
    body = {"id": query_id, "from": chat.person.as_user, "message": message.as_json()}
    body |= {"chat_instance": str(chat.id), "data": button["callback_data"]}
    chat.wrote_at = world.now
    world.put("callback_query", chat.id, body)
    return query_id


def ask_inline(world: World, chat: Chat, text: str) -> str:
    query_id = ask(world, Query(chat, is_press=False))
    body = {"id": query_id, "from": chat.person.as_user, "query": text, "offset": ""}
    world.put("inline_query", chat.id, body)
    return query_id


def block(world: World, chat: Chat, *, blocked: bool) -> None:
    if chat.is_blocked == blocked:
        return
    chat.is_blocked = blocked
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    body = {"chat": chat.person.as_chat, "from": chat.person.as_user, "date": int(world.now)}
    body |= {
        "old_chat_member": membership(world, before),
        "new_chat_member": membership(world, after),
    }
    world.put("my_chat_member", chat.id, body)
    world.people_changed()


def write(world: World, chat: Chat, content: Json, extras: Json | None = None) -> Message:
    if chat.is_blocked:
        raise Impossible("The bot is blocked.")
    is_first, chat.is_started, chat.wrote_at = not chat.is_started, True, world.now
    message = chat.compose(chat.person.as_user, world.now, content)
    message.extras = extras or {}
    world.post(chat, message)
    world.put("message", chat.id, message.as_json())
    if is_first:
        world.people_changed()
    return message


def ask(world: World, query: Query) -> str:
    query_id = str(next(world.query_ids))
    world.queries[query_id] = query
    world.background.start(expire(world, query_id))
    return query_id


async def expire(world: World, query_id: str) -> None:
    await world.clock.sleep(PATIENCE_SECONDS)
    query = world.queries.pop(query_id, None)
    if query is not None and query.is_press:
        told = {"person": query.chat.id, "query_id": query_id}
        world.journal.publish("expired", told)


def captioned(caption: str) -> Json:
    said = formatting.formatted(caption, None, None)
    if units.length(said.text) > sizes.CAPTION_UNITS:
        raise Impossible(f"A caption has at most {sizes.CAPTION_UNITS} characters.")
    return said.as_json("caption", "caption_entities")


def membership(world: World, status: str) -> Json:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": world.profile.as_user, "status": status, **until}

"""What the page is shown."""

from collections.abc import Iterable

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.people import Json
from sandbox.profile import Profile


def bot(profile: Profile) -> Json:
    named = {"id": profile.id, "username": profile.username, "name": profile.name}
    said = {
        "description": profile.descriptions.get("", ""),
        "short_description": profile.short_descriptions.get("", ""),
    }
    commands = {
        ":".join(map(str, (*scope, language))): menu
        for (scope, language), menu in profile.commands.items()
    }
    return {**named, **said, "commands": commands, "menu_button": profile.menu_button}


def people(chats: Iterable[Chat]) -> list[Json]:
    return [person(chat) for chat in chats if chat.person.is_listed or chat.messages]


def person(chat: Chat) -> Json:
    known = chat.person
    return {
        "id": known.id,
        "name": known.name,
        "first_name": known.first_name,
        "last_name": known.last_name,
        "username": known.username,
        "language": known.language,
        "note": known.note,
        "unread": chat.unread,
        "blocked": chat.is_blocked,
        "started": chat.is_started,
        "last": last(chat.last),
    }


def last(message: Message | None) -> Json | None:
    if message is None:
        return None
    return {"text": message.text, "date": message.date, "kind": message.kind}


def message(shown: Message) -> Json:
    """As the bot sees it, and what only a client knows."""
    seen = shown.as_json() | {"outgoing": shown.outgoing}
    if shown.markup is not None:
        seen["reply_markup"] = shown.markup
    file_id = media_id(shown)
    return seen | ({"url": f"/sandbox/files/{file_id}"} if file_id else {})


def media_id(shown: Message) -> str | None:
    match shown.content:
        case {"photo": [*_, {"file_id": str(file_id)}]}:
            return file_id
        case {"document": {"file_id": str(file_id)}}:
            return file_id
    return None


def chat(seen: Chat, profile: Profile) -> Json:
    return {
        "messages": [message(it) for it in seen.messages.values()],
        "commands": profile.commands_for(seen.id, seen.person.language),
        "menu_button": seen.menu_button or profile.menu_button,
    }


def happened(where: Chat, **what: object) -> Json:
    return {"person": where.id, **what}

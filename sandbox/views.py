"""What the page is shown."""

from collections.abc import Iterable

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.people import Json
from sandbox.profile import Profile, chosen


def bot(profile: Profile, language: str = "") -> Json:
    """As people of that language see it."""
    return {
        "id": profile.id,
        "username": profile.username,
        "name": profile.name_for(language),
        "description": chosen(profile.descriptions, language),
        "short_description": chosen(profile.short_descriptions, language),
    }


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
    match shown.content.get(shown.kind):
        case [*_, {"file_id": str(file_id)}] | {"file_id": str(file_id)}:
            return file_id
    return None


def chat(seen: Chat, profile: Profile) -> Json:
    language = seen.person.language
    return {
        "messages": [message(it) for it in seen.messages.values()],
        "bot": bot(profile, language),
        "commands": profile.commands_for(seen.id, language),
        "menu_button": seen.menu_button or profile.menu_button,
    }


def happened(where: Chat, **what: object) -> Json:
    return {"person": where.id, **what}

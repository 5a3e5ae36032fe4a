"""What the bot says of itself."""

from typing import Any

from aiogram.methods import (
    GetChat,
    GetMe,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)

from sandbox.methods.calls import Call, known
from sandbox.methods.menus import language_of
from sandbox.people import Json
from sandbox.profile import chosen
from sandbox.rules.refusals import ensure

NAME_CHARACTERS, DESCRIPTION_CHARACTERS, SHORT_DESCRIPTION_CHARACTERS = 64, 512, 120

GIFTS = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels"


async def get_me(call: Call[GetMe]) -> Json:
    can = {"can_join_groups": True, "can_read_all_group_messages": False}
    more = {"supports_inline_queries": True, "can_connect_to_business": False}
    return call.world.profile.as_user | can | more | {"has_main_web_app": False}


async def get_chat(call: Call[GetChat]) -> Json:
    chat = known(call.world, call.given.get("chat_id"))
    full: Json = {**chat.person.as_chat, "accent_color_id": chat.id % 7, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict.fromkeys(GIFTS.split(), False)
    pinned = chat.messages.get(chat.pinned or 0)
    return full | ({"pinned_message": pinned.as_json()} if pinned else {})


async def set_my_name(call: Call[SetMyName]) -> bool:
    name = call.method.name or ""
    ensure(len(name) <= NAME_CHARACTERS, "name is too long")
    return put(call, call.world.profile.names, name)


async def get_my_name(call: Call[GetMyName]) -> Json:
    return {"name": call.world.profile.name_for(language_of(call))}


async def set_my_description(call: Call[SetMyDescription]) -> bool:
    description = call.method.description or ""
    ensure(len(description) <= DESCRIPTION_CHARACTERS, "description is too long")
    return put(call, call.world.profile.descriptions, description)


async def get_my_description(call: Call[GetMyDescription]) -> Json:
    return {"description": chosen(call.world.profile.descriptions, language_of(call))}


async def set_my_short_description(call: Call[SetMyShortDescription]) -> bool:
    description = call.method.short_description or ""
    ensure(len(description) <= SHORT_DESCRIPTION_CHARACTERS, "short description is too long")
    return put(call, call.world.profile.short_descriptions, description)


async def get_my_short_description(call: Call[GetMyShortDescription]) -> Json:
    texts = call.world.profile.short_descriptions
    return {"short_description": chosen(texts, language_of(call))}


def put(call: Call[Any], texts: dict[str, str], text: str) -> bool:
    texts[language_of(call)] = text
    call.world.profile_changed()
    return True

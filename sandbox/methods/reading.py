"""From an HTTP request to a method of aiogram's, which checks the types."""

import json
from collections.abc import Callable
from functools import cache
from types import NoneType
from typing import Any, get_args

from aiogram.methods import TelegramMethod
from aiogram.types import InputFile, TelegramObject
from aiohttp import web
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sandbox.methods.calls import Upload
from sandbox.people import Json
from sandbox.rules import albums, markup
from sandbox.rules.kinds import KINDS
from sandbox.rules.refusals import Refusal

Uploads = dict[str, Upload]

TRUE = {"true", "yes", "1"}

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    **{kind: f"there is no {kind} in the request" for kind in KINDS},
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "file_id": "file_id not specified",
    "commands": 'parameter "commands" is required',
}
"""Telegram's words where it has some of its own."""


async def parameters(request: web.Request) -> tuple[Json, Uploads]:
    """As sent: values of a form are strings yet, those of JSON are what they are."""
    sent: Json = dict(request.query)
    if request.method != "POST":
        return sent, {}
    if request.content_type == "application/json":
        body = decoded(await request.text() or "{}", "the request body")
        return sent | (body if isinstance(body, dict) else {}), {}
    uploads: Uploads = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.file.read())
        else:
            sent[name] = value
    return sent, uploads


def typed(method: type[TelegramMethod[Any]], sent: Json, uploads: Uploads) -> Json:
    """With the JSON in strings decoded, and files that were sent under a parameter's name."""
    reads = readers(method)
    given = {name: reads[name](name, value) for name, value in sent.items() if name in reads}
    named = {name: f"attach://{name}" for name in uploads if name in reads and name not in given}
    return {name: it for name, it in (given | named).items() if it is not None}


def validated(method: type[TelegramMethod[Any]], given: Json) -> TelegramMethod[Any]:
    try:
        return method.model_validate(given)
    except ValidationError as error:
        raise refusal(error.errors()[0], given) from error


def refusal(error: ErrorDetails, given: Json) -> Refusal:
    name = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "missing" and len(error["loc"]) == 1:
        return Refusal(MISSING.get(name, f'parameter "{name}" is required'))
    # Into some structures Telegram looks itself, and says more.
    if name == "reply_markup":
        markup.checked(given[name], is_edit="message_id" in given)
    if name == "media":
        albums.check_types(given[name])
    where = ".".join(str(it) for it in error["loc"])
    return Refusal(f'can\'t parse parameter "{where}": {error["msg"]}')


@cache
def readers(method: type[TelegramMethod[Any]]) -> dict[str, Callable[[str, object], object]]:
    """By parameter. Pictures beside the file, such as thumbnails, are passed over."""
    fields = {name: members(field.annotation) for name, field in method.model_fields.items()}
    return {name: reader(name, kinds) for name, kinds in fields.items() if kinds != {InputFile}}


def reader(name: str, kinds: set[Any]) -> Callable[[str, object], object]:
    if name == "chat_id" or name.endswith("_chat_id"):
        return read_id
    if name == "media":
        return read_media
    if any(is_structure(kind) for kind in kinds):
        return read_structure
    if bool in kinds:
        return read_flag
    return lambda _name, value: value


def members(annotation: object) -> set[Any]:
    """Of a union, however deep, its members."""
    parts = get_args(annotation)
    if not parts or getattr(annotation, "__origin__", None) in {list, dict}:
        return {annotation}
    return set().union(*(members(part) for part in parts)) - {NoneType}


def is_structure(kind: object) -> bool:
    if getattr(kind, "__origin__", kind) in {list, dict}:
        return True
    is_model = isinstance(kind, type) and issubclass(kind, TelegramObject)
    return is_model and not issubclass(kind, InputFile)  # type: ignore[arg-type] # a type here


def read_id(_name: str, value: object) -> object:
    """Numbers as numbers, names as names."""
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value)
    return value


def read_flag(_name: str, value: object) -> object:
    return value.lower() in TRUE if isinstance(value, str) else value


def read_structure(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return decoded(value, name) if value else None


def read_media(name: str, value: object) -> object:
    match read_structure(name, value):
        case list(items):
            return [without_thumbnail(item) for item in items]
        case item:
            return without_thumbnail(item)


def without_thumbnail(item: object) -> object:
    return {**item, "thumbnail": None} if isinstance(item, dict) else item


def decoded(text: str, name: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        what = "reply keyboard markup" if name == "reply_markup" else name
        raise Refusal(f"can't parse {what} JSON object") from error

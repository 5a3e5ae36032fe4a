"""Keyboards."""

from collections.abc import Iterator

from sandbox.people import Json
from sandbox.rules import links
from sandbox.rules.refusals import Refusal, ensure

CALLBACK_BYTES = 64
COPIED_CHARACTERS = 256
MOST_BUTTONS = 100

MEANINGS = [
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
]
"""What a button does; of two, Telegram takes the first in this order."""


def checked(markup: object, *, is_edit: bool = False) -> Json | None:
    """As it will stand; None for none."""
    if markup is None:
        return None
    ensure(isinstance(markup, dict), "object expected as reply markup")
    assert isinstance(markup, dict)
    if "inline_keyboard" in markup:
        rows = keyboard(markup["inline_keyboard"], "inline_keyboard")
        return {"inline_keyboard": rows} if rows else None
    ensure(not is_edit or not markup, "inline keyboard expected")
    if "keyboard" in markup:
        return {**markup, "keyboard": keyboard(markup["keyboard"], "keyboard")}
    return markup or None


def keyboard(rows: object, name: str) -> list[list[Json]]:
    is_right = isinstance(rows, list) and all(isinstance(row, list) for row in rows)
    ensure(is_right, f'field "{name}" must be an Array of Arrays')
    assert isinstance(rows, list)
    read = inline if name == "inline_keyboard" else of_phone
    buttons = [[read(button) for button in row] for row in rows]
    # Telegram passes over buttons without a word on them.
    shown = [[it for it in row if it["text"]] for row in buttons]
    ensure(sum(map(len, shown)) <= MOST_BUTTONS, "reply markup is too long")
    return [row for row in shown if row]


def inline(button: object) -> Json:
    wrong = "can't parse inline keyboard button: "
    ensure(isinstance(button, dict), f"{wrong}InlineKeyboardButton must be an Object")
    assert isinstance(button, dict)
    ensure(isinstance(button.get("text"), str), f'{wrong}Can\'t find field "text"')
    meaning = next((it for it in MEANINGS if is_given(button, it)), None)
    if meaning is None:
        raise Refusal(f"{wrong}Text buttons are unallowed in the inline keyboard")
    check_meaning(meaning, button[meaning])
    return button


def is_given(button: Json, meaning: str) -> bool:
    """To be asked for nothing, as in `switch_inline_query`, is a meaning too."""
    value = button.get(meaning)
    return bool(value) if meaning in {"url", "callback_data"} else value is not None


def of_phone(button: object) -> Json:
    if isinstance(button, str):
        return {"text": button}
    wrong = "can't parse keyboard button: "
    ensure(isinstance(button, dict), f"{wrong}KeyboardButton must be a String or an Object")
    assert isinstance(button, dict)
    ensure(isinstance(button.get("text"), str), f'{wrong}Can\'t find field "text"')
    for url in web_apps(button):
        links.refuse("keyboard button Web App", url, links.fault_of_web_app(url))
    return button


def check_meaning(meaning: str, value: object) -> None:
    what = "inline keyboard button"
    match meaning, value:
        case "callback_data", str(name):
            ensure(len(name.encode()) <= CALLBACK_BYTES, "BUTTON_DATA_INVALID")
        case "url", str(url):
            links.refuse(what, url, links.fault(url))
        case "web_app", {"url": str(url)}:
            links.refuse(f"{what} Web App", url, links.fault_of_web_app(url))
        case "login_url", {"url": str(url)}:
            links.refuse(f"{what} login", url, links.fault_of_web_app(url))
        case "copy_text", {"text": str(text)}:
            ensure(1 <= len(text) <= COPIED_CHARACTERS, "BUTTON_COPY_TEXT_INVALID")


def web_apps(button: Json) -> Iterator[str]:
    match button:
        case {"web_app": {"url": str(url)}}:
            yield url

"""The screens as a page that can be read through."""

import re
from collections.abc import Iterable, Mapping, Sequence

from tests.screens import ru
from tests.screens.walk import LANGUAGES, Found, View

SECRET = re.compile(r"(start=|kv_)[\w-]{40,43}")


def document(walks: Mapping[str, Sequence[Found]], notices: Sequence[Found]) -> str:
    told: set[tuple[View, ...]] = set()
    parts = [ru.HEAD]
    for role, found in walks.items():
        news = [it for it in found if tuple(it.views.values()) not in told]
        told |= {tuple(it.views.values()) for it in found}
        parts += [f"## {ru.TITLES[role]}\n", *map(section, news)]
    parts += [f"## {ru.NOTICES_TITLE}\n", ru.NOTICES_HEAD, *map(section, notices)]
    return "\n".join(parts)


def section(found: Found) -> str:
    title = " → ".join(found.route)
    return "\n".join([f"### {title}\n", *(block(found.views[it]) for it in LANGUAGES)])


def block(view: View) -> str:
    return "\n".join(["```text", *lines(view), "```\n"])


def lines(view: View) -> Iterable[str]:
    if view.is_photo:
        yield ru.PICTURE
    if view.is_file:
        yield ru.DOCUMENT
    if view.is_alert:
        yield ru.ALERT
    yield SECRET.sub("\\1\u2026", view.text).strip()
    if view.buttons:
        yield ""
    for row in view.buttons:
        yield " ".join(f"[ {label} ]" for label in row)

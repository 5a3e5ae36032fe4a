"""What Telegram finds in text by itself: links, commands, mentions."""

import re
from collections.abc import Iterator

from sandbox.people import Json
from sandbox.rules import units

FOUND = re.compile(
    r"""
      (?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?P<url>https?://[^\s<>"]+
            | (?<![\w.@/-])(?:[\w-]+\.)+(?:com|org|net|ru|me|io|edu|app|dev|info|рф)
              (?![\w.-])(?:[/?\#][^\s<>"]*)?)
    | (?P<mention>(?<![\w/])@[a-zA-Z0-9_]{2,32}(?!\w))
    | (?P<hashtag>(?<![\w#])\#(?=\w*[^\W\d])\w{1,256}(?![\w#]))
    | (?P<bot_command>(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>]))
    """,
    re.VERBOSE,
)
MAY_HOLD = re.compile(r"[@#/.]")
STOPS = ".,:;!?'\")]}»"


def entities(text: str) -> Iterator[Json]:
    if not MAY_HOLD.search(text):
        return
    for found in FOUND.finditer(text):
        kind = str(found.lastgroup)
        shown = found[0].rstrip(STOPS) if kind == "url" else found[0]
        offset = units.length(text[: found.start()])
        yield {"type": kind, "offset": offset, "length": units.length(shown)}

import re
from collections.abc import Iterable
from html import escape, unescape

N_ = str
"""Marks a sentence for the translators where it is not yet known to whom it will be said."""

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks of direction that hold until their end, which may never come."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff]")
ISOLATED = "\u2068{}\u2069"


def say(sentence: str, **values: object) -> str:
    """Put values into a translated sentence of HTML, quoted, so that no text can forget to."""
    return sentence.format(**{name: quote(str(value)) for name, value in values.items()})


def paragraphs(those: Iterable[str]) -> str:
    """One below another; what says nothing is left out."""
    return "\n\n".join(filter(None, those))


def quote(value: str) -> str:
    """As HTML that says just this; letters from the right do not turn what is around them."""
    quoted = escape(TURNING.sub("", value), quote=False)
    return ISOLATED.format(quoted) if RIGHT_TO_LEFT.search(value) else quoted


def shorten(text: str, limit: int) -> str:
    """At most so many characters, cut between words where that costs little."""
    if length(text) <= limit:
        return text
    kept = text[: limit - 1]
    while length(kept) > limit - 1:
        kept = kept[:-1]
    at_word, _, rest = kept.rpartition(" ")
    return (at_word if at_word and len(rest) < limit // 4 else kept).rstrip() + "\u2026"


def length(text: str) -> int:
    """As Telegram counts: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def plain(html: str) -> str:
    """What is left of it when its tags are understood."""
    return unescape(re.sub(r"<[^>]+>", "", html))

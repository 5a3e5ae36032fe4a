"""What the Mini App says, from the translations of the bot."""

from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_file

from bot.i18n import create_i18n
from domain.campus import LANGUAGES

ROOT = Path(__file__).parent.parent / "webapp"
WORDS = (ROOT / "words.js", ROOT / "page_words.js")

ONE, FEW, MANY = 1, 2, 5
"""Numbers that each ask for another form, in Russian."""

Sentence = str | tuple[str, str]
"""One form of it, or the singular and the plural."""


def texts(language: str) -> dict[str, str | list[str]]:
    """By the English sentence: its translation, or those for one, for few and for many."""
    translations = create_i18n(LANGUAGES[0]).locales.get(language)
    if translations is None:
        return {}
    return {
        it if isinstance(it, str) else it[0]: translations.gettext(it)
        if isinstance(it, str)
        else [translations.ngettext(*it, number) for number in (ONE, FEW, MANY)]
        for it in sentences()
    }


@cache
def sentences() -> list[Sentence]:
    """All that the pages say."""
    found = [it for path in WORDS for _, it, _, _ in extract_from_file("javascript", path)]
    return [it if isinstance(it, str) else (it[0], it[1]) for it in found]

import re
from collections.abc import Sequence
from pathlib import Path
from string import Formatter

import pytest
from aiogram.utils.i18n import I18n, ngettext
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from api import app_texts
from bot.i18n import LOCALES
from bot.texts.say import plain, say
from tests import limits

ROOT = LOCALES.parent.parent
PO = LOCALES / "ru/LC_MESSAGES/kursovod.po"
CYRILLIC = re.compile("[\u0400-\u04ff]")
SPEAKS_RUSSIAN = {"tests", "seed", "sandbox", "scripts", "docs"}
"""What people would have written themselves."""

Forms = tuple[str, ...]
"""A sentence: one form of it, or one for each plural."""


def forms(text: str | Sequence[str] | None) -> Forms:
    return (text,) if isinstance(text, str) else tuple(text or ())


def said() -> set[Forms]:
    in_the_chat = {forms(text) for _, _, text, _, _ in extract_from_dir(ROOT / "bot")}
    return in_the_chat | {forms(it) for it in app_texts.sentences()}


def translated() -> dict[Forms, Forms]:
    with PO.open("rb") as source:
        return {forms(it.id): forms(it.string) for it in read_po(source, locale="ru") if it.id}


def values_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def tags_in(sentence: str) -> list[str]:
    return sorted(re.findall(r"<[^>]+>", sentence))


# Translations


def test_every_sentence_is_translated_and_no_other() -> None:
    assert translated().keys() == said()
    assert all(all(translation) for translation in translated().values())


def test_no_translation_is_in_doubt() -> None:
    assert "fuzzy" not in PO.read_text()
    assert "#~" not in PO.read_text()


def test_translation_says_the_same_values() -> None:
    for sentence, translation in translated().items():
        everything = {name for form in sentence for name in values_in(form)}

        assert [values_in(form) for form in translation] == [everything] * len(translation), (
            sentence
        )


def test_translation_has_the_same_marks() -> None:
    for sentence, translation in translated().items():
        marks = {*map(tuple, map(tags_in, translation))}

        assert marks == {*map(tuple, map(tags_in, sentence))}, sentence
        assert all(limits.read(form) for form in translation), sentence


def test_sentence_ends_as_its_translation_does() -> None:
    marks = ".?!:"

    for sentence, translation in translated().items():
        ends = {it[-1] if it[-1] in marks else "" for it in map(plain, (*sentence, *translation))}

        assert len(ends) == 1, sentence


def test_translation_is_russian_and_spelled_with_its_letters() -> None:
    forms_in_russian = [form for translation in translated().values() for form in translation]

    for form in forms_in_russian:
        words = re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}|<[^>]+>", "", form))

        assert not [it for it in words if CYRILLIC.search(it) and not is_cyrillic(it)], form
        assert '"' not in form, form


def is_cyrillic(word: str) -> bool:
    return all(CYRILLIC.match(letter) for letter in word)


@pytest.mark.parametrize(
    ("count", "russian"),
    [
        (0, "осталось 0 мест"),
        (1, "осталось 1 место"),
        (2, "осталось 2 места"),
        (5, "осталось 5 мест"),
        (11, "осталось 11 мест"),
        (21, "осталось 21 место"),
        (112, "осталось 112 мест"),
    ],
)
def test_russian_counts_as_russians_do(i18n: I18n, count: int, russian: str) -> None:
    with i18n.context(), i18n.use_locale("ru"):
        assert (
            say(ngettext("{count} seat left", "{count} seats left", count), count=count) == russian
        )


def test_every_plural_has_its_three_forms() -> None:
    counted = [it for sentence, it in translated().items() if len(sentence) > 1]

    assert len(counted) >= 4
    assert {len(it) for it in counted} == {3}


# The code


def test_code_speaks_english() -> None:
    sources = [path for path in ROOT.rglob("*.py") if is_ours(path.relative_to(ROOT))]

    assert len(sources) > 100
    assert [path.name for path in sources if CYRILLIC.search(path.read_text())] == []


def is_ours(path: Path) -> bool:
    return not path.parts[0].startswith(".") and path.parts[0] not in SPEAKS_RUSSIAN | {"data"}


def test_sentences_are_only_among_the_texts() -> None:
    places = {name for name, *_ in extract_from_dir(ROOT / "bot")}
    elsewhere = [
        name
        for folder in ("handlers", "keyboards", "domain", "scheduler", "api")
        for name, *_ in extract_from_dir(ROOT / folder)
    ]

    assert {name.partition("/")[0] for name in places} == {"texts"}
    assert elsewhere == []

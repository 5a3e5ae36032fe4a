"""Formatting is kept where it is ours, and at the same words whatever is taken out."""

from typing import Any

import pytest
from aiogram.utils.i18n import I18n
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.formatted import html
from domain.formatting import LINK, PLAIN, Written, cleaned, units
from tests.limits import TEXT, faults_of_html, read


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def shown(text: str, *entities: dict[str, Any], limit: int = TEXT) -> str:
    clean = cleaned(Written(text, entities))
    return html(clean.text, clean.entities, limit)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("bold", "<b>words</b>"),
        ("italic", "<i>words</i>"),
        ("underline", "<u>words</u>"),
        ("strikethrough", "<s>words</s>"),
        ("spoiler", "<tg-spoiler>words</tg-spoiler>"),
        ("code", "<code>words</code>"),
        ("pre", "<pre>words</pre>"),
        ("blockquote", "<blockquote>words</blockquote>"),
        ("hashtag", "words"),
        ("mention", "words"),
        ("custom_emoji", "words"),
        ("expandable_blockquote", "words"),
        ("no such kind", "words"),
    ],
)
def test_what_is_ours_is_kept(kind: str, expected: str) -> None:
    assert shown("words", entity(kind, 0, 5, language="py")) == expected


@pytest.mark.parametrize(
    ("url", "is_kept"),
    [
        ("https://example.org/?a=1&b=2", True),
        ("http://example.org", True),
        ("tg://user?id=1", False),
        ("javascript:alert(1)", False),
        ('https://example.org/"onclick=', False),
        ("https://example.org/<b>", False),
        ("https://" + "a" * 1000 + ".org", False),
        (None, False),
    ],
)
def test_links_lead_to_the_web_only(url: str | None, *, is_kept: bool) -> None:
    made = shown("words", entity(LINK, 0, 5, url=url))

    assert ("<a href=" in made) == is_kept
    assert read(made) == "words"


def test_offsets_are_of_utf_16() -> None:
    assert shown("🙂🙂 bold", entity("bold", 5, 4)) == "🙂🙂 <b>bold</b>"


def test_offsets_follow_what_is_taken_out() -> None:
    text = " \n\u200b🙂\x00 a\u202eb bold  "
    offset = units(text[: text.index("bold")])

    assert shown(text, entity("bold", offset, 6)) == "🙂 ab <b>bold</b>"


def test_what_is_left_without_words_is_gone() -> None:
    assert cleaned(Written("a \u200b\u200b", [entity("bold", 2, 2)])).entities == []


def test_formatting_ends_where_the_text_is_cut() -> None:
    made = shown("one two three", entity("bold", 4, 9), entity("italic", 8, 5), limit=9)

    assert made == "one <b>two</b>\u2026"


def test_nested_formatting_stays_nested() -> None:
    made = shown("one two", entity("bold", 0, 7), entity("italic", 4, 3))

    assert made == "<b>one <i>two</i></b>"


def test_what_runs_from_the_right_is_isolated() -> None:
    assert shown("שלום", entity("bold", 0, 4)) == "\u2068<b>שלום</b>\u2069"


ENTITIES = st.lists(
    st.builds(
        entity,
        st.sampled_from([*sorted(PLAIN), LINK, "hashtag"]),
        st.integers(0, 40),
        st.integers(1, 40),
        url=st.sampled_from(["https://example.org/?a=<&", "https://example.org/?a&b", "tg://x"]),
    ),
    max_size=5,
)
LETTERS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@given(text=LETTERS, entities=ENTITIES, limit=st.integers(1, 60))
def test_any_formatting_makes_html_of_the_same_words(
    i18n: I18n, text: str, entities: list[dict[str, Any]], limit: int
) -> None:
    clean = cleaned(Written(text, nested(entities)))

    made = html(clean.text, clean.entities, limit)

    if clean.text:
        assert list(faults_of_html(made, limit + 2)) in ([], [f"0 characters of {limit + 2}"])
        whole = read(html(clean.text, clean.entities, TEXT)).strip("\u2068\u2069")
        assert whole == clean.text


def nested(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As Telegram sends them: none begins in another and ends after it."""
    kept: list[dict[str, Any]] = []
    for it in sorted(entities, key=lambda it: (it["offset"], -it["length"])):
        if all(apart(it, other) for other in kept):
            kept.append(it)
    return kept


def apart(it: dict[str, int], other: dict[str, int]) -> bool:
    end, other_end = it["offset"] + it["length"], other["offset"] + other["length"]
    return it["offset"] >= other_end or end <= other_end

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.say import length, quote, say, shorten
from tests import limits


def test_values_are_quoted() -> None:
    assert say("<b>{name}</b>", name="<i>&") == "<b>&lt;i&gt;&amp;</b>"


def test_value_is_not_a_sentence_itself() -> None:
    assert say("{name}", name="{name} {0} %s {") == "{name} {0} %s {"


@given(value=st.text())
def test_value_is_read_as_it_was_written(value: str) -> None:
    kept = re.sub("[\u202a-\u202e\u2066-\u2069]", "", value)

    read = limits.read(say("<b>{value}</b>", value=value))

    assert read.removeprefix("\u2068").removesuffix("\u2069") == kept
    assert not limits.turns_what_follows(read)


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("Anna", "Anna"),
        ("שם", "\u2068שם\u2069"),
        ("<مرحبا>", "\u2068&lt;مرحبا&gt;\u2069"),
        ("abc\u202edef", "abcdef"),
        ("a\u2069b\u2067c", "abc"),
        ("\u200f1", "\u2068\u200f1\u2069"),
    ],
)
def test_value_does_not_turn_what_is_around_it(value: str, quoted: str) -> None:
    assert quote(value) == quoted


@given(text=st.text(max_size=60), limit=st.integers(1, 50))
def test_shortened_text_fits(text: str, limit: int) -> None:
    shortened = shorten(text, limit)

    assert length(shortened) <= limit
    assert shortened == text or shortened.endswith("\u2026")
    assert text.startswith(shortened.removesuffix("\u2026")) or shortened == text


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("one two three four", "one two three\u2026"),
        ("one two", "one two"),
        ("onetwothreefourfive", "onetwothreefou\u2026"),
        ("🙂" * 10, "🙂" * 7 + "\u2026"),
        ("a l" + "o" * 15, "a l" + "o" * 11 + "\u2026"),
    ],
)
def test_text_is_cut_between_words_where_that_costs_little(text: str, shortened: str) -> None:
    assert shorten(text, 15) == shortened


def test_length_is_as_telegram_counts() -> None:
    assert [length(it) for it in ("", "й", "🙂", "👩🏽‍🚀")] == [0, 1, 2, 7]

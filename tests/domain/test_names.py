import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import EmailNotValid, GroupNotValid, NameNotValid
from domain.names import email, full_name, proposed_name, study_group

TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Classes of characters that turn the text around them."""

MARKS = "\u061c\u200e\u200f"
"""Marks of direction that have the class of a letter."""

BREAKS = {"Cc", "Zl", "Zp"}

wild = st.characters() | st.sampled_from(f"{MARKS}\u202e\u2066\u2069\u2028\u0000\n\t\u0301\ud800")
typed = st.lists(wild, max_size=110).map("".join)


def is_tame(text: str) -> bool:
    """One line that turns nothing around and goes into a database."""
    classes = {unicodedata.bidirectional(it) for it in text}
    categories = {unicodedata.category(it) for it in text}
    return (
        categories.isdisjoint(BREAKS | {"Cs"})
        and classes.isdisjoint(TURNING)
        and set(text).isdisjoint(MARKS)
        and text == unicodedata.normalize("NFC", " ".join(text.split()))
    )


@given(typed)
def test_name_that_is_accepted_can_be_shown_anywhere(typed: str) -> None:
    with suppress(NameNotValid):
        name = full_name(typed)

        assert 2 <= len(name) <= 100
        assert any(it.isalpha() for it in name)
        assert is_tame(name)
        assert full_name(name) == name


@given(typed)
def test_group_that_is_accepted_can_be_shown_anywhere(typed: str) -> None:
    with suppress(GroupNotValid):
        group = study_group(typed)

        assert 1 <= len(group) <= 40
        assert is_tame(group)
        assert study_group(group) == group


@given(typed)
def test_what_telegram_calls_a_person_is_proposed_if_it_is_a_name(name: str) -> None:
    proposed = proposed_name(name)

    assert proposed is None or proposed == full_name(name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Анна Каренина", "Анна Каренина"),
        ("  Anna \t Karenina\n", "Anna Karenina"),
        ("Anna\nKarenina", "Anna Karenina"),
        ("Anna\u2028Karenina", "Anna Karenina"),
        ("\u202eAnna\u202c", "Anna"),
        ("An\u200fn\u061ca", "Anna"),
        ("\ufeffAn\u200bna\u3164", "Anna"),
        ("محمد\u200cمحمد", "محمد\u200cمحمد"),
        ("Anna\x00 \ud800Karenina", "Anna Karenina"),
        ("Иван и\u0306", "Иван й"),
        ("אנה", "אנה"),
        ("O'Neil-Smith <b>", "O'Neil-Smith <b>"),
        ("李四", "李四"),
        ("A" * 100, "A" * 100),
    ],
)
def test_name_is_kept_as_it_was_typed_but_tidy(typed: str, name: str) -> None:
    assert full_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "A",
        "\n\n",
        "A" * 101,
        "12345",
        "😀😀",
        "...",
        "\u200f\u202e",
        "\u202eA",
        "A\u200b",
        "\u0301\u0301",
        "\u3164\u3164",
        "\u115f\u1160",
        "\uffa0\u3164",
    ],
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(NameNotValid) as refusal:
        full_name(typed)

    assert refusal.value.limit == 100
    assert proposed_name(typed) is None


@pytest.mark.parametrize("typed", ["", " \n", "\u202e", "\u200b", "Б" * 41])
def test_what_is_no_group_is_refused(typed: str) -> None:
    with pytest.raises(GroupNotValid) as refusal:
        study_group(typed)

    assert refusal.value.limit == 40


def test_group_may_be_a_number() -> None:
    assert study_group(" 7 ") == "7"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("anna@example.org", "anna@example.org"),
        (" Anna.Karenina@Example.ORG\n", "anna.karenina@example.org"),
        ("a+courses@x-y.co.uk", "a+courses@x-y.co.uk"),
        ("o'neill_7@m.example.org", "o'neill_7@m.example.org"),
        ("anna@xn--80ak6aa92e.xn--p1ai", "anna@xn--80ak6aa92e.xn--p1ai"),
        ("\u202eanna@\u200bexample.org\u202c", "anna@example.org"),
        ("a" * 64 + "@example.org", "a" * 64 + "@example.org"),
    ],
)
def test_email_is_kept_tidy_and_in_small_letters(typed: str, address: str) -> None:
    assert email(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "anna",
        "anna@",
        "@example.org",
        "anna@example",
        "anna@@example.org",
        "anna@example..org",
        "anna@.example.org",
        "anna@example.org.",
        ".anna@example.org",
        "anna.@example.org",
        "an..na@example.org",
        "anna@-example.org",
        "anna@example-.org",
        "anna@example.o",
        "anna@example.123",
        "anna@10.0.0.1",
        "anna @example.org",
        "anna@exam ple.org",
        "anna@example.org, boris@example.org",
        "Anna <anna@example.org>",
        "mailto:anna@example.org",
        "анна@example.org",
        "anna@почта.рф",
        "\u0430nna@example.org",
        "anna@example.org<script>",
        "😀@example.org",
        "anna(at)example.org",
        "a" * 65 + "@example.org",
        "anna@" + "x" * 64 + ".org",
        "anna@" + "example." * 40 + "org",
        "anna@example.org" * 312,
        "\x00\ud800",
    ],
)
def test_what_is_no_email_is_refused(typed: str) -> None:
    with pytest.raises(EmailNotValid):
        email(typed)


@given(st.emails() | typed)
def test_email_that_is_accepted_is_one_word_of_usual_letters(typed: str) -> None:
    with suppress(EmailNotValid):
        address = email(typed)

        assert address.isascii()
        assert address.isprintable()
        assert " " not in address
        assert len(address) <= 254
        assert email(address) == address

from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import example, given
from hypothesis import strategies as st

from domain.courses import Choice, Search, words_of
from keyboards.catalogue import ShowCourse, ShowCourses, fitting, pack, unpack
from tests.limits import MEANING

LONGEST_ID = 2**63 - 1
LONGEST_PAGE = 9999
LAST_COURSE = 10**13
"""A list carries what was searched for with each course; courses are counted from 1."""

LONGEST: dict[Any, Any] = {int: LONGEST_ID, bool: True, str: ""}


def kinds(of: type[CallbackData] = CallbackData) -> Iterator[type[CallbackData]]:
    for kind in of.__subclasses__():
        if kind.__module__.startswith("keyboards."):
            yield kind
        yield from kinds(kind)


BUTTONS = list(kinds())


def longest(kind: type[CallbackData]) -> CallbackData:
    fields = kind.model_fields.items()
    return kind(**{name: longest_value(field.annotation) for name, field in fields})


def longest_value(kind: Any) -> Any:
    if issubclass(kind, Enum):
        return max(kind, key=lambda it: len(str(it.value)))
    return LONGEST[kind]


def size(button: CallbackData) -> int:
    return len(button.pack().encode())


def typed_words() -> st.SearchStrategy[str]:
    """What people write, among it letters of one to four bytes."""
    letters = st.one_of(st.characters(codec="utf-8"), st.sampled_from("яйё🙂字_: \n\x00٣"))
    return st.text(letters, max_size=200)


def test_prefixes_are_unique() -> None:
    prefixes = [kind.__prefix__ for kind in BUTTONS]

    assert 15 <= len(prefixes) == len(set(prefixes))


@pytest.mark.parametrize("kind", BUTTONS, ids=lambda kind: kind.__prefix__)
def test_button_fits_into_what_telegram_carries(kind: type[CallbackData]) -> None:
    assert size(longest(kind)) <= MEANING
    assert kind.unpack(longest(kind).pack()) == longest(kind)


@given(typed=typed_words(), choice=st.sampled_from(Choice))
@example(typed="x" * 4096, choice=Choice.ALL)
@example(typed="Ж" * 4096, choice=Choice.ALL)
@example(typed="🙂字" * 99, choice=Choice.MINE)
@example(typed="ab cd ef gh ij kl mn", choice=Choice.MISIS)
def test_buttons_of_any_search_fit_and_mean_it(typed: str, choice: Choice) -> None:
    search = fitting(Search(choice, words_of(typed), LONGEST_PAGE))

    packed = pack(search)

    assert size(ShowCourses(search=packed)) <= MEANING
    assert size(ShowCourse(course_id=LAST_COURSE, search=packed)) <= MEANING
    assert unpack(packed) == search


@given(typed=typed_words())
def test_search_keeps_the_beginning_of_what_was_typed(typed: str) -> None:
    words = words_of(typed)

    kept = fitting(Search(words=words)).words

    assert len(kept) <= len(words)
    assert all(word.startswith(it) for it, word in zip(kept, words, strict=False))
    assert not words or kept


@pytest.mark.parametrize("typed", ["python", "машинное обучение", "introduction to design"])
def test_usual_search_is_kept_whole(typed: str) -> None:
    assert fitting(Search(words=words_of(typed))).words == tuple(typed.split())


@given(packed=st.text(max_size=60))
@example(packed="a0 " + "x" * 57)
@example(packed="a٣")
def test_forged_search_is_read_as_some_search(packed: str) -> None:
    search = unpack(packed)

    assert 0 <= search.page <= LONGEST_PAGE
    assert size(ShowCourse(course_id=LAST_COURSE, search=pack(search).replace(":", ""))) <= MEANING

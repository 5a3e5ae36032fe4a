"""Buttons of the list of people and of a card: they carry a search, and fit."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.models import Role
from domain.people import Circle, Search, words_of
from keyboards import person
from keyboards.people import AskPerson, OfPerson, ShowPeople, fitting, pack, unpack
from tests.limits import MEANING
from tests.test_buttons import LAST_COURSE as LAST_PERSON
from tests.test_buttons import LONGEST_PAGE, size, typed_words

OF_PERSON = OfPerson.__subclasses__()


@given(typed=typed_words(), circle=st.sampled_from(Circle))
@example(typed="x" * 4096, circle=Circle.ALL)
@example(typed="Ж" * 4096, circle=Circle.HOSTS)
@example(typed="🙂字" * 99, circle=Circle.ADMINS)
@example(typed="anna.petrova@example.org +7-900", circle=Circle.BLOCKED)
def test_buttons_of_any_search_fit_and_mean_it(typed: str, circle: Circle) -> None:
    search = fitting(Search(circle, words_of(typed), LONGEST_PAGE))

    packed = pack(search)

    assert unpack(packed) == search
    for kind in (ShowPeople, AskPerson):
        assert size(kind(search=packed)) <= MEANING
    for of_person in OF_PERSON:
        role = {"role": "p"} if "role" in of_person.model_fields else {}
        button = of_person(user_id=LAST_PERSON, search=packed, **role)
        assert size(button) <= MEANING  # type: ignore[arg-type]
        assert type(button).unpack(button.pack()) == button  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "typed", ["щёголева", "anna.petrova@example.org", "бпи-23-1", "123456789", "анна-мария"]
)
def test_usual_search_is_kept_whole(typed: str) -> None:
    assert fitting(Search(words=words_of(typed))).words == (typed,)


@given(packed=st.text(max_size=60))
@example(packed="h0 " + "x" * 57)
@example(packed="a٣")
def test_forged_search_is_read_as_some_search(packed: str) -> None:
    search = unpack(packed)

    assert 0 <= search.page <= LONGEST_PAGE
    assert fitting(search) == search


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_letter_of_its_own(role: Role) -> None:
    assert person.role_of(role[0]) is role


def test_every_button_of_a_card_is_looked_at() -> None:
    assert len(OF_PERSON) == 11

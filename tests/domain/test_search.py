import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.courses import words_of
from tests.domain.conftest import Find, Look
from tests.factories import Factory


async def test_total_is_of_what_was_searched_for(look: Look, make: Factory) -> None:
    await make.course(name="Algebra")
    await make.course(name="Botany")

    assert (await look(words=("algebra",))).total == 1


@pytest.mark.parametrize(
    "typed",
    ["алгебра", "АЛГЕБРА", "лине", "линей алг", "отчёт", "отчет", "ОТЧЕТ", "зачёт, отчёт!"],
)
async def test_course_is_found_by_its_words(find: Find, make: Factory, typed: str) -> None:
    await make.course(name="Линейная алгебра", description="Зачет не нужен, ОТЧЁТ нужен.")
    await make.course(name="Ботаника", description="Зачёт в лесу.")

    assert await find(words=words_of(typed)) == ["Линейная алгебра"]


async def test_words_are_all_needed(find: Find, make: Factory) -> None:
    await make.course(name="Algebra")

    assert await find(words=("algebra", "botany")) == []


@pytest.mark.parametrize("word", ["%", "_", "a_b", "'", "''", ":", ":x", "\\", "\\%", "--", "$1"])
async def test_word_means_itself_whatever_it_means_to_sql(
    find: Find, make: Factory, word: str
) -> None:
    await make.course(name="axb 100")
    await make.course(name=f"with {word}")

    assert await find(words=(word,)) == [f"with {word}"]


@given(st.text())
def test_of_what_a_person_types_only_a_few_words_are_searched_for(typed: str) -> None:
    words = words_of(typed)

    assert len(words) <= 5
    assert all(word and set(word).isdisjoint(" \n%':\\") for word in words)

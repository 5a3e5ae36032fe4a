"""The list of people, as admins see it."""

from dataclasses import replace
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Role, User
from domain import people
from domain.errors import AdminsOnly
from domain.people import PAGE_SIZE, Circle, Search, words_of
from tests.factories import NOON, Factory
from tests.people import as_actor


@pytest.fixture
async def zoya(make: Factory) -> User:
    return await make.user(full_name="Зоя", role=Role.ADMIN, telegram_id=900_000)


async def find(
    session: AsyncSession, admin: User, typed: str = "", circle: Circle = Circle.ALL
) -> list[str]:
    search = Search(circle, words_of(typed))
    found = await people.find(session, as_actor(admin), search=search)
    return [it.full_name for it in found.people]


# The list


async def test_people_are_listed_as_russians_sort(
    session: AsyncSession, make: Factory, zoya: User
) -> None:
    for name in ("Яна", "ёлкина", "Жуков", "Егоров", "Ежов", "Adam"):
        await make.user(full_name=name)

    assert await find(session, zoya) == [
        "Adam",
        "Егоров",
        "Ежов",
        "ёлкина",
        "Жуков",
        "Зоя",
        "Яна",
    ]


async def test_pages_have_eight_people_and_the_last_is_behind_all_others(
    session: AsyncSession, make: Factory, zoya: User
) -> None:
    for number in range(PAGE_SIZE):
        await make.user(full_name=f"Анна {number}")

    pages = [
        await people.find(session, as_actor(zoya), search=Search(page=number))
        for number in (0, 1, 9999)
    ]

    assert [len(it.people) for it in pages] == [8, 1, 1]
    assert [(it.number, it.first, it.total) for it in pages] == [(0, 1, 9), (1, 9, 9), (1, 9, 9)]


async def test_circles_are_of_their_people(
    session: AsyncSession, make: Factory, zoya: User
) -> None:
    await make.user(full_name="Анна")
    await make.user(full_name="Глеб", role=Role.HOST)
    await make.user(full_name="Иван", blocked_at=NOON)

    found = {circle: await find(session, zoya, circle=circle) for circle in Circle}

    assert found == {
        Circle.ALL: ["Анна", "Глеб", "Зоя", "Иван"],
        Circle.HOSTS: ["Глеб"],
        Circle.ADMINS: ["Зоя"],
        Circle.BLOCKED: ["Иван"],
    }


async def test_erased_people_are_not_listed(
    session: AsyncSession, make: Factory, zoya: User
) -> None:
    await make.user(full_name="", erased_at=NOON, telegram_id=None)

    assert await find(session, zoya) == ["Зоя"]


@pytest.mark.parametrize(
    "typed",
    [
        "Щёголева",
        "щеголева",
        "ЩЕГОЛЕВ",
        "ёгол",
        "алёна щёг",
        "Щёголева, Алёна!",
        "БПИ-23-1",
        "бпи-23",
        "alena.s@example.org",
        "ALENA.S@EXAMPLE",
        "@alena",
        "123456789",
        "1234",
        "алена бпи 1234",
        "«Щёголева»",
        normalize("NFD", "Щёголева"),
        "\u200b" + "Щёголева" + "\x00",
    ],
)
async def test_person_is_found_by_what_is_known_of_them(
    session: AsyncSession, make: Factory, zoya: User, typed: str
) -> None:
    known: dict[str, Any] = {
        "study_group": "БПИ-23-1",
        "email": "alena.s@example.org",
        "telegram_id": 123_456_789,
    }
    await make.user(full_name="Алёна Щёголева", **known)
    await make.user(full_name="Борис", study_group="БПИ-22-2", email="boris@example.org")

    assert await find(session, zoya, typed) == ["Алёна Щёголева"]


async def test_digits_are_the_beginning_of_a_uid_or_are_written_somewhere(
    session: AsyncSession, make: Factory, zoya: User
) -> None:
    await make.user(full_name="begins", telegram_id=55_123)
    await make.user(full_name="is", telegram_id=55)
    await make.user(full_name="has", telegram_id=12_355)
    await make.user(full_name="in the group", telegram_id=1, study_group="Ш-55")
    await make.user(full_name="without Telegram", telegram_id=None)

    assert await find(session, zoya, "55") == ["begins", "in the group", "is"]


async def test_words_of_a_search_are_all_needed(
    session: AsyncSession, make: Factory, zoya: User
) -> None:
    await make.user(full_name="Анна Петрова")

    assert await find(session, zoya, "анна иванова") == []
    assert await find(session, zoya, "анна", circle=Circle.HOSTS) == []


@pytest.mark.parametrize("word", ["%", "_", "a_b", "'", "\\", "--", "$1"])
async def test_word_means_itself_whatever_it_means_to_sql(
    session: AsyncSession, make: Factory, zoya: User, word: str
) -> None:
    await make.user(full_name="axb 100")
    await make.user(full_name=f"with {word}")

    found = await people.find(session, as_actor(zoya), search=Search(words=(word,)))

    assert [it.full_name for it in found.people] == [f"with {word}"]


@given(st.text())
def test_of_what_is_typed_only_a_few_words_are_searched_for(typed: str) -> None:
    words = words_of(typed)

    assert len(words) <= 5
    assert all(word and set(word).isdisjoint(" \n%':\\\x00") for word in words)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_people_are_for_admins_only(
    session: AsyncSession, make: Factory, zoya: User, role: Role
) -> None:
    other = replace(as_actor(zoya), role=role)

    with pytest.raises(AdminsOnly):
        await people.find(session, other, search=Search())
    with pytest.raises(AdminsOnly):
        await people.card(session, other, user_id=zoya.id, now=NOON)

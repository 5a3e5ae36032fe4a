import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.utils.i18n import I18n
from sqlalchemy.ext.asyncio import AsyncConnection

from db.models import DeliveryKind
from db.session import Transaction
from domain.tokens import Signer
from scheduler.letters import LETTERS
from tests.conftest import Feed
from tests.factories import Factory
from tests.screens import ru
from tests.screens.document import document
from tests.screens.notices import SAMPLES, WORDLESS, Telling, notices
from tests.screens.samples import beginnings, typed
from tests.screens.walk import LANGUAGES, Found, Walker
from tests.screens.world import STRANGER, World, create_world

PAGE = Path(__file__).parents[2] / "docs" / "SCREENS.md"

ROLES = ("stranger", "participant", "assistant", "host", "admin", "blocked")


@pytest.fixture
def walker(
    feed: Feed, connection: AsyncConnection, i18n: I18n, monkeypatch: pytest.MonkeyPatch
) -> Walker:
    walker = Walker(feed, connection)
    translate = i18n.gettext

    def gettext(singular: str, *rest: Any, **named: Any) -> str:
        walker.note(singular)
        return translate(singular, *rest, **named)

    monkeypatch.setattr(i18n, "gettext", gettext)
    return walker


@pytest.fixture
async def world(make: Factory) -> World:
    return await create_world(make)


@pytest.fixture
async def letters(
    world: World,
    make: Factory,
    transaction: Transaction,
    connection: AsyncConnection,
    i18n: I18n,
) -> list[Found]:
    telling = Telling(transaction, i18n)
    return [it async for it in notices(world, make, telling, connection)]


@pytest.fixture
async def walks(walker: Walker, world: World, signer: Signer) -> dict[str, list[Found]]:
    walks = {}
    for role in ROLES:
        telegram_id = world.people[role].telegram_id if role in world.people else STRANGER
        assert telegram_id is not None
        acts = beginnings(telegram_id, world, signer)
        walks[role] = await walker.walk(telegram_id, acts, typed(telegram_id))
    return walks


def screens(walks: dict[str, list[Found]]) -> Iterator[tuple[str, str, Any]]:
    for role, found in walks.items():
        for it in found:
            for language in LANGUAGES:
                yield f"{role}: {' → '.join(it.route)}", language, it.views[language]


def test_every_kind_of_letter_has_a_sample() -> None:
    shown = {it.kind for it in SAMPLES}

    assert shown | WORDLESS.keys() == LETTERS.keys() == set(DeliveryKind)
    assert not shown & WORDLESS.keys()
    assert shown == ru.NOTICES.keys()


async def test_letters_have_words_and_lead_on(letters: list[Found]) -> None:
    views = [(it.route, view) for it in letters for view in it.views.values()]

    assert [route for route, it in views if not it.text] == []
    alone = {ru.NOTICES[it] for it in (DeliveryKind.COMMANDS, DeliveryKind.ANNOUNCEMENT)}
    assert {route[0] for route, it in views if not it.buttons} <= alone


async def test_screens_are_as_the_page_shows_them(
    walks: dict[str, list[Found]], letters: list[Found]
) -> None:
    page = document(walks, letters)
    if os.environ.get("SCREENS") == "write":
        PAGE.write_text(page)

    assert page == PAGE.read_text(), "make screens"
    dead_ends = [
        (route, language)
        for route, language, view in screens(walks)
        if not view.is_alert and not view.buttons and "start=" not in view.text
    ]
    assert dead_ends == []
    assert not [it for it in screens(walks) if not it[2].text]

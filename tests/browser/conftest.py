from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.browser import demos, desks
from tests.browser.demos import Demo
from tests.browser.desks import Desk
from tests.places import public_directory


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whatever needs a browser takes its time."""
    item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
async def demo() -> AsyncIterator[Demo]:
    """One for all stories: each is about people and a course of its own."""
    with public_directory() as place:
        async with demos.running(place) as demo:
            yield demo


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with desks.chromium() as browser:
        yield browser


@pytest.fixture
async def desk(browser: Browser, demo: Demo) -> AsyncIterator[Desk]:
    """At its end, the browser had nothing to complain of, and asked no other host."""
    async with desks.desk_at(browser, demo.url) as desk:
        yield desk
        assert desk.complaints == []

"""A host scans a hundred passes where there is no network."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser

from proofs.scene import Tell
from tests.browser import demos, desks, offline
from tests.browser.demos import Demo
from tests.places import public_directory

CROWD = 100

Story = Callable[..., Awaitable[None]]


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    with public_directory() as place:
        async with demos.running(place) as demo:
            yield demo


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with desks.chromium() as browser:
        yield browser


@pytest.mark.parametrize("story", [offline.one_phone, offline.two_phones])
async def test_a_hundred_scans_become_a_hundred_marks(
    story: Story, browser: Browser, demo: Demo, tell: Tell
) -> None:
    began = time.monotonic()

    await story(browser, demo, size=CROWD)

    tell(f"scans kept without a network, {story.__name__}", CROWD)
    tell("seconds until all of them were marks", round(time.monotonic() - began, 1))

"""`main.py demo` itself: ended and begun again."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.async_api import Browser, expect

from tests.browser import desks
from tests.browser.demos import Demo
from tests.browser.desks import Desk
from tests.browser.ru import ANNA, METALS, OF_METALS

NEWCOMER = "Гость на память"
HELLO = "Hello, <b>{name}</b>!"

END_SECONDS = 5
BEGIN_AGAIN_SECONDS = 15
"""Under 5 on a quiet machine."""


async def test_it_ends_at_once_and_goes_on_where_it_was_or_from_the_start(
    browser: Browser, demo: Demo, record_property: Callable[[str, object], None]
) -> None:
    async with desks.desk_at(browser, demo.url) as desk:
        await enroll(desk)
        await ends_well(demo)

    with taken(int(demo.url.rpartition(":")[2])) as port:
        seconds = await demo.begin()
    print(f"\nThe demo began again in {seconds:.1f} s.")  # noqa: T201 - read with -s
    record_property("seconds to begin again", seconds)
    assert seconds < BEGIN_AGAIN_SECONDS
    assert f"Port {port} is taken, trying {port + 1}." in demo.said
    async with desks.desk_at(browser, demo.url) as desk:
        await desk.become(NEWCOMER)
        await desk.start()
        await desk.hears(HELLO, name=NEWCOMER)
        await desk.say("/my", METALS)
        await ends_well(demo)

    await demo.begin("--reset")
    async with desks.desk_at(browser, demo.url) as desk:
        await expect(desk.row(ANNA)).to_be_visible()
        await expect(desk.row(NEWCOMER)).to_have_count(0)


@contextmanager
def taken(port: int) -> Iterator[int]:
    """Somebody else listens there."""
    with socket.create_server(("127.0.0.1", port)):
        yield port


async def enroll(desk: Desk) -> None:
    await desk.add(NEWCOMER)
    await desk.start()
    await desk.hears("Hello! I help people take courses.")
    await desk.say(OF_METALS, METALS)
    await desk.choose(METALS, "You can enroll.")
    await desk.meet("✅ Enroll", NEWCOMER, "✅ You are enrolled in <b>{name}</b>.", name=METALS)


async def ends_well(demo: Demo) -> None:
    """Even while a page looks on."""
    status, seconds = await demo.interrupt()
    assert (status, demo.left_behind()) == (0, [])
    assert seconds < END_SECONDS
    assert "Traceback" not in demo.said

"""An admin makes a course at the page, with a picture and a schedule, and publishes it."""

import re
from datetime import timedelta

from playwright.async_api import expect

from domain.clock import utc_now
from tests.browser.desks import Desk
from tests.browser.ru import ABOUT_NEW, NEW_COURSE, OLGA, ROOM, SCHEDULE
from tests.browser.test_banner import attach

MOST = 25
"""Taps and messages, as the issue demands."""


class Hand:
    """Counts what it does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.acts = 0

    async def write(self, words: str) -> None:
        self.acts += 1
        count = await self._desk.messages.count()
        await self._desk.write(words)
        await expect(self._desk.messages).to_have_count(count + 2)

    async def press(self, label: str) -> None:
        """A button of the last message that has it in it; until the bot has answered."""
        self.acts += 1
        last = self._desk.messages.last
        before = await last.inner_text()
        await last.get_by_role("button", name=re.compile(label)).first.click()
        await expect(self._desk.messages.last).not_to_have_text(before)

    async def send_picture(self) -> None:
        self.acts += 1
        await attach(self._desk, "photo")
        await expect(self._desk.messages.last.locator("img")).to_be_visible()


async def test_an_admin_makes_and_publishes_a_course(desk: Desk) -> None:
    await desk.become(OLGA)
    await desk.start()
    await desk.hears("Hello, <b>{name}</b>!", name=OLGA)
    hand = Hand(desk)

    await name_and_describe(hand)
    await hand.press("🖼")
    await hand.send_picture()
    await hand.press("✅")
    await hand.press("⬅️")
    await plan(hand)
    await hand.press(desk.said("⬅️ To managing"))
    await hand.press("🚀")
    await hand.press("🚀")

    await desk.hears(NEW_COURSE)
    assert hand.acts <= MOST
    await desk.say(NEW_COURSE, "Search: “{words}”", words=NEW_COURSE)
    await expect(desk.messages.last).to_contain_text(NEW_COURSE)


async def name_and_describe(hand: Hand) -> None:
    await hand.write("/new")
    await hand.write(NEW_COURSE)
    await hand.press("📝")
    await hand.write(ABOUT_NEW)
    await hand.press("📍")
    await hand.write(ROOM)


async def plan(hand: Hand) -> None:
    today = utc_now()
    until = today + timedelta(weeks=4)
    await hand.press("🗓")
    await hand.press("✏️")
    await hand.write(f"{SCHEDULE} {today:%d.%m}-{until:%d.%m}")
    await hand.press("✅")

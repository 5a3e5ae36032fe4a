"""A picture for a course, sent from the page."""

import re

import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.desks import Desk
from tests.browser.ru import MARIA, OF_PYTHON, PYTHON
from tests.photos import saved, striped

ASKED = "<b>Cover of “{course}”</b>"


@pytest.mark.parametrize("way", ["photo", "file"])
async def test_a_host_gives_the_course_a_picture(desk: Desk, way: str) -> None:
    await desk.become(MARIA)
    await desk.start()
    await desk.hears("Hello, <b>{name}</b>!", name=MARIA)
    await desk.write(OF_PYTHON)
    await desk.choose(PYTHON, PYTHON)
    await desk.press("⚙️ Manage")
    await desk.tap("✏️ Edit", PYTHON)
    await desk.messages.last.get_by_role("button", name=re.compile("🖼")).click()
    await desk.hears(ASKED, course=PYTHON)

    await attach(desk, way)
    await desk.hears("Not all of it fits into 16:9. Choose below which part to show.")
    await desk.tap("⬆️ Top", "Not all of it fits into 16:9. Choose below which part to show.")
    await desk.tap("✅ Use it", "<b>{course}</b> has a new cover.", course=PYTHON)

    await expect(desk.messages.last.locator("img")).to_be_visible()


async def attach(desk: Desk, way: str) -> None:
    picture = FilePayload(
        name="python.png", mimeType="image/png", buffer=saved(striped(1000, 1200), "PNG")
    )
    await desk.chat.locator("input[type=file]").set_input_files(picture)
    await desk.dialog.get_by_text(desk.label(way), exact=True).click()
    await desk.dialog.get_by_role("button", name=desk.label("send"), exact=True).click()
    await expect(desk.dialog).to_be_hidden()

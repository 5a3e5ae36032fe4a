"""Somebody at the sandbox's page: what they see, press and write."""

import re
from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.i18n import create_i18n

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

WIDE = 1280, 800
PHONE = 390, 844

ANSWER_MS = 10_000
"""So long an answer of the bot is waited for."""

expect.set_options(timeout=ANSWER_MS)

ASKS_NAME = "What is your name? Write the first name and the surname, as in class lists."
ASKS_GROUP = "Which study group are you in? Write it, such as IT-23-1, or skip this."

I18N = create_i18n("ru")
TAGS = re.compile(r"</?b>")

TEXTS = Path(__file__).parents[2] / "sandbox" / "page" / "texts"
LABELS: dict[str, dict[str, str]] = {
    language: dict(
        re.findall(r'^  (\w+): "(.*)",$', (TEXTS / f"{language}.js").read_text(), re.MULTILINE)
    )
    for language in ("ru", "en")
}


@dataclass
class Desk:
    page: Page
    language: str = "ru"
    """That of the page, and of whoever writes to the bot."""
    complaints: list[str] = field(default_factory=list)
    """What the browser had to say against the page."""

    @property
    def people(self) -> Locator:
        return self.page.get_by_role("navigation")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def chat(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log").get_by_role("article")

    def label(self, key: str, **values: object) -> str:
        """What stands on the page itself."""
        return LABELS[self.language][key].format(**values)

    def said(self, sentence: str, /, **values: object) -> str:
        """As the bot says it to this person; names stay what they are."""
        translated: str = I18N.gettext(sentence, locale=self.language)
        return TAGS.sub("", translated).format(**values)

    def row(self, name: str) -> Locator:
        """Somebody in the list of people."""
        named = self.page.get_by_title(name, exact=True)
        return self.people.get_by_role("listitem").filter(has=named)

    async def open(self, url: str) -> None:
        await self.page.goto(url)
        await expect(self.people).to_be_visible()

    async def become(self, name: str) -> None:
        await self.row(name).get_by_role("button").click()
        await expect(self.chat.get_by_title(name, exact=True)).to_be_visible()

    async def add(self, name: str, *, role: str = "", language: str = "") -> None:
        await self.page.get_by_role("button", name=self.label("new_person")).click()
        await self.dialog.get_by_label(self.label("name")).fill(name)
        for choice in filter(None, (language, role)):
            await self.dialog.get_by_text(choice, exact=True).click()
        await self.dialog.get_by_role("button", name=self.label("add")).click()
        await expect(self.dialog).to_be_hidden()
        await expect(self.chat.get_by_title(name, exact=True)).to_be_visible()

    async def start(self) -> None:
        """Whose chat is empty has one big button; others write."""
        button = self.chat.get_by_role("button", name=self.label("start"), exact=True)
        await expect(self.chat.get_by_text(self.label("loading"))).to_be_hidden()
        if await button.is_visible():
            await button.click()
        else:
            await self.write("/start")

    async def write(self, text: str) -> None:
        """Until then, the last thing said is an older one."""
        before = await self.messages.count()
        field = self.chat.get_by_role("textbox", name=self.label("message"))
        await field.fill(text)
        await field.press("Enter")
        await expect(self.messages).not_to_have_count(before)

    async def say(self, text: str, hears: str, /, **values: object) -> None:
        await self.write(text)
        await self.hears(hears, **values)

    async def press(self, label: str) -> None:
        """A button under the last message."""
        await self._press(self.said(label))

    async def tap(self, label: str, hears: str, /, **values: object) -> None:
        await self.press(label)
        await self.hears(hears, **values)

    async def choose(self, course: str, hears: str, /, **values: object) -> None:
        """From the list of courses; its number in it is of no interest."""
        label = re.compile(rf"\d\. {re.escape(course)}")
        await self.messages.last.get_by_role("button", name=label).click()
        await self.hears(hears, **values)

    async def hears(self, sentence: str, /, **values: object) -> None:
        """The last thing said in the chat; what its buttons say does not count."""
        said = self.said(sentence, **values)
        await expect(self.messages.last.locator(".words")).to_contain_text(said)

    async def receives(self) -> tuple[str, bytes]:
        """The file of the last message, with its name."""
        async with self.page.expect_download() as coming:
            await self.messages.last.locator("a.file").click()
        file = await coming.value
        return file.suggested_filename, await to_thread((await file.path()).read_bytes)

    async def offers(self, command: str) -> Locator:
        """Where it stands, or will stand, in the list that opens at a slash."""
        await self.chat.get_by_role("textbox", name=self.label("message")).fill("/")
        return self.chat.get_by_role("option", name=f"/{command} ")

    async def meet(self, act: str, name: str, hears: str, /, **values: object) -> None:
        """From the button of an act through the first meeting to the act's end."""
        await self.tap(act, "One question before we begin.")
        await self.tap("✅ I agree", ASKS_NAME)
        await self._press(name)
        await self.hears(ASKS_GROUP)
        await self.tap("Skip", hears, **values)

    async def switch_language(self) -> None:
        other = self.label("other_language")
        await self.people.get_by_role("button", name=other, exact=True).click()
        self.language = "en" if self.language == "ru" else "ru"

    async def look_by_camera(self) -> None:
        await self.chat.get_by_role("button", name=self.label("camera")).click()
        await expect(self.dialog).to_be_visible()

    async def open_link(self, link: str) -> None:
        await self.chat.get_by_role("button", name=self.label("more"), exact=True).click()
        await self.page.get_by_role("menuitem", name=self.label("open_link")).click()
        await self.dialog.get_by_label(self.label("link")).fill(link)
        await self.dialog.get_by_role("button", name=self.label("open"), exact=True).click()

    async def _press(self, label: str) -> None:
        await self.messages.last.get_by_role("button", name=label, exact=True).click()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's, or else the one that `playwright install chromium` brings."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=which("chromium"), args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def desk_at(
    browser: Browser,
    url: str,
    *,
    size: tuple[int, int] = WIDE,
    is_dark: bool = False,
    app: str = "blob:",
) -> AsyncIterator[Desk]:
    """A browser that was never here before, and speaks Russian. Of the Mini App, if it is opened,
    the address is known."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if is_dark else "light",
        locale="ru-RU",
        timezone_id="Europe/Moscow",
    )
    context.set_default_timeout(ANSWER_MS)
    desk = Desk(await context.new_page())
    listen(desk, url, app)
    await desk.open(url)
    yield desk
    await context.close()


def listen(desk: Desk, *ours: str) -> None:
    """Errors, warnings, and whatever is asked of another host."""
    note = desk.complaints.append
    desk.page.on("pageerror", lambda error: note(str(error)))
    desk.page.on("console", lambda it: note(it.text) if it.type in {"error", "warning"} else None)
    desk.page.on(
        "response", lambda it: note(f"{it.status} {it.url}") if it.status >= 400 else None
    )
    desk.page.context.on(
        "request",
        lambda it: None if it.url.startswith((*ours, "blob:", "data:")) else note(it.url),
    )

"""The Mini App in its frame, as somebody opens it by a button in their chat."""

import re
from asyncio import to_thread
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from playwright.async_api import Browser, Frame, FrameLocator, Locator, Route, expect

from program.demo import TOKEN
from tests.browser import desks
from tests.browser.demos import Demo
from tests.browser.desks import I18N, PHONE, TAGS, Desk

AXE = Path(__file__).parents[1] / "webapp/vendor/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
SERIOUS = {"serious", "critical"}

OPENS = "⧉"
POST = """([type, data]) => document.querySelector("iframe.app-frame").contentWindow
    .postMessage(JSON.stringify({ eventType: type, eventData: data }), "*")"""
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SCANS = "Object.entries(localStorage).filter(([key]) => key.startsWith('kursovod.scan.'))"
TAKE_SCANS = "(scans) => scans.forEach(([key, scan]) => localStorage.setItem(key, scan))"
KEEPS_NOTHING = """if (window !== top) for (const it of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, it, { get() { throw new Error("SecurityError"); } });
"""
IS_KEPT = "navigator.serviceWorker.ready.then(() => true)"
LEAVES = "document.documentElement.dataset.leaves = ''; location.reload()"
IS_HERE = "html:not([data-leaves]) main.page h1"
IS_NOT_TOLD = """if (window !== top) addEventListener("message", (event) => {
    if (event.data.includes("scan_qr_popup_closed")) event.stopImmediatePropagation();
}, true);
"""
ASKED = ("/me/*", "/check-ins", "/lessons/**", "/app/session")


@dataclass
class App:
    """Of one person on one phone."""

    desk: Desk
    demo: Demo
    person: int
    language: str = "ru"

    @property
    def frame(self) -> FrameLocator:
        return self.desk.page.frame_locator("iframe.app-frame")

    @property
    def inside(self) -> Frame:
        return next(it for it in self.desk.page.frames if it.url.startswith(self.demo.app))

    @property
    def verdict(self) -> Locator:
        return self.frame.locator(".verdict")

    @property
    def last(self) -> Locator:
        """The list of those who were checked in last."""
        return self.frame.locator("ul.list > li")

    @property
    def queue(self) -> Locator:
        return self.frame.locator(".queue")

    def said(self, sentence: str, /, **values: object) -> str:
        translated: str = I18N.gettext(sentence, locale=self.language)
        return TAGS.sub("", translated).format(**values)

    def counted(self, one: str, many: str, count: int) -> str:
        translated: str = I18N.gettext(one, many, count, locale=self.language)
        return translated.format(count=count)

    def button(self, label: str) -> Locator:
        return self.frame.get_by_role("button", name=self.said(label))

    def big_button(self, label: str) -> Locator:
        """Telegram's own, below the frame."""
        return self.desk.page.locator(".app-foot").get_by_role("button", name=self.said(label))

    async def open(self, page: str) -> None:
        """By a button that the bot has sent. Another page must be closed before."""
        await expect(self.desk.page.locator(".app")).to_have_count(0)
        await send_button(self.demo, self.person, f"{self.demo.app}/app/#/{page}")
        await self.desk.page.goto(f"{self.demo.url}/#{self.person}")
        await self.desk.messages.get_by_role("button", name=OPENS).last.click()
        await expect(self.frame.locator("main.page h1").first).to_be_attached()

    async def close(self) -> None:
        label = self.desk.label("close")
        await self.desk.page.locator(".app-head").get_by_role("button", name=label).click()
        anyway = self.desk.page.get_by_role("alertdialog").get_by_role("button", name=label)
        if await anyway.is_visible():
            await anyway.click()
        await expect(self.desk.page.locator(".app")).to_have_count(0)

    async def reload(self) -> None:
        """As by the menu in the head of the frame, or by the phone itself. Until the new page is
        there, the old one still is."""
        await self.inside.evaluate(LEAVES)
        await expect(self.frame.locator(IS_HERE).first).to_be_attached()

    async def on_a_computer(self) -> None:
        """Where Telegram has no scanner."""

        async def relabel(route: Route) -> None:
            answer = await route.fetch()
            launched = await answer.json()
            launched["url"] = re.sub(r"(?<=Platform=)\w+", "tdesktop", launched["url"])
            await route.fulfill(response=answer, json=launched)

        await self.desk.page.route("**/sandbox/webapp", relabel)

    async def is_not_told_of_closings(self) -> None:
        """As by clients that do not tell the page what it has done itself."""
        await self.desk.page.context.add_init_script(IS_NOT_TOLD)

    async def go_back(self) -> None:
        """By Telegram's own button, which is there as soon as the page asks for it."""
        label = self.desk.label("back")
        await self.desk.page.locator(".app-head").get_by_role("button", name=label).click()

    async def keeps_nothing(self) -> None:
        """As a browser that takes the page in the frame for a stranger's."""
        await self.desk.page.context.add_init_script(KEEPS_NOTHING)

    async def pass_by(self, *, minutes: int) -> None:
        """Needs the page's clock to be installed."""
        await self.desk.page.clock.fast_forward(minutes * 60_000)

    async def is_kept(self) -> None:
        """All that it needs is on the phone: before that, no worker is ready."""
        await self.inside.evaluate(IS_KEPT)

    async def tell(self, event: str, **facts: object) -> None:
        """What Telegram tells the page."""
        await self.desk.page.evaluate(POST, [event, facts])

    async def read(self, text: str) -> None:
        """What Telegram's scanner has read."""
        await self.tell("qr_text_received", data=text)

    async def read_all(self, texts: Sequence[str]) -> None:
        for text in texts:
            await self.read(text)

    async def cut(self) -> None:
        """The network between the page and the server."""
        for path in ASKED:
            await self.desk.page.context.route(self.demo.app + path, refuse)

    async def mend(self) -> None:
        for path in ASKED:
            await self.desk.page.context.unroute(self.demo.app + path, refuse)

    async def scans(self) -> list[Any]:
        """That wait on this phone."""
        waiting: list[Any] = await self.inside.evaluate(SCANS)
        return waiting

    async def take_scans(self, scans: list[Any]) -> None:
        """Of another phone."""
        await self.inside.evaluate(TAKE_SCANS, scans)

    async def faults(self) -> list[str]:
        """What keeps somebody from using the page."""
        await self.inside.evaluate(await to_thread(AXE.read_text))
        found = await self.inside.evaluate(
            "(rules) => axe.run(document, rules)", {"runOnly": RULES}
        )
        grave = [it for it in found["violations"] if it["impact"] in SERIOUS]
        faults = [f"{it['id']}: {it['nodes'][0]['html'][:120]}" for it in grave]
        is_too_wide = await self.inside.evaluate(IS_TOO_WIDE)
        return faults + ["scrolls sideways"] * is_too_wide


async def refuse(route: Route) -> None:
    await route.abort("internetdisconnected")


async def send_button(demo: Demo, person: int, url: str) -> None:
    """As the bot does."""
    button = {"text": OPENS, "web_app": {"url": url}}
    message = {"chat_id": person, "text": url, "reply_markup": {"inline_keyboard": [[button]]}}
    url = f"{demo.url}/bot{TOKEN}/sendMessage"
    async with ClientSession() as http, http.post(url, json=message) as answer:
        assert answer.status == 200, await answer.text()


@asynccontextmanager
async def phone(
    browser: Browser,
    demo: Demo,
    person: int,
    *,
    size: tuple[int, int] = PHONE,
    is_dark: bool = False,
    language: str = "ru",
) -> AsyncIterator[App]:
    looks = {"size": size, "is_dark": is_dark}
    async with desks.desk_at(browser, demo.url, app=demo.app, **looks) as desk:  # type: ignore[arg-type]
        yield App(desk, demo, person, language)

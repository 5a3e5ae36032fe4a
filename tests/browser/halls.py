"""A lesson, the server that shows its code on a projector, and a clock that can be hurried."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.async_api import Browser, Page

from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from api.streams import Streams
from db.models import Lesson, ProjectorScreen, User
from db.session import Transaction
from domain import projectors
from domain.tokens import Signer
from program.server import create_server, listen
from tests.browser.desks import ANSWER_MS
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor


@dataclass
class FastClock:
    pace: float = 1.0
    """How many seconds pass in one of the world's."""
    base: datetime = NOON
    begun: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return self.base + timedelta(seconds=(time.monotonic() - self.begun) * self.pace)

    def hurry(self, pace: float) -> None:
        self.base, self.begun, self.pace = self(), time.monotonic(), pace


@dataclass
class Hall:
    """Maria's lesson of two hours, which has just begun."""

    make: Factory
    parts: Parts
    clock: FastClock
    maria: User
    lesson: Lesson
    people: list[User]
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/tv"

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        """At the same port each time."""
        self.parts.stopping.clear()
        server = create_server(create_app({}, self.parts), grace_seconds=1)
        with listen("127.0.0.1", self.port) as socket:
            self.port = socket.getsockname()[1]
            serving = asyncio.ensure_future(server.serve(sockets=[socket]))
            yield
            self.parts.stopping.set()
            server.should_exit = True
            await serving

    async def pair(self) -> None:
        """The page that was opened last."""
        pages = await self.make.all(ProjectorScreen)
        number = next(it.pairing_number for it in reversed(pages) if it.pairing_number)
        async with self.parts.transaction() as session:
            await projectors.pair(
                session,
                as_actor(self.maria),
                number=number,
                lesson_id=self.lesson.id,
                now=self.clock(),
            )


async def create_hall(transaction: Transaction, signer: Signer) -> Hall:
    make, clock = Factory(transaction), FastClock()
    maria = await make.user(full_name="Maria")
    people = [await make.user(full_name=f"Person {number}") for number in range(30)]
    course = await make.course(*people, name="Databases", shows_names=True)
    await make.staff(course, maria)
    ends_at = NOON + timedelta(hours=2)
    lesson = await make.lesson(course, starts_at=NOON, ends_at=ends_at, location="B-734")
    parts = Parts(
        transaction,
        clock,
        CAMPUS,
        "42:TEST",
        Limits(),
        signer=lambda: signer,
        streams=Streams(poll_seconds=0.02),
    )
    return Hall(make, parts, clock, maria, lesson, people)


@asynccontextmanager
async def projector(
    browser: Browser, hall: Hall, *, theme: str = "light", language: str = "ru-RU"
) -> AsyncIterator[Page]:
    context = await browser.new_context(
        color_scheme=theme,  # type: ignore[arg-type]
        locale=language,
        viewport={"width": 1280, "height": 720},
    )
    context.set_default_timeout(ANSWER_MS)
    page = await context.new_page()
    await page.goto(hall.url)
    yield page
    await context.close()


async def scanned(page: Page) -> str:
    """What a camera reads from the screen."""
    picture = await page.screenshot()
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return str(code.text)

"""People who use the bot at random, and know what should have come of it."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from db.models import Course
from tests.botapi.people import Act, Person
from tests.botapi.program import course_link
from tests.botapi.server import BotApi
from tests.botapi.waiting import PATIENCE_SECONDS, until

LIKING = {
    "courses": 3,
    "course": 20,
    "enroll": 50,
    "agree": 50,
    "this-is-me": 50,
    "no-group": 50,
    "ask-leave": 30,
    "leave": 50,
    "forget-me": 0,
}
"""How much a button is liked over others, by the first part of what it means. Whoever had
themselves forgotten could not be accounted for."""

COMMANDS = ("/start", "/courses", "/my", "/help")
WRITES, WRITES_MUCH = 0.15, 0.03
"""How often somebody writes instead of tapping, and several times without waiting."""


class Visitor:
    """Taps what they see, more or less at random. They do one thing at a time, so that each
    change has an order; only commands, which change nothing, come in bursts."""

    def __init__(self, person: Person, courses: Sequence[Course], dice: Random) -> None:
        self.person = person
        self.is_known = self.has_met = False
        """We know them; we came to know them here."""
        self.takes: set[int] = set()
        """The courses that they take or wait for."""
        self._dice = dice
        self._links = [course_link(course.public_id) for course in courses]
        self._wants: int | None = None
        self._has_agreed = self._has_name = False

    async def act(self) -> int:
        """Do something, and wait for the answer. How many updates that were."""
        acts = self._do()
        for act in acts:
            with said_of(act):
                await self.person.answer(act, seconds=PATIENCE_SECONDS)
        return len(acts)

    def _do(self) -> list[Act]:
        buttons = [button["callback_data"] for button in self.person.buttons()]
        chance = self._dice.random()
        if chance < WRITES_MUCH:
            return [self.person.say(command) for command in self._dice.sample(COMMANDS, 3)]
        if chance < WRITES or not buttons:
            return [self.person.say(self._dice.choice([*COMMANDS, *self._links * 2]))]
        [meaning] = self._dice.choices(buttons, [liking(button) for button in buttons])
        self._expect(*meaning.split(":"))
        return [self.person.tap(meaning)]

    def _expect(self, kind: str, subject: str = "", *_: str) -> None:
        """What the tap changes, as the bot should understand it."""
        match kind:
            case "enroll" if self.is_known:
                self.takes.add(int(subject))
            case "enroll":
                self._wants = int(subject)
            case "agree" if self._wants:
                self._has_agreed = True
            case "this-is-me" if self._has_agreed:
                self._has_name = True
            case "no-group" if self._has_name and self._wants and not self.is_known:
                self.is_known = self.has_met = True
                self.takes.add(self._wants)
            case "leave":
                self.takes.discard(int(subject))


class Crowd:
    """So many visitors, who together do so much. The same seed throws the same dice, though what
    they meet differs from time to time."""

    def __init__(
        self, telegram: BotApi, courses: Sequence[Course], *, size: int, seed: int
    ) -> None:
        self.dice = Random(seed)  # noqa: S311 - to be thrown again
        self.visitors = [
            Visitor(telegram.person(f"Visitor {number}"), courses, self.dice)
            for number in range(size)
        ]
        self.done = 0
        """Updates that were answered."""
        self.is_over = False

    @property
    def begun(self) -> int:
        """Updates that were sent."""
        return sum(len(visitor.person.acts) for visitor in self.visitors)

    async def visit(self, updates: int, *, pause: float = 0) -> None:
        """Until there were so many updates, and each is answered."""
        async with asyncio.TaskGroup() as visits:
            for visitor in self.visitors:
                visits.create_task(self._visit(visitor, updates, pause))
        self.is_over = True

    async def until(self, done: int) -> None:
        """Wait until so many are answered."""
        await until(lambda: self.done >= done)

    async def until_all(self) -> None:
        """Wait until the visit is over."""
        await until(lambda: self.is_over)

    async def _visit(self, visitor: Visitor, updates: int, pause: float) -> None:
        while self.begun < updates:
            await asyncio.sleep(self.dice.uniform(0, 2 * pause))
            answered = await visitor.act()
            self.done += answered


@contextmanager
def said_of(act: Act) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise AssertionError(f"silence after {act}") from error


def liking(meaning: str) -> int:
    return LIKING.get(meaning.partition(":")[0], 1)

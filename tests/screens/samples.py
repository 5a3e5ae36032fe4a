"""What people send: links and commands at any time, words into each dialog."""

from collections.abc import Iterator
from datetime import datetime

from aiogram.filters import Command
from aiogram.types import Update

from domain.tokens import Kind, Signer
from handlers import router
from tests.factories import DAY, NOON
from tests.screens import ru
from tests.screens.walk import Act
from tests.screens.world import World
from tests.telegram import person, write
from tests.test_handlers import handlers


def says(telegram_id: int, text: str, label: str = "") -> Act:
    def send(language: str) -> Update:
        return write(telegram_id, text, who=person(telegram_id, language=language))

    return Act(label or f"«{text[:30]}»", send)


def typed(telegram_id: int) -> dict[str, list[Act]]:
    return {state: [says(telegram_id, it) for it in words] for state, words in ru.TYPED.items()}


def beginnings(telegram_id: int, world: World, signer: Signer) -> list[Act]:
    """Everything that needs no button, the menu first."""
    return [
        *(says(telegram_id, it, it) for it in commands()),
        *(says(telegram_id, f"/start {it}", label) for label, it in links(world, signer)),
        says(telegram_id, ru.FOUND),
        says(telegram_id, ru.NOT_FOUND),
        says(telegram_id, "🙂"),
    ]


def commands() -> list[str]:
    found = {
        str(name)
        for handler in handlers(router)
        for it in handler.filters or ()
        if isinstance(it.callback, Command)
        for name in it.callback.commands
    }
    return ["/start", *sorted(f"/{it}" for it in found - {"start"})]


def links(world: World, signer: Signer) -> Iterator[tuple[str, str]]:
    for name in ("python", "draft"):
        course = world.courses[name]
        yield ru.COURSE_LINK.format(course.name), signer.sign(Kind.COURSE_LINK, course.public_id)
    for name, invite in world.invites.items():
        yield (
            ru.INVITE.format(ru.INVITES[name]),
            signer.sign(Kind.INVITE, invite.public_id, later()),
        )
    yield ru.FOREIGN_LINK, "promo"


def later() -> datetime:
    return NOON + DAY

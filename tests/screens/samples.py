"""What people send: links and commands at any time, words into each dialog."""

from collections.abc import Iterator
from datetime import datetime

from aiogram.filters import Command
from aiogram.types import Update

from domain import codes
from domain.tokens import Kind, Signer
from handlers import router
from tests.factories import DAY, NOON
from tests.screens import ru
from tests.screens.walk import Act
from tests.screens.world import World
from tests.telegram import person
from tests.telegram import send as send_at
from tests.test_handlers import handlers


def says(telegram_id: int, text: str, label: str = "") -> Act:
    def send(language: str) -> Update:
        who = person(telegram_id, language=language)
        return send_at(telegram_id, text=text, date=NOON, from_user=who)

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
    yield from codes_of(world, signer)
    yield ru.FOREIGN_LINK, "promo"


def codes_of(world: World, signer: Signer) -> Iterator[tuple[str, str]]:
    """Of the room, and of somebody who comes in."""
    assert world.on is not None
    step, anna = codes.room_step(NOON), world.people["participant"]
    yield ru.ROOM_CODE, signer.stamp(Kind.ROOM_CODE, world.on.public_id, step)
    yield ru.PASS.format(anna.full_name), signer.sign(Kind.PASS, anna.public_id, later())


def later() -> datetime:
    return NOON + DAY

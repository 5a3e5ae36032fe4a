"""Each button and each command, tried by each kind of person: allowed or refused, and where it is
refused nothing has happened."""

from collections.abc import AsyncIterator

import pytest
from aiogram.types import Update
from aiogram.utils.i18n import I18n
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.texts.menu import out_of_date
from tests.conftest import Feed
from tests.factories import Factory
from tests.roles.matrix import BLOCKED, BUTTONS, COMMANDS, ROLES
from tests.screens.samples import commands
from tests.screens.walk import alerts, seen
from tests.screens.world import STRANGER, World, create_world
from tests.snapshots import everything, undone
from tests.telegram import RecordedSession, person, tap, write
from tests.test_buttons import BUTTONS as EVERY_BUTTON

OF_THE_RUNTIME = {"handled_updates", "dialog_states"}
"""What every update writes or may write."""

WAYS_HOME = {"/start", "/cancel"}

NO_COMMAND = "/nonsense"


class Attempts:
    """Of one person, each undone."""

    def __init__(self, role: str, world: World, feed: Feed, connection: AsyncConnection) -> None:
        known = world.people.get(role)
        self._role = role
        self._telegram_id = (known and known.telegram_id) or STRANGER
        self._world = world
        self._feed = feed
        self._connection = connection
        self._before: dict[str, str] = {}

    async def wrong(self, out_of_date: str) -> AsyncIterator[str]:
        """What ended otherwise than the matrix says."""
        self._before = await everything(self._connection, but=OF_THE_RUNTIME)
        nothing, _ = await self._try(self._writes(NO_COMMAND))
        home = seen(nothing).text
        for command, allowed in COMMANDS.items():
            telegram, is_changed = await self._try(self._writes(command))
            is_refused = seen(telegram).text == home and not self._leads_home(command)
            if not self._is_right(allowed, is_refused=is_refused, is_changed=is_changed):
                yield command
        for kind, (button, allowed) in BUTTONS.items():
            telegram, is_changed = await self._try(self._presses(button(self._world).pack()))
            is_refused = bool(alerts(telegram)) or telegram.notice() == out_of_date
            if not self._is_right(allowed, is_refused=is_refused, is_changed=is_changed):
                yield kind.__prefix__

    def _is_right(self, allowed: set[str], *, is_refused: bool, is_changed: bool) -> bool:
        return is_refused != (self._role in allowed) and not (is_refused and is_changed)

    def _leads_home(self, command: str) -> bool:
        return self._role != BLOCKED and command in WAYS_HOME

    def _writes(self, words: str) -> Update:
        return write(self._telegram_id, words, who=person(self._telegram_id, language="ru"))

    def _presses(self, button: str) -> Update:
        return tap(self._telegram_id, button, who=person(self._telegram_id, language="ru"))

    async def _try(self, update: Update) -> tuple[RecordedSession, bool]:
        async with undone(self._connection):
            telegram = await self._feed(update)
            return telegram, self._before != await everything(self._connection, but=OF_THE_RUNTIME)


def test_every_button_and_every_command_has_a_row() -> None:
    assert {*EVERY_BUTTON} == BUTTONS.keys()
    assert {*commands()} == COMMANDS.keys()


@pytest.mark.parametrize("role", ROLES)
async def test_what_is_refused_changes_nothing_and_what_is_allowed_is_not_refused(
    role: str, feed: Feed, make: Factory, connection: AsyncConnection, i18n: I18n
) -> None:
    attempts = Attempts(role, await create_world(make), feed, connection)
    with i18n.context(), i18n.use_locale("ru"):
        stale = out_of_date()

    assert [it async for it in attempts.wrong(stale)] == []

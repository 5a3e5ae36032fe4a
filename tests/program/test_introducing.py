from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import (
    GetChatMenuButton,
    GetMyCommands,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)
from aiogram.types import (
    BotCommandScopeChat,
    BotDescription,
    BotName,
    BotShortDescription,
    MenuButtonCommands,
    MenuButtonDefault,
)
from aiogram.utils.i18n import I18n

from bot.factory import create_bot
from bot.texts.commands import of_role
from db.models import Role
from db.session import Transaction
from program.introducing import introduce
from tests.factories import Factory
from tests.people import CAMPUS
from tests.telegram import Call, RecordedSession

LANGUAGES = ["", "ru", "en"]
DESCRIBED: list[type[Call]] = [SetMyCommands, SetMyDescription, SetMyShortDescription]


class Telegram(RecordedSession):
    """Shows what it was told of the bot."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.shown: dict[tuple[Any, str | None], Any] = {(SetMyName, None): name}

    async def make_request(self, bot: Bot, method: Call, timeout: int | None = None) -> Any:  # noqa: ASYNC109
        await super().make_request(bot, method, timeout)
        match method:
            case GetMyName():
                name = self.shown.get((SetMyName, method.language_code))
                return BotName(name=name or self.shown[SetMyName, None])
            case GetMyCommands():
                where = method.language_code if method.scope is None else str(method.scope)
                return self.shown.get((SetMyCommands, where), [])
            case SetMyCommands(scope=BotCommandScopeChat() as scope):
                self.shown[SetMyCommands, str(scope)] = method.commands
                return True
            case GetMyDescription():
                return BotDescription(description=self._of(SetMyDescription, method))
            case GetMyShortDescription():
                return BotShortDescription(
                    short_description=self._of(SetMyShortDescription, method)
                )
            case GetChatMenuButton():
                return self.shown.get((SetChatMenuButton, None), MenuButtonDefault())
            case _:
                self.shown[type(method), getattr(method, "language_code", None)] = next(
                    iter(value for _, value in method if value is not None)
                )
                return True

    def _of(self, setter: type[Call], getter: Any) -> str:
        return str(self.shown.get((setter, getter.language_code), ""))

    def set(self, kind: type[Call]) -> list[str | None]:
        """In which languages, in order."""
        those = (it for it in self.calls if isinstance(it, kind))
        return [it.language_code for it in those if getattr(it, "scope", None) is None]  # type: ignore[attr-defined]


@pytest.fixture
def telegram() -> Telegram:
    return Telegram("Courses of the faculty")


Introduce = Callable[..., Awaitable[None]]


@pytest.fixture
def introduced(transaction: Transaction, i18n: I18n) -> Introduce:
    async def introduced(telegram: Telegram, *, times: int = 1) -> None:
        for _ in range(times):
            await introduce(create_bot("42:TEST", telegram), i18n, CAMPUS, transaction)

    return introduced


async def test_bot_is_described_in_each_language(
    telegram: Telegram, introduced: Introduce
) -> None:
    await introduced(telegram)

    for kind in DESCRIBED:
        assert telegram.set(kind) == LANGUAGES
    english, russian = (telegram.shown[SetMyDescription, it] for it in ("en", "ru"))
    assert english.startswith("I help you take the courses of the University.")
    assert russian.startswith("Помогаю учиться на курсах. Организатор: the University.")
    assert telegram.shown[SetMyDescription, ""] == english
    assert telegram.shown[SetChatMenuButton, None] == MenuButtonCommands()
    for (kind, _), shown in telegram.shown.items():
        limit = {SetMyDescription: 512, SetMyShortDescription: 120}.get(kind)
        assert limit is None or 0 < len(shown) <= limit


async def test_what_is_shown_already_is_not_set_again(
    telegram: Telegram, introduced: Introduce
) -> None:
    await introduced(telegram, times=2)

    for kind in DESCRIBED:
        assert telegram.set(kind) == LANGUAGES
    assert len(telegram.all(SetChatMenuButton)) == 1


async def test_name_that_the_operator_chose_is_left_alone(
    telegram: Telegram, introduced: Introduce
) -> None:
    await introduced(telegram)

    assert telegram.all(SetMyName) == []


async def test_our_own_name_is_translated(introduced: Introduce) -> None:
    telegram = Telegram("Kursovod")

    await introduced(telegram)

    assert telegram.set(SetMyName) == ["ru"]
    assert telegram.shown[SetMyName, "ru"] == "Курсовод"


async def test_bot_that_may_not_introduce_itself_runs_all_the_same(
    telegram: Telegram, introduced: Introduce, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.errors = [TelegramRetryAfter(GetMyName(), "Too Many Requests", 86400)]

    await introduced(telegram)

    assert "not introduced anew" in caplog.text


async def test_hosts_and_admins_have_the_menu_of_this_version(
    telegram: Telegram, introduced: Introduce, make: Factory
) -> None:
    vera, _ = await make.admin(), await make.user()
    await make.user(role=Role.HOST, reachable=False)

    await introduced(telegram, times=2)

    [own] = [it for it in telegram.all(SetMyCommands) if it.scope is not None]
    assert own.scope == BotCommandScopeChat(chat_id=vera.telegram_id or 0)
    assert [it.command for it in own.commands][:2] == ["new", "all"]


def test_host_and_admin_are_offered_more_with_their_own_first(i18n: I18n) -> None:
    with i18n.context(), i18n.use_locale("en"):
        offered = {role: [it.command for it in of_role(role)] for role in Role}

    assert offered[Role.ADMIN][:6] == ["new", "all", "people", "log", "messages", "import"]
    assert offered[Role.ADMIN][6:] == offered[Role.HOST]
    assert offered[Role.HOST] == ["now", "announce", *offered[Role.PARTICIPANT]]

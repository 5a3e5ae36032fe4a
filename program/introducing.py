"""What Telegram shows of the bot before anybody has written to it: set where it is another."""

import logging
from collections.abc import Sequence
from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import BotCommand, BotCommandScopeChat, MenuButtonCommands
from aiogram.utils.i18n import I18n

from bot.texts import profile
from bot.texts.commands import of_role
from db.models import Role
from db.session import DatabaseAway, Transaction
from domain import roles
from domain.campus import LANGUAGES, Campus
from domain.roles import Known

logger = logging.getLogger(__name__)


async def introduce(bot: Bot, i18n: I18n, campus: Campus, transaction: Transaction) -> None:
    """Telegram lets it be done a few times a day only; a bot that may not runs all the same."""
    try:
        with i18n.context():
            for language in ("", *LANGUAGES):
                with i18n.use_locale(language or campus.language):
                    await _introduce_in(bot, language, campus)
            await _translate_name(bot, i18n)
        await _offer_commands_beside_the_input(bot)
        for person in await _hosts_and_admins(transaction, campus):
            with i18n.context(), i18n.use_locale(person.language):
                await _offer_own_commands(bot, person)
    except (AiogramError, DatabaseAway) as error:
        logger.warning("the bot is not introduced anew: %s", error)


async def _introduce_in(bot: Bot, language: str, campus: Campus) -> None:
    """An empty language is for everybody whose own is none of ours."""
    commands = of_role(Role.PARTICIPANT)
    if _named(await bot.get_my_commands(language_code=language)) != _named(commands):
        await bot.set_my_commands(commands, language_code=language)
    description = profile.description(campus.organization)
    if (await bot.get_my_description(language_code=language)).description != description:
        await bot.set_my_description(description, language_code=language)
    short = profile.short_description(campus.organization)
    if (await bot.get_my_short_description(language_code=language)).short_description != short:
        await bot.set_my_short_description(short, language_code=language)


async def _hosts_and_admins(transaction: Transaction, campus: Campus) -> Sequence[Known]:
    """Their own menus may be those of an older version, or of before the bot was moved."""
    async with transaction() as session:
        return await roles.hosts_and_admins(session, campus)


async def _offer_own_commands(bot: Bot, person: Known) -> None:
    scope, commands = BotCommandScopeChat(chat_id=person.telegram_id), of_role(person.role)
    with suppress(TelegramBadRequest):
        # Somebody who has never written to this bot has no chat with it.
        if _named(await bot.get_my_commands(scope=scope)) != _named(commands):
            await bot.set_my_commands(commands, scope=scope)


async def _translate_name(bot: Bot, i18n: I18n) -> None:
    """Ours only: what the operator calls the bot is theirs to translate."""
    names = {it: i18n.gettext(profile.TITLE, locale=it) for it in LANGUAGES}
    if (await bot.get_my_name()).name not in names.values():
        return
    for language, name in names.items():
        if (await bot.get_my_name(language_code=language)).name != name:
            await bot.set_my_name(name, language_code=language)


async def _offer_commands_beside_the_input(bot: Bot) -> None:
    if not isinstance(await bot.get_chat_menu_button(), MenuButtonCommands):
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


def _named(commands: Sequence[BotCommand]) -> list[tuple[str, str]]:
    return [(it.command, it.description) for it in commands]

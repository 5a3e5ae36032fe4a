"""Who is an admin before anybody is: by the settings, by a link, by the command line."""

from collections.abc import Callable

from aiogram.exceptions import AiogramError

from bot.factory import create_bot
from bot.session import create_session
from config import Settings
from db.models import Role
from db.session import Transaction
from domain import invites, roles
from domain.campus import Campus
from domain.clock import utc_now
from domain.tokens import Kind, Signer
from program.database import session_of
from program.receiving import create_signer


class NoLink(Exception):
    """One sentence for the operator."""


async def settle_admins(
    transaction: Transaction, campus: Campus, signer: Signer, say: Callable[[str], None]
) -> None:
    """Appoint those whom the settings name; with nobody at all, say a link that makes one."""
    now = utc_now()
    async with transaction() as session:
        await roles.appoint_admins(session, campus.admin_ids, now=now)
        if campus.admin_ids or await roles.is_there_an_admin(session):
            return
        invite = await invites.issue_for_first_admin(session, now=now)
    link = signer.link(Kind.INVITE, invite.public_id, invite.expires_at)
    say(f"There is no admin yet. Who opens this link within a day becomes one:\n{link}")


async def give_role(settings: Settings, url: str, telegram_id: int, role: Role) -> str:
    """What came of it, in a sentence."""
    now = utc_now()
    async with session_of(url) as session:
        if await roles.grant(session, telegram_id=telegram_id, role=role, now=now):
            return f"{telegram_id} is {role} now."
    signer = await signer_of(settings)
    unknown = f"{telegram_id} has not registered yet"
    if signer is None:
        raise NoLink(f"{unknown}, and Telegram cannot be asked for a link: check BOT_TOKEN.")
    async with session_of(url) as session:
        invite = await invites.issue(session, role, now=now)
    link = signer.link(Kind.INVITE, invite.public_id, invite.expires_at)
    return f"{unknown}. Send them this link, which is good for a day:\n{link}"


async def signer_of(settings: Settings) -> Signer | None:
    """None where nobody tells us the name of our bot."""
    if settings.bot_token is None:
        return None
    session = create_session(settings.telegram_api_url, settings.bot_proxy)
    bot = create_bot(settings.bot_token.get_secret_value(), session)
    try:
        return create_signer(settings, await bot.me())
    except AiogramError:
        return None
    finally:
        await session.close()

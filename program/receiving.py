"""How updates come in: which bot we are, and by which of the two ways."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import User

from bot.intake import Intake, RawUpdate
from config import Settings
from db.session import DatabaseAway
from domain.tokens import Signer

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 3


class NotYet(DatabaseAway):
    """Telegram brings the update again, as it does while the database is away."""


class TokenRefused(Exception):
    """One sentence for the operator."""


class Gate:
    """Lets updates in once we know who we are; the HTTP side is up before that."""

    def __init__(self) -> None:
        self._intake: Intake | None = None
        self._signer: Signer | None = None

    @property
    def is_open(self) -> bool:
        return self._intake is not None

    def open(self, intake: Intake, signer: Signer) -> None:
        self._intake, self._signer = intake, signer

    def signer(self) -> Signer:
        if self._signer is None:
            raise NotYet
        return self._signer

    async def __call__(self, raw: RawUpdate) -> None:
        if self._intake is None:
            raise NotYet
        await self._intake(raw)


async def meet_telegram(bot: Bot, stop: asyncio.Event) -> User | None:
    """Who we are. Telegram may be away for long, and is waited for; none if we are to stop."""
    while not stop.is_set():
        try:
            return await bot.me()
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TokenRefused(
                "Telegram refuses BOT_TOKEN: copy it from BotFather anew."
            ) from None
        except AiogramError as error:
            logger.warning("waiting for Telegram: %s", error)
            await pause(stop)
    return None


async def insist(work: Callable[[], Awaitable[None]], what: str, stop: asyncio.Event) -> None:
    """Do the work, however long Telegram or the database is away before that."""
    while not stop.is_set():
        try:
            await work()
        except (AiogramError, DatabaseAway) as error:
            logger.warning("%s has to wait: %r", what, error)
            await pause(stop)
        else:
            return


async def tell_way(bot: Bot, settings: Settings, allowed: list[str]) -> None:
    if settings.updates == "polling":
        await bot.delete_webhook()
        return
    url = settings.public_url + webhook_path(settings)
    secret = webhook_secret(settings)
    await bot.set_webhook(url, secret_token=secret, allowed_updates=allowed)


def webhook_path(settings: Settings) -> str:
    return f"/telegram/{derive(settings.secret(), 'webhook path').hex()[:32]}"


def webhook_secret(settings: Settings) -> str:
    return derive(settings.secret(), "webhook secret").hex()


def token_keys(settings: Settings) -> list[bytes]:
    """What signs the tokens in links, the newest first."""
    secrets = [settings.secret(), settings.previous_secret()]
    return [derive(secret, "codes") for secret in secrets if secret is not None]


def create_signer(settings: Settings, me: User) -> Signer:
    return Signer(token_keys(settings), bot_id=me.id, bot_name=me.username or "")


def derive(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose: whoever learns one learns no other."""
    return hmac.digest(secret, purpose.encode(), "sha256")


async def pause(stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)

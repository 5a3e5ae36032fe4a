"""What the program is made of, built once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiogram import Bot
from aiogram.utils.i18n import I18n
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncEngine

from api import telegram
from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from bot.i18n import create_i18n
from bot.screens import Screens
from bot.shelf import BannerShelf
from config import Settings
from db.session import Transaction, create_reading, create_transaction
from domain.campus import Campus
from domain.clock import utc_now
from domain.pictures import Pictures
from program import receiving
from program.health import checks
from program.receiving import Gate
from program.server import Server, create_server
from program.webapp import app_url, frames
from scheduler.claims import Claims
from scheduler.deliveries import Sender, Spawn
from scheduler.factory import create_scheduler
from scheduler.lanes import create_lanes
from scheduler.leader import Term
from scheduler.rooms import LiveRooms

GRACE_SECONDS = 6
"""For what is in hand when we are asked to stop; supervisors kill after 10, and on a busy machine
the rest of the end takes three."""


@dataclass(frozen=True)
class Shared:
    """What all sides of the program work with."""

    settings: Settings
    bot: Bot
    engine: AsyncEngine
    campus: Campus
    i18n: I18n
    transaction: Transaction
    screens: Screens
    term: Term
    pictures: Pictures
    gate: Gate
    stop: asyncio.Event
    """Set when the process is to end."""


def share(settings: Settings, bot: Bot, engine: AsyncEngine, stop: asyncio.Event) -> Shared:
    transaction, campus = create_transaction(engine), create_campus(settings)
    return Shared(
        settings=settings,
        bot=bot,
        engine=engine,
        campus=campus,
        i18n=create_i18n(campus.language),
        transaction=transaction,
        screens=Screens(bot, BannerShelf(transaction)),
        term=Term(),
        pictures=Pictures(),
        gate=Gate(),
        stop=stop,
    )


def create_campus(settings: Settings) -> Campus:
    return Campus(
        tz=settings.timezone,
        language=settings.default_language,
        organization=settings.organization,
        privacy_contact=settings.privacy_contact,
        admin_ids=settings.admin_ids,
        public_url=settings.public_url,
        app_url=app_url(settings),
    )


def create_http(it: Shared) -> Server:
    parts = Parts(
        transaction=it.transaction,
        reading=create_reading(it.engine),
        clock=utc_now,
        campus=it.campus,
        bot_token=it.bot.token,
        limits=Limits(),
        signer=it.gate.signer,
        pictures=it.pictures,
        frames=frames(it.settings),
        stopping=it.stop,
    )
    app = create_app(checks(it.engine, it.gate), parts, cors_origins=it.settings.cors_origins)
    if it.settings.updates == "webhook":
        path, secret = receiving.webhook_path(it.settings), receiving.webhook_secret(it.settings)
        app.include_router(telegram.create_router(it.gate, path=path, secret=secret))
    return create_server(app, grace_seconds=GRACE_SECONDS)


def create_sender(it: Shared, spawn: Spawn) -> Sender:
    # While Telegram wants silence, nothing else goes out beside a message that waits on the spot.
    screens = Screens(it.bot, BannerShelf(it.transaction), patience_seconds=0)
    claims = Claims(
        transaction=it.transaction, clock=utc_now, campus=it.campus, i18n=it.i18n, term=it.term
    )
    return Sender(
        screens,
        claims,
        lanes=create_lanes(it.settings.bulk_per_second),
        clock=utc_now,
        spawn=spawn,
    )


@contextmanager
def jobs(it: Shared, sender: Sender) -> Iterator[AsyncIOScheduler]:
    """They wait until somebody lets them run, and are cancelled in the end."""
    scheduler = create_jobs(it, sender)
    scheduler.start(paused=True)
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=False)


def create_jobs(it: Shared, sender: Sender) -> AsyncIOScheduler:
    rooms = LiveRooms(
        it.screens,
        transaction=it.transaction,
        clock=utc_now,
        campus=it.campus,
        i18n=it.i18n,
        signer=it.gate.signer,
    )
    return create_scheduler(it.transaction, utc_now, it.campus, sender, rooms)

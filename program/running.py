"""Everything built once, run side by side, stopped cleanly."""

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

from aiogram import Bot
from aiogram.utils.i18n import I18n
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncEngine

from api import telegram
from api.app import create_app
from api.limits import Limits
from api.parts import Parts
from bot.factory import create_bot, create_dispatcher
from bot.files import TelegramFiles
from bot.i18n import create_i18n
from bot.intake import create_intake
from bot.polling import Polling
from bot.screens import Screens
from bot.session import create_session
from bot.shelf import BannerShelf
from bot.showing import Showing, Spawn
from bot.uploads import Uploads
from config import Settings
from db.session import (
    Transaction,
    create_engine,
    create_lock_engine,
    create_reading,
    create_transaction,
)
from domain.campus import Campus
from domain.clock import utc_now
from domain.pictures import Pictures
from domain.tokens import Signer
from handlers import router
from handlers.common.menu import home
from keyboards.home import way_back
from program import receiving
from program.admins import settle_admins
from program.health import checks
from program.introducing import introduce
from program.receiving import Gate
from program.server import Server, create_server, listen
from program.webapp import app_url, frames
from scheduler.deliveries import Sender
from scheduler.factory import create_scheduler
from scheduler.leader import lead
from scheduler.pacer import Pacer
from scheduler.rooms import LiveRooms

logger = logging.getLogger(__name__)

GRACE_SECONDS = 6
"""For what is in hand when we are asked to stop; supervisors kill after 10, and on a busy machine
the rest of the end takes three."""

Say = Callable[[str], None]


def spare_the_collector() -> None:
    """What is there now stays until the end: to look through it again and again takes a tenth of
    the time of a request."""
    gc.collect()
    gc.freeze()


async def serve(settings: Settings, token: str, url: str, say: Say) -> None:
    """Until a signal. Raises what the operator has to mend."""
    stop = stop_on_signals()
    async with AsyncExitStack() as open_things:
        engine, lock_engine = create_engine(url), create_lock_engine(url)
        open_things.push_async_callback(engine.dispose)
        bot = create_bot(token, create_session(settings.telegram_api_url, settings.bot_proxy))
        open_things.push_async_callback(bot.session.close)
        listening = open_things.enter_context(listen(settings.host, settings.port))
        logger.info("listening on %s:%d", *listening.getsockname()[:2])
        program = build(settings, bot, engine, lock_engine, say, stop)
        spare_the_collector()
        await program.run(listening, stop)


def build(
    settings: Settings,
    bot: Bot,
    engine: AsyncEngine,
    lock_engine: AsyncEngine,
    say: Say,
    stop: asyncio.Event,
) -> "Program":
    transaction, campus, gate = create_transaction(engine), create_campus(settings), Gate()
    pictures = Pictures()
    i18n = create_i18n(campus.language)
    screens = Screens(bot, BannerShelf(transaction))
    pacer = Pacer(settings.bulk_per_second)
    sender = Sender(
        screens, transaction=transaction, clock=utc_now, campus=campus, i18n=i18n, pacer=pacer
    )
    parts = Parts(
        transaction=transaction,
        reading=create_reading(engine),
        clock=utc_now,
        campus=campus,
        bot_token=bot.token,
        limits=Limits(),
        signer=gate.signer,
        pictures=pictures,
        frames=frames(settings),
        stopping=stop,
    )
    rooms = LiveRooms(
        screens,
        transaction=transaction,
        clock=utc_now,
        campus=campus,
        i18n=i18n,
        signer=gate.signer,
    )
    return Program(
        settings=settings,
        bot=bot,
        campus=campus,
        i18n=i18n,
        transaction=transaction,
        lock_engine=lock_engine,
        screens=screens,
        pictures=pictures,
        gate=gate,
        server=create_http(settings, engine, gate, parts),
        sender=sender,
        scheduler=create_scheduler(transaction, utc_now, sender, rooms),
        say=say,
    )


def create_http(settings: Settings, engine: AsyncEngine, gate: Gate, parts: Parts) -> Server:
    app = create_app(checks(engine, gate), parts, cors_origins=settings.cors_origins)
    if settings.updates == "webhook":
        path, secret = receiving.webhook_path(settings), receiving.webhook_secret(settings)
        app.include_router(telegram.create_router(gate, path=path, secret=secret))
    return create_server(app, grace_seconds=GRACE_SECONDS)


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


@dataclass(frozen=True)
class Program:
    """What runs side by side, in one loop."""

    settings: Settings
    bot: Bot
    campus: Campus
    i18n: I18n
    transaction: Transaction
    lock_engine: AsyncEngine
    screens: Screens
    pictures: Pictures
    gate: Gate
    server: Server
    sender: Sender
    scheduler: AsyncIOScheduler
    say: Say

    async def run(self, listening: socket.socket, stop: asyncio.Event) -> None:
        self.scheduler.start(paused=True)
        try:
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as tasks:
                polling = Polling(self.bot, self.gate)
                tasks.create_task(self.server.serve(sockets=[listening]))
                tasks.create_task(self._receive(polling, tasks.create_task, stop))
                await stop.wait()
                limit.reschedule(asyncio.get_running_loop().time() + GRACE_SECONDS)
                self.server.should_exit = True
                await self.sender.finish()
        except TimeoutError:
            logger.warning("stopped in the middle of something; the next start picks it up")
        finally:
            self.scheduler.shutdown(wait=False)

    async def _receive(self, polling: Polling, spawn: Spawn, stop: asyncio.Event) -> None:
        me = await receiving.meet_telegram(self.bot, stop)
        if me is None:
            return
        signer = receiving.create_signer(self.settings, me)
        allowed = self._let_in(signer, spawn)
        await receiving.insist(partial(self._settle_admins, signer), "naming admins", stop)
        tell_way = partial(receiving.tell_way, self.bot, self.settings, allowed)
        await receiving.insist(tell_way, "choosing how updates come", stop)
        logger.info("receiving updates by %s", self.settings.updates)
        spawn(introduce(self.bot, self.i18n, self.campus, self.transaction))
        # Not before: what is owed would only be tried in vain.
        spawn(lead(self.lock_engine, [self.scheduler, polling], stop))
        if self.settings.updates == "polling":
            await polling.run(stop, allowed)

    async def _settle_admins(self, signer: Signer) -> None:
        await settle_admins(self.transaction, self.campus, signer, self.say)

    def _let_in(self, signer: Signer, spawn: Spawn) -> list[str]:
        """Open the gate. Returns the kinds of updates that there are handlers for."""
        showing = Showing(self.screens, transaction=self.transaction, clock=utc_now, spawn=spawn)
        files = TelegramFiles(self.bot)
        dispatcher = create_dispatcher(
            router,
            self.i18n,
            home=home,
            way_back=way_back,
            transaction=self.transaction,
            clock=utc_now,
            campus=self.campus,
            signer=signer,
            showing=showing,
            files=files,
            pictures=self.pictures,
            uploads=Uploads(files, self.pictures),
        )
        self.gate.open(create_intake(self.bot, dispatcher), signer)
        return dispatcher.resolve_used_update_types()


def stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop

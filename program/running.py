"""Everything built once, run side by side, stopped cleanly."""

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.factory import create_bot, create_dispatcher
from bot.files import TelegramFiles
from bot.intake import create_intake
from bot.polling import Polling
from bot.session import create_session
from bot.showing import Showing, Spawn
from bot.uploads import Uploads
from config import Settings
from db.session import (
    create_engine,
    create_lock_engine,
)
from domain.clock import utc_now
from domain.tokens import Signer
from handlers import router
from handlers.common.menu import home
from keyboards.home import way_back
from program import receiving
from program.admins import settle_admins
from program.building import (
    GRACE_SECONDS,
    Shared,
    create_http,
    create_sender,
    jobs,
    share,
)
from program.introducing import introduce
from program.server import Server, listen
from scheduler.leader import lead

logger = logging.getLogger(__name__)

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
        shared = share(settings, bot, engine, stop)
        program = Program(
            shared=shared, lock_engine=lock_engine, server=create_http(shared), say=say
        )
        spare_the_collector()
        await program.run(listening)


@dataclass(frozen=True)
class Program:
    """What runs side by side, in one loop."""

    shared: Shared
    lock_engine: AsyncEngine
    server: Server
    say: Say

    async def run(self, listening: socket.socket) -> None:
        stop = self.shared.stop
        try:
            # The jobs outlive the leader, who pauses them.
            with ExitStack() as at_end:
                async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as tasks:
                    sender = create_sender(self.shared, tasks.create_task)
                    scheduler = at_end.enter_context(jobs(self.shared, sender))
                    tasks.create_task(self.server.serve(sockets=[listening]))
                    tasks.create_task(self._receive(scheduler, tasks.create_task))
                    await stop.wait()
                    limit.reschedule(asyncio.get_running_loop().time() + GRACE_SECONDS)
                    self.server.should_exit = True
                    await sender.finish()
        except TimeoutError:
            logger.warning("stopped in the middle of something; the next start picks it up")

    async def _receive(self, scheduler: AsyncIOScheduler, spawn: Spawn) -> None:
        it, stop = self.shared, self.shared.stop
        polling = Polling(it.bot, it.gate)
        me = await receiving.meet_telegram(it.bot, stop)
        if me is None:
            return
        signer = receiving.create_signer(it.settings, me)
        allowed = self._let_in(signer, spawn)
        await receiving.insist(partial(self._settle_admins, signer), "naming admins", stop)
        tell_way = partial(receiving.tell_way, it.bot, it.settings, allowed)
        await receiving.insist(tell_way, "choosing how updates come", stop)
        logger.info("receiving updates by %s", it.settings.updates)
        spawn(introduce(it.bot, it.i18n, it.campus, it.transaction))
        # Not before: what is owed would only be tried in vain.
        spawn(lead(self.lock_engine, it.term, [scheduler, polling], stop))
        if it.settings.updates == "polling":
            await polling.run(stop, allowed)

    async def _settle_admins(self, signer: Signer) -> None:
        await settle_admins(self.shared.transaction, self.shared.campus, signer, self.say)

    def _let_in(self, signer: Signer, spawn: Spawn) -> list[str]:
        """Open the gate. Returns the kinds of updates that there are handlers for."""
        it = self.shared
        showing = Showing(it.screens, transaction=it.transaction, clock=utc_now, spawn=spawn)
        files = TelegramFiles(it.bot)
        dispatcher = create_dispatcher(
            router,
            it.i18n,
            home=home,
            way_back=way_back,
            transaction=it.transaction,
            clock=utc_now,
            campus=it.campus,
            signer=signer,
            showing=showing,
            files=files,
            pictures=it.pictures,
            uploads=Uploads(files, it.pictures),
        )
        it.gate.open(create_intake(it.bot, dispatcher), signer)
        return dispatcher.resolve_used_update_types()


def stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from db.session import DatabaseAway, Transaction, repeatedly
from domain.campus import Campus
from domain.clock import Clock
from scheduler.announcements import announce, welcome
from scheduler.deliveries import Sender
from scheduler.jobs import keep_house, settle_waiting_lists
from scheduler.life_cycle import finish_courses, tell_of_misses
from scheduler.reminders import plan_reminders
from scheduler.rooms import LiveRooms

logger = logging.getLogger(__name__)


def create_scheduler(
    transaction: Transaction, clock: Clock, campus: Campus, sender: Sender, rooms: LiveRooms
) -> AsyncIOScheduler:
    """Every job with its interval. They ask the database what is due; a restart forgets nothing.

    It starts paused: the leader lets it run.
    """
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
    jobs = {
        "urgent deliveries": (1, sender.drain_urgent),
        "deliveries": (1, sender.drain_bulk),
        "abandoned deliveries": (1, sender.settle_abandoned),
        "room codes": (1, rooms.renew),
        "reminders": (10, plan_reminders, transaction, campus, clock),
        "announcements": (2, announce, transaction, campus, clock),
        "late joiners": (20, welcome, transaction, campus, clock),
        "waiting lists": (10, settle_waiting_lists, transaction, clock),
        "ends of courses": (60, finish_courses, transaction, campus, clock),
        "misses": (300, tell_of_misses, transaction, campus, clock),
        "housekeeping": (600, keep_house, transaction, clock),
    }
    for name, (seconds, *job) in jobs.items():
        scheduler.add_job(tick, "interval", seconds=seconds, args=job, id=name)
    return scheduler


async def tick(job: Callable[..., Awaitable[None]], *args: object) -> None:
    """A job that meets no database has nothing to explain: the next tick asks again."""
    try:
        await repeatedly(lambda: job(*args))
    except DatabaseAway as error:
        logger.warning("a job has to wait: %r", error)

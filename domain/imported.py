"""A confirmed import is carried out, some courses at a time, by the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, Role
from db.queries import importing
from db.session import Conflict, classify
from domain import deliveries, import_news, import_plan, import_step
from domain.actor import Actor
from domain.campus import Campus
from domain.deliveries import Parcel
from domain.details import Details
from domain.errors import CourseChanged, DomainError
from domain.import_plan import Step
from domain.import_progress import Progress, Report, report

__all__ = ["Report", "carry_on", "report"]

PIECE = 20
"""Courses at once: about a second, in which no other message leaves."""

LESSONS = 1_000
"""The same of them."""

SAID = 5
"""Times at most that one is told how far a long import is."""

SOON = timedelta(seconds=5)
"""When what somebody else holds just now is tried again."""

MOST_TOLD = 30
"""Of what went wrong."""


async def carry_on(session: AsyncSession, parcel: Parcel, *, now: datetime) -> None:
    """Import the next few courses, and owe the rest or the report."""
    progress = Progress(**parcel.payload.get("progress", {"import_id": parcel.id}))
    kept = await importing.payload(session, progress.import_id)
    actor = parcel.recipient
    if not kept.get("is_confirmed") or actor is None or not _may(actor):
        await importing.forget(session, progress.import_id)
        return
    steps = [it for it in kept["steps"] if it["fate"] in import_plan.DOING]
    began = progress.at
    piece = _piece([import_plan.step_of(it) for it in steps[began : began + PIECE]])
    campus = Campus(ZoneInfo(kept["zone"]), actor.language)
    await _do(session, actor, campus, piece, progress, now)
    await _go_on(session, actor, progress, began, len(steps), now)


def _may(actor: Actor) -> bool:
    return actor.role is Role.ADMIN and not actor.is_blocked


def _piece(steps: Sequence[Step]) -> Sequence[Step]:
    """As many of the next as have not too many lessons, and one at least."""
    count = 0
    for number, it in enumerate(steps):
        count += _lessons(it.wanted.fields) + len(it.wanted.lessons)
        if number and count > LESSONS:
            return steps[:number]
    return steps


def _lessons(fields: Details) -> int:
    """About how many a schedule makes."""
    first, last = fields.get("start_date"), fields.get("end_date")
    if not (first and last):
        return 0
    return (last - first).days // 7 * sum(len(it["days"]) for it in fields.get("schedule", []))


async def _do(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    piece: Sequence[Step],
    progress: Progress,
    now: datetime,
) -> None:
    for step in piece:
        error: DomainError | None = None
        try:
            await _take(session, actor, campus, step, progress, now)
        except DomainError as refusal:
            error = refusal
        except IntegrityError:
            # Two files with the same course, at the same time.
            error = CourseChanged()
        except DBAPIError as failure:
            # Somebody holds the course: it is tried again, with those behind it.
            if not isinstance(classify(failure), Conflict):
                raise
            return
        progress.note(step, error)


async def _take(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    step: Step,
    progress: Progress,
    now: datetime,
) -> None:
    async with session.begin_nested():
        await import_step.take(session, actor, campus, step, now)
    if step.course_id is not None:
        asked = await import_news.question(session, actor, step.course_id, now)
        if asked is not None:
            progress.note_people(asked.course, now)


async def _go_on(
    session: AsyncSession, actor: Actor, progress: Progress, began: int, of: int, now: datetime
) -> None:
    told = {"of": of, **vars(progress), "failed": progress.failed[:MOST_TOLD]}
    key = f"{progress.import_id}:{progress.at}"
    kind = DeliveryKind.IMPORTED
    news = deliveries.notice(kind, user_id=actor.id, key=key, now=now, **told)
    if progress.at >= of:
        await importing.forget(session, progress.import_id)
        await deliveries.owe(session, [news])
        await deliveries.owe(session, import_news.questions(actor, progress, now))
        return
    stride = max(2 * PIECE, of // SAID)
    is_told = progress.at // stride > began // stride
    is_held_up = progress.at == began
    progress.tries += is_held_up
    rest = deliveries.notice(
        DeliveryKind.IMPORT,
        user_id=actor.id,
        key=f"{key}:{progress.tries}",
        now=now + SOON if is_held_up else now,
        progress=vars(progress),
    )
    await deliveries.owe(session, [rest, *([news] if is_told else [])])

"""What is done with the whole of an announcement, by the button that says so."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import announcement_reports as texts
from domain import announcement_runs as runs
from domain import announcing, recalling
from domain.actor import Actor
from domain.announcements import Seen
from domain.campus import Campus
from domain.errors import AnnouncementOver
from keyboards.announcements import Deed

# Returns which list is shown where it is no more itself: the course's, or with 0 one's own.
Do = Callable[[AsyncSession, Actor, Campus, int, datetime], Awaitable[int | None]]


async def send(
    session: AsyncSession, actor: Actor, campus: Campus, which: int, now: datetime
) -> None:
    await runs.send(session, actor, campus, announcement_id=which, at=None, now=now)


async def no_button(
    session: AsyncSession, actor: Actor, _: Campus, which: int, now: datetime
) -> None:
    await announcing.put_button(session, actor, None, announcement_id=which, now=now)


async def put_off(
    session: AsyncSession, actor: Actor, _: Campus, which: int, now: datetime
) -> None:
    await runs.put_off(session, actor, announcement_id=which, now=now)


async def drop(session: AsyncSession, actor: Actor, _: Campus, which: int, now: datetime) -> int:
    course = await announcing.drop(session, actor, announcement_id=which, now=now)
    return course.id if course else 0


async def stop(session: AsyncSession, actor: Actor, _: Campus, which: int, now: datetime) -> None:
    await runs.stop(session, actor, announcement_id=which, now=now)


async def go_on(
    session: AsyncSession, actor: Actor, campus: Campus, which: int, now: datetime
) -> None:
    await runs.go_on(session, actor, campus, announcement_id=which, now=now)


async def repeat(
    session: AsyncSession, actor: Actor, campus: Campus, which: int, now: datetime
) -> None:
    await runs.repeat(session, actor, campus, announcement_id=which, now=now)


async def recall(
    session: AsyncSession, actor: Actor, _: Campus, which: int, now: datetime
) -> None:
    await recalling.recall(session, actor, announcement_id=which, now=now)


DEEDS: dict[Deed, Do] = {
    Deed.SEND: send,
    Deed.NO_BUTTON: no_button,
    Deed.PUT_OFF: put_off,
    Deed.DROP: drop,
    Deed.STOP: stop,
    Deed.GO_ON: go_on,
    Deed.REPEAT: repeat,
    Deed.RECALL: recall,
}

# Before what cannot be taken back. A button that asks of another is not ours.
QUESTIONS: dict[Deed, Callable[[Seen], str]] = {
    Deed.SEND: texts.ask_send,
    Deed.DROP: lambda _: texts.ask_drop(),
    Deed.REPEAT: texts.ask_repeat,
    Deed.RECALL: lambda _: texts.ask_recall(),
}


def question(deed: Deed, seen: Seen) -> str:
    if deed not in QUESTIONS:
        raise AnnouncementOver
    return QUESTIONS[deed](seen)


def notice(deed: Deed) -> str | None:
    """Over the tapped button."""
    return texts.begun() if deed is Deed.SEND else None

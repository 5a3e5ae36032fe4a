"""What a projector's page is told, for as long as it listens."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from functools import cache
from typing import Any

from aiogram.utils.i18n import I18n

from api.parts import Parts
from api.streams import Place
from bot import qr
from bot.i18n import create_i18n
from bot.texts import projector_page as texts
from db.session import Conflict, DatabaseAway
from domain import codes, projectors
from domain.projectors import Projecting, State, Waiting
from domain.tokens import Kind, Signer

BEAT_SECONDS = 15
"""A proxy on the way ends what is silent for too long."""


async def listen(
    parts: Parts, secret: str, language: str, address: str = "", *, is_waiting: bool = False
) -> AsyncIterator[str]:
    """What the page has to show, whenever that is something else; until it listens anew."""
    place = parts.streams.take(secret, address, is_waiting=is_waiting)
    if place is None:
        return
    before, beat_at = "", 0.0
    try:
        while not parts.stopping.is_set():
            now, is_last = asyncio.get_running_loop().time(), place.is_taken_over
            said = await event(parts, place, language)
            if said is None:
                return
            if said != before or now >= beat_at:
                yield said if said != before else "event: beat\ndata: {}\n\n"
                before, beat_at = said, now + BEAT_SECONDS
            if is_last:
                return
            await pause(parts)
    finally:
        parts.streams.leave(place)


async def event(parts: Parts, place: Place, language: str) -> str | None:
    """None where the page has to begin anew; while the database is away nothing is news."""
    if place.is_taken_over:
        return data(elsewhere(language))
    try:
        signer, state = parts.signer(), await look(parts, place.screen)
    except (DatabaseAway, Conflict):
        return "event: away\ndata: {}\n\n"
    if state is None:
        return None
    place.is_waiting = isinstance(state, Waiting)
    return data(described(parts, signer, state, language, parts.clock()))


def data(shown: dict[str, Any]) -> str:
    return f"data: {json.dumps(shown, ensure_ascii=False)}\n\n"


def elsewhere(language: str) -> dict[str, Any]:
    i18n = words()
    with i18n.context(), i18n.use_locale(language):
        return {"state": "elsewhere", "language": language, **texts.elsewhere()}


async def look(parts: Parts, secret: str) -> State | None:
    now = parts.clock()
    async with (parts.reading or parts.transaction)() as session:
        state = await projectors.look(session, secret, now=now)
    if isinstance(state, Waiting) and projectors.is_stale(state.numbered_at, now):
        async with parts.transaction() as session:
            await projectors.renumber(session, secret, now=now)
            return await projectors.look(session, secret, now=now)
    return state


def described(
    parts: Parts, signer: Signer, state: State, language: str, now: datetime
) -> dict[str, Any]:
    i18n = words()
    with i18n.context(), i18n.use_locale(language):
        page = texts.page(state, signer.bot_name, parts.campus.tz)
    shown: dict[str, Any] = {"state": type(state).__name__.lower(), "language": language, **page}
    if isinstance(state, Projecting):
        shown |= {"names": state.shown.names or []}
        if state.is_open:
            shown |= code(signer, state, now)
    return shown


def code(signer: Signer, state: Projecting, now: datetime) -> dict[str, Any]:
    lesson = state.shown
    step = codes.room_step(now)
    link = signer.stamped_link(Kind.ROOM_CODE, lesson.lesson_public_id, step)
    return {"qr": qr.rows(link), "digits": signer.digits(lesson.lesson_public_id, step)}


async def pause(parts: Parts) -> None:
    """Or until the process is to end."""
    try:
        await asyncio.wait_for(parts.stopping.wait(), parts.streams.poll_seconds)
    except TimeoutError:
        return


@cache
def words() -> I18n:
    return create_i18n("ru")

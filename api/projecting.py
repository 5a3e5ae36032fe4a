"""What a projector's page is told, for as long as it listens."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from functools import cache
from typing import Any

from aiogram.utils.i18n import I18n

from api.parts import Parts
from bot import qr
from bot.i18n import create_i18n
from bot.texts import projector_page as texts
from db.session import Conflict, DatabaseAway
from domain import codes, projectors
from domain.projectors import Projecting, State, Waiting
from domain.tokens import Kind, Signer

BEAT_SECONDS = 15
"""A proxy on the way ends what is silent for too long."""


async def listen(parts: Parts, secret: str, language: str) -> AsyncIterator[str]:
    """What the page has to show, whenever that is something else."""
    streams, before, beat_at = parts.streams, "", 0.0
    streams.open += 1
    try:
        while not parts.stopping.is_set():
            now = asyncio.get_running_loop().time()
            said = await event(parts, secret, language)
            if said is None:
                return
            if said != before or now >= beat_at:
                yield said if said != before else "event: beat\ndata: {}\n\n"
                before, beat_at = said, now + BEAT_SECONDS
            await pause(parts)
    finally:
        streams.open -= 1


async def event(parts: Parts, secret: str, language: str) -> str | None:
    """None where the page has to begin anew; while the database is away nothing is news."""
    try:
        signer, state = parts.signer(), await look(parts, secret)
    except (DatabaseAway, Conflict):
        return "event: away\ndata: {}\n\n"
    if state is None:
        return None
    shown = described(parts, signer, state, language, parts.clock())
    return f"data: {json.dumps(shown, ensure_ascii=False)}\n\n"


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
    step = codes.shown_step(lesson.fixed_code_at, now)
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

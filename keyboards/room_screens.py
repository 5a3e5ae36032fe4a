"""The check-in of a lesson on one screen. The chat shows it when it is asked for, and the clock
renews it: so it is made here, for both."""

import asyncio
from datetime import datetime

from bot.replies import LiveRoom, Screen
from bot.room_picture import room_code
from bot.texts import room as texts
from domain.actor import Actor
from domain.campus import Campus
from domain.room import Room
from keyboards import room_pages as keyboards


async def screen(
    seen: Room, actor: Actor, campus: Campus, now: datetime, *, notice: str | None = None
) -> Screen:
    """While check-in is open, with the picture of the code, which goes on being renewed."""
    text, keyboard = texts.page(seen, now, actor.tz), keyboards.page(seen, campus)
    if seen.code is None:
        return Screen(text, keyboard, notice=notice)
    # In a thread: nobody else should wait for the drawing.
    digits = texts.spaced(seen.code.digits)
    photo = await asyncio.to_thread(room_code, seen.code.link, digits)
    live = LiveRoom(actor.id, seen.lesson.id, seen.code.step)
    instead = Screen(texts.held_up(seen, actor.tz), keyboard)
    return Screen(text, keyboard, photo, notice=notice, live=live, instead=instead)

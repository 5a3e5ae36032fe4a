"""The code of a room as it is shown."""

from dataclasses import dataclass
from datetime import datetime

from db.models import Lesson
from domain import codes
from domain.tokens import Kind, Signer


@dataclass(frozen=True)
class ShownCode:
    """What the room is to see."""

    link: str
    """What the QR says."""
    digits: str
    step: int
    """At which it is to be seen; a code on paper is of an older one."""
    fixed_until: datetime | None


def shown_code(signer: Signer, lesson: Lesson, now: datetime) -> ShownCode:
    step, public_id = codes.shown_step(lesson.fixed_code_at, now), lesson.public_id
    link = signer.stamped_link(Kind.ROOM_CODE, public_id, step)
    digits, shown_at = signer.digits(public_id, step), codes.room_step(now)
    return ShownCode(link, digits, shown_at, fixed_until(lesson, now))


def fixed_until(lesson: Lesson, now: datetime) -> datetime | None:
    fixed_at = lesson.fixed_code_at
    if fixed_at is None or not fixed_at <= now < fixed_at + codes.FIXED_FOR:
        return None
    return fixed_at + codes.FIXED_FOR

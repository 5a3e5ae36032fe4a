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
    fixed_until: datetime | None
    """While another one is good on paper."""


def shown_code(signer: Signer, lesson: Lesson, now: datetime) -> ShownCode:
    return _code(signer, lesson, codes.room_step(now), now)


def paper_code(signer: Signer, lesson: Lesson, now: datetime) -> ShownCode:
    """The one that was fixed: screens show others meanwhile."""
    return _code(signer, lesson, codes.room_step(lesson.fixed_code_at or now), now)


def fixed_until(lesson: Lesson, now: datetime) -> datetime | None:
    fixed_at = lesson.fixed_code_at
    if fixed_at is None or not fixed_at <= now < fixed_at + codes.FIXED_FOR:
        return None
    return fixed_at + codes.FIXED_FOR


def _code(signer: Signer, lesson: Lesson, step: int, now: datetime) -> ShownCode:
    link = signer.stamped_link(Kind.ROOM_CODE, lesson.public_id, step)
    return ShownCode(link, signer.digits(lesson.public_id, step), step, fixed_until(lesson, now))

"""What is shown to be checked in: how old it may be, and what was meant by what was scanned."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from db.queries.check_in import Sighting
from domain.campus import Campus
from domain.tokens import DIGITS, Kind, Signer, kind_of, step_at

ROOM_CODE_OLD = 4
"""Steps: whoever scans the code as it changes has a minute to get it through a slow network."""

PASS_OLD = 1

AHEAD = 1
"""Steps by which our clock may be before that of Telegram, which dates the messages."""

FIXED_FOR = timedelta(minutes=10)
"""A code on paper or on the board."""

TYPED = re.compile(rf"(\d{{{DIGITS // 2}}})[ \u00a0-]?(\d{{{DIGITS // 2}}})", re.ASCII)


@dataclass(frozen=True)
class RoomCode:
    """How a participant is checked in: the code that the room sees."""

    text: str
    """The token, the link with it, or six digits."""
    at: datetime
    """When it was sent: a slow network must cost nobody their mark."""
    lesson_id: int | None = None
    """Where it is known which lesson is meant."""


@dataclass(frozen=True)
class Pass:
    """How the staff check somebody in: the person's own code."""

    text: str
    at: datetime
    """When it was scanned."""
    lesson_id: int | None = None


@dataclass(frozen=True)
class ShownPass:
    """What a pass says."""

    public_id: int
    """Of the person."""
    is_fresh: bool
    is_renewing: bool


def token_of(text: str) -> str:
    """Of a link the token within it."""
    return text.strip().rpartition("?start=")[2]


def digits_of(text: str) -> str | None:
    """People type them as they see them, with a gap in the middle."""
    typed = TYPED.fullmatch(text.strip())
    return "".join(typed.groups()) if typed else None


def room_step(at: datetime) -> int:
    return step_at(Kind.ROOM_CODE, at)


def is_fresh(lesson: Sighting, step: int, at: datetime) -> bool:
    """Whether the room code of that step counts at that moment."""
    age = room_step(at) - step
    return -AHEAD <= age <= ROOM_CODE_OLD or _is_fixed(lesson, step, at)


def read_pass(signer: Signer, shown: Pass) -> ShownPass:
    """Of either kind; raises `TokenNotValid` where it is none."""
    text = token_of(shown.text)
    if kind_of(text) is Kind.RENEWING_PASS:
        stamped = signer.read_stamped(Kind.RENEWING_PASS, text)
        age = step_at(Kind.RENEWING_PASS, shown.at) - stamped.step
        return ShownPass(stamped.subject, -AHEAD <= age <= PASS_OLD, is_renewing=True)
    subject, is_over = signer.read_dated(Kind.PASS, text, now=shown.at)
    return ShownPass(subject, not is_over, is_renewing=False)


def is_typed(signer: Signer, lesson: Sighting, digits: str, at: datetime) -> bool:
    """Whether the digits are a fresh room code of the lesson."""
    now = room_step(at)
    steps = {now - age for age in range(-AHEAD, ROOM_CODE_OLD + 1)}
    if lesson.fixed_code_at is not None:
        steps |= {step for step in [room_step(lesson.fixed_code_at)] if is_fresh(lesson, step, at)}
    return any(signer.are_digits(digits, lesson.lesson_public_id, step) for step in steps)


def end_of_day(campus: Campus, now: datetime) -> datetime:
    """Until when a pass from the chat is good: the next midnight on the campus."""
    day = now.astimezone(campus.tz).date() + timedelta(days=1)
    return datetime.combine(day, time(), campus.tz)


def _is_fixed(lesson: Sighting, step: int, at: datetime) -> bool:
    fixed_at = lesson.fixed_code_at
    if fixed_at is None or step != room_step(fixed_at):
        return False
    return at < fixed_at + FIXED_FOR

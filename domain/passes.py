"""One's own code: what the staff scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import User
from db.queries import users
from db.session import Conflict
from domain import attendance, codes
from domain.answers import Answer, CheckIn, WhichLesson
from domain.checking_in import Desk
from domain.codes import Pass
from domain.errors import NotAllowed
from domain.tokens import STEPS, Kind, step_at


@dataclass(frozen=True)
class OwnPass:
    """Of the chat, as a picture: good for a day, so that it need not be made anew at the door."""

    link: str
    until: datetime
    name: str
    study_group: str | None


@dataclass(frozen=True)
class Renewed:
    """One of them, and when it is to be shown. It is good a little longer."""

    link: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class RenewingPass:
    """Of the Mini App: so many ahead that a short gap in the network does not show."""

    tokens: Sequence[Renewed]
    name: str
    study_group: str | None


AHEAD = 8
"""Four minutes. Whoever hands one on, hands on no more than that."""


async def show(session: AsyncSession, desk: Desk) -> OwnPass:
    user = await _own(session, desk)
    until = codes.end_of_day(desk.campus, desk.now)
    link = desk.signer.link(Kind.PASS, user.public_id, until)
    return OwnPass(link, until, user.full_name, user.study_group)


async def renew(session: AsyncSession, desk: Desk) -> RenewingPass:
    user = await _own(session, desk)
    first = step_at(Kind.RENEWING_PASS, desk.now)
    tokens = [_renewed(desk, user, step) for step in range(first, first + AHEAD)]
    return RenewingPass(tokens, user.full_name, user.study_group)


def _renewed(desk: Desk, user: User, step: int) -> Renewed:
    link = desk.signer.stamped_link(Kind.RENEWING_PASS, user.public_id, step)
    return Renewed(link, _begin(step), _begin(step + 1))


def _begin(step: int) -> datetime:
    seconds = STEPS[Kind.RENEWING_PASS].total_seconds()
    return datetime.fromtimestamp(step * seconds, UTC)


async def _own(session: AsyncSession, desk: Desk) -> User:
    user = await users.get(session, desk.actor.id)
    if user is None or user.erased_at is not None:
        # Just now: begun anew, this is a stranger's tap.
        raise Conflict
    return user


async def scan_by_staff(session: AsyncSession, desk: Desk, scan: Pass) -> CheckIn | WhichLesson:
    """Once more, at the lesson that was chosen: a choice that only the staff have been given."""
    checked = await attendance.check_in(session, desk, scan)
    if isinstance(checked, CheckIn) and checked.answer is Answer.NOT_STAFF:
        raise NotAllowed
    return checked

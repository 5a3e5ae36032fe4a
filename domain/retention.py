"""How long each kind of data is kept. ``docs/PRIVACY.md`` says the same to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import retention
from db.queries.retention import Forget
from domain.erasure import erase

DAY = timedelta(days=1)
YEAR = 365 * DAY

AT_ONCE = 5_000
"""Rows of a kind that one tick deletes: it is over before anybody waits for it."""

ERASED_AT_ONCE = 50
"""People. Each is a transaction with locks on courses."""


class Kind(StrEnum):
    PEOPLE = "people"
    """Who takes a course that is running, or works on one, is never too long away."""
    CONSENTS = "consents"
    QUESTIONS = "questions"
    DRAFTS = "drafts"
    NOTICES = "notices"
    INVITES = "invites"
    SCAN_ATTEMPTS = "scan_attempts"
    WEB_SESSIONS = "web_sessions"
    UPDATES = "updates"
    MEETINGS = "meetings"
    DIALOGS = "dialogs"
    BANNERS = "banners"
    SCREENS = "screens"
    PROJECTORS = "projectors"
    IDEMPOTENCY_KEYS = "idempotency_keys"


@dataclass(frozen=True)
class Rule:
    kept: timedelta
    """After its end: when it was withdrawn, sent, used, closed, or the person last seen."""
    why: str


RULES: dict[Kind, Rule] = {
    Kind.PEOPLE: Rule(3 * YEAR, "longer than any programme: who comes back finds their points"),
    Kind.CONSENTS: Rule(3 * YEAR, "claims can be brought for three years, and it is the proof"),
    Kind.QUESTIONS: Rule(YEAR, "to look up what was answered; a course lasts no longer"),
    Kind.DRAFTS: Rule(YEAR, "to go on writing; a course lasts no longer"),
    Kind.NOTICES: Rule(90 * DAY, "to answer whoever asks why they were not told"),
    Kind.INVITES: Rule(90 * DAY, "to see who let whom in"),
    Kind.SCAN_ATTEMPTS: Rule(30 * DAY, "hosts see who tried to check in, and why it failed"),
    Kind.WEB_SESSIONS: Rule(30 * DAY, "people see where they were signed in"),
    Kind.UPDATES: Rule(3 * DAY, "Telegram brings a message again for a day"),
    Kind.BANNERS: Rule(2 * DAY, "for a day it can still be put on the course"),
    Kind.MEETINGS: Rule(DAY, "to go on where one stopped"),
    Kind.DIALOGS: Rule(DAY, "to go on where one stopped"),
    Kind.SCREENS: Rule(DAY, "once shown, nobody needs them"),
    Kind.PROJECTORS: Rule(DAY, "once closed, nobody needs them"),
    Kind.IDEMPOTENCY_KEYS: Rule(DAY, "a service that got no answer asks again within minutes"),
}

FORGET: dict[Kind, Forget] = {
    Kind.CONSENTS: retention.consents,
    Kind.QUESTIONS: retention.questions,
    Kind.DRAFTS: retention.drafts,
    Kind.NOTICES: retention.notices,
    Kind.INVITES: retention.invites,
    Kind.SCAN_ATTEMPTS: retention.scan_attempts,
    Kind.WEB_SESSIONS: retention.web_sessions,
    Kind.UPDATES: retention.updates,
    Kind.MEETINGS: retention.meetings,
    Kind.DIALOGS: retention.dialogs,
    Kind.BANNERS: retention.banners,
    Kind.SCREENS: retention.screens,
    Kind.PROJECTORS: retention.projectors,
    Kind.IDEMPOTENCY_KEYS: retention.idempotency_keys,
}
"""People are not deleted but erased."""


async def forget(session: AsyncSession, kind: Kind, *, now: datetime) -> None:
    """What of that kind is too old, or as much of it as one tick takes."""
    await FORGET[kind](session, now - RULES[kind].kept, AT_ONCE)


async def away(session: AsyncSession, *, now: datetime) -> Sequence[int]:
    """The ids of those who have been away for too long, as many as one tick erases."""
    since = now - RULES[Kind.PEOPLE].kept
    return await retention.longest_away(session, since=since, limit=ERASED_AT_ONCE)


async def erase_away(session: AsyncSession, *, user_id: int, now: datetime) -> None:
    """Unless they have come back meanwhile."""
    if await retention.is_away(session, user_id, since=now - RULES[Kind.PEOPLE].kept):
        await erase(session, None, user_id=user_id, now=now)

"""Tokens of other services, as the operator makes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from db.models import ApiToken
from domain import api_tokens
from domain.api_tokens import Grant, Scope
from domain.clock import utc_now
from domain.errors import CourseNotFound, LabelNotValid, TokenNotFound
from program.database import session_of

DAYS = re.compile(r"([1-9]\d{0,3})d", re.ASCII)
LATEST = date(2099, 12, 31)

COLUMNS = ("id", "name", "scopes", "courses", "expires", "last used")

End = date | timedelta | None
"""The last day on which a token is good, or for how long it is; None: without an end."""


class TokenWrong(Exception):
    """One sentence for the operator."""


@dataclass(frozen=True)
class Order:
    name: str
    scopes: Sequence[Scope]
    course_ids: Sequence[int]
    """None of them: all courses."""
    end: End


def read_end(typed: str) -> End:
    """Of ``90d``, ``2026-12-31`` and ``never``. Raises ``ValueError``."""
    if typed == "never":
        return None
    days = DAYS.fullmatch(typed)
    if days:
        return timedelta(days=int(days[1]))
    day = date.fromisoformat(typed)
    if day > LATEST:
        raise ValueError(f"after {LATEST}")
    return day


async def create(url: str, order: Order, tz: tzinfo) -> tuple[ApiToken, str]:
    """The token and its secret."""
    now = utc_now()
    grant = Grant(order.scopes, order.course_ids or None, moment(order.end, now, tz))
    try:
        async with session_of(url) as session:
            return await api_tokens.create(session, None, name=order.name, grant=grant, now=now)
    except CourseNotFound as error:
        raise TokenWrong("One of these courses does not exist.") from error
    except LabelNotValid as error:
        raise TokenWrong(f"The token needs another name: {error}.") from error


async def listed(url: str) -> Sequence[ApiToken]:
    async with session_of(url) as session:
        return await api_tokens.of_everybody(session, None)


async def revoke(url: str, token_id: int) -> ApiToken:
    try:
        async with session_of(url) as session:
            return await api_tokens.revoke(session, None, token_id=token_id, now=utc_now())
    except TokenNotFound as error:
        raise TokenWrong(f"There is no token {token_id}.") from error


def moment(end: End, now: datetime, tz: tzinfo) -> datetime | None:
    match end:
        case timedelta():
            return now + end
        case date():
            at = datetime.combine(end + timedelta(days=1), time(), tz)
            if at <= now:
                raise TokenWrong(f"{end} is over.")
            return at
        case _:
            return None


def told_end(token: ApiToken, tz: tzinfo) -> str:
    return (
        "never expires" if token.expires_at is None else f"good until {at(token.expires_at, tz)}"
    )


def table(tokens: Sequence[ApiToken], tz: tzinfo) -> str:
    """One token a line."""
    lines = [COLUMNS, *(cells(it, tz) for it in tokens)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def cells(token: ApiToken, tz: tzinfo) -> tuple[str, ...]:
    courses = token.course_ids
    return (
        str(token.id),
        token.name,
        "all" if {*token.scopes} == {*Scope} else ",".join(token.scopes),
        "all" if courses is None else ",".join(map(str, courses)),
        "never" if token.expires_at is None else at(token.expires_at, tz),
        "never" if token.last_used_at is None else at(token.last_used_at, tz),
    )


def at(moment: datetime, tz: tzinfo) -> str:
    return f"{moment.astimezone(tz):%Y-%m-%d %H:%M}"

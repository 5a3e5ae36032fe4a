"""What people say of themselves, and how they want to be spoken to."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import User
from db.queries import quiet, settings, users
from db.queries.settings import Profile
from domain import deliveries, hours, journal, names, zones
from domain.actor import Actor
from domain.authoring import Author
from domain.campus import LANGUAGES
from domain.errors import EmailTaken, LanguageNotSpoken, PersonNotFound, TimezoneNotKnown

__all__ = ["Field", "Profile", "Switch", "read", "switch", "view", "write", "write_all"]


class Field(StrEnum):
    """What is written in words, typed or on a button."""

    NAME = "full_name"
    GROUP = "study_group"
    EMAIL = "email"
    LANGUAGE = "language"
    TIMEZONE = "timezone"
    QUIET_HOURS = "quiet_hours"


class Switch(StrEnum):
    """What is on or off."""

    REMINDERS = "reminders_on"
    NEWS = "news_on"


async def view(session: AsyncSession, actor: Actor, *, now: datetime) -> Profile:
    seen = await settings.of(session, actor.id, now=now)
    if seen is None:
        raise PersonNotFound
    return seen


async def write(
    session: AsyncSession, actor: Actor, *, field: Field, words: str | None, now: datetime
) -> User:
    """Change one thing about oneself. None clears it, where it may be empty."""
    return await _change(session, actor, actor.id, READ[field](words), now)


async def write_all(
    session: AsyncSession,
    author: Author,
    *,
    user_id: int,
    words: Mapping[Field, str | None],
    now: datetime,
) -> User:
    """Change several things about somebody at once. Who may do that is for the caller to ask."""
    return await _change(session, author, user_id, read(words), now)


def read(words: Mapping[Field, str | None]) -> dict[str, Any]:
    """The columns that the words are about, and their values."""
    found = [READ[field](it) for field, it in words.items()]
    return {name: value for values in found for name, value in values.items()}


async def switch(
    session: AsyncSession, actor: Actor, *, which: Switch, is_on: bool, now: datetime
) -> User:
    return await _change(session, actor, actor.id, {which.value: is_on}, now)


async def ensure_possible(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """What is read here may still mean nothing to the database."""
    zone = values.get("timezone")
    if zone is not None and not await quiet.knows(session, zone):
        raise TimezoneNotKnown


async def _change(
    session: AsyncSession,
    author: Author,
    user_id: int,
    values: dict[str, Any],
    now: datetime,
) -> User:
    user = await users.lock(session, user_id)
    if user is None or user.erased_at is not None:
        raise PersonNotFound
    news = {name: value for name, value in values.items() if getattr(user, name) != value}
    if not news:
        return user
    await _keep(session, user.id, news)
    journal.note(session, author, "change_profile", user, now=now, fields=sorted(news))
    if "language" in news:
        await deliveries.owe(session, [deliveries.menu(user_id=user.id, now=now)])
    return user


async def _keep(session: AsyncSession, user_id: int, news: dict[str, Any]) -> None:
    await ensure_possible(session, news)
    try:
        await users.change(session, user_id, **news)
    except IntegrityError as error:
        # Of what people change, only this one is nobody else's too.
        if "email" not in news:
            raise
        raise EmailTaken from error


def _name(words: str | None) -> dict[str, Any]:
    return {"full_name": names.full_name(words or "")}


def _group(words: str | None) -> dict[str, Any]:
    return {"study_group": None if words is None else names.study_group(words)}


def _email(words: str | None) -> dict[str, Any]:
    return {"email": None if words is None else names.email(words)}


def _language(words: str | None) -> dict[str, Any]:
    if words not in LANGUAGES:
        raise LanguageNotSpoken
    return {"language": words}


def _timezone(words: str | None) -> dict[str, Any]:
    """None is the campus's."""
    return {"timezone": None if words is None else zones.zone(words)}


def _quiet_hours(words: str | None) -> dict[str, Any]:
    since, until = hours.NEVER if words is None else hours.quiet_hours(words)
    return {"quiet_from": since, "quiet_to": until}


READ: dict[Field, Callable[[str | None], dict[str, Any]]] = {
    Field.NAME: _name,
    Field.GROUP: _group,
    Field.EMAIL: _email,
    Field.LANGUAGE: _language,
    Field.TIMEZONE: _timezone,
    Field.QUIET_HOURS: _quiet_hours,
}
"""The columns that the words are about, and their values."""

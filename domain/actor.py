from dataclasses import dataclass
from zoneinfo import ZoneInfo

from db.models import Role, User
from domain.campus import Campus, spoken


@dataclass(frozen=True)
class Actor:
    """Who is acting: the same for a chat command, an API call and a test."""

    id: int
    name: str
    role: Role
    language: str
    tz: ZoneInfo
    is_blocked: bool = False


@dataclass(frozen=True)
class Stranger:
    """Somebody about whom nothing is stored yet. They may look, and introduce themselves."""

    telegram_id: int
    name: str
    """What Telegram calls them."""
    language: str
    tz: ZoneInfo
    id: None = None
    role: Role = Role.PARTICIPANT


Viewer = Actor | Stranger


def as_actor(user: User, campus: Campus) -> Actor:
    return Actor(
        id=user.id,
        name=user.full_name,
        role=user.role,
        language=user.language or campus.language,
        tz=ZoneInfo(user.timezone) if user.timezone else campus.tz,
        is_blocked=user.blocked_at is not None,
    )


def as_stranger(
    telegram_id: int, name: str, language_code: str | None, campus: Campus
) -> Stranger:
    return Stranger(telegram_id, name, spoken(language_code, campus), campus.tz)

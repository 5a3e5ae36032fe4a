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
    has_agreed: bool = True
    """To be kept: not yet, who was registered by somebody else and has never been asked."""
    course_ids: None = None
    """Not limited to some, unlike a service."""
    token_id: None = None
    """Nor by a token."""


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
    course_ids: None = None


@dataclass(frozen=True)
class Service:
    """Another program, which may do what the scopes of its API token say."""

    token_id: int
    name: str
    scopes: frozenset[str]
    course_ids: frozenset[int] | None
    """None: all courses."""
    language: str
    tz: ZoneInfo
    id: None = None
    role: Role = Role.ADMIN

    def covers(self, course_id: int) -> bool:
        return self.course_ids is None or course_id in self.course_ids


Viewer = Actor | Stranger


def as_actor(user: User, campus: Campus, *, has_agreed: bool = True) -> Actor:
    return Actor(
        id=user.id,
        name=user.full_name,
        role=user.role,
        language=user.language or campus.language,
        tz=ZoneInfo(user.timezone) if user.timezone else campus.tz,
        is_blocked=user.blocked_at is not None,
        has_agreed=has_agreed,
    )


def as_stranger(
    telegram_id: int, name: str, language_code: str | None, campus: Campus
) -> Stranger:
    return Stranger(telegram_id, name, spoken(language_code, campus), campus.tz)

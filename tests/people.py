import secrets
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import ApiToken, User
from domain import actor
from domain.actor import Actor, Service, Stranger
from domain.campus import Campus

CAMPUS = Campus(
    ZoneInfo("Europe/Moscow"),
    "en",
    organization="the University",
    privacy_contact="privacy@example.org",
)


def as_actor(user: User) -> Actor:
    return actor.as_actor(user, CAMPUS)


def stranger(*, telegram_id: int = 77, name: str = "Anna", language: str = "en") -> Stranger:
    return actor.as_stranger(telegram_id, name, language, CAMPUS)


async def a_service(session: AsyncSession) -> Service:
    """Of all courses, with a token of its own."""
    token = ApiToken(name="a service", token_hash=secrets.token_bytes(32), scopes=[])
    session.add(token)
    await session.flush()
    return Service(token.id, token.name, frozenset(), None, CAMPUS.language, CAMPUS.tz)

from zoneinfo import ZoneInfo

from db.models import User
from domain import actor
from domain.actor import Actor, Stranger
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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Consent, Role, User
from domain import journal
from domain.actor import Actor, as_actor
from domain.campus import Campus
from domain.meeting import CONSENT_VERSION
from seed.programme import Person, Programme

FIRST_TELEGRAM_ID = 1001
"""Of those who are not admins."""

FIRST_CAME = timedelta(days=300)
ONE_BY_ONE = timedelta(hours=31)
READ_THE_TEXT = timedelta(minutes=2)

# Never back: a number that was once given may still be named somewhere.
PASS_THE_ADMINS = text(
    """
SELECT setval(
    CAST(name AS regclass),
    greatest(nextval(CAST(name AS regclass)), (SELECT max(id) FROM users))
)
FROM pg_get_serial_sequence('users', 'id') AS name
"""
)


@dataclass(frozen=True)
class Cast:
    """Everybody in the programme."""

    by_name: Mapping[str, User]
    by_id: Mapping[int, User]
    campus: Campus

    @property
    def first_admin(self) -> User:
        return self.by_id[1]

    def actor(self, user: User) -> Actor:
        return as_actor(user, self.campus)


async def plant(
    session: AsyncSession, programme: Programme, campus: Campus, *, now: datetime
) -> Cast:
    """Write the people down, with their consents. The admins' ids are 1 and 2."""
    admins = [
        _user(person, Role.ADMIN, number, id=number)
        for number, person in enumerate(programme.admins, 1)
    ]
    others = [
        _user(person, role, number)
        for number, (person, role) in enumerate(_others(programme), FIRST_TELEGRAM_ID)
    ]
    everybody = admins + others
    _live(everybody, now)
    await _add(session, admins)
    await session.execute(PASS_THE_ADMINS)
    await _add(session, others)
    by_id = {user.id: user for user in everybody}
    cast = Cast({user.full_name: user for user in everybody}, by_id, campus)
    _register(session, cast)
    return cast


def _others(programme: Programme) -> Iterable[tuple[Person, Role]]:
    yield from ((person, Role.HOST) for person in programme.hosts)
    yield from ((person, Role.PARTICIPANT) for person in programme.participants)


def _user(person: Person, role: Role, telegram_id: int, **more: int) -> User:
    return User(
        telegram_id=telegram_id,
        full_name=person.name,
        study_group=person.group,
        role=role,
        language=person.language,
        timezone=None,
        **more,
    )


def _live(users: Sequence[User], now: datetime) -> None:
    """They came one after another, and were all seen lately."""
    for number, user in enumerate(users):
        chance = Random(number)  # noqa: S311 - not a secret
        user.created_at = now - FIRST_CAME + number * ONE_BY_ONE
        user.last_seen_at = now - timedelta(minutes=chance.randrange(5, 24 * 60))


async def _add(session: AsyncSession, users: Sequence[User]) -> None:
    session.add_all(users)
    await session.flush()


def _register(session: AsyncSession, cast: Cast) -> None:
    for user in cast.by_id.values():
        came_at = user.created_at
        given_at = came_at - READ_THE_TEXT
        session.add(Consent(user_id=user.id, version=CONSENT_VERSION, given_at=given_at))
        journal.note(session, cast.actor(user), "register", user, now=came_at, role=user.role)

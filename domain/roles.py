"""Who is what. A change of it is at once seen in the person's command menu."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, Role, User
from db.queries import users
from domain import deliveries, journal
from domain.authoring import Author
from domain.campus import Campus


async def grant(session: AsyncSession, *, telegram_id: int, role: Role, now: datetime) -> bool:
    """The operator gives a role. False if we do not know anybody with that Telegram id."""
    user = await users.by_telegram_id(session, telegram_id)
    if user is None:
        return False
    if user.role is not role:
        await appoint(session, None, user, role, now=now)
    return True


async def appoint_admins(
    session: AsyncSession, telegram_ids: Sequence[int], *, now: datetime
) -> None:
    """Those whom the operator's settings name are admins, whatever they were."""
    for user in await users.not_yet_admins(session, telegram_ids):
        await appoint(session, None, user, Role.ADMIN, now=now)


async def is_there_an_admin(session: AsyncSession) -> bool:
    return await users.is_there_an_admin(session)


async def appoint(
    session: AsyncSession, actor: Author | None, user: User, role: Role, *, now: datetime
) -> None:
    """Give the role, and tell the person, who did not do it themselves."""
    journal.note(session, actor, "grant_role", user, now=now, role=[user.role, role])
    await become(session, user, role, now=now)
    key = f"{user.id}:{now.isoformat()}"
    told = deliveries.notice(DeliveryKind.ROLE_CHANGED, user_id=user.id, key=key, now=now)
    await deliveries.owe(session, [told])


async def become(session: AsyncSession, user: User, role: Role, *, now: datetime) -> None:
    """Have the role, and its command menu."""
    user.role = role
    await deliveries.owe(session, [deliveries.menu(user_id=user.id, now=now)])


@dataclass(frozen=True)
class Known:
    """Whose command menu is their own."""

    telegram_id: int
    role: Role
    language: str


async def hosts_and_admins(session: AsyncSession, campus: Campus) -> list[Known]:
    """Those whom messages reach."""
    return [
        Known(user.telegram_id, user.role, user.language or campus.language)
        for user in await users.with_telegram(session)
        if user.telegram_id is not None and user.reachable and user.role is not Role.PARTICIPANT
    ]

"""A person who was registered through the API comes to the chat, by a link for them alone."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Role, User
from db.queries import registered
from db.queries.courses import Viewer
from db.session import Conflict
from domain import erasure, roles
from domain.actor import Actor
from domain.errors import NotNewcomer, ProfileNotFree


async def ensure_free(session: AsyncSession, user_id: int) -> None:
    """Refuse where nobody is to become it: there is none, or somebody is it already."""
    held = await registered.lock_in_order(session, user_id)
    if user_id not in held or not _is_free(held[user_id]):
        raise ProfileNotFree


async def ensure_newcomer(session: AsyncSession, viewer: Viewer) -> None:
    """Only who has nothing here yet may become somebody else."""
    if viewer.id is None:
        return
    if viewer.role is not Role.PARTICIPANT or await registered.takes_part(session, viewer.id):
        raise NotNewcomer


async def become(session: AsyncSession, actor: Actor, user_id: int, *, now: datetime) -> User:
    """The profile, which has the actor's Telegram from now on; what they were is erased.

    What the university wrote down of them stays; what it did not is taken from themselves.
    """
    held = await registered.lock_in_order(session, actor.id, user_id)
    before, profile = held.get(actor.id), held.get(user_id)
    if before is None or before.erased_at is not None:
        # By another link, just now: the one who acts is somebody else meanwhile.
        raise Conflict
    if profile is None or not _is_free(profile):
        raise ProfileNotFree
    await ensure_newcomer(session, before)
    await _hand_over(session, before, profile)
    await erasure.erase(session, None, user_id=before.id, now=now)
    await roles.become(session, profile, profile.role, now=now)
    return profile


async def _hand_over(session: AsyncSession, before: User, profile: User) -> None:
    await registered.hand_consent_over(session, before.id, profile.id)
    profile.study_group = profile.study_group or before.study_group
    profile.language = profile.language or before.language
    profile.timezone = profile.timezone or before.timezone
    profile.last_seen_at, profile.reachable = before.last_seen_at, True
    telegram_id, before.telegram_id = before.telegram_id, None
    # Let go of before it is taken: it is unique.
    await session.flush()
    profile.telegram_id = telegram_id
    await session.flush()


def _is_free(user: User) -> bool:
    return user.telegram_id is None and user.erased_at is None

"""The first meeting: nothing is stored about somebody who has not agreed to it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Act, Consent, PendingStart, Role, User
from db.queries import consents, meetings, users
from db.session import Conflict
from domain import accepting, enrollments, journal, names, roles
from domain.actor import Actor, Stranger, Viewer, as_actor
from domain.campus import Campus
from domain.errors import MeetingNotBegun

CONSENT_VERSION = "2026-11-23"
"""Of the text in ``bot/texts/privacy.py``: change both together."""


async def begin(
    session: AsyncSession, stranger: Stranger, *, act: Act, subject: int, now: datetime
) -> PendingStart:
    """Remember what they are about to do, while we ask who they are."""
    await ensure_possible(session, stranger, act=act, subject=subject, now=now)
    return await meetings.begin(
        session, telegram_id=stranger.telegram_id, act=act, subject=subject, happened_at=now
    )


async def consent(session: AsyncSession, stranger: Stranger, *, now: datetime) -> PendingStart:
    start = await _begun(session, stranger)
    if start.consented_at is None:
        start.consented_to, start.consented_at = CONSENT_VERSION, now
    return start


async def is_asked_to_agree(session: AsyncSession, viewer: Viewer) -> bool:
    """Whether they are at the question of consent."""
    if not isinstance(viewer, Stranger):
        return False
    start = await meetings.get(session, viewer.telegram_id)
    return start is not None and start.consented_at is None


async def name(session: AsyncSession, stranger: Stranger, *, typed: str) -> PendingStart:
    start = await _agreed(session, stranger)
    start.full_name = names.full_name(typed)
    return start


async def finish(
    session: AsyncSession,
    stranger: Stranger,
    campus: Campus,
    *,
    group: str | None,
    now: datetime,
) -> tuple[Actor, PendingStart]:
    """Write the person down. What they were about to do is for the caller to do now."""
    start = await _agreed(session, stranger)
    if start.full_name is None:
        raise MeetingNotBegun
    study_group = None if group is None else names.study_group(group)
    user = await _add(session, stranger, campus, start.full_name, study_group, now)
    session.add(Consent(user_id=user.id, version=start.consented_to, given_at=start.consented_at))
    await session.delete(start)
    actor = as_actor(user, campus)
    journal.note(session, actor, "register", user, now=now, role=user.role)
    return actor, start


async def ensure_possible(
    session: AsyncSession, viewer: Viewer, *, act: Act, subject: int, now: datetime
) -> None:
    """Refuse before the first question what would be refused in the end."""
    match act:
        case Act.ENROLL:
            await enrollments.ensure_open(session, viewer, course_id=subject, now=now)
        case Act.ACCEPT_INVITE:
            await accepting.look(session, viewer, public_id=subject, now=now)


async def agree(session: AsyncSession, actor: Actor, *, now: datetime) -> None:
    """The consent of somebody whom another registered. Once is enough."""
    user = await users.lock(session, actor.id)
    if user is None or user.erased_at is not None:
        # Just now: begun anew, this is a stranger's tap.
        raise Conflict
    if await consents.given(session, user.id) is None:
        session.add(Consent(user_id=user.id, version=CONSENT_VERSION, given_at=now))
        journal.note(session, actor, "agree", user, now=now)


async def _begun(session: AsyncSession, stranger: Stranger) -> PendingStart:
    start = await meetings.get(session, stranger.telegram_id)
    if start is None:
        raise MeetingNotBegun
    return start


async def _agreed(session: AsyncSession, stranger: Stranger) -> PendingStart:
    start = await _begun(session, stranger)
    if start.consented_at is None:
        raise MeetingNotBegun
    return start


async def _add(
    session: AsyncSession,
    stranger: Stranger,
    campus: Campus,
    full_name: str,
    study_group: str | None,
    now: datetime,
) -> User:
    role = Role.ADMIN if stranger.telegram_id in campus.admin_ids else Role.PARTICIPANT
    user = await users.add(
        session,
        telegram_id=stranger.telegram_id,
        full_name=full_name,
        study_group=study_group,
        language=stranger.language,
        role=role,
        last_seen_at=now,
    )
    if user is None:
        # The same answer twice at once: the other one has finished the meeting.
        raise MeetingNotBegun
    if role is not Role.PARTICIPANT:
        await roles.become(session, user, role, now=now)
    return user

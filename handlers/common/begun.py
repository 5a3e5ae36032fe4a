"""What people were about to do when they had to be asked first is done in the end."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from db.models import Act, PendingStart
from domain import arriving
from domain.checking_in import Desk
from handlers.common.invites import accept
from handlers.participant.check_in import answer
from handlers.participant.enrollment import enroll
from keyboards.meeting import AgreeTo


async def by_newcomer(session: AsyncSession, desk: Desk, start: PendingStart) -> Screen:
    """Their scan counts as of when it was made."""
    if start.act is Act.CHECK_IN:
        at, lesson_id = start.happened_at, start.subject
        return answer(await arriving.come(session, desk, lesson_id=lesson_id, at=at), desk)
    return await ACTS[start.act](session, desk, start.subject)


async def by_registered(session: AsyncSession, desk: Desk, agreed: AgreeTo) -> Screen:
    """Of a scan the button says only which: that it was made is known here."""
    return await ACTS[agreed.act](session, desk, agreed.subject)


async def _enroll(session: AsyncSession, desk: Desk, course_id: int) -> Screen:
    return await enroll(session, desk.actor, course_id, desk.now)


async def _accept(session: AsyncSession, desk: Desk, public_id: int) -> Screen:
    return await accept(session, desk.actor, public_id, desk.now)


async def _enter(session: AsyncSession, desk: Desk, lesson_id: int) -> Screen:
    return answer(await arriving.enter(session, desk, lesson_id=lesson_id), desk)


ACTS: dict[Act, Callable[[AsyncSession, Desk, int], Awaitable[Screen]]] = {
    Act.ENROLL: _enroll,
    Act.ACCEPT_INVITE: _accept,
    Act.CHECK_IN: _enter,
}

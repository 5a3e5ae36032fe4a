"""The staff mark people by their enrollment, as in the roll."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.attendance import Marked
from domain import marks, roll_call
from domain.checking_in import Desk
from domain.mark_changes import status_of
from domain.marks import Wanted


async def mark(session: AsyncSession, desk: Desk, wanted: Wanted) -> Marked:
    """From when check-in to the lesson opens; before that only an excuse can be known. The person
    is told. Who has a mark already is a refusal."""
    found, lesson = await marks.find(session, desk.actor, desk.campus, wanted)
    whom = {"lesson_id": lesson.id, "user_id": found.user_id}
    checked = await roll_call.mark_new(session, desk, **whom, status=status_of(wanted.came))
    assert checked.mark is not None
    return await marks.see(session, desk.actor, attendance_id=checked.mark.attendance_id)

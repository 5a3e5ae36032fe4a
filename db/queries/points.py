"""The ledger of points: lines are only added. Of one occasion the sum is what it gives now."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    DateTime,
    ScalarSelect,
    Text,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, Enrollment, PointEntry

# The first line of a mark has its key, each later one a number behind it. A person has some
# hundreds of lines: their index finds them, whatever the collation makes of prefixes.
SETTLE = text(
    """
INSERT INTO point_entries (user_id, course_id, points, source_key, created_at)
SELECT :user_id, :course_id, :due - coalesce(sum(points), 0),
    :key || CASE count(*) WHEN 0 THEN '' ELSE ':' || count(*) + 1 END, :now
FROM point_entries
WHERE user_id = :user_id AND (source_key = :key OR starts_with(source_key, :key || ':'))
HAVING coalesce(sum(points), 0) <> :due
"""
).bindparams(
    bindparam("user_id", type_=BigInteger),
    bindparam("course_id", type_=BigInteger),
    bindparam("due", type_=BigInteger),
    bindparam("key", type_=Text),
    bindparam("now", type_=DateTime(timezone=True)),
)


def key_of_mark(attendance_id: int) -> str:
    return f"attendance:{attendance_id}"


async def settle(
    session: AsyncSession, key: str, *, user_id: int, course_id: int, due: int, now: datetime
) -> None:
    """Add the line that makes the occasion give what is due, which may take back what it gave.

    Whoever calls this holds the row of what it is for.
    """
    values = {"key": key, "due": due, "now": now}
    await session.execute(SETTLE, {"user_id": user_id, "course_id": course_id} | values)


def of_mark() -> ScalarSelect[int]:
    """What a mark gives now; of an attendance and its enrollment."""
    key = literal("attendance:") + cast(Attendance.id, Text)
    lines = or_(
        PointEntry.source_key == key, func.starts_with(PointEntry.source_key, key + literal(":"))
    )
    total = func.coalesce(func.sum(PointEntry.points), 0, type_=BigInteger)
    statement = select(cast(total, BigInteger)).where(
        PointEntry.user_id == Enrollment.user_id, lines
    )
    return statement.correlate(Attendance, Enrollment).scalar_subquery()

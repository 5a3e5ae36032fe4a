"""Four processes check in, correct and take back, at random and at the same people: the totals are
the sums of the ledger, and the history tells each."""

import asyncio
import json
import os
import sys
import time
from collections import Counter, defaultdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceStatus,
    Course,
    Enrollment,
    LogEntry,
    PointEntry,
)
from db.queries import own_visits
from domain.clock import utc_now
from proofs.desk_place import furnish
from proofs.interrogation import PROJECT
from proofs.scene import Tell
from tests.botapi.databases import connected
from tests.factories import Factory

PROCESSES, EACH = 4, 2500

MADE, CHANGED = {"check_in", "excuse"}, {"change_mark"}
GONE = {"undo_attendance", "drop_excuse"}


async def test_totals_are_sums_of_the_ledger_and_the_log_tells_each(
    database_url: str, tell: Tell
) -> None:
    async with connected(database_url) as transaction:
        await furnish(Factory(transaction))
        began = time.monotonic()
        told = sum(
            await asyncio.gather(*(run(database_url, seed) for seed in range(PROCESSES))),
            Counter[str](),
        )
        tell("operations of four processes", told.pop("done"))
        tell("took", time.monotonic() - began)
        tell("refused", told.pop("refused"))
        async with transaction() as session:
            entries = await audit_log(session)
            assert entries == told.total()
            tell("entries of the log, each of one change that was made", entries)
            tell("lines of the ledger", await audit_ledger(session))
            tell("totals of people and courses, as they are shown", await audit_totals(session))
        for kind, count in told.most_common():
            tell(kind, count)


async def run(database_url: str, seed: int) -> Counter[str]:
    """What one process says that it did."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "proofs.desk_work", str(seed), str(EACH)),
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": database_url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    assert process.returncode == 0, complained.decode(errors="replace")[-4000:]
    return Counter(json.loads(said))


async def audit_log(session: AsyncSession) -> int:
    """Read from the beginning, it leads to the marks that there are."""
    about = select(LogEntry).filter_by(entity="attendance").order_by(LogEntry.id)
    entries = (await session.scalars(about)).all()
    reached: dict[int, str] = {}
    for entry in entries:
        step(reached, entry)
    marks = (await session.scalars(select(Attendance))).all()
    assert reached == {it.id: it.status for it in marks}
    return len(entries)


def step(reached: dict[int, str], entry: LogEntry) -> None:
    mark, told = entry.entity_id, entry.details
    if entry.action in MADE:
        assert mark not in reached, f"twice: {told}"
        reached[mark] = told.get("status", AttendanceStatus.EXCUSED)
    elif entry.action in CHANGED:
        before, reached[mark] = told["status"][0], told["status"][1]
        assert before != reached[mark]
    else:
        assert entry.action in GONE, entry.action
        before = reached.pop(mark)
        assert before == told.get("status", AttendanceStatus.EXCUSED)
        if "leaves" in told:
            reached[mark] = told["leaves"]


async def audit_ledger(session: AsyncSession) -> int:
    """Of each mark, the sum of its lines is its price if the person came; of none that is gone
    anything is left."""
    lines = (await session.scalars(select(PointEntry))).all()
    sums: dict[int, int] = defaultdict(int)
    for line in lines:
        sums[int(line.source_key.split(":")[1])] += line.points
    due = select(Attendance.id, Attendance.status, Course.points_per_visit).join(
        Attendance.enrollment
    )
    rows = await session.execute(due.join(Course, Course.id == Enrollment.course_id))
    expected = {mark: price if status.is_attended else 0 for mark, status, price in rows}
    assert {mark: points for mark, points in sums.items() if points} == {
        mark: points for mark, points in expected.items() if points
    }
    return len(lines)


async def audit_totals(session: AsyncSession) -> int:
    """What people are shown is the sum of their lines, and the price of where they came."""
    seats = (
        await session.execute(select(Enrollment.user_id, Course).join(Enrollment.course))
    ).all()
    for user_id, course in seats:
        shown = await own_visits.summary(session, user_id, course.id, now=utc_now())
        lines = await session.scalars(
            select(PointEntry.points).filter_by(user_id=user_id, course_id=course.id)
        )
        came = (
            select(Attendance.id)
            .join(Attendance.enrollment)
            .where(
                Enrollment.user_id == user_id,
                Enrollment.course_id == course.id,
                Attendance.is_attended,
            )
        )
        attended = len((await session.scalars(came)).all())
        assert shown is not None
        assert shown.points == sum(lines) == attended * course.points_per_visit
        assert shown.visits.attended == attended
    return len(seats)

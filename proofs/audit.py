"""Whether what is in the database is what people did: nothing lost, nothing twice."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Enrollment,
    EnrollmentStatus,
    HandledUpdate,
    LogEntry,
    User,
)
from db.session import Transaction
from domain.delivering import LEASE
from proofs.crowd import Visitor
from proofs.scene import Scene
from tests.botapi.server import BotApi
from tests.botapi.waiting import PATIENCE_SECONDS

OWED = DeliveryStatus.PENDING, DeliveryStatus.SENDING

SEATED = {EnrollmentStatus.REGISTERED, EnrollmentStatus.COMPLETED}

STEPS: dict[tuple[EnrollmentStatus | None, str], EnrollmentStatus] = {
    (EnrollmentStatus.REGISTERED, "leave"): EnrollmentStatus.CANCELLED,
    (EnrollmentStatus.WAITLISTED, "leave"): EnrollmentStatus.CANCELLED,
    (EnrollmentStatus.WAITLISTED, "promoted"): EnrollmentStatus.REGISTERED,
}
"""What each entry of the log may follow on, and lead to."""


async def audit(
    scene: Scene, transaction: Transaction, visitors: Sequence[Visitor], *, of: str = ""
) -> None:
    telegram, about = scene.telegram, f"{of}: " if of else ""
    async with transaction() as session:
        scene.tell(f"{about}updates handled and answered", await audit_updates(session, telegram))
        await audit_people(session, visitors)
        await audit_seats(session)
        scene.tell(f"{about}changes, each with one entry", await audit_log(session))
        scene.tell(f"{about}promotions, each told", await audit_promotions(session, telegram))
    scene.tell(f"{about}updates brought more than once", telegram.incoming.brought_again())
    assert telegram.refusals == []
    assert telegram.incoming.waiting == {}


async def audit_updates(session: AsyncSession, telegram: BotApi) -> int:
    """Each was handled and none refused, none is unanswered, nothing else was handled."""
    acts = [act for person in telegram.people.values() for act in person.acts]
    handled = set((await session.scalars(select(HandledUpdate.update_id))).all())
    assert [act.meaning for act in acts if act.update_id not in handled] == []
    assert [act.meaning for act in acts if act.answered_at is None] == []
    assert handled == {act.update_id for act in acts}
    assert apologies(telegram) == []
    return len(acts)


async def audit_people(session: AsyncSession, visitors: Iterable[Visitor]) -> None:
    """Who is known, and who takes what, is as they did it; nobody was written down twice."""
    live = [status for status in EnrollmentStatus if status.is_live]
    rows = await session.execute(
        select(User.telegram_id, Enrollment.course_id)
        .outerjoin(Enrollment, (Enrollment.user_id == User.id) & Enrollment.status.in_(live))
        .where(User.telegram_id.is_not(None))
    )
    found: dict[int | None, set[int]] = defaultdict(set)
    for telegram_id, course_id in rows:
        found[telegram_id] |= {course_id} - {None}
    assert found == {it.person.id: it.takes for it in visitors if it.is_known}
    registered = select(func.count()).select_from(LogEntry).filter_by(action="register")
    assert await session.scalar(registered) == sum(it.has_met for it in visitors)


async def audit_seats(session: AsyncSession) -> None:
    """The count of a course is of those who sit, and nobody waits beside a free seat."""
    for course in (await session.scalars(select(Course))).all():
        statement = select(Enrollment.status).filter_by(course_id=course.id)
        statuses = (await session.scalars(statement)).all()
        assert course.taken == sum(status in SEATED for status in statuses)
        assert EnrollmentStatus.WAITLISTED not in statuses or course.is_full


async def audit_log(session: AsyncSession) -> int:
    """Read from the beginning, it leads to what is: one entry for each change."""
    about = select(LogEntry).filter_by(entity="enrollments").order_by(LogEntry.id)
    entries = (await session.scalars(about)).all()
    reached: dict[int, EnrollmentStatus] = {}
    for entry in entries:
        reached[entry.entity_id] = step(reached.get(entry.entity_id), entry)
    enrollments = (await session.scalars(select(Enrollment))).all()
    assert reached == {it.id: it.status for it in enrollments}
    return len(entries)


def step(before: EnrollmentStatus | None, entry: LogEntry) -> EnrollmentStatus:
    if entry.action == "enroll":
        assert before in {None, EnrollmentStatus.CANCELLED}, f"twice: {entry.details}"
        return EnrollmentStatus(entry.details["status"])
    return STEPS[before, entry.action]


async def audit_promotions(session: AsyncSession, telegram: BotApi) -> int:
    """As many notices are owed as there were promotions, and each that was sent was heard."""
    promoted = select(func.count()).select_from(LogEntry).filter_by(action="promoted")
    owed = (
        await session.execute(
            select(Delivery, User.telegram_id)
            .join(User, User.id == Delivery.user_id)
            .where(Delivery.kind == DeliveryKind.PROMOTED)
        )
    ).all()
    assert len(owed) == await session.scalar(promoted)
    sent: dict[int | None, int] = defaultdict(int)
    for delivery, telegram_id in owed:
        assert delivery.status in {DeliveryStatus.SENT, DeliveryStatus.SKIPPED}
        sent[telegram_id] += delivery.status is DeliveryStatus.SENT
    for person in telegram.people.values():
        assert len(person.notices()) >= sent[person.id]
    return len(owed)


async def count_owed(transaction: Transaction, *statuses: DeliveryStatus) -> int:
    async with transaction() as session:
        statement = select(func.count()).select_from(Delivery)
        return await session.scalar(statement.where(Delivery.status.in_(statuses))) or 0


async def until_nothing_is_owed(transaction: Transaction) -> None:
    # A sender that lost the database in the middle of a claim gives it back when the lease ends.
    try:
        async with asyncio.timeout(PATIENCE_SECONDS + LEASE.total_seconds()):
            while await count_owed(transaction, *OWED):  # noqa: ASYNC110 - another process sends
                await asyncio.sleep(0.2)
    except TimeoutError:
        pytest.fail(f"still owed: {await still_owed(transaction)}")


async def still_owed(transaction: Transaction) -> list[tuple[object, ...]]:
    """Some of it, with what is known of each."""
    known = Delivery.kind, Delivery.status, Delivery.due_at, Delivery.attempts, Delivery.error
    async with transaction() as session:
        rows = await session.execute(select(*known).where(Delivery.status.in_(OWED)).limit(5))
        return [tuple(row) for row in rows]


async def let_leases_end(transaction: Transaction) -> None:
    """What a killed sender held is free after two minutes: they pass at once here."""
    async with transaction() as session:
        past = "UPDATE deliveries SET claimed_at = claimed_at - interval '3 minutes'"
        await session.execute(text(f"{past} WHERE status = 'sending'"))


def apologies(telegram: BotApi) -> list[str]:
    heard = (it for person in telegram.people.values() for it in [*person.read, *person.alerts])
    return [words for words in heard if "Something broke" in words]

"""What must hold after every step that people, staff and the clock can take, in any order."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, Delivery, Enrollment, EnrollmentStatus, StaffPart
from db.queries import enrollments as rows
from db.queries.users import mark_unreachable
from db.schema import upgrade
from db.session import Transaction, create_engine, create_transaction, repeatedly
from domain import authoring, enrollments, erasure, journal, users, waitlist
from domain.errors import DomainError, NotEnrolled
from tests.factories import HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.standings import REGISTERED, Moment, broken, look

Operation = Callable[[AsyncSession], Awaitable[Any]]
Run = Callable[[Coroutine[Any, Any, Any]], Any]

PEOPLE = range(4)
COURSES = range(2)
CAPACITIES = (1, 2, 0, None)
"""Mostly such that there is a queue, and that it moves."""
DEADLINES = (None, NOON + HOUR, None, NOON - HOUR)


class Enrolling(RuleBasedStateMachine):
    def __init__(self, run: Run, transaction: Transaction) -> None:
        super().__init__()
        self.run = run
        self.transaction = transaction
        self.make = Factory(transaction)
        self.people = [run(self.make.user()) for _ in PEOPLE]
        self.manager = run(self.make.admin())
        self.courses: list[Course] = []
        self.before: Moment = {}
        self.is_refused = False
        self.back: set[int] = set()
        """Who is reachable again since the clock last looked at the queues."""

    @initialize(order=st.permutations(PEOPLE))
    def everybody_comes(self, order: list[int]) -> None:
        for course in COURSES:
            self.courses.append(self.run(self.make.course(capacity=CAPACITIES[course])))
            self.run(self.make.staff(self.courses[course], self.manager, StaffPart.MANAGER))
            for who in order:
                self.enroll(who, course)

    def enroll(self, who: int, course: int) -> None:
        actor, course_id = as_actor(self.people[who]), self.courses[course].id
        joined = self.act(
            lambda session: enrollments.enroll(session, actor, course_id=course_id, now=NOON)
        )
        if joined is not None:
            place = self.look()[course_id].places[actor.id]
            assert (place.status, place.rank) == (joined.standing.status, joined.standing.rank)

    def leave(self, who: int, course: int) -> None:
        actor, course_id = as_actor(self.people[who]), self.courses[course].id
        self.act(lambda session: enrollments.leave(session, actor, course_id=course_id, now=NOON))

    def block_the_bot(self, who: int, _: int) -> None:
        user_id = self.people[who].id
        self.act(lambda session: mark_unreachable(session, user_id))
        self.back.discard(user_id)

    def write_to_the_bot(self, who: int, _: int) -> None:
        user = self.people[who]
        self.act(lambda session: users.note_seen(session, user, now=NOON))
        self.back.add(user.id)

    def be_erased(self, who: int, course: int) -> None:
        """They still tap on what they see; then somebody else comes."""
        user = self.people[who]
        actor = as_actor(user)
        self.act(lambda session: erasure.erase(session, actor, user_id=user.id, now=NOON))
        self.enroll(who, course)
        self.is_refused = False
        self.people[who] = self.run(self.make.user())

    def be_expelled(self, who: int, course: int) -> None:
        actor = as_actor(self.manager)

        async def expel(session: AsyncSession) -> None:
            place_id = (await self.place(session, who, course)).id
            await enrollments.expel(session, actor, enrollment_id=place_id, reason="", now=NOON)

        self.act(expel)

    def complete(self, who: int, course: int) -> None:
        """As the end of a course will."""

        async def complete(session: AsyncSession) -> None:
            place = await self.place(session, who, course)
            if place.status is not REGISTERED:
                raise NotEnrolled
            place.status = EnrollmentStatus.COMPLETED
            journal.note(session, None, "complete", place, now=NOON)

        self.act(complete)

    def change_capacity(self, choice: int, course: int) -> None:
        self.change(course, capacity=CAPACITIES[choice])

    def move_deadline(self, choice: int, course: int) -> None:
        self.change(course, enroll_until=DEADLINES[choice])

    def let_the_clock_tick(self, _: int, __: int) -> None:
        self.act(lambda session: waitlist.settle(session, now=NOON))
        self.back.clear()

    # Not a rule for each: of several, each example would have only a few.
    @rule(
        step=st.sampled_from(
            [
                *(enroll, leave, block_the_bot, write_to_the_bot, let_the_clock_tick) * 2,
                *(leave, change_capacity, move_deadline, complete, be_expelled, be_erased),
            ]
        ),
        who=st.sampled_from(PEOPLE),
        course=st.sampled_from(COURSES),
    )
    def take(self, step: Callable[..., None], who: int, course: int) -> None:
        step(self, who, course)

    @invariant()
    def rules_hold(self) -> None:
        after = self.look()
        if self.is_refused:
            assert after == self.before
        assert broken(self.before, after, self.back) == []
        self.before = after

    def teardown(self) -> None:
        async def clear(session: AsyncSession) -> None:
            # The history stays, as it must.
            for table in (Enrollment, CourseStaff):
                await session.execute(delete(table).where(table.course_id.in_(self.course_ids)))
            await session.execute(delete(Delivery))
            await session.execute(delete(Course).where(Course.id.in_(self.course_ids)))

        self.act(clear)

    @property
    def course_ids(self) -> list[int]:
        return [course.id for course in self.courses]

    def look(self) -> Moment:
        moment: Moment = self.run(self.in_transaction(lambda it: look(it, self.course_ids)))
        return moment

    def change(self, course: int, **news: Any) -> None:
        actor, course_id = as_actor(self.manager), self.courses[course].id
        self.act(
            lambda session: authoring.edit(
                session, actor, CAMPUS, course_id=course_id, now=NOON, **news
            )
        )

    def act(self, operation: Operation) -> Any:
        """As the edges do it: again after a lost race, and undone if refused."""
        self.is_refused = False
        try:
            return self.run(repeatedly(partial(self.in_transaction, operation)))
        except DomainError:
            self.is_refused = True

    async def in_transaction(self, operation: Operation) -> Any:
        async with self.transaction() as session:
            return await operation(session)

    async def place(self, session: AsyncSession, who: int, course: int) -> Enrollment:
        user_id, course_id = self.people[who].id, self.courses[course].id
        place = await rows.of(session, user_id=user_id, course_id=course_id)
        if place is None:
            raise NotEnrolled
        return place


@pytest.fixture
def run() -> Iterator[Run]:
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        yield runner.run


@pytest.fixture
def transaction(run: Run, empty_database_url: str) -> Iterator[Transaction]:
    upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    yield create_transaction(engine)
    run(engine.dispose())


def test_rules_hold_after_every_step(run: Run, transaction: Transaction) -> None:
    """Of few walks; the proof goes many."""
    walk(run, transaction, times=6)


def walk(run: Run, transaction: Transaction, *, times: int) -> None:
    class Here(Enrolling):
        def __init__(self) -> None:
            super().__init__(run, transaction)

    steady = settings(
        max_examples=times,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        # Add Phase.shrink to see the fewest steps: it takes minutes.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Here, settings=steady)

"""Things that tests need to exist. Every argument has a default; name only what matters."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select, update

from db.models import (
    WAITLIST_PLACES,
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Banner,
    Base,
    Consent,
    Course,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    Invite,
    Lesson,
    LogEntry,
    Role,
    StaffPart,
    User,
    WebSession,
)
from db.session import Transaction
from domain.meeting import CONSENT_VERSION

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday."""

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LAST_WEEK = NOON - 7 * DAY

Row = TypeVar("Row", bound=Base)
_telegram_ids = count(1000)
_keys = count()


class Factory:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def user(self, *, full_name: str = "Anna", language: str = "en", **changed: Any) -> User:
        """Seen just now, so that being here again is no news. Who has come by the chat has agreed
        to be kept, unless ``has_agreed`` says otherwise."""
        has_agreed = changed.pop("has_agreed", True)
        person = {"telegram_id": next(_telegram_ids), "last_seen_at": NOON} | changed
        user = await self.add(User(full_name=full_name, language=language, **person))
        if has_agreed and user.telegram_id is not None and user.erased_at is None:
            given = {"version": CONSENT_VERSION, "given_at": LAST_WEEK}
            await self.add(Consent(user_id=user.id, **given))
        return user

    async def admin(self) -> User:
        return await self.user(full_name="Vera", role=Role.ADMIN)

    async def course(
        self,
        *participants: User,
        name: str = "Mathematics",
        waiting: Sequence[User] = (),
        status: CourseStatus = CourseStatus.PUBLISHED,
        **changed: Any,
    ) -> Course:
        course = await self.add(
            Course(name=name, status=status, taken=len(participants), **changed)
        )
        for person in participants:
            await self.enrollment(course, person)
        for person in waiting:
            await self.enrollment(course, person, EnrollmentStatus.WAITLISTED)
        return course

    async def enrollment(
        self,
        course: Course,
        user: User,
        status: EnrollmentStatus = EnrollmentStatus.REGISTERED,
    ) -> Enrollment:
        """The row alone: the seat that it holds is the course's to count."""
        waits = status is EnrollmentStatus.WAITLISTED
        return await self.add(
            Enrollment(
                course_id=course.id,
                user_id=user.id,
                status=status,
                waitlist_place=WAITLIST_PLACES.next_value() if waits else None,
                changed_at=LAST_WEEK,
            )
        )

    async def enrollment_of(self, course: Course, user: User) -> Enrollment:
        """The one that there is."""
        places = await self.all(Enrollment)
        return next(it for it in places if (it.course_id, it.user_id) == (course.id, user.id))

    async def mark(
        self,
        enrollment: Enrollment,
        lesson: Lesson,
        status: AttendanceStatus = AttendanceStatus.PRESENT,
        **changed: Any,
    ) -> Attendance:
        """By a service, without points."""
        made = {"source": AttendanceSource.API, "marked_at": NOON} | changed
        whose = {"enrollment_id": enrollment.id, "lesson_id": lesson.id}
        day = lesson.starts_at.date()
        return await self.add(Attendance(status=status, lesson_date=day, **whose, **made))

    async def staff(
        self, course: Course, user: User, part: StaffPart = StaffPart.HOST
    ) -> CourseStaff:
        return await self.add(CourseStaff(course_id=course.id, user_id=user.id, part=part))

    async def lesson(
        self, course: Course, *, starts_at: datetime = NOON + DAY, **changed: Any
    ) -> Lesson:
        ends_at = changed.pop("ends_at", starts_at + HOUR)
        return await self.add(
            Lesson(course_id=course.id, starts_at=starts_at, ends_at=ends_at, **changed)
        )

    async def banner(self, course: Course, *, file_id: str | None = None) -> Banner:
        picture = {"content": b"jpeg", "content_type": "image/jpeg", "width": 16, "height": 9}
        banner = await self.add(Banner(file_id=file_id, **picture))
        async with self._transaction() as session:
            (await session.get_one(Course, course.id)).banner_id = banner.id
        return banner

    async def invite(self, *, role: Role | None = Role.ADMIN, **changed: Any) -> Invite:
        """Of the operator's, if it does not say of whom."""
        return await self.add(Invite(**{"role": role, "expires_at": NOON + DAY} | changed))

    async def team_invite(
        self, course: Course, part: StaffPart = StaffPart.HOST, **changed: Any
    ) -> Invite:
        return await self.invite(role=None, part=part, course_id=course.id, **changed)

    async def sign_in(self, user: User, **changed: Any) -> WebSession:
        """A session in a browser, which is open."""
        opened = {"token_hash": str(next(_keys)).encode(), "expires_at": NOON + DAY}
        return await self.add(WebSession(user_id=user.id, **opened | changed))

    async def delivery(
        self, user: User, kind: DeliveryKind = DeliveryKind.PROMOTED, **changed: Any
    ) -> Delivery:
        owed = {
            "urgent": True,
            "payload": {},
            "due_at": NOON,
            "dedup_key": f"test:{next(_keys)}",
        }
        return await self.add(Delivery(user_id=user.id, kind=kind, **owed | changed))

    async def entry(
        self,
        entity: Any,
        action: str = "enroll",
        *,
        by: User | None = None,
        at: datetime = NOON,
        **details: Any,
    ) -> LogEntry:
        """In the history; by the system, unless somebody or a token is named."""
        about = {"entity": entity.__tablename__, "entity_id": entity.id}
        who = {"user_id": by.id if by else None, "token_id": details.pop("token_id", None)}
        return await self.add(
            LogEntry(action=action, timestamp=at, details=details, **about, **who)
        )

    async def all(self, kind: type[Row]) -> Sequence[Row]:
        """What is in the table now, as a later reader would see it."""
        async with self._transaction() as session:
            return (
                await session.scalars(select(kind).order_by(*kind.__mapper__.primary_key))
            ).all()

    async def again(self, row: Row) -> Row:
        """The row as it is now."""
        async with self._transaction() as session:
            return await session.get_one(type(row), row.id)  # type: ignore[attr-defined]

    async def change(self, row: Base, **changed: Any) -> None:
        """What somebody else does to it meanwhile."""
        async with self._transaction() as session:
            await session.execute(
                update(type(row)).filter_by(id=row.id).values(changed)  # type: ignore[attr-defined]
            )

    async def add(self, row: Row) -> Row:
        """Any other row."""
        async with self._transaction() as session:
            session.add(row)
        return row

"""Courses as programs read them, in lists to the end. They ask often: so the statement is made
once for each kind of asker, and PostgreSQL spells the JSON."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from db.direct import Direct
from db.models import Course, CourseStaff, CourseStatus, Enrollment, Role
from db.queries.courses import of_course, visible
from db.queries.on_now import SEATED

Field = ColumnElement[Any] | InstrumentedAttribute[Any]


class Viewer(Protocol):
    @property
    def id(self) -> int | None: ...

    @property
    def role(self) -> Role: ...

    @property
    def course_ids(self) -> Collection[int] | None: ...


@dataclass(frozen=True)
class CourseFilter:
    status: CourseStatus | None = None
    is_from_misis: bool | None = None
    course_id: int | None = None


@dataclass(frozen=True)
class CourseLine:
    id: int
    version: int
    spelled: str
    """A JSON object of its fields; moments in UTC, spans in minutes. ``online_url`` is null for
    whoever is neither on the course nor on its staff, nor a service."""


async def page(
    session: AsyncSession,
    viewer: Viewer,
    which: CourseFilter,
    *,
    banners_at: str,
    after_id: int,
    limit: int,
) -> list[CourseLine]:
    """By id, those after that one. The address is what the ids of banners are put behind."""
    asked = {
        "status": which.status,
        "is_from_misis": which.is_from_misis,
        "course_id": which.course_id,
        "course_ids": None if viewer.course_ids is None else list(viewer.course_ids),
    }
    given = {name: value for name, value in asked.items() if value is not None}
    told = {"banners_at": banners_at, "after_id": after_id, "page_size": limit}
    statement = _statement(viewer.role, viewer.id is not None, frozenset(given))
    found = await statement.fetch(session, viewer_id=viewer.id, **given, **told)
    return [CourseLine(*row) for row in found]


@cache
def _statement(role: Role, is_person: bool, given: frozenset[str]) -> Direct:  # noqa: FBT001
    viewer_id = bindparam("viewer_id", type_=BigInteger)
    mine = and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == viewer_id)
    seen = (
        select(*_fields(_online_url(role, is_person=is_person)))
        .select_from(Course.__table__)
        .outerjoin(CourseStaff.__table__, mine)
        .outerjoin(Enrollment.__table__, and_(of_course(), Enrollment.user_id == viewer_id))
        .where(Course.id > bindparam("after_id"), Course.deleted_at.is_(None), visible(role))
        .where(*_asked(given))
        .order_by(Course.id)
        .limit(bindparam("page_size"))
        .subquery("seen")
    )
    spelled = cast(func.row_to_json(literal_column("seen")), Text)
    return Direct(select(seen.c.id, seen.c.version, spelled).order_by(seen.c.id))


def _fields(online_url: ColumnElement[Any]) -> Iterator[Field]:
    """In the order in which they are shown."""
    it = Course
    yield from (it.id, it.name, it.description, _banner_url(), it.schedule, it.is_from_misis)
    yield from (it.start_date, it.end_date, it.points_per_visit, it.access_level, it.capacity)
    yield from (it.taken, it.status, it.location, online_url.label("online_url"))
    yield from map(_moment, (it.enroll_until, it.leave_until, it.announce_at))
    yield from map(_minutes, (it.opens_before, it.late_after))
    yield from (it.completion_percent, it.renewing_pass_only, it.shows_names, it.version)


def _banner_url() -> ColumnElement[Any]:
    """Of the picture that we have, or else of what somebody wrote down."""
    ours = bindparam("banners_at", type_=Text).concat(cast(Course.banner_id, Text))
    is_ours = Course.banner_id.is_not(None)
    return case((is_ours, ours), else_=Course.banner_url).label("banner_url")


def _moment(at: InstrumentedAttribute[datetime | None]) -> ColumnElement[str]:
    in_utc = func.to_json(func.timezone("UTC", at)).op("#>>")(text("'{}'"))
    return in_utc.concat("Z").label(at.key)


def _minutes(span: InstrumentedAttribute[timedelta]) -> ColumnElement[int]:
    return cast(func.extract("epoch", span) / 60, Integer).label(span.key)


def _online_url(role: Role, *, is_person: bool) -> ColumnElement[Any]:
    is_on_it = or_(CourseStaff.part.is_not(None), Enrollment.status.in_(SEATED))
    sees_it = is_on_it if is_person else literal(role is Role.ADMIN)
    return case((sees_it, Course.online_url), else_=null())


def _asked(given: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    if "status" in given:
        yield Course.status == bindparam("status")
    if "is_from_misis" in given:
        yield Course.is_from_misis == bindparam("is_from_misis")
    if "course_id" in given:
        yield Course.id == bindparam("course_id")
    if "course_ids" in given:
        yield Course.id == func.any(bindparam("course_ids", type_=ARRAY(BigInteger)))

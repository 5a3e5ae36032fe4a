"""Which entries of the history concern a person or a course: the ways in which they may.

Each is a condition of its own, because each has an index of its own.
"""

from collections.abc import Collection

from sqlalchemy import BigInteger, ColumnElement, Select, and_, cast, false, or_, select
from sqlalchemy.orm import aliased

from db.models import Attendance, Enrollment, Feedback, Invite, Lesson, LogEntry

Ways = list[ColumnElement[bool]]


def person(user_id: int) -> Ways:
    """What they did and what was done to them."""
    return [
        LogEntry.user_id == user_id,
        and_(LogEntry.entity == "users", LogEntry.entity_id == user_id),
        _about("enrollments", select(Enrollment.id).filter_by(user_id=user_id)),
        _about("attendance", _marks().where(Enrollment.user_id == user_id)),
        _about("attendance", _undone_marks().where(Enrollment.user_id == user_id)),
        _about("feedback", select(Feedback.id).filter_by(user_id=user_id)),
        _about("invites", select(Invite.id).filter_by(used_by=user_id)),
        _about("invites", select(Invite.id).filter_by(user_id=user_id)),
        _naming("user_id", [user_id]),
    ]


def courses(course_ids: Collection[int]) -> Ways:
    """What was done to these courses, their lessons, their people and the links to them."""
    return [
        and_(LogEntry.entity == "courses", LogEntry.entity_id.in_(course_ids)),
        _about("enrollments", select(Enrollment.id).where(Enrollment.course_id.in_(course_ids))),
        _about("attendance", _marks().where(Enrollment.course_id.in_(course_ids))),
        _about("attendance", _undone_marks().where(Enrollment.course_id.in_(course_ids))),
        _about("feedback", select(Feedback.id).where(Feedback.course_id.in_(course_ids))),
        _about("lessons", select(Lesson.id).where(Lesson.course_id.in_(course_ids))),
        _about("invites", select(Invite.id).where(Invite.course_id.in_(course_ids))),
        _naming("course_id", course_ids),
    ]


def _marks() -> Select[int]:
    return select(Attendance.id).join(Enrollment, Enrollment.id == Attendance.enrollment_id)


def _undone_marks() -> Select[int]:
    """Rows no more: what they were is in the entry that says so."""
    undone = aliased(LogEntry)
    enrollment_id = cast(undone.details["enrollment_id"].astext, BigInteger)
    return (
        select(undone.entity_id)
        .join(Enrollment, Enrollment.id == enrollment_id)
        .where(undone.action == "undo_attendance")
    )


def _about(entity: str, ids: Select[int]) -> ColumnElement[bool]:
    return and_(LogEntry.entity == entity, LogEntry.entity_id.in_(ids))


def _naming(key: str, numbers: Collection[int]) -> ColumnElement[bool]:
    """In the details: of a change of a course's staff, of a file of the history."""
    entities = LogEntry.entity.in_(["courses", "users"])
    named = (LogEntry.details.contains({key: number}) for number in numbers)
    return and_(entities, or_(false(), *named))

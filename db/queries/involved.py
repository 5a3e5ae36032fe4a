"""Which entries of the history concern a person or a course: the ways in which they may.

Each is a condition of its own, because each has an index of its own.
"""

from sqlalchemy import ColumnElement, Select, and_, select

from db.models import Attendance, Enrollment, Feedback, Invite, Lesson, LogEntry

Ways = list[ColumnElement[bool]]


def person(user_id: int) -> Ways:
    """What they did and what was done to them."""
    return [
        LogEntry.user_id == user_id,
        and_(LogEntry.entity == "users", LogEntry.entity_id == user_id),
        _about("enrollments", select(Enrollment.id).filter_by(user_id=user_id)),
        _about("attendance", _marks().where(Enrollment.user_id == user_id)),
        _about("feedback", select(Feedback.id).filter_by(user_id=user_id)),
        _about("invites", select(Invite.id).filter_by(used_by=user_id)),
        _about("invites", select(Invite.id).filter_by(user_id=user_id)),
        _naming("user_id", user_id),
    ]


def course(course_id: int) -> Ways:
    """What was done to the course, its lessons, its people and the links to it."""
    return [
        and_(LogEntry.entity == "courses", LogEntry.entity_id == course_id),
        _about("enrollments", select(Enrollment.id).filter_by(course_id=course_id)),
        _about("attendance", _marks().where(Enrollment.course_id == course_id)),
        _about("feedback", select(Feedback.id).filter_by(course_id=course_id)),
        _about("lessons", select(Lesson.id).filter_by(course_id=course_id)),
        _about("invites", select(Invite.id).filter_by(course_id=course_id)),
        _naming("course_id", course_id),
    ]


def _marks() -> Select[int]:
    return select(Attendance.id).join(Enrollment, Enrollment.id == Attendance.enrollment_id)


def _about(entity: str, ids: Select[int]) -> ColumnElement[bool]:
    return and_(LogEntry.entity == entity, LogEntry.entity_id.in_(ids))


def _naming(key: str, number: int) -> ColumnElement[bool]:
    """In the details: of a change of a course's staff, of a file of the history."""
    entities = LogEntry.entity.in_(["courses", "users"])
    return and_(entities, LogEntry.details.contains({key: number}))

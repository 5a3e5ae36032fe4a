"""The rules of check-in, without a database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from db.models import AttendanceStatus, CourseStatus, EnrollmentStatus, LessonStatus
from db.queries.check_in import Sighting
from domain.answers import Answer, CheckIn

LATELY, SOON = timedelta(hours=12), timedelta(days=1)
"""Of which lessons one is told that they are over, or when they open."""


def judge(seen: Sighting, at: datetime, *, is_fresh: bool) -> Answer:
    """What comes of a code of the lesson that was shown at that moment.

    A mark that there is counts before everything else: whoever scans twice is told so, and not
    that the code is old.
    """
    if is_settled(seen):
        return Answer.ALREADY
    if seen.lesson_status is LessonStatus.CANCELLED:
        return Answer.LESSON_CANCELLED
    if not is_fresh:
        return Answer.CODE_EXPIRED
    if seen.course_status is not CourseStatus.PUBLISHED or at > seen.closes_at:
        return Answer.CLOSED
    if at < seen.opens_at:
        return Answer.NOT_OPEN_YET
    return _of_person(seen, at)


def is_settled(seen: Sighting) -> bool:
    """No code changes the mark: the person came, or the staff gave a reason why not."""
    status = seen.attendance_status
    return status is not None and (status.is_attended or seen.is_corrected)


def came(seen: Sighting, at: datetime) -> AttendanceStatus:
    """How somebody came who is checked in at that moment."""
    is_late = at > seen.starts_at + seen.late_after
    return AttendanceStatus.LATE if is_late else AttendanceStatus.PRESENT


def of_none_open(near: Sequence[Sighting], at: datetime) -> CheckIn:
    """Where no lesson takes anybody then: the next of them, else the one that is over."""
    coming = [it for it in near if at < it.opens_at]
    if coming:
        return CheckIn(Answer.NOT_OPEN_YET, coming[0])
    return CheckIn(Answer.CLOSED, near[-1] if near else None)


def _of_person(seen: Sighting, at: datetime) -> Answer:
    match seen.enrollment_status:
        case EnrollmentStatus.REGISTERED | EnrollmentStatus.COMPLETED:
            is_late = came(seen, at) is AttendanceStatus.LATE
            return Answer.LATE if is_late else Answer.CHECKED_IN
        case EnrollmentStatus.WAITLISTED:
            return Answer.WAITLISTED
        case _:
            return Answer.NOT_ENROLLED

"""Single lessons."""

from domain.errors.base import DomainError


class LessonNotFound(DomainError):
    """There is none, or none that the actor may see."""

    code = "lesson_not_found"


class LessonTimesNotValid(DomainError):
    """A lesson ends before it begins, or lasts too long."""

    code = "lesson_times_not_valid"

    def __init__(self, hours: int) -> None:
        super().__init__(f"a lesson ends after it begins, within {hours} hours")
        self.hours = hours


class LessonClash(DomainError):
    """Two lessons of a course would begin at the same time."""

    code = "lesson_clash"


class HostBusy(DomainError):
    """The host gives another lesson then."""

    code = "host_busy"


class HostNotOnStaff(DomainError):
    """Lessons are given by the course's managers and hosts."""

    code = "host_not_on_staff"


class LessonHasAttendance(DomainError):
    """People were marked on it: it is neither moved nor cancelled."""

    code = "lesson_has_attendance"


class LessonCancelled(DomainError):
    """It does not take place, and is not changed any more."""

    code = "lesson_cancelled"


class LessonBegun(DomainError):
    """It has begun: what could be said before is for its host now."""

    code = "lesson_begun"


class LessonMarked(DomainError):
    """The person has a mark on it that is not their own word."""

    code = "lesson_marked"


class ExcuseNotValid(DomainError):
    """Why somebody does not come is a few words."""

    code = "excuse_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"1 to {limit} characters")
        self.limit = limit

"""Courses and what they say of themselves."""

from domain.errors.base import DomainError


class CourseNotFound(DomainError):
    """There is none, or none that the actor may see: they are not told which."""

    code = "course_not_found"


class CapacityTooLow(DomainError):
    code = "capacity_too_low"

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} seats are taken already")
        self.taken = taken


class DatesNotValid(DomainError):
    """A course ends before it begins."""

    code = "dates_not_valid"


class ScheduleNotValid(DomainError):
    """A rule without days, one that ends before it begins, or more lessons than a course has."""

    code = "schedule_not_valid"


class CourseChanged(DomainError):
    """Somebody else has changed it meanwhile."""

    code = "course_changed"


class CourseHasAttendance(DomainError):
    """It is archived before it is deleted."""

    code = "course_has_attendance"


class StatusNotPossible(DomainError):
    """The course does not become that from what it is."""

    code = "status_not_possible"

"""Getting onto a course and off it."""

from datetime import datetime

from domain.errors.base import DomainError


class CourseNotOpen(DomainError):
    """It is still a draft, or over."""

    code = "course_not_open"


class EnrollmentClosed(DomainError):
    code = "enrollment_closed"

    def __init__(self, until: datetime) -> None:
        super().__init__("the time to enroll is over")
        self.until = until


class Expelled(DomainError):
    """Who was put off a course comes back only by its staff."""

    code = "expelled"


class NotEnrolled(DomainError):
    code = "not_enrolled"


class EnrollmentNotFound(DomainError):
    """There is none, none any more, or none that the actor may see."""

    code = "enrollment_not_found"


class AlreadyEnrolled(DomainError):
    """On the course, waiting for it, or put off it."""

    code = "already_enrolled"

    def __init__(self, enrollment_id: int) -> None:
        super().__init__(f"that is enrollment {enrollment_id}")
        self.enrollment_id = enrollment_id

    def facts(self) -> dict[str, object]:
        return {"id": self.enrollment_id}


class PersonNotNamed(DomainError):
    """A service does not say for whom it acts."""

    code = "person_not_named"


class CourseFull(DomainError):
    """No seat is free."""

    code = "course_full"


class StepNotPossible(DomainError):
    """The enrollment does not become that from what it is."""

    code = "step_not_possible"


class NotWaiting(DomainError):
    """They have a seat by now, or are gone: there is nothing to move in the queue."""

    code = "not_waiting"


class RankNotValid(DomainError):
    """Not a place in a queue."""

    code = "rank_not_valid"


class PersonBlocked(DomainError):
    """Somebody whom an admin has shut out is not enrolled by another."""

    code = "person_blocked"


class StillWaiting(DomainError):
    """Who waits for a seat is not on the course yet."""

    code = "waitlisted"


class CourseCompleted(DomainError):
    """What was achieved is not given up by leaving."""

    code = "course_completed"


class LeavingClosed(DomainError):
    code = "leaving_closed"

    def __init__(self, until: datetime) -> None:
        super().__init__("the time to leave is over")
        self.until = until


class ReasonNotValid(DomainError):
    code = "reason_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a reason has {limit} characters at most")
        self.limit = limit

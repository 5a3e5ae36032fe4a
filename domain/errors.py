from datetime import datetime
from typing import ClassVar


class DomainError(Exception):
    """A rule said no. The edges turn it into words or an HTTP status."""

    code: ClassVar[str]


class NotAllowed(DomainError):
    """The actor sees the thing, and may not do this to it."""

    code = "not_allowed"


class CourseNotFound(DomainError):
    """There is none, or none that the actor may see: they are not told which."""

    code = "course_not_found"


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


class CourseCompleted(DomainError):
    """What was achieved is not given up by leaving."""

    code = "course_completed"


class LeavingClosed(DomainError):
    code = "leaving_closed"

    def __init__(self, until: datetime) -> None:
        super().__init__("the time to leave is over")
        self.until = until


class CapacityTooLow(DomainError):
    code = "capacity_too_low"

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} seats are taken already")
        self.taken = taken


class NameNotValid(DomainError):
    code = "name_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a name has letters, and {limit} characters at most")
        self.limit = limit


class GroupNotValid(DomainError):
    code = "group_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a study group has {limit} characters at most")
        self.limit = limit


class MeetingNotBegun(DomainError):
    """An answer to a question of the first meeting that nobody asks any more."""

    code = "meeting_not_begun"


class LinkNotValid(DomainError):
    """Not a link of ours, or not one for this bot."""

    code = "link_not_valid"


class InviteNotOpen(DomainError):
    """Used, expired or revoked."""

    code = "invite_not_open"

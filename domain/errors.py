from datetime import datetime
from typing import ClassVar


class DomainError(Exception):
    """A rule said no. The edges turn it into words or an HTTP status."""

    code: ClassVar[str]

    def facts(self) -> dict[str, object]:
        """What it knows beside its code: numbers, times, ids."""
        return dict(vars(self))


class NotAuthenticated(DomainError):
    """Nobody says who is asking, or not so that it can be believed."""

    code = "not_authenticated"


class Blocked(DomainError):
    """An admin has shut the person out."""

    code = "blocked"


class NotRegistered(DomainError):
    """Nothing is kept about them yet: they introduce themselves in the chat first."""

    code = "not_registered"


class ScopeMissing(DomainError):
    """The token may not do that."""

    code = "scope_missing"

    def __init__(self, scope: str) -> None:
        super().__init__(f"the token lacks the scope {scope}")
        self.scope = scope


class KeyReused(DomainError):
    """The Idempotency-Key was sent with another request before."""

    code = "key_reused"


class CursorNotValid(DomainError):
    """Not a cursor of ours."""

    code = "cursor_not_valid"


class TokenNotFound(DomainError):
    code = "token_not_found"


class NotAllowed(DomainError):
    """The actor sees the thing, and may not do this to it."""

    code = "not_allowed"


class PartNotEnough(NotAllowed):
    """They work on the course, as less than who may do that."""

    code = "part_not_enough"


class AdminsOnly(NotAllowed):
    """The actor is not an admin, or not any more."""

    code = "admins_only"


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


class EmailNotValid(DomainError):
    code = "email_not_valid"


class EmailTaken(DomainError):
    """Somebody has written it down as theirs: who, is nobody's business."""

    code = "email_taken"


class LanguageNotSpoken(DomainError):
    code = "language_not_spoken"


class TimezoneNotKnown(DomainError):
    code = "timezone_not_known"


class QuietHoursNotValid(DomainError):
    code = "quiet_hours_not_valid"


class PersonNotFound(DomainError):
    """There is none, or they were erased."""

    code = "person_not_found"


class NotOnOneself(DomainError):
    """Rights are never taken from oneself: so there is always an admin."""

    code = "not_on_oneself"


class RoleOfOperator(DomainError):
    """The settings make that person an admin."""

    code = "role_of_operator"


class StillAdmin(DomainError):
    """Who is an admin is neither blocked nor erased by another."""

    code = "still_admin"


class ReasonNotValid(DomainError):
    code = "reason_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a reason has {limit} characters at most")
        self.limit = limit


class PeriodNotValid(DomainError):
    """Not a day, nor one day to another."""

    code = "period_not_valid"


class MeetingNotBegun(DomainError):
    """An answer to a question of the first meeting that nobody asks any more."""

    code = "meeting_not_begun"


class LinkNotValid(DomainError):
    """Not a link of ours, or not one for this bot."""

    code = "link_not_valid"


class LinkExpired(DomainError):
    code = "link_expired"


class InviteUsed(DomainError):
    """Somebody else has accepted it."""

    code = "invite_used"


class InviteRevoked(DomainError):
    """It was taken back, or whoever made it may not give that any more."""

    code = "invite_revoked"


class InviteOfOwn(DomainError):
    """Its maker is not whom it is for."""

    code = "invite_of_own"


class RoleHeld(DomainError):
    """They have the role that the link gives, or a higher one."""

    code = "role_held"


class PartHeld(DomainError):
    """They have the part that the link gives, or a higher one."""

    code = "part_held"


class ManagerNotAdmin(DomainError):
    """Only admins manage courses."""

    code = "manager_not_admin"


class NotNewcomer(DomainError):
    """The profile of somebody who takes part already cannot become another one."""

    code = "not_newcomer"


class ProfileNotFree(DomainError):
    """There is none, or somebody is it already."""

    code = "profile_not_free"


class NotOnStaff(DomainError):
    """The actor has no part in the course."""

    code = "not_on_staff"


class MemberNotFound(DomainError):
    """Somebody else has no part in the course, or none any more."""

    code = "member_not_found"


class LastManager(DomainError):
    """A course is not left without a manager."""

    code = "last_manager"


class SignInNotFound(DomainError):
    """There is none, or none of the actor's own."""

    code = "sign_in_not_found"

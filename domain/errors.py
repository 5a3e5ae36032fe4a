from collections.abc import Sequence
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
    """The Idempotency-Key was sent with another request before, or with the same, whose answer is
    forgotten because somebody in it was erased."""

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


class StillWaiting(DomainError):
    """Who waits for a seat is not on the course yet."""

    code = "waitlisted"


class AttendanceNotFound(DomainError):
    """There is none, or none that the actor may see."""

    code = "attendance_not_found"


class AlreadyMarked(DomainError):
    """The person has an attendance of that lesson."""

    code = "already"

    def __init__(self, attendance_id: int, marked_at: datetime) -> None:
        super().__init__(f"that is attendance {attendance_id}")
        self.attendance_id = attendance_id
        self.marked_at = marked_at

    def facts(self) -> dict[str, object]:
        return {"id": self.attendance_id, "marked_at": self.marked_at}


class NoLessonThen(DomainError):
    """The course has none on that day, or at that moment."""

    code = "no_lesson_then"

    def facts(self) -> dict[str, object]:
        return {"lesson_ids": []}


class SeveralLessonsThen(DomainError):
    """One of them has to be named."""

    code = "several_lessons_then"

    def __init__(self, lesson_ids: Sequence[int]) -> None:
        super().__init__(f"the lessons {', '.join(map(str, lesson_ids))}")
        self.lesson_ids = [*lesson_ids]


class FeedbackNotFound(DomainError):
    """There is none, or none that the actor may see."""

    code = "feedback_not_found"


class AlreadyReviewed(DomainError):
    """The person has said what they think of the course."""

    code = "already_reviewed"

    def __init__(self, feedback_id: int) -> None:
        super().__init__(f"that is feedback {feedback_id}")
        self.feedback_id = feedback_id

    def facts(self) -> dict[str, object]:
        return {"id": self.feedback_id}


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


class NameNotValid(DomainError):
    code = "name_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a name has letters, and {limit} characters at most")
        self.limit = limit


class LabelNotValid(DomainError):
    """What somebody would call a thing."""

    code = "label_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a name has characters, and {limit} at most")
        self.limit = limit


class GroupNotValid(DomainError):
    code = "group_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a study group has {limit} characters at most")
        self.limit = limit


class AlreadyRegistered(DomainError):
    """Somebody has that Telegram id or that e-mail."""

    code = "already_registered"

    def __init__(self, user_id: int) -> None:
        super().__init__(f"that is user {user_id}")
        self.user_id = user_id

    def facts(self) -> dict[str, object]:
        return {"id": self.user_id}


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


class LastAdmin(DomainError):
    """A service leaves nobody without an admin."""

    code = "last_admin"


class LastManager(DomainError):
    """A course is not left without a manager."""

    code = "last_manager"


class SignInNotFound(DomainError):
    """There is none, or none of the actor's own."""

    code = "sign_in_not_found"

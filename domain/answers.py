"""What comes of a check-in: a closed list, which people read in words and programs as codes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.models import AttendanceStatus
from db.queries.check_in import Sighting
from domain.errors import DomainError


class Answer(StrEnum):
    CHECKED_IN = "checked_in"
    LATE = "late"
    """Checked in, after the time that the course gives."""
    ALREADY = "already"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    NOT_ENROLLED = "not_enrolled"
    WAITLISTED = "waitlisted"
    WRONG_LESSON = "wrong_lesson"
    LESSON_CANCELLED = "lesson_cancelled"
    CODE_EXPIRED = "code_expired"
    CODE_INVALID = "code_invalid"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    NOT_STAFF = "not_staff"

    @property
    def is_marked(self) -> bool:
        """The person has a mark: by this check-in, or already."""
        return self in {Answer.CHECKED_IN, Answer.LATE, Answer.ALREADY}


@dataclass(frozen=True)
class Mark:
    """The mark that there is now."""

    attendance_id: int
    status: AttendanceStatus
    at: datetime
    points: int
    is_corrected: bool = False
    """By the staff, with a reason: a code does not change it."""


@dataclass(frozen=True)
class CheckIn:
    """What a check-in led to. It is a value and not an error, so that a failed one is kept too."""

    answer: Answer
    sighting: Sighting | None = None
    """Whose and which lesson it was about, as far as that came out."""
    mark: Mark | None = None
    again_at: datetime | None = None
    """After too many attempts: when one may try again."""
    attempt_id: int | None = None
    """Of somebody not enrolled who showed a good code in time: with it they can still be."""
    obstacle: DomainError | None = None
    """Why they could not take a seat now."""
    is_own: bool = False
    """Somebody scanned their own pass."""
    needs_renewing: bool = False
    """The course takes only passes that renew themselves."""
    elsewhere: Sighting | None = None
    """Of a wrong lesson: at which of the scanner's own the person is expected."""
    other: Sighting | None = None
    """Of several that may be meant the one was taken that was chosen before: another of them."""


@dataclass(frozen=True)
class WhichLesson:
    """Several lessons of the scanner are on, and any may be meant: to be asked, and scanned again
    with the answer."""

    sightings: tuple[Sighting, ...]

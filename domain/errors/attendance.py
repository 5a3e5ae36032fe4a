"""Marks, and what people thought."""

from collections.abc import Sequence
from datetime import datetime

from domain.errors.base import DomainError


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


class ScanNotFound(DomainError):
    """There is no such scan, or what it offered is over."""

    code = "scan_not_found"


class UndoTooLate(DomainError):
    """The moment to take a check-in back is over: the staff correct it in the lesson's list."""

    code = "undo_too_late"


class ProjectorNotFound(DomainError):
    """No page shows that number now."""

    code = "projector_not_found"


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


class CommentNotValid(DomainError):
    """Nothing is said, or more than anybody reads."""

    code = "comment_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"1 to {limit} characters")
        self.limit = limit


class AlreadyReviewed(DomainError):
    """The person has said what they think of the course."""

    code = "already_reviewed"

    def __init__(self, feedback_id: int) -> None:
        super().__init__(f"that is feedback {feedback_id}")
        self.feedback_id = feedback_id

    def facts(self) -> dict[str, object]:
        return {"id": self.feedback_id}

"""Reminders of lessons."""

from domain.errors.base import DomainError


class OffsetNotValid(DomainError):
    """How long before a lesson is not understood, or nobody needs it so early or so late."""

    code = "offset_not_valid"

    def __init__(self, days: int) -> None:
        super().__init__(f"5 minutes to {days} days before a lesson")
        self.days = days


class TooManyReminders(DomainError):
    """Of each lesson."""

    code = "too_many_reminders"

    def __init__(self, limit: int) -> None:
        super().__init__(f"at most {limit} reminders of a lesson")
        self.limit = limit


class ReminderNotFound(DomainError):
    """The course has none at that time any more."""

    code = "reminder_not_found"


class ReminderTextNotValid(DomainError):
    """Own words are neither nothing nor a novel."""

    code = "reminder_text_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"1 to {limit} characters")
        self.limit = limit

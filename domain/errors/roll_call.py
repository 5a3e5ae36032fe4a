"""Marks by the staff's word, and the time for check-in."""

from domain.errors.base import DomainError


class MarkReasonMissing(DomainError):
    """A mark that has stood for a while, or is somebody else's, is changed with a reason only."""

    code = "mark_reason_missing"


class CheckInLongEnough(DomainError):
    """It ends so many hours after the lesson at the latest."""

    code = "check_in_long_enough"

    def __init__(self, hours: int) -> None:
        super().__init__(f"{hours} hours after the lesson at the latest")
        self.hours = hours


class CheckInNotOpen(DomainError):
    """Nobody can check in to the lesson now."""

    code = "check_in_not_open"

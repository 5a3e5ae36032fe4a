"""Schedules and times of lessons, as people write them. Each knows the words that it is about."""

from domain.errors.base import DomainError
from domain.errors.courses import ScheduleNotValid


class ScheduleWordUnknown(ScheduleNotValid):
    code = "schedule_word_unknown"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class ScheduleWordAlike(ScheduleNotValid):
    """A day may be meant, and it is not sure."""

    code = "schedule_word_alike"

    def __init__(self, words: str, alike: str) -> None:
        super().__init__(words)
        self.words, self.alike = words, alike


class ScheduleWithoutDays(ScheduleNotValid):
    code = "schedule_without_days"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class ScheduleWithoutHours(ScheduleNotValid):
    code = "schedule_without_hours"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class ScheduleHalfTime(ScheduleNotValid):
    """A lesson begins, and does not end."""

    code = "schedule_half_time"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class ScheduleEndsFirst(ScheduleNotValid):
    """A lesson ends before it begins, or after midnight."""

    code = "schedule_ends_first"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class ScheduleDatesUnclear(ScheduleNotValid):
    """Dates that there are not, in the wrong order, or others than those before."""

    code = "schedule_dates_unclear"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class ScheduleTwiceAtOnce(ScheduleNotValid):
    """Two rules begin at the same time, and are not the same."""

    code = "schedule_twice_at_once"

    def __init__(self, start: str) -> None:
        super().__init__(f"two lessons at {start}")
        self.start = start


class PlaceIsLink(ScheduleNotValid):
    """Everybody sees a place, and a link only those who are enrolled."""

    code = "place_is_link"


class TooManyLessons(ScheduleNotValid):
    code = "too_many_lessons"

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} lessons")
        self.limit = limit


class CourseTooLong(ScheduleNotValid):
    code = "course_too_long"

    def __init__(self, limit: int) -> None:
        super().__init__(f"longer than {limit} years")
        self.limit = limit


class PreviewGone(DomainError):
    """What was to be saved is not at hand any more."""

    code = "preview_gone"


class LessonTimeUnclear(DomainError):
    """When a lesson shall be was not understood."""

    code = "lesson_time_unclear"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class LessonTimeMissing(DomainError):
    """A day without hours, or the other way round."""

    code = "lesson_time_missing"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NothingToTell(DomainError):
    """A change that people were told of, or that is none any more."""

    code = "nothing_to_tell"

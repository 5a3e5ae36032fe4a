"""All courses at once, files of them, and days without lessons."""

from domain.errors.base import DomainError


class AlreadyManaged(DomainError):
    """By whoever wants to take it over."""

    code = "already_managed"


class FileNotRead(DomainError):
    """Neither a table nor a calendar, or a broken one."""

    code = "file_not_read"


class FileTooBig(DomainError):
    code = "file_too_big"

    def __init__(self, megabytes: int) -> None:
        super().__init__(f"more than {megabytes} MB")
        self.megabytes = megabytes


class FileNotFetched(DomainError):
    """Telegram did not give it in time."""

    code = "file_not_fetched"


class FileUnpacksTooBig(DomainError):
    """A small file that would fill the memory."""

    code = "file_unpacks_too_big"


class FileTooComplex(DomainError):
    """It would take too long to be read."""

    code = "file_too_complex"


class FileEmpty(DomainError):
    code = "file_empty"


class TooManyLines(DomainError):
    code = "too_many_lines"

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} lines")
        self.most = most


class TooManyCourses(DomainError):
    code = "too_many_courses"

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} courses")
        self.most = most


class TooManyLessonsInFile(DomainError):
    code = "too_many_lessons_in_file"

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} lessons")
        self.most = most


class NoNameColumn(DomainError):
    """Without a column of names, nobody can tell what is a course."""

    code = "no_name_column"


class AnswerNotValid(DomainError):
    """Neither yes nor no."""

    code = "answer_not_valid"


class YearMissing(DomainError):
    """Read again some months later, such a day would be another one."""

    code = "year_missing"


class CourseTwiceInFile(DomainError):
    code = "course_twice_in_file"

    def __init__(self, line: int) -> None:
        super().__init__(f"it stands in line {line} already")
        self.line = line


class EventAllDay(DomainError):
    """An event of a calendar that has days, but no hours."""

    code = "event_all_day"


class EventWithoutTimes(DomainError):
    """It does not say when it begins and ends, or ends first."""

    code = "event_without_times"


class EventEndless(DomainError):
    """It repeats for ever."""

    code = "event_endless"


class EventRepeatsOddly(DomainError):
    """Neither by days nor by weeks."""

    code = "event_repeats_oddly"


class ImportNotFound(DomainError):
    """It was done, dropped or forgotten, or is somebody else's."""

    code = "import_not_found"


class ImportUnderWay(DomainError):
    """It was confirmed before."""

    code = "import_under_way"


class HolidaysNotValid(DomainError):
    code = "holidays_not_valid"

    def __init__(self, words: str) -> None:
        super().__init__(f"not understood: {words}")
        self.words = words


class TooManyHolidays(DomainError):
    code = "too_many_holidays"

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} days")
        self.most = most


class HolidayNotFound(DomainError):
    code = "holiday_not_found"

"""What people write into the fields of a course."""

from domain.errors.base import DomainError


class TitleNotValid(DomainError):
    code = "title_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a course's name has letters or digits, and {limit} characters at most")
        self.limit = limit


class DescriptionNotValid(DomainError):
    code = "description_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a description has words, and {limit} characters at most")
        self.limit = limit


class PlaceNotValid(DomainError):
    code = "place_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a place has letters or digits, and {limit} characters at most")
        self.limit = limit


class DayNotValid(DomainError):
    """Not a day of our time."""

    code = "day_not_valid"


class MomentNotValid(DomainError):
    """Not a day, nor a day with an hour."""

    code = "moment_not_valid"


class MomentPast(DomainError):
    """Nothing can be done then any more."""

    code = "moment_past"


class MinutesNotValid(DomainError):
    code = "minutes_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"that is not a number of minutes up to {limit}")
        self.limit = limit


class NumberNotValid(DomainError):
    code = "number_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"that is not a whole number up to {limit}")
        self.limit = limit


class ShareNotValid(DomainError):
    """Not a part of a hundred."""

    code = "share_not_valid"


class AddressNotValid(DomainError):
    """Nothing that a browser opens."""

    code = "address_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"that is no address of the web of {limit} characters at most")
        self.limit = limit


class ChoiceNotValid(DomainError):
    """Nothing that this can be."""

    code = "choice_not_valid"


class CourseHasNoDates(DomainError):
    """It has neither lessons to come nor a first day, and so cannot be published."""

    code = "course_has_no_dates"

"""Profiles, their settings, and the history."""

from domain.errors.base import DomainError


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

    def __init__(self, user_id: int | None) -> None:
        super().__init__(f"that is user {user_id}" if user_id else "that is somebody else")
        self.user_id = user_id
        """None where the asker may not know who."""

    def facts(self) -> dict[str, object]:
        return {"id": self.user_id} if self.user_id else {}


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


class PeriodNotValid(DomainError):
    """Not a day, nor one day to another."""

    code = "period_not_valid"


class MeetingNotBegun(DomainError):
    """An answer to a question of the first meeting that nobody asks any more."""

    code = "meeting_not_begun"


class SignInNotFound(DomainError):
    """There is none, or none of the actor's own."""

    code = "sign_in_not_found"

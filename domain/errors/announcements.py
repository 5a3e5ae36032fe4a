"""What somebody writes to many people."""

from domain.errors.base import DomainError


class AnnouncementNotFound(DomainError):
    """There is none, or none that the actor may see."""

    code = "announcement_not_found"


class AnnouncementBegun(DomainError):
    """It is going out: for whom it is, and when, is settled."""

    code = "announcement_begun"


class AnnouncementOver(DomainError):
    """It is not as it was when the button was shown: stopped, recalled, or sent."""

    code = "announcement_over"


class AnnouncementEmpty(DomainError):
    """Neither words nor a picture nor a file."""

    code = "announcement_empty"


class AnnouncementTooLong(DomainError):
    code = "announcement_too_long"

    def __init__(self, limit: int) -> None:
        super().__init__(f"at most {limit} characters")
        self.limit = limit


class FormattingNotValid(DomainError):
    """Entities that are not Telegram's, or not in the text."""

    code = "formatting_not_valid"


class MediaNotTaken(DomainError):
    """A message of a kind that is not sent on."""

    code = "media_not_taken"


class MediaStays(DomainError):
    """A text that was sent never becomes a picture or a file."""

    code = "media_stays"


class AudienceNotValid(DomainError):
    """Such an audience needs a course, a lesson or a role."""

    code = "audience_not_valid"


class LateTooSoon(DomainError):
    """Until when who joins gets it too is before it goes out."""

    code = "late_too_soon"


class NobodyToTell(DomainError):
    """Nobody whom it is for can be reached."""

    code = "nobody_to_tell"


class ButtonNotValid(DomainError):
    """A label and an address."""

    code = "button_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a label of at most {limit} characters, and an address")
        self.limit = limit


class CardNotSent(DomainError):
    """Only a published course with enrolling open is announced."""

    code = "card_not_sent"

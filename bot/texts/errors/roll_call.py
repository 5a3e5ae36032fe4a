"""Marks by the staff's word, and the time for check-in."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.MarkReasonMissing: N_(
        "This mark has stood for a while, or somebody else made it. Open it in the lesson's list "
        "to change it with a reason."
    ),
    errors.CheckInLongEnough: N_(
        "Check-in lasts {hours} hours after the lesson at most. Mark people in the lesson's list."
    ),
    errors.CheckInNotOpen: N_("Check-in is not open now. Refresh the screen."),
}

"""To who shows a good code of the room and has to be asked something first."""

from aiogram.utils.i18n import gettext as _

from bot.texts import check_in, meeting
from bot.texts.say import paragraphs, say
from domain.answers import Answer, CheckIn
from domain.arriving import Arrival
from domain.campus import Campus


def you_are_at(arrival: Arrival) -> str:
    """Before the first question."""
    return _of(
        _(
            "You are at <b>{course}</b>. Let us get acquainted: then I will enroll you and check "
            "you in."
        ),
        arrival,
    )


def ask_consent(arrival: Arrival, campus: Campus) -> str:
    """Of who was registered by somebody else."""
    opening = _of(_("You are at <b>{course}</b>. One answer, and you are checked in."), arrival)
    return paragraphs([opening, meeting.ask_consent(campus.organization, campus.privacy_contact)])


def pass_of_another() -> str:
    return check_in.not_staff(CheckIn(Answer.NOT_STAFF))


def _of(sentence: str, arrival: Arrival) -> str:
    seen = arrival.checked.sighting
    return say(sentence, course=check_in.named(seen) if seen else "")

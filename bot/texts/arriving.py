"""To who shows a good code of the room and has to be asked something first."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts import check_in, errors, meeting
from bot.texts.say import paragraphs, say
from domain.answers import Answer, CheckIn
from domain.arriving import Arrival
from domain.campus import Campus
from domain.errors import CourseFull


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


def refused(arrival: Arrival, now: datetime, tz: tzinfo) -> str:
    match arrival.obstacle:
        case None:
            return check_in.own(arrival.checked, now, tz)
        case CourseFull():
            sentence = _(
                "There is no free seat on <b>{course}</b>, so I cannot check you in. Tell the "
                "host that you are here."
            )
            return _of(sentence, arrival)
        case obstacle:
            return errors.refusal(obstacle, tz)


def pass_of_another() -> str:
    return check_in.not_staff(CheckIn(Answer.NOT_STAFF))


def _of(sentence: str, arrival: Arrival) -> str:
    seen = arrival.checked.sighting
    return say(sentence, course=check_in.named(seen) if seen else "")

"""The card of somebody in a course, and what is asked before something is done to them there."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.roster import STANDINGS, named
from bot.texts.say import N_, paragraphs, quote, say, shorten
from bot.texts.times import day
from db.models import EnrollmentStatus
from domain.enrolled import REASON_LENGTH
from domain.handing import Handover, Takers
from domain.roster import Seat

NAME, GROUP = 200, 100

SINCE: dict[EnrollmentStatus, str] = {
    EnrollmentStatus.REGISTERED: N_("On the course since {day}."),
    EnrollmentStatus.COMPLETED: N_("Completed on {day}."),
    EnrollmentStatus.EXPELLED: N_("Taken off on {day}."),
}


def card(seen: Seat, tz: tzinfo) -> str:
    facts = [_group(seen), _since(seen, tz), *_visits(seen), _points(seen), _reason(seen)]
    heading = say("<b>{name}</b>", name=shorten(seen.user.full_name, NAME))
    course = quote(f"{named(seen.course)}: ") + _(STANDINGS[seen.enrollment.status])
    return paragraphs([heading + "\n" + course, "\n".join(filter(None, facts))])


def ask_expel(seen: Seat) -> str:
    sentence = _("Take <b>{name}</b> off <b>{course}</b>?")
    if seen.enrollment.status is EnrollmentStatus.WAITLISTED:
        sentence = _("Take <b>{name}</b> out of the queue for <b>{course}</b>?")
    means = _(
        "I will tell them, with the reason. Their marks and points stay, and they cannot enroll "
        "again by themselves: you can take them back."
    )
    return paragraphs([_of(sentence, seen), _next_in_line(seen), means])


def ask_why_expel(seen: Seat) -> str:
    sentence = _(
        "Why? Choose or write the reason, such as “missed four lessons”: <b>{name}</b> will read "
        "it."
    )
    return _of(sentence, seen)


def done(status: EnrollmentStatus) -> str:
    """They have just become that."""
    words = {
        EnrollmentStatus.EXPELLED: _("✅ They are not on the course any more."),
        EnrollmentStatus.COMPLETED: _("✅ Marked as completed."),
        EnrollmentStatus.REGISTERED: _("✅ Back on the course, not completed."),
    }
    return words[status]


def ask_move(seen: Seat) -> str:
    sentence = _("<b>{name}</b> is number {rank} of {count} in the queue for <b>{course}</b>.")
    question = _("Which number should it be? Choose, or write one, such as 3.")
    return paragraphs([_in_queue(sentence, seen), question])


def ask_why_move(seen: Seat, rank: int) -> str:
    sentence = _("<b>{name}</b>: from number {rank} to number {to} of {count}. Why?")
    return paragraphs(
        [_in_queue(sentence, seen, to=max(1, min(rank, seen.waiting))), _where_kept()]
    )


def moved(rank: int) -> str:
    return say(_("✅ Number {rank} in the queue."), rank=rank)


def ask_admit(seen: Seat) -> str:
    sentence = _("Give <b>{name}</b> a seat on <b>{course}</b> now, out of turn? Why?")
    return paragraphs([_of(sentence, seen), _one_more_seat(seen), _where_kept()])


def admitted() -> str:
    return _("✅ They have a seat now.")


def ask_take_back(seen: Seat) -> str:
    sentence = _("Take <b>{name}</b> back onto <b>{course}</b>? I will tell them.")
    return paragraphs([_of(sentence, seen), _reason(seen), _one_more_seat(seen)])


def brought(*, is_new: bool) -> str:
    return _("✅ Enrolled. I will tell them.") if is_new else _("They are here already.")


def ask_taker(seen: Takers) -> str:
    question = say(
        _("Who do you want to hand <b>{course}</b> over to? Only an admin can manage a course."),
        course=named(seen.course),
    )
    nobody = _("There is no other admin. Make somebody one first: “🔗 Links” in the menu.")
    return paragraphs([question, "" if seen.possible else nobody])


def ask_hand_over(handover: Handover) -> str:
    return say(
        _(
            "Hand <b>{course}</b> over to <b>{name}</b>? They will manage it, and I will tell "
            "them. You will not manage it any more."
        ),
        course=named(handover.course),
        name=shorten(handover.taker.name, NAME),
    )


def handed_over(handover: Handover) -> str:
    return say(
        _("🤝 <b>{course}</b> is managed by <b>{name}</b> now."),
        course=named(handover.course),
        name=shorten(handover.taker.name, NAME),
    )


def _group(seen: Seat) -> str:
    group = shorten(seen.user.study_group or "", GROUP)
    return say(_("Group: {value}"), value=group) if group else ""


def _since(seen: Seat, tz: tzinfo) -> str:
    if seen.enrollment.status is EnrollmentStatus.WAITLISTED:
        sentence = _("Waiting since {day}: number {rank} of {count}.")
        return _in_queue(sentence, seen, day=day(seen.enrollment.changed_at, tz))
    return say(_(SINCE[seen.enrollment.status]), day=day(seen.enrollment.changed_at, tz))


def _visits(seen: Seat) -> list[str]:
    """Nothing where there was nothing to come to."""
    visits = seen.visits
    if not visits.held or seen.enrollment.status is EnrollmentStatus.WAITLISTED:
        return []
    came = say(_("Came to {attended} of {held}"), attended=visits.attended, held=visits.held)
    others = [
        say(_("late: {count}"), count=visits.late) if visits.late else "",
        say(_("excused: {count}"), count=visits.excused) if visits.excused else "",
        say(_("marked as absent: {count}"), count=visits.absent) if visits.absent else "",
    ]
    return ["; ".join(filter(None, [came, *others]))]


def _points(seen: Seat) -> str:
    return say(_("Points: {value}"), value=seen.points) if seen.points else ""


def _reason(seen: Seat) -> str:
    reason = seen.enrollment.reason
    if not reason:
        return ""
    is_out = seen.enrollment.status is EnrollmentStatus.EXPELLED
    sentence = _("Reason: {value}") if is_out else _("Out of turn: {value}")
    return say(sentence, value=shorten(reason, REASON_LENGTH))


def _next_in_line(seen: Seat) -> str:
    is_seated = seen.enrollment.status.holds_seat
    return _("The seat goes to the first in the queue.") if is_seated and seen.waiting else ""


def _one_more_seat(seen: Seat) -> str:
    if not seen.course.is_full:
        return ""
    sentence = _("⚠️ There is no free seat. I will add one, and the course will have {count}.")
    return say(sentence, count=(seen.course.capacity or 0) + 1)


def _where_kept() -> str:
    return _(
        "Choose or write the reason, such as “agreed with the dean's office”: it stays on their "
        "card, for those who run the course."
    )


def _in_queue(sentence: str, seen: Seat, **more: object) -> str:
    return _of(sentence, seen, rank=seen.rank, count=seen.waiting, **more)


def _of(sentence: str, seen: Seat, **more: object) -> str:
    name = shorten(seen.user.full_name, NAME)
    return say(sentence, name=name, course=named(seen.course), **more)

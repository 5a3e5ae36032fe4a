"""What became of an announcement, and what is asked before more becomes of it."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import N_, paragraphs, say, shorten
from db.models import AnnouncementStatus
from domain.announcements import Reach, Report, Seen
from domain.cards import Prepared

NAME = 200

COUNTED = {
    "sent": N_("✅ Have got it: {count}"),
    "waiting": N_("⏳ Will get it: {count}"),
    "unreachable": N_("🚫 Have stopped me: {count}"),
    "doubtful": N_("❔ Perhaps have not got it: {count}"),
    "skipped": N_("⏹ Not sent to: {count}"),
    "failed": N_("⚠️ Telegram refused: {count}"),
}
CHANGED = {
    "sent": N_("✏️ Changed: {count}"),
    "waiting": N_("⏳ To be changed: {count}"),
    "lost": N_("⚠️ Could not be changed: {count}"),
}
RECALLED = {
    "sent": N_("↩️ Recalled: {count}"),
    "waiting": N_("⏳ To be recalled: {count}"),
    "lost": N_("⚠️ Could not be recalled: {count}"),
}
DONE = {
    AnnouncementStatus.SENDING: N_("📨 The announcement is going out."),
    AnnouncementStatus.SENT: N_("✅ The announcement is sent."),
    AnnouncementStatus.STOPPED: N_("⏹ The announcement is stopped."),
    AnnouncementStatus.RECALLED: N_("↩️ The announcement is recalled."),
}


def report(it: Report) -> str:
    """Each recipient is in one line, and the lines add up."""
    lines = [say(_(words), count=getattr(it, name)) for name, words in COUNTED.items()]
    shown = [line for line, count in zip(lines, _counts(it), strict=True) if count]
    return "\n".join([*shown, say(_("In all: {count}"), count=it.total)])


def change(it: Report, status: AnnouncementStatus) -> str:
    if not it.total:
        return ""
    words = RECALLED if status is AnnouncementStatus.RECALLED else CHANGED
    lost = it.total - it.sent - it.waiting
    counts = {"sent": it.sent, "waiting": it.waiting, "lost": lost}
    return "\n".join(say(_(words[name]), count=count) for name, count in counts.items() if count)


def progress(status: AnnouncementStatus, it: Report) -> str:
    """In the message that is renewed while it goes out."""
    return paragraphs([_(DONE[status]), report(it)])


def begun() -> str:
    return _("📨 It goes out. How far it is, I tell you in a message of its own.")


def stopped() -> str:
    return _("Stopped: nobody else gets it.")


def ask_send(seen: Seen) -> str:
    reach = seen.reach
    count = reach.people if reach else 0
    if not count:
        return _("Nobody would get it now. Choose others, or send it at another time.")
    question = ngettext(
        "<b>{count} person</b> gets it. Send it now?",
        "<b>{count} people</b> get it. Send it now?",
        count,
    )
    return paragraphs([say(question, count=count), *_beside(reach)])


def ask_drop() -> str:
    return _("Delete the announcement? Nobody has got it yet.")


def ask_repeat(seen: Seen) -> str:
    count = seen.report.doubtful if seen.report else 0
    return say(
        ngettext(
            "Telegram did not say whether {count} person has got it. Send it once more? They may "
            "get it twice.",
            "Telegram did not say whether {count} people have got it. Send it once more? Some may "
            "get it twice.",
            count,
        ),
        count=count,
    )


def ask_recall() -> str:
    return paragraphs(
        [
            _("Recall the announcement?"),
            _(
                "What is younger than two days disappears from the chats. Of what is older, only "
                "“recalled” is left. Who has read it, has read it."
            ),
        ]
    )


def ask_card(it: Prepared) -> str:
    name = shorten(it.course.name, NAME)
    question = ngettext(
        "<b>{count} person</b> gets the card of <b>{course}</b>. Send it now?",
        "<b>{count} people</b> get the card of <b>{course}</b>. Send it now?",
        it.reach.people,
    )
    if not it.reach.people:
        nobody = _("There is nobody left to tell of <b>{course}</b>.")
        return say(nobody, course=name)
    return paragraphs(
        [
            say(question, course=name, count=it.reach.people),
            _("They are all who want news and are not on the course yet."),
            _("The course was announced before.") if it.was_announced else "",
            *_beside(it.reach),
        ]
    )


def _beside(reach: Reach | None) -> list[str]:
    if reach is None or not reach.quiet:
        return []
    sentence = _("In their quiet hours now, so they get it afterwards: {count}.")
    return [say(sentence, count=reach.quiet)]


def _counts(it: Report) -> list[int]:
    return [getattr(it, name) for name in COUNTED]

"""How it stands with all that the bot has to say."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import clock, near
from domain.outbox import Ends, Failure, Outbox, Waiting

ERROR = 120
"""Telegram's own words, for whoever looks after the server."""


def page(seen: Outbox, now: datetime, tz: tzinfo) -> str:
    heading = say(_("<b>Messages</b>, at {at}"), at=clock(now, tz))
    return paragraphs(
        [
            heading,
            _waiting(seen.waiting, now, tz),
            _sent(seen.ends),
            _unreachable(seen.ends),
            _doubtful(seen.ends),
            _failed(seen.ends.failed, seen.failures),
        ]
    )


def ask(count: int) -> str:
    if not count:
        return nothing_in_doubt()
    sentence = ngettext(
        "Send {count} message again? Whoever got it after all gets it twice. What has become "
        "pointless since then is not sent.",
        "Send {count} messages again? Whoever got one after all gets it twice. What has become "
        "pointless since then is not sent.",
        count,
    )
    return say(sentence, count=count)


def sent_again(count: int) -> str:
    """For a moment, over the button."""
    if not count:
        return nothing_in_doubt()
    sentence = ngettext(
        "{count} message is on its way.", "{count} messages are on their way.", count
    )
    return say(sentence, count=count)


def nothing_in_doubt() -> str:
    return _("Nothing is in doubt any more.")


def _waiting(seen: Waiting, now: datetime, tz: tzinfo) -> str:
    due = seen.urgent + seen.bulk
    lines = [_("Nothing waits to be sent now.")]
    if due:
        lines = [
            say(_("Waiting now: {count}, of them urgent: {urgent}"), count=due, urgent=seen.urgent)
        ]
    if seen.next_at is not None:
        later = _("For later: {count}; the next is due {at}")
        lines.append(say(later, count=seen.later, at=near(seen.next_at, tz, now)))
    return "\n".join(lines)


def _sent(seen: Ends) -> str:
    lines = [say(_("Sent today: {count}"), count=seen.sent)]
    if seen.in_last_minute:
        lines.append(say(_("In the last minute: {count}"), count=seen.in_last_minute))
    return "\n".join(lines)


def _unreachable(seen: Ends) -> str:
    if not seen.unreachable and not seen.people:
        return ""
    today = say(_("Did not reach anybody today: {count}"), count=seen.unreachable)
    why = ngettext(
        "{count} person has blocked the bot or is not in Telegram any more; a word to the bot is "
        "enough to come back.",
        "{count} people have blocked the bot or are not in Telegram any more; a word to the bot "
        "is enough to come back.",
        seen.people,
    )
    return "\n".join([today, say(why, count=seen.people) if seen.people else ""]).strip()


def _doubtful(seen: Ends) -> str:
    lines = []
    if seen.doubtful:
        doubtful = _(
            "In doubt: {count}. Telegram did not answer, so nobody knows if they arrived."
        )
        lines.append(say(doubtful, count=seen.doubtful))
    if seen.of_announcements:
        theirs = _("In doubt of announcements: {count}. Their authors see it and decide.")
        lines.append(say(theirs, count=seen.of_announcements))
    return "\n".join(lines)


def _failed(count: int, failures: list[Failure]) -> str:
    if not count:
        return ""
    heading = _("Failed since yesterday: {count}. Tell whoever looks after the server:")
    lines = [say("{count}: <code>{error}</code>", **_shown(it)) for it in failures]
    return "\n".join([say(heading, count=count), *lines])


def _shown(it: Failure) -> dict[str, object]:
    return {"error": shorten(it.error or "?", ERROR), "count": it.count}

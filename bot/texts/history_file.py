"""The history of actions as a table. Its cells are plain text."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts import changes, history
from bot.texts.changes import Change
from bot.texts.invites import ROLES
from bot.texts.times import city
from domain.history import Entry

WIDTHS = 20, 28, 14, 16, 36, 48, 32, 32, 20


def title() -> str:
    return _("History of actions")


def columns(tz: tzinfo) -> list[tuple[str, int]]:
    """Headings and widths."""
    headings = [
        _("Time ({city})").format(city=city(tz)),
        _("Who"),
        _("Telegram ID"),
        _("Role now"),
        _("Action"),
        _("What it was done to"),
        _("Before"),
        _("After"),
        _("By the service"),
    ]
    return list(zip(headings, WIDTHS, strict=True))


def row(entry: Entry, tz: tzinfo) -> list[str]:
    actor, news = entry.actor, list(changes.of_entry(entry, tz))
    return [
        f"{entry.at.astimezone(tz):%Y-%m-%d %H:%M:%S}",
        history.who(entry, history.IN_FULL),
        str(actor.telegram_id or "") if actor else "",
        _(ROLES[actor.role]) if actor and actor.name else "",
        history.action(entry.action),
        history.thing(entry),
        "; ".join(_side(it, it.before) for it in news if it.before is not None),
        "; ".join(_side(it, it.after) for it in news),
        entry.service or "",
    ]


def _side(change: Change, told: str) -> str:
    return f"{change.field}: {told}"

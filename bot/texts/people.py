from aiogram.utils.i18n import gettext as _

from bot.texts.catalogue import searched
from bot.texts.invites import ROLES
from bot.texts.say import N_, paragraphs, quote, say, shorten
from db.models import Role, User
from domain.people import Circle, PeoplePage, Search

NAME = 120
GROUP = 40

HEADINGS: dict[Circle, str] = {
    Circle.ALL: N_("<b>People</b>"),
    Circle.HOSTS: N_("<b>Hosts</b>"),
    Circle.ADMINS: N_("<b>Admins</b>"),
    Circle.BLOCKED: N_("<b>Blocked people</b>"),
}
EMPTY: dict[Circle, str] = {
    Circle.ALL: N_("There is nobody here yet."),
    Circle.HOSTS: N_("There are no hosts yet. A role is given on a person's card or by a link."),
    Circle.ADMINS: N_("There are no admins yet."),
    Circle.BLOCKED: N_("Nobody is blocked."),
}


def page(found: PeoplePage, search: Search) -> str:
    """The people of a page, numbered through all pages."""
    lines = [_line(number, user) for number, user in enumerate(found.people, found.first)]
    return paragraphs([_heading(found, search), "\n".join(lines) or _empty(search)])


def ask_words() -> str:
    return _(
        "Who are you looking for? Write part of the name, the group, the e-mail or the Telegram "
        "ID, such as “Petrova” or “IT-23”."
    )


def erased() -> str:
    return _("✅ Erased.")


def _heading(found: PeoplePage, search: Search) -> str:
    title = _(HEADINGS[search.circle])
    counted = f"{title} · {found.total}" if found.total else title
    return counted + ("\n" + searched(search.words) if search.words else "")


def _empty(search: Search) -> str:
    if search.words:
        return _("Nobody was found. Try a shorter word, or look at everybody.")
    return _(EMPTY[search.circle])


def _line(number: int, user: User) -> str:
    name = say("{number}. <b>{name}</b>", number=number, name=shorten(user.full_name, NAME))
    group = quote(shorten(user.study_group or "", GROUP))
    role = "" if user.role is Role.PARTICIPANT else _(ROLES[user.role])
    return " · ".join(filter(None, [name, group, role, "🚫" if user.blocked_at else ""]))

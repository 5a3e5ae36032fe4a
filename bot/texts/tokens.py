"""Tokens, with which other services of the university sign in."""

from collections.abc import Collection
from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import enumeration, stamp
from bot.texts.token_buttons import RIGHTS
from db.models import ApiToken
from domain.api_tokens import Scope, TokenPage, TokenView

NAME = 100
COURSE = 60
COURSES = 8
"""As many are named."""


def page(found: TokenPage, first: int, now: datetime, tz: tzinfo) -> str:
    head = _("<b>Tokens of other services</b>")
    if not found.tokens:
        return paragraphs([head, _("There are none yet."), _what_for()])
    lines = [_line(number, it, now, tz) for number, it in enumerate(found.tokens, first)]
    return paragraphs([head, *lines])


def choose_rights() -> str:
    return paragraphs(
        [
            _("<b>A new token</b>"),
            _what_for(),
            _("What may the service do? Only what it needs: whoever learns the token may do it."),
        ]
    )


def choose_one_by_one() -> str:
    return _("What may the service do? Press what it needs, once more to take it away.")


def choose_lifetime(scopes: Collection[Scope]) -> str:
    return paragraphs([_allowed(scopes), _("How long should the token be good?")])


def ask_name() -> str:
    return _("What is the service called? Write it, such as “timetable of the institute”.")


def made(token: ApiToken, secret: str, tz: tzinfo) -> str:
    """The only time that it is shown."""
    return paragraphs(
        [
            say(_("✅ The token <b>{name}</b> is made:"), name=_name(token)),
            say("<code>{secret}</code>", secret=secret),
            _(
                "Copy it now to where the service keeps its secrets: it is not shown again. Then "
                "delete this message."
            ),
            _good(token, tz),
        ]
    )


def not_shown(token: ApiToken) -> str:
    sentence = _(
        "The token <b>{name}</b> is made, but it could not be shown in time, and is not kept for "
        "later. Take it back and make another one."
    )
    return say(sentence, name=_name(token))


def card(seen: TokenView, now: datetime, tz: tzinfo) -> str:
    token = seen.token
    facts = [
        _by(seen.maker),
        say(_("created on {at}"), at=stamp(token.created_at, tz)),
        _state(token, now, tz),
        _used(token, tz),
    ]
    allowed = _allowed([Scope(it) for it in token.scopes])
    title = say("<b>{name}</b>", name=_name(token))
    return paragraphs([title, allowed, _courses(seen), "\n".join(facts)])


def ask_revoke(seen: TokenView) -> str:
    sentence = _("Take the token <b>{name}</b> back? The service cannot sign in with it any more.")
    return say(sentence, name=_name(seen.token))


def revoked() -> str:
    return _("The token is taken back.")


def _what_for() -> str:
    return _(
        "With a token another service of the university signs in to the REST API and works there "
        "without a person."
    )


def _by(maker: str | None) -> str:
    if maker is None:
        return _("created on the server")
    return say(_("created by: {maker}"), maker=shorten(maker, NAME) or _("an erased person"))


def _line(number: int, token: ApiToken, now: datetime, tz: tzinfo) -> str:
    title = say("{number}. <b>{name}</b>", number=number, name=_name(token))
    return "\n".join([title, _state(token, now, tz), _used(token, tz)])


def _state(token: ApiToken, now: datetime, tz: tzinfo) -> str:
    if token.expires_at is not None and token.expires_at <= now:
        return say(_("🚫 out of date since {at}"), at=stamp(token.expires_at, tz))
    return _end(token, tz)


def _good(token: ApiToken, tz: tzinfo) -> str:
    """The same as a sentence of its own."""
    if token.expires_at is None:
        return _("It is good without an end.")
    return say(_("It is good until {at}."), at=stamp(token.expires_at, tz))


def _end(token: ApiToken, tz: tzinfo) -> str:
    if token.expires_at is None:
        return _("good without an end")
    return say(_("good until {at}"), at=stamp(token.expires_at, tz))


def _used(token: ApiToken, tz: tzinfo) -> str:
    if token.last_used_at is None:
        return _("not used yet")
    return say(_("last used: {at}"), at=stamp(token.last_used_at, tz))


def _allowed(scopes: Collection[Scope]) -> str:
    rights = ["• " + _(RIGHTS[it]) for it in Scope if it in scopes]
    return "\n".join([_("It may:"), *rights])


def _courses(seen: TokenView) -> str:
    if seen.courses is None:
        return _("On all courses.")
    names = [shorten(it, COURSE) for it in seen.courses[:COURSES]]
    more = len(seen.courses) - len(names)
    named = say(_("Only on: {courses}."), courses=enumeration(names))
    rest = say(ngettext("And {count} more.", "And {count} more.", more), count=more)
    return f"{named} {rest}" if more else named


def _name(token: ApiToken) -> str:
    return shorten(token.name, NAME)

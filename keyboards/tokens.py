"""Tokens of other services. What is chosen for a new one travels in the buttons."""

from collections.abc import Collection
from itertools import groupby

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from bot.texts import token_buttons as labels
from db.models import ApiToken
from domain.api_tokens import (
    PAGE_SIZE,
    READING,
    READING_AND_WRITING,
    Lifetime,
    Scope,
    TokenPage,
)
from keyboards.home import to_home
from keyboards.invites import ShowLinks, ShowTokens
from keyboards.layout import Button, Id, Row, column, pager, pairs, rows


class NewToken(CallbackData, prefix="new-token"):
    """What may it do?"""


class ChooseRights(CallbackData, prefix="rights"):
    """These, so far."""

    rights: Id = 0


class ChooseEnd(CallbackData, prefix="token-end"):
    """For how long the token is good."""

    rights: Id


class NameToken(CallbackData, prefix="name-token"):
    """The last question, because a button would leave the dialog."""

    rights: Id
    lifetime: Lifetime


class ShowToken(CallbackData, prefix="token"):
    token_id: Id


class AskRevokeToken(CallbackData, prefix="ask-token"):
    token_id: Id


class RevokeToken(CallbackData, prefix="end-token"):
    token_id: Id


def pack(scopes: Collection[Scope]) -> int:
    """A bit for each, in their order."""
    return sum(1 << place for place, it in enumerate(Scope) if it in scopes)


def unpack(rights: int) -> list[Scope]:
    """Bits of no scope are none."""
    return [it for place, it in enumerate(Scope) if rights >> place & 1]


def page(found: TokenPage) -> InlineKeyboardMarkup:
    pages = pager(found.number, -(-found.total // PAGE_SIZE), lambda it: ShowTokens(page=it))
    shown = enumerate(found.tokens, first_of(found))
    return rows(
        *([_token(number, it)] for number, it in shown),
        pages,
        [(labels.new_token(), NewToken())],
        [(buttons.to_links(), ShowLinks()), to_home()],
    )


def choose_rights() -> InlineKeyboardMarkup:
    return rows(
        [(labels.read_everything(), ChooseEnd(rights=pack(READING)))],
        [(labels.read_and_write_everything(), ChooseEnd(rights=pack(READING_AND_WRITING)))],
        [(labels.choose_rights(), ChooseRights())],
        _under(),
    )


def choose_one_by_one(rights: int) -> InlineKeyboardMarkup:
    subjects = groupby(enumerate(Scope), lambda it: it[1].partition(":")[0])
    toggles = [
        row for _, those in subjects for row in pairs([_toggle(*it, rights) for it in those])
    ]
    done: Row = [(labels.rights_chosen(), ChooseEnd(rights=rights))] if unpack(rights) else []
    return rows(*toggles, done, _under())


def choose_end(rights: int) -> InlineKeyboardMarkup:
    ends: list[Button] = [
        (labels.lifetime(it), NameToken(rights=rights, lifetime=it)) for it in Lifetime
    ]
    return rows(*pairs(ends), _under())


def asking() -> InlineKeyboardMarkup:
    return rows(_under())


def made() -> InlineKeyboardMarkup:
    """Below the secret, which stays where it is."""
    return column((labels.to_tokens(), ShowTokens(is_apart=True)))


def card(token: ApiToken) -> InlineKeyboardMarkup:
    return rows([(labels.revoke_token(), AskRevokeToken(token_id=token.id))], _under())


def ask_revoke(token: ApiToken) -> InlineKeyboardMarkup:
    return column(
        (labels.revoke_token_for_sure(), RevokeToken(token_id=token.id)),
        (labels.keep_token(), ShowToken(token_id=token.id)),
    )


def first_of(found: TokenPage) -> int:
    """The number of the first token of the page, counted from 1."""
    return found.number * PAGE_SIZE + 1


def _token(number: int, token: ApiToken) -> Button:
    return labels.token(number, token.name), ShowToken(token_id=token.id)


def _toggle(place: int, scope: Scope, rights: int) -> Button:
    label = labels.right(scope, is_given=scope in unpack(rights))
    return label, ChooseRights(rights=rights ^ 1 << place)


def _under() -> Row:
    return [(labels.to_tokens(), ShowTokens()), to_home()]

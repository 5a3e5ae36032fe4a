"""The card of a person, and what an admin may do there. A search has 42 bytes, a person's number
14: a prefix is of six letters at most, or of four beside a role."""

from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from bot.texts import people_buttons as labels
from bot.texts.history_buttons import history
from db.models import Role, User
from keyboards.history import of_person
from keyboards.home import to_home
from keyboards.layout import Button, Row, rows
from keyboards.people import OfPerson, ShowPeople, ShowPerson, tidy


class AskRole(OfPerson, CallbackData, prefix="roles"):
    """Which role the person shall have."""


class ChooseRole(OfPerson, CallbackData, prefix="role"):
    """This one, but ask once more."""

    role: str
    """Its first letter, which is its alone."""


class GiveRole(OfPerson, CallbackData, prefix="give"):
    """For sure."""

    role: str


class AskBlock(OfPerson, CallbackData, prefix="block"):
    """Whether the person shall be blocked."""


class AskReason(OfPerson, CallbackData, prefix="reason"):
    """They shall: what for?"""


class Block(OfPerson, CallbackData, prefix="shut"):
    """Without a reason."""


class AskUnblock(OfPerson, CallbackData, prefix="let-in"):
    pass


class Unblock(OfPerson, CallbackData, prefix="open"):
    pass


class AskErasure(OfPerson, CallbackData, prefix="erase"):
    pass


class Erase(OfPerson, CallbackData, prefix="wipe"):
    pass


def role_of(letter: str) -> Role:
    """The role of a button; the least where it is not one."""
    return next((it for it in Role if it.startswith(letter)), Role.PARTICIPANT)


def card(user: User, whose: OfPerson, *, is_oneself: bool) -> InlineKeyboardMarkup:
    to_history = (history(), of_person(user.id))
    return rows(
        [] if is_oneself else [_role(whose), _block(user, whose)],
        [to_history] if is_oneself else [to_history, _erase(whose)],
        [(buttons.to_list(), ShowPeople(search=whose.search)), to_home()],
    )


def roles(user: User, whose: OfPerson) -> InlineKeyboardMarkup:
    """The three of them."""
    return rows(*([_to_role(role, user, whose)] for role in Role), _under(whose))


def ask_role(role: Role, whose: OfPerson) -> InlineKeyboardMarkup:
    yes = GiveRole(**place(whose), role=role[0])
    return rows([(labels.yes_role(), yes)], _under(whose))


def ask_block(whose: OfPerson) -> InlineKeyboardMarkup:
    return rows([(labels.yes_block(), AskReason(**place(whose)))], _under(whose))


def ask_reason(whose: OfPerson) -> InlineKeyboardMarkup:
    return rows([(labels.no_reason(), Block(**place(whose)))], _under(whose))


def ask_unblock(whose: OfPerson) -> InlineKeyboardMarkup:
    return rows([(labels.yes_unblock(), Unblock(**place(whose)))], _under(whose))


def ask_erasure(whose: OfPerson) -> InlineKeyboardMarkup:
    return rows([(labels.yes_erase(), Erase(**place(whose)))], _under(whose))


def place(whose: OfPerson) -> dict[str, Any]:
    """Whom another button of the same card is about."""
    return {"user_id": whose.user_id, "search": tidy(whose.search)}


def _role(whose: OfPerson) -> Button:
    return labels.role(), AskRole(**place(whose))


def _block(user: User, whose: OfPerson) -> Button:
    if user.blocked_at is None:
        return labels.block(), AskBlock(**place(whose))
    return labels.unblock(), AskUnblock(**place(whose))


def _erase(whose: OfPerson) -> Button:
    return labels.erase(), AskErasure(**place(whose))


def _to_role(role: Role, user: User, whose: OfPerson) -> Button:
    """The one that they have leads back to the card."""
    label = labels.to_role(role, is_current=role is user.role)
    if role is user.role:
        return label, ShowPerson(**place(whose))
    return label, ChooseRole(**place(whose), role=role[0])


def _under(whose: OfPerson) -> Row:
    return [(labels.to_card(), ShowPerson(**place(whose))), to_home()]

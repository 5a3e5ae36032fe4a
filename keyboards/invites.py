from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from bot.texts import token_buttons as token_labels
from bot.texts.invites import purpose
from db.models import Role
from domain.invites import PAGE_SIZE, InvitePage, InviteView, Lifetime, Terms
from keyboards.home import Home, to_home, way_back
from keyboards.layout import Button, Id, Row, column, pager, rows
from keyboards.staff import ChoosePart, ShowTeamLinks, to_team

GIVEN_BY_LINK = (Role.HOST, Role.ADMIN)


class AcceptInvite(CallbackData, prefix="accept"):
    public_id: Id


class ShowLinks(CallbackData, prefix="links"):
    """A page of the open links that give roles."""

    page: Id = 0


class ShowTokens(CallbackData, prefix="tokens"):
    """A page of the tokens of other services, which sign in beside people."""

    page: Id = 0
    is_apart: bool = False
    """Below what it would otherwise take the place of."""


class ChooseRole(CallbackData, prefix="link-role"):
    """For a new link."""


class ChooseTime(CallbackData, prefix="link-time"):
    """For how long the new link is good."""

    role: Role


class MakeLink(CallbackData, prefix="make-link"):
    role: Role
    days: Lifetime
    public_id: Id
    """What the link will be known by: so that a second tap makes no second one."""


class ShowLink(CallbackData, prefix="link"):
    public_id: Id


class AskRevoke(CallbackData, prefix="ask-revoke"):
    public_id: Id


class Revoke(CallbackData, prefix="revoke"):
    public_id: Id


def offer(public_id: int) -> InlineKeyboardMarkup:
    return column(
        (buttons.accept(), AcceptInvite(public_id=public_id)), (buttons.not_now(), Home())
    )


def accepted(seen: InviteView) -> InlineKeyboardMarkup:
    return rows([to_team(seen.course.id), to_home()]) if seen.course else way_back()


def open_for_roles(page: InvitePage) -> InlineKeyboardMarkup:
    pages = pager(page.number, -(-page.total // PAGE_SIZE), lambda it: ShowLinks(page=it))
    new: Row = [(buttons.new_link(), ChooseRole()), (token_labels.tokens(), ShowTokens())]
    return rows(*_links(page), pages, new, [to_home()])


def open_for_course(course_id: int, page: InvitePage) -> InlineKeyboardMarkup:
    pages = pager(
        page.number,
        -(-page.total // PAGE_SIZE),
        lambda it: ShowTeamLinks(course_id=course_id, page=it),
    )
    new: Row = [(buttons.invite(), ChoosePart(course_id=course_id)), to_team(course_id)]
    return rows(*_links(page), pages, new, [to_home()])


def choose_role() -> InlineKeyboardMarkup:
    roles: Row = [(buttons.role_of_link(it), ChooseTime(role=it)) for it in GIVEN_BY_LINK]
    return rows(roles, [(buttons.to_links(), ShowLinks()), to_home()])


def choose_time(role: Role) -> InlineKeyboardMarkup:
    times: Row = [
        (buttons.days(it), MakeLink(role=role, days=it, public_id=Terms().public_id))
        for it in Lifetime
    ]
    return rows(times, [(buttons.to_links(), ShowLinks()), to_home()])


def link(seen: InviteView) -> InlineKeyboardMarkup:
    """Below the link itself."""
    revoke = (buttons.revoke(), AskRevoke(public_id=seen.invite.public_id))
    return rows([revoke], [_to_list(seen), to_home()])


def ask_revoke(seen: InviteView) -> InlineKeyboardMarkup:
    public_id = seen.invite.public_id
    return column(
        (buttons.revoke_for_sure(), Revoke(public_id=public_id)),
        (buttons.keep_link(), ShowLink(public_id=public_id)),
    )


def first_of(page: InvitePage) -> int:
    """The number of the first link of the page, counted from 1."""
    return page.number * PAGE_SIZE + 1


def _links(page: InvitePage) -> list[Row]:
    return [[_link(number, it)] for number, it in enumerate(page.lines, first_of(page))]


def _link(number: int, seen: InviteView) -> Button:
    label = buttons.link(number, purpose(seen, buttons.LABEL))
    return label, ShowLink(public_id=seen.invite.public_id)


def _to_list(seen: InviteView) -> Button:
    if seen.course is None:
        return buttons.to_links(), ShowLinks()
    return buttons.to_links(), ShowTeamLinks(course_id=seen.course.id)

"""Who may do what in the chat, as the design's table of rights says: a row for each button and
each command. Where it is about a course, then about the one on whose staff assistant, host and
manager are; where about a person, then about its participant."""

from collections.abc import Callable
from typing import Any

from aiogram.filters.callback_data import CallbackData

from db.models import Act, Role, StaffPart
from domain.profile import Field, Switch
from keyboards import (
    catalogue,
    course,
    history,
    home,
    invites,
    meeting,
    menu,
    mutes,
    people,
    person,
    privacy,
    settings,
    sign_ins,
    staff,
    tokens,
)
from tests.screens.world import World

STRANGER, BLOCKED, PARTICIPANT = "stranger", "blocked", "participant"
ASSISTANT, OTHER_HOST, HOST = "assistant", "other host", "host"
OTHER_ADMIN, MANAGER = "other admin", "admin"

KNOWN = {PARTICIPANT, ASSISTANT, OTHER_HOST, HOST, OTHER_ADMIN, MANAGER}
EVERYBODY = KNOWN | {STRANGER}
"""But for who is blocked. A stranger whom something of a person's own would need is told so."""

STAFF = {ASSISTANT, HOST, MANAGER}
ADMINS = {OTHER_ADMIN, MANAGER}
NOBODY: set[str] = set()

ROLES = (*sorted(EVERYBODY), BLOCKED)

Kind = type[CallbackData]
Row = tuple[Callable[[World], CallbackData], set[str]]


def plainly(allowed: set[str], *kinds: Kind, **fields: Any) -> dict[Kind, Row]:
    return {kind: (lambda _, kind=kind: kind(**fields), allowed) for kind in kinds}  # type: ignore[misc]


def of_course(allowed: set[str], *kinds: Kind, **fields: Any) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        return kind(course_id=world.courses["python"].id, **fields)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def of_person(who: str, allowed: set[str], *kinds: Kind, **fields: Any) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        return kind(user_id=world.people[who].id, **fields)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def of_link(allowed: set[str], *kinds: Kind) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        return kind(public_id=world.invites["operator's"].public_id)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def of_token(allowed: set[str], *kinds: Kind) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        assert world.token is not None
        return kind(token_id=world.token.id)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def agree_to_enroll(world: World) -> CallbackData:
    return meeting.AgreeTo(act=Act.ENROLL, subject=world.courses["python"].id)


def member(world: World) -> dict[str, int]:
    return {"course_id": world.courses["python"].id, "user_id": world.people["host"].id}


def close_sign_in(world: World) -> CallbackData:
    assert world.sign_in is not None
    return sign_ins.CloseSignIn(sign_in_id=world.sign_in.id)


BUTTONS: dict[Kind, Row] = {
    **plainly(EVERYBODY, home.Home, menu.Help, catalogue.ShowCourses, catalogue.AskWords),
    **plainly(EVERYBODY | {BLOCKED}, menu.Privacy, privacy.MyData, privacy.AskForget),
    **plainly(EVERYBODY | {BLOCKED}, privacy.ForgetMe),
    # Courses
    **of_course(EVERYBODY, catalogue.ShowCourse, course.ShowDescription, course.Enroll),
    **of_course({PARTICIPANT}, course.AskLeave, course.Leave),
    **of_course(STAFF | ADMINS, course.ShowPoster, staff.ShowTeam),
    **of_course({PARTICIPANT, STRANGER}, mutes.Mute, is_muted=True),
    # The team of a course
    **of_course({MANAGER}, staff.ChoosePart, staff.ShowTeamLinks),
    **of_course({MANAGER}, staff.ChoosePartTime, part=StaffPart.HOST),
    **of_course({MANAGER}, staff.MakePartLink, part=StaffPart.HOST, days=7, public_id=1),
    **of_course(STAFF, staff.AskQuit, staff.Quit),
    staff.AskRemove: (lambda it: staff.AskRemove(**member(it)), {MANAGER}),
    staff.Remove: (lambda it: staff.Remove(**member(it)), {MANAGER}),
    # Meeting, and one's own things
    meeting.AgreeTo: (agree_to_enroll, KNOWN),
    **plainly(NOBODY, meeting.Agree, meeting.ThisIsMe, meeting.SkipGroup),
    **plainly(EVERYBODY, settings.ShowSettings, settings.ShowMutes, settings.ShowSignIns),
    **plainly(EVERYBODY, settings.AskSetting, field=Field.NAME),
    **plainly(EVERYBODY, settings.Choose, field=Field.LANGUAGE, words="en"),
    **plainly(EVERYBODY, settings.Flip, switch=Switch.NEWS, is_on=False),
    **plainly(EVERYBODY, sign_ins.CloseSignIns),
    sign_ins.CloseSignIn: (close_sign_in, {PARTICIPANT, STRANGER}),
    # Links that give roles
    **of_link(EVERYBODY - ADMINS, invites.AcceptInvite),
    **of_link(ADMINS, invites.ShowLink, invites.AskRevoke, invites.Revoke),
    **plainly(ADMINS, invites.ShowLinks, invites.ChooseRole),
    **plainly(ADMINS, invites.ChooseTime, role=Role.HOST),
    **plainly(ADMINS, invites.MakeLink, role=Role.HOST, days=7, public_id=1),
    # Tokens of other services
    **plainly(ADMINS, invites.ShowTokens, tokens.NewToken, tokens.ChooseRights),
    **plainly(ADMINS, tokens.ChooseEnd, rights=1),
    **plainly(ADMINS, tokens.NameToken, rights=1, lifetime=30),
    **of_token(ADMINS, tokens.ShowToken, tokens.AskRevokeToken, tokens.RevokeToken),
    # People
    **plainly(ADMINS, people.ShowPeople, people.AskPerson),
    **of_person("participant", ADMINS, people.ShowPerson, person.AskRole),
    **of_person("participant", ADMINS, person.ChooseRole, person.GiveRole, role=Role.HOST),
    **of_person("participant", ADMINS, person.AskBlock, person.AskReason, person.Block),
    **of_person("blocked", ADMINS, person.AskUnblock, person.Unblock),
    **of_person("participant", ADMINS, person.AskErasure, person.Erase),
    # History
    **plainly(ADMINS, history.ShowHistory, history.AskPerson, history.AskCourse),
    **plainly(ADMINS, history.ChooseAction, history.AskDays, history.SendHistory),
}

COMMANDS: dict[str, set[str]] = {
    **dict.fromkeys(["/start", "/cancel", "/courses", "/my", "/help"], EVERYBODY),
    **dict.fromkeys(["/settings", "/lang"], EVERYBODY),
    **dict.fromkeys(["/privacy", "/my_data", "/forget_me"], EVERYBODY | {BLOCKED}),
    **dict.fromkeys(["/people", "/log"], ADMINS),
}

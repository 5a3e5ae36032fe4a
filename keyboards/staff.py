from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from bot.texts.roster_buttons import hand_over
from db.models import Course, StaffPart
from domain.invites import Lifetime, Terms
from domain.staff import PAGE_SIZE, Member, Post, Team
from keyboards.catalogue import ShowCourse, ShowCourses
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, column, pager, rows


class ShowTeam(CallbackData, prefix="team"):
    course_id: Id
    page: Id = 0


class ChoosePart(CallbackData, prefix="invite"):
    """For a new link to the team."""

    course_id: Id


class ChoosePartTime(CallbackData, prefix="invite-time"):
    """For how long that link is good."""

    course_id: Id
    part: StaffPart


class MakePartLink(CallbackData, prefix="make-part"):
    course_id: Id
    part: StaffPart
    days: Lifetime
    public_id: Id
    """What the link will be known by: so that a second tap makes no second one."""


class ShowTeamLinks(CallbackData, prefix="team-links"):
    """A page of the open links to the team."""

    course_id: Id
    page: Id = 0


class AskRemove(CallbackData, prefix="ask-remove"):
    course_id: Id
    user_id: Id


class Remove(CallbackData, prefix="remove"):
    course_id: Id
    user_id: Id


class AskTaker(CallbackData, prefix="takers"):
    """To whom the management shall go: a page of the admins."""

    course_id: Id
    page: Id = 0


class AskQuit(CallbackData, prefix="ask-quit"):
    """Whether to give the own part up."""

    course_id: Id


class Quit(CallbackData, prefix="quit"):
    course_id: Id


def team(seen: Team, viewer_id: int | None) -> InlineKeyboardMarkup:
    course_id = seen.course.id
    others = [it for it in seen.page.members if it.user_id != viewer_id]
    pages = pager(
        seen.page.number,
        -(-seen.page.total // PAGE_SIZE),
        lambda it: ShowTeam(course_id=course_id, page=it),
    )
    people = [[_member(course_id, it)] for it in others] if seen.is_mine_to_choose else []
    return rows(
        *people,
        pages,
        _choosing(seen),
        _giving(seen),
        _quit(seen),
        [to_course(course_id), to_home()],
    )


def choose_part(course: Course) -> InlineKeyboardMarkup:
    parts: Row = [
        (buttons.part(it), ChoosePartTime(course_id=course.id, part=it)) for it in StaffPart
    ]
    return rows(parts, [to_team(course.id), to_home()])


def choose_time(course: Course, part: StaffPart) -> InlineKeyboardMarkup:
    what = {"course_id": course.id, "part": part}
    times: Row = [
        (buttons.days(it), MakePartLink(**what, days=it, public_id=Terms().public_id))
        for it in Lifetime
    ]
    return rows(times, [to_team(course.id), to_home()])


def ask_remove(post: Post) -> InlineKeyboardMarkup:
    whom = {"course_id": post.course.id, "user_id": post.member.user_id}
    return column(
        (buttons.remove_member(), Remove(**whom)),
        (buttons.keep_member(), ShowTeam(course_id=post.course.id)),
    )


def ask_quit(course: Course) -> InlineKeyboardMarkup:
    return column(
        (buttons.leave_team_for_sure(), Quit(course_id=course.id)),
        (buttons.stay_on_team(), ShowTeam(course_id=course.id)),
    )


def gone() -> InlineKeyboardMarkup:
    """The course may be one that only its team sees."""
    return rows([(buttons.courses(), ShowCourses()), to_home()])


def given(course: Course) -> InlineKeyboardMarkup:
    shown: Button = buttons.to_course(), ShowCourse(course_id=course.id)
    return rows([shown, to_team(course.id)], [to_home()])


def to_team(course_id: int) -> Button:
    return buttons.to_team(), ShowTeam(course_id=course_id)


def to_course(course_id: int) -> Button:
    return buttons.back_to_course(), ShowCourse(course_id=course_id)


def _member(course_id: int, member: Member) -> Button:
    meaning = AskRemove(course_id=course_id, user_id=member.user_id)
    return buttons.member(member.name), meaning


def _choosing(seen: Team) -> Row:
    if not seen.is_mine_to_choose:
        return []
    course_id = seen.course.id
    return [
        (buttons.invite(), ChoosePart(course_id=course_id)),
        (buttons.open_links(), ShowTeamLinks(course_id=course_id)),
    ]


def _giving(seen: Team) -> Row:
    if not seen.is_mine_to_choose:
        return []
    return [(hand_over(), AskTaker(course_id=seen.course.id))]


def _quit(seen: Team) -> Row:
    if seen.part is None:
        return []
    return [(buttons.leave_team(), AskQuit(course_id=seen.course.id))]

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.texts.invites import PARTS_MEAN
from bot.texts.say import N_, paragraphs, say, shorten
from db.models import Course, StaffPart
from domain.staff import Member, Post, Team

NAME = 200
NAME_IN_LIST = 100

PARTS: dict[StaffPart, str] = {
    StaffPart.MANAGER: N_("manager"),
    StaffPart.HOST: N_("host"),
    StaffPart.ASSISTANT: N_("assistant"),
}
GROUPS: dict[StaffPart, str] = {
    StaffPart.MANAGER: N_("Managers"),
    StaffPart.HOST: N_("Hosts"),
    StaffPart.ASSISTANT: N_("Assistants"),
}


def team(seen: Team) -> str:
    groups = [_group(part, seen.page.members) for part in StaffPart]
    return paragraphs([_heading(seen.course), *groups, *_hints(seen)])


def choose_part(course: Course) -> str:
    question = say(_("Whom do you invite to the team of <b>{course}</b>?"), course=_name(course))
    return paragraphs([question, *map(_, PARTS_MEAN.values())])


def ask_leave(post: Post) -> str:
    question = say(
        _("Leave the team of <b>{course}</b>? Your part in it: {part}."),
        course=_name(post.course),
        part=_(PARTS[post.member.part]),
    )
    return paragraphs([question, _("To come back, you would need a new link.")])


def left(course: Course) -> str:
    sentence = _("You are not on the team of <b>{course}</b> any more.")
    return say(sentence, course=_name(course))


def lost(course: Course) -> str:
    """To whom somebody else has taken off the team."""
    return paragraphs([left(course), _("If that is a mistake, write to the course's manager.")])


def given(post: Post) -> str:
    """To whom somebody else has given a part."""
    news = say(
        _("You are on the team of <b>{course}</b> now: <b>{part}</b>."),
        course=_name(post.course),
        part=_(PARTS[post.member.part]),
    )
    return paragraphs([news, _(PARTS_MEAN[post.member.part])])


def ask_remove(post: Post) -> str:
    return say(
        _(
            "Take <b>{name}</b> ({part}) off the team of <b>{course}</b>? I will tell them. To "
            "come back, they would need a new link."
        ),
        name=shorten(post.member.name, NAME),
        part=_(PARTS[post.member.part]),
        course=_name(post.course),
    )


def removed(post: Post) -> str:
    sentence = _("Not on the team any more: {name}.")
    return say(sentence, name=shorten(post.member.name, NAME_IN_LIST))


def _heading(course: Course) -> str:
    return say(_("<b>Team of {course}</b>"), course=_name(course))


def _group(part: StaffPart, members: Sequence[Member]) -> str:
    names = [shorten(it.name, NAME_IN_LIST) for it in members if it.part is part]
    if not names:
        return ""
    head = say("<b>{group}</b>", group=_(GROUPS[part]))
    return "\n".join([head, *(say("{name}", name=name) for name in names)])


def _hints(seen: Team) -> list[str]:
    if not seen.page.members:
        return [_("Nobody is on it yet.")]
    if not seen.is_mine_to_choose or seen.page.total == 1:
        return []
    return [_("To take somebody off the team, press their name.")]


def _name(course: Course) -> str:
    return shorten(course.name, NAME)

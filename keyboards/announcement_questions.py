"""Below what is asked about announcements."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo

from aiogram.types import InlineKeyboardMarkup

from bot.texts import announcement_buttons as labels
from db.models import Course, Lesson, Role, StaffPart
from domain.announcements import Part, Seen, Whom
from domain.cards import Prepared
from domain.late_joiners import Late
from domain.taught import PAGE_SIZE, TaughtPage
from keyboards.announcements import (
    AskLesson,
    AskPart,
    AskWhere,
    Compose,
    Deed,
    DoDeed,
    Replace,
    SendAt,
    SendCard,
    SetLate,
    SetRole,
    SetWhom,
    back_to_announcement,
    back_to_announcements,
)
from keyboards.home import to_home
from keyboards.layout import Button, Row, column, pager, rows

MORNING = time(9)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

SURE = {
    Deed.SEND: labels.send_now,
    Deed.DROP: labels.drop_for_sure,
    Deed.REPEAT: labels.repeat_for_sure,
    Deed.RECALL: labels.recall_for_sure,
}
"""Before what cannot be taken back."""


def where(found: TaughtPage, role: Role) -> InlineKeyboardMarkup:
    count = -(-found.total // PAGE_SIZE)
    mine = [it for it in found.lines if it.part is not StaffPart.ASSISTANT]
    everybody: Row = [(labels.to_everybody(), Compose())] if role is Role.ADMIN else []
    return rows(
        everybody,
        *([_course(it.course)] for it in mine),
        pager(found.number, count, lambda it: AskWhere(page=it)),
        [back_to_announcements(None), to_home()],
    )


def composing(course_id: int) -> InlineKeyboardMarkup:
    return rows([back_to_announcements(course_id), to_home()])


def asking_part(seen: Seen, part: Part, tz: tzinfo, now: datetime) -> InlineKeyboardMarkup:
    match part:
        case Part.WORDS:
            return asking(seen.id)
        case Part.BUTTON:
            return asking_button(seen)
        case Part.WHOM:
            return asking_whom(seen)
        case Part.LATE:
            return asking_late(seen)
        case Part.TIME:
            return asking_time(seen, tz, now)


def asking(announcement_id: int) -> InlineKeyboardMarkup:
    return rows([back_to_announcement(announcement_id), to_home()])


def asking_button(seen: Seen) -> InlineKeyboardMarkup:
    none = DoDeed(announcement_id=seen.id, deed=Deed.NO_BUTTON)
    has = seen.content.button is not None
    return rows(
        [(labels.no_link(), none)] if has else [], [back_to_announcement(seen.id), to_home()]
    )


def asking_time(seen: Seen, tz: tzinfo, now: datetime) -> InlineKeyboardMarkup:
    def button(at: datetime) -> Row:
        return [(labels.at(at, tz, now), SendAt(announcement_id=seen.id, at=int(at.timestamp())))]

    back: Row = [back_to_announcement(seen.id), to_home()]
    return rows(button(_next_hour(now)), button(_morning(now, tz)), back)


def asking_whom(seen: Seen) -> InlineKeyboardMarkup:
    audience, it = seen.audience, seen.id
    if seen.announcement.course_id is None:
        everybody = labels.whom(Whom.EVERYBODY, is_current=audience.whom is Whom.EVERYBODY)
        choices: list[Button] = [(everybody, SetWhom(announcement_id=it, whom=Whom.EVERYBODY))]
        for role in Role:
            label = labels.role(role, is_current=audience.role is role)
            choices.append((label, SetRole(announcement_id=it, role=role)))
    else:
        choices = [_whom(seen, which) for which in (Whom.ALL, Whom.REGISTERED, Whom.WAITING)]
        choices += [_whom(seen, which) for which in (Whom.CAME, Whom.MISSED)]
    return column(*choices, back_to_announcement(it), to_home())


def asking_lesson(
    announcement_id: int, whom: Whom, found: Sequence[Lesson], tz: tzinfo, now: datetime
) -> InlineKeyboardMarkup:
    def button(it: Lesson) -> Row:
        which = SetWhom(announcement_id=announcement_id, whom=whom, lesson_id=it.id)
        return [(labels.lesson(it, tz, now), which)]

    back: Row = [back_to_announcement(announcement_id), to_home()]
    return rows(*map(button, found), back)


def asking_late(seen: Seen) -> InlineKeyboardMarkup:
    choices = {Late.WEEK: labels.week(), Late.MONTH: labels.month()}
    if seen.course is not None and seen.course.end_date is not None:
        choices[Late.END] = labels.end()
    choices[Late.NEVER] = labels.never()
    return column(
        *((label, SetLate(announcement_id=seen.id, until=it)) for it, label in choices.items()),
        back_to_announcement(seen.id),
        to_home(),
    )


def sure(seen: Seen, deed: Deed) -> InlineKeyboardMarkup:
    yes = (SURE[deed](), DoDeed(announcement_id=seen.id, deed=deed))
    whom = (labels.for_whom(), AskPart(announcement_id=seen.id, part=Part.WHOM))
    time = (labels.at_a_time(), AskPart(announcement_id=seen.id, part=Part.TIME))
    is_for_nobody = deed is Deed.SEND and not (seen.reach and seen.reach.people)
    return rows(
        [whom if is_for_nobody else yes],
        [time] if deed is Deed.SEND else [],
        [back_to_announcement(seen.id), to_home()],
    )


def replacing(announcement_id: int, key: str) -> InlineKeyboardMarkup:
    yes = (labels.replace(), Replace(announcement_id=announcement_id, key=key))
    anew = (labels.write_anew(), AskPart(announcement_id=announcement_id, part=Part.WORDS))
    return rows([yes], [anew], [back_to_announcement(announcement_id), to_home()])


def card(it: Prepared) -> InlineKeyboardMarkup:
    course_id = it.course.id
    yes: Row = [(labels.card_for_sure(), SendCard(course_id=course_id))] if it.reach.people else []
    return rows(yes, [back_to_announcements(course_id), to_home()])


def gone(course_id: int | None) -> InlineKeyboardMarkup:
    return rows([back_to_announcements(course_id), to_home()])


def _whom(seen: Seen, which: Whom) -> Button:
    label = labels.whom(which, is_current=seen.audience.whom is which)
    if which in {Whom.CAME, Whom.MISSED}:
        return label, AskLesson(announcement_id=seen.id, whom=which)
    return label, SetWhom(announcement_id=seen.id, whom=which)


def _course(course: Course) -> Button:
    return labels.course(course.name), Compose(course_id=course.id)


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + 2 * HOUR


def _morning(now: datetime, tz: tzinfo) -> datetime:
    tomorrow = now.astimezone(tz).date() + DAY
    return datetime.combine(tomorrow, MORNING, tzinfo=tz)

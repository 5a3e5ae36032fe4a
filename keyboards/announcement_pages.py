"""Below announcements and their lists."""

from aiogram.types import InlineKeyboardMarkup

from bot.texts import announcement_buttons as labels
from bot.texts.announcements import excerpt
from db.models import AnnouncementStatus
from domain.announcements import PAGE_SIZE, Line, Listed, Part, Seen, has_words
from domain.posts import Button as PostButton
from domain.profile import Switch
from keyboards.announcements import (
    AskCard,
    AskDeed,
    AskPart,
    AskWhere,
    Compose,
    Deed,
    DoDeed,
    Preview,
    ReadCourse,
    ShowAnnouncement,
    ShowAnnouncements,
    StopSending,
    back_to_announcement,
    back_to_announcements,
)
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import Button, Row, pager, pairs, rows
from keyboards.settings import Flip

DRAFT, SCHEDULED = AnnouncementStatus.DRAFT, AnnouncementStatus.SCHEDULED
SENDING, STOPPED = AnnouncementStatus.SENDING, AnnouncementStatus.STOPPED


def listed(found: Listed) -> InlineKeyboardMarkup:
    course_id, page = found.course.id if found.course else 0, found.page
    new = Compose(course_id=course_id) if course_id else AskWhere()
    card: Row = [(labels.card(), AskCard(course_id=course_id))] if found.may_send_card else []
    return rows(
        [(labels.write(), new)],
        card,
        *([_line(it)] for it in page.lines),
        pager(
            page.number,
            -(-page.total // PAGE_SIZE),
            lambda it: ShowAnnouncements(course_id=course_id, page=it),
        ),
        [to_hub(course_id), to_home()] if course_id else [to_home()],
    )


def page(seen: Seen) -> InlineKeyboardMarkup:
    """What can be done with it now."""
    return rows(*pairs(_deeds(seen)), [back_to_announcements(_course_id(seen)), to_home()])


def progress(announcement_id: int, status: AnnouncementStatus) -> InlineKeyboardMarkup:
    """Below a message that goes on changing: what is opened from there is shown apart."""
    more = ShowAnnouncement(announcement_id=announcement_id, is_apart=True)
    stop: Row = [(labels.stop(), StopSending(announcement_id=announcement_id))]
    return rows(stop if status is SENDING else [], [(labels.report(), more)])


def under_post(
    button: PostButton | None,
    course_id: int | None,
    course_name: str | None,
    *,
    is_news: bool = False,
) -> InlineKeyboardMarkup | None:
    """What people get: their author's button, of which course it is, and the way to get no news
    any more."""
    link: Row = [(button.label, button.url)] if button else []
    course: Row = []
    if course_id is not None and course_name is not None:
        course = [(labels.course(course_name), ReadCourse(course_id=course_id))]
    end = [_no_news()] if is_news else []
    return rows(link, course, end) if link or course or end else None


def under_card(shown: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
    """The same, and the way to get no others."""
    *first, ways = shown.inline_keyboard
    end = rows([_no_news()]).inline_keyboard
    return InlineKeyboardMarkup(inline_keyboard=[*first, *end, ways])


def under_preview(
    shown: InlineKeyboardMarkup | None, announcement_id: int
) -> InlineKeyboardMarkup:
    """The same, and the way back to where it is written."""
    back = rows([back_to_announcement(announcement_id), to_home()])
    theirs = shown.inline_keyboard if shown else []
    return InlineKeyboardMarkup(inline_keyboard=[*theirs, *back.inline_keyboard])


def _deeds(seen: Seen) -> list[Button]:
    match seen.status:
        case _ if seen.announcement.is_card and seen.status in {DRAFT, SCHEDULED}:
            return []
        case _ if seen.is_due or not seen.may_change:
            return [_refresh(seen)]
        case AnnouncementStatus.DRAFT:
            return [_ask(seen, Deed.SEND, labels.send()), *_parts(seen), _drop(seen)]
        case AnnouncementStatus.SCHEDULED:
            now = _ask(seen, Deed.SEND, labels.send_now())
            time = (labels.another_time(), AskPart(announcement_id=seen.id, part=Part.TIME))
            return [now, time, *_parts(seen), _do(seen, Deed.PUT_OFF, labels.put_off())]
        case AnnouncementStatus.RECALLED:
            return [_refresh(seen)]
        case _:
            return _of_begun(seen)


def _parts(seen: Seen) -> list[Button]:
    known = {
        Part.WORDS: labels.words(),
        Part.WHOM: labels.for_whom(),
        Part.BUTTON: labels.link(),
        **({Part.LATE: labels.late()} if seen.can_grow else {}),
    }
    asks = [(label, AskPart(announcement_id=seen.id, part=it)) for it, label in known.items()]
    return [(labels.preview(), Preview(announcement_id=seen.id)), *asks]


def _of_begun(seen: Seen) -> list[Button]:
    found: list[Button] = []
    if seen.status is SENDING:
        found.append(_do(seen, Deed.STOP, labels.stop()))
    if seen.status is STOPPED:
        found += [_do(seen, Deed.GO_ON, labels.go_on())] if has_words(seen.announcement) else []
    elif seen.report and seen.report.doubtful:
        found.append(_ask(seen, Deed.REPEAT, labels.repeat()))
    if not seen.announcement.is_card:
        found.append((labels.words(), AskPart(announcement_id=seen.id, part=Part.WORDS)))
    if seen.can_grow:
        found.append((labels.late(), AskPart(announcement_id=seen.id, part=Part.LATE)))
    return [*found, _ask(seen, Deed.RECALL, labels.recall()), _refresh(seen)]


def _no_news() -> Button:
    return labels.no_news(), Flip(switch=Switch.NEWS, is_on=False, is_apart=True)


def _drop(seen: Seen) -> Button:
    return _ask(seen, Deed.DROP, labels.drop())


def _refresh(seen: Seen) -> Button:
    return labels.refresh(), ShowAnnouncement(announcement_id=seen.id)


def _ask(seen: Seen, deed: Deed, label: str) -> Button:
    return label, AskDeed(announcement_id=seen.id, deed=deed)


def _do(seen: Seen, deed: Deed, label: str) -> Button:
    return label, DoDeed(announcement_id=seen.id, deed=deed)


def _line(it: Line) -> Button:
    label = labels.line(it.announcement.status, excerpt(it))
    return label, ShowAnnouncement(announcement_id=it.announcement.id)


def _course_id(seen: Seen) -> int | None:
    return seen.announcement.course_id

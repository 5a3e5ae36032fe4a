"""What each kind of delivery looks like, made when it is sent: so it is never out of date."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sending import Letter
from db.models import DeliveryKind
from domain.deliveries import Parcel
from scheduler.letters import (
    announcements,
    check_in,
    courses,
    enrolling,
    files,
    finishing,
    history,
    importing,
    lists,
    people,
    questions,
    reminders,
    replies,
    staff,
)

Writer = Callable[[AsyncSession, Parcel, datetime], Awaitable[Letter | None]]
"""None means that there is nothing to say any more."""

LETTERS: dict[DeliveryKind, Writer] = {
    DeliveryKind.SCREEN: replies.screen,
    DeliveryKind.PROMOTED: courses.promoted,
    DeliveryKind.WAITLIST_CLOSED: courses.waitlist_closed,
    DeliveryKind.COURSE_CLOSED: courses.closed,
    DeliveryKind.COURSE_CHANGED: courses.changed,
    DeliveryKind.COMMANDS: people.commands,
    DeliveryKind.ROLE_CHANGED: people.role_changed,
    DeliveryKind.BLOCKED: people.blocked,
    DeliveryKind.UNBLOCKED: people.unblocked,
    DeliveryKind.INVITE_ACCEPTED: staff.invite_accepted,
    DeliveryKind.PART_GIVEN: staff.part_given,
    DeliveryKind.PART_LOST: staff.part_lost,
    DeliveryKind.TAKEN_OVER: staff.taken_over,
    DeliveryKind.IMPORT: importing.carry_on,
    DeliveryKind.IMPORTED: importing.report,
    DeliveryKind.IMPORT_QUESTION: importing.question,
    DeliveryKind.IMPORT_FORM: importing.form,
    DeliveryKind.MY_DATA: files.my_data,
    DeliveryKind.LOG_EXPORT: history.log_export,
    DeliveryKind.ENROLLED: enrolling.enrolled,
    DeliveryKind.EXPELLED: enrolling.expelled,
    DeliveryKind.HANDED_OVER: enrolling.handed_over,
    DeliveryKind.ROSTER_EXPORT: lists.roster_export,
    DeliveryKind.CHECKED_IN: check_in.checked_in,
    DeliveryKind.MARK_CHANGED: check_in.mark_changed,
    DeliveryKind.CALLED_IN: check_in.called_in,
    DeliveryKind.ROOM_CLOSED: check_in.room_closed,
    DeliveryKind.COURSE_FINISHED: finishing.finished,
    DeliveryKind.FEEDBACK_REMINDER: finishing.feedback_reminder,
    DeliveryKind.MISSED_TWICE: finishing.missed_twice,
    DeliveryKind.MISSED_LIST: finishing.missed_list,
    DeliveryKind.REMINDER: reminders.reminder,
    DeliveryKind.QUESTION: questions.asked,
    DeliveryKind.QUESTION_SETTLED: questions.settled,
    DeliveryKind.QUESTION_ANSWERED: questions.answered,
    DeliveryKind.ANNOUNCEMENT: announcements.announcement,
    DeliveryKind.ANNOUNCEMENT_PREVIEW: announcements.preview,
    DeliveryKind.ANNOUNCEMENT_PROGRESS: announcements.progress,
}

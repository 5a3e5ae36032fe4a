"""Who may do what in the chat, as the design's table of rights says: a row for each button and
each command. Where it is about a course, then about the one on whose staff assistant, host and
manager are; where about a person, then about its participant."""

from collections.abc import Callable
from datetime import date
from typing import Any

from aiogram.filters.callback_data import CallbackData

from bot.texts.mark_reasons import Excuse
from bot.texts.reasons import Why
from db.models import Act, CourseStatus, Role, StaffPart
from domain import tokens as signing
from domain.announcements import Part as AnnouncementPart
from domain.announcements import Whom
from domain.course_list import FileKind
from domain.course_news import When
from domain.editing import mark
from domain.fields import CourseField
from domain.late_joiners import Late
from domain.moves import Move
from domain.pictures import Part
from domain.profile import Field, Switch
from domain.rating import Stars
from domain.series import Scope, Series
from keyboards import (
    announcements,
    answering,
    banner,
    bringing,
    catalogue,
    check_in,
    copying,
    course,
    editing,
    feedback,
    handing,
    history,
    holidays,
    home,
    hub,
    importing,
    invites,
    lesson_moves,
    meeting,
    menu,
    mutes,
    numbers,
    outbox,
    people,
    person,
    privacy,
    programme,
    projector,
    questions,
    queueing,
    reminders,
    reviews,
    roll_call,
    room,
    roster,
    schedule,
    seats,
    settings,
    sign_ins,
    staff,
    telling,
    tokens,
    visits,
)
from tests.conftest import SIGNER
from tests.factories import DAY, NOON
from tests.screens.world import PAIRING_NUMBER, World

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

MAY_DAY = {"first": date(2026, 5, 1).toordinal(), "last": date(2026, 5, 1).toordinal()}
"""A day off."""

MOMENT = int(NOON.timestamp()) * 1_000_000
"""As a button says it."""

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


def of_candidate(allowed: set[str], *kinds: Kind) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        assert world.candidate is not None
        course_id, banner_id = world.courses["python"].id, world.candidate.id
        return kind(course_id=course_id, banner_id=banner_id, part=Part.END)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def of_seat(which: str, allowed: set[str], *kinds: Kind, **fields: Any) -> dict[Kind, Row]:
    """Of a person in a course: of one that the admin manages."""

    def button(kind: Kind, world: World) -> CallbackData:
        return kind(enrollment_id=world.seats[which].id, **fields)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def of_taker(*kinds: Kind, **fields: Any) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        whom = {"course_id": world.courses["python"].id, "user_id": world.people[OTHER_ADMIN].id}
        return kind(**whom, **fields)

    return {kind: (lambda it, kind=kind: button(kind, it), {MANAGER}) for kind in kinds}  # type: ignore[misc]


def of_link(allowed: set[str], *kinds: Kind) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        return kind(public_id=world.invites["operator's"].public_id)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def of_token(allowed: set[str], *kinds: Kind) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        assert world.token is not None
        return kind(token_id=world.token.id)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def of_file(allowed: set[str], *kinds: Kind) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        assert world.file is not None
        return kind(import_id=world.file.id)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def of_announcement(which: str, allowed: set[str], *kinds: Kind, **fields: Any) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        return kind(announcement_id=world.announcements[which].id, **fields)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def set_seats(world: World) -> CallbackData:
    course, field = world.courses["python"], CourseField.SEATS
    seen = mark(course, field)
    return editing.SetField(course_id=course.id, field=field, words="500", seen=seen)


def delete_draft(world: World) -> CallbackData:
    return hub.DeleteCourse(course_id=world.courses["draft"].id)


def of_lesson(allowed: set[str], *kinds: Kind, **fields: Any) -> dict[Kind, Row]:
    def button(kind: Kind, world: World) -> CallbackData:
        assert world.lesson is not None
        return kind(lesson_id=world.lesson.id, **fields)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def of_room(allowed: set[str], *kinds: Kind, **fields: Any) -> dict[Kind, Row]:
    """Of the lesson that is on."""

    def button(kind: Kind, world: World) -> CallbackData:
        assert world.on is not None
        return kind(lesson_id=world.on.id, **fields)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def at_lesson(allowed: set[str], *kinds: Kind, **fields: Any) -> dict[Kind, Row]:
    """The same, of the participant there."""

    def button(kind: Kind, world: World) -> CallbackData:
        assert world.on is not None
        whose = {"lesson_id": world.on.id, "enrollment_id": world.seats["registered"].id}
        return kind(**whose, **fields)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def call_in(world: World) -> CallbackData:
    assert world.on is not None
    return room.CallIn(lesson_id=world.on.id, user_id=world.people["second manager"].id)


def of_question(allowed: set[str], *kinds: Kind) -> dict[Kind, Row]:
    """The participant's, which is open."""

    def button(kind: Kind, world: World) -> CallbackData:
        assert world.question is not None
        return kind(question_id=world.question.id)

    return {kind: (lambda it, kind=kind: button(kind, it), allowed) for kind in kinds}  # type: ignore[misc]


def take_in_at(world: World) -> CallbackData:
    assert world.on is not None
    return room.TakeInAt(lesson_id=world.on.id, attempt_id=scan(world))


def undo_mark(world: World) -> CallbackData:
    assert world.on is not None
    assert world.mark is not None
    return roll_call.UndoMark(lesson_id=world.on.id, enrollment_id=world.mark.enrollment_id)


def scan(world: World) -> int:
    assert world.scan is not None
    return world.scan.id


def scan_at(world: World) -> CallbackData:
    """Of the participant's own code."""
    assert world.on is not None
    token = SIGNER.sign(signing.Kind.PASS, world.people[PARTICIPANT].public_id, NOON + DAY)
    at = check_in.second_of_day(NOON)
    return check_in.ScanAt(token=token, lesson_id=world.on.id, at=at)


def undo_check_in(world: World) -> CallbackData:
    assert world.mark is not None
    return check_in.UndoCheckIn(attendance_id=world.mark.id)


def close_projector(world: World) -> CallbackData:
    assert world.projector is not None
    return projector.CloseProjector(screen_id=world.projector.id)


def move_lesson(world: World) -> CallbackData:
    assert world.lesson is not None
    day = Move(world.lesson.starts_at, DAY, None)
    return lesson_moves.moving(Series(world.lesson, 0, 0, []), day)(Scope.THIS)


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
    # Making, editing and running them
    **plainly(ADMINS, editing.NewCourse),
    **plainly(EVERYBODY, editing.ShowTaught),
    **of_course(STAFF | ADMINS, editing.RunCourse),
    **of_course({HOST, MANAGER}, editing.EditCourse),
    **of_course({HOST, MANAGER}, editing.AskField, field=CourseField.NAME),
    editing.SetField: (set_seats, {HOST, MANAGER}),
    **of_course({HOST, MANAGER}, editing.Overwrite, field=CourseField.NAME, seen=""),
    **of_course({MANAGER}, hub.AskStep, status=CourseStatus.FINISHED),
    **of_course({MANAGER}, hub.TakeStep, was=CourseStatus.PUBLISHED, status=CourseStatus.FINISHED),
    **of_course({MANAGER}, hub.AskDelete, hub.AskDeleteAgain),
    hub.DeleteCourse: (delete_draft, {MANAGER}),
    **of_course(ADMINS, copying.AskCopy),
    **of_course(ADMINS, copying.CopyCourse, day="20260901", public_id=1),
    # Its picture
    **of_course({HOST, MANAGER}, banner.AskBanner, banner.AskNoBanner),
    **of_course({HOST, MANAGER}, banner.RemoveBanner, banner_id=1),
    **of_candidate({HOST}, banner.LookAtPart, banner.UseBanner),
    # The team of a course
    **of_course({MANAGER}, staff.ChoosePart, staff.ShowTeamLinks),
    **of_course({MANAGER}, staff.ChoosePartTime, part=StaffPart.HOST),
    **of_course({MANAGER}, staff.MakePartLink, part=StaffPart.HOST, days=7, public_id=1),
    **of_course(STAFF, staff.AskQuit, staff.Quit),
    staff.AskRemove: (lambda it: staff.AskRemove(**member(it)), {MANAGER}),
    staff.Remove: (lambda it: staff.Remove(**member(it)), {MANAGER}),
    **of_course({MANAGER}, staff.AskTaker),
    **of_taker(handing.ChooseTaker),
    **of_taker(handing.HandOver, stays=True),
    # The people of a course
    **of_course({HOST} | ADMINS, roster.ShowRoster, roster.AskRostered, numbers.ShowNumbers),
    **of_course({HOST} | ADMINS, reviews.ShowReviews),
    **of_course({HOST} | ADMINS, roster.SendList, file=FileKind.XLSX),
    **of_seat("registered", {HOST} | ADMINS, roster.ShowSeat),
    **of_seat("registered", {MANAGER}, seats.AskExpel, seats.AskWhyExpel),
    **of_seat("registered", {MANAGER}, seats.Expel, why=Why.ABSENT),
    **of_seat("registered", {MANAGER}, seats.Complete, seats.Reopen),
    **of_seat("expelled", {MANAGER}, seats.AskTakeBack, seats.TakeBack),
    **of_seat("waiting", {MANAGER}, seats.AskMove, seats.AskAdmit),
    **of_seat("waiting", {MANAGER}, queueing.AskWhyMove, rank=1),
    **of_seat("waiting", {MANAGER}, queueing.Move, rank=1, why=Why.AGREED),
    **of_seat("waiting", {MANAGER}, queueing.Admit, seats=2, why=Why.AGREED),
    **of_course({MANAGER}, roster.AskNewcomer, bringing.ShowKnown),
    **of_taker(bringing.AskBring, bringing.Bring),
    # Its schedule, and its lessons
    **of_course({HOST} | ADMINS, schedule.ShowSchedule, schedule.ShowLessons),
    **of_course({HOST, MANAGER}, schedule.AskSchedule, schedule.NoSchedule, schedule.AskLesson),
    **of_course(NOBODY, schedule.ShowPreview, schedule.SaveSchedule),
    **plainly(NOBODY, schedule.AddLesson, key="typed"),
    **of_lesson({HOST} | ADMINS, schedule.ShowLesson),
    **of_lesson({HOST, MANAGER}, schedule.AskCancel, schedule.Cancel, schedule.Restore),
    **of_lesson({HOST, MANAGER}, schedule.AskPart, schedule.ClearPart, part=schedule.Part.TOPIC),
    **of_lesson({HOST, MANAGER}, schedule.ChooseHost, schedule.AskHost),
    **of_lesson({HOST, MANAGER}, schedule.PutHost, host_id=0, scope=Scope.ALL),
    **of_lesson({HOST, MANAGER}, schedule.PutPlace, scope=Scope.THIS),
    **of_lesson({HOST, MANAGER}, schedule.PutTopic),
    schedule.MoveLesson: (move_lesson, {HOST, MANAGER}),
    # Its reminders
    **of_course({HOST, MANAGER}, reminders.ShowReminders, reminders.AskReminder),
    **of_course({HOST, MANAGER}, reminders.AddReminder, before=180),
    **of_course({HOST, MANAGER}, reminders.ShowReminder, reminders.PreviewReminder, before=60),
    **of_course({HOST, MANAGER}, reminders.AskWords, reminders.NoWords, before=60),
    **of_course({HOST, MANAGER}, reminders.AskDropReminder, reminders.DropReminder, before=60),
    **of_course({HOST, MANAGER}, reminders.AskDropReminders, reminders.DropReminders),
    **of_course({PARTICIPANT}, mutes.Hush, is_muted=True),
    # Announcements
    **of_course({HOST, MANAGER}, announcements.ShowAnnouncements, announcements.Compose),
    **plainly(EVERYBODY, announcements.AskWhere),
    **of_course(EVERYBODY, announcements.ReadCourse),
    **of_course({MANAGER}, announcements.AskCard, announcements.SendCard),
    **of_announcement("told", {HOST, MANAGER}, announcements.ShowAnnouncement),
    **of_announcement("going", {HOST, MANAGER}, announcements.StopSending),
    **of_announcement("draft", {HOST, MANAGER}, announcements.Preview),
    **of_announcement(
        "draft", {HOST, MANAGER}, announcements.AskPart, part=AnnouncementPart.WORDS
    ),
    **of_announcement("draft", {HOST, MANAGER}, announcements.AskLesson, whom=Whom.CAME),
    **of_announcement("draft", {HOST, MANAGER}, announcements.SetWhom, whom=Whom.WAITING),
    **of_announcement("draft", NOBODY, announcements.SetRole, role=Role.HOST),
    **of_announcement("draft", {HOST, MANAGER}, announcements.SetLate, until=Late.WEEK),
    **of_announcement(
        "draft", {HOST, MANAGER}, announcements.SendAt, at=int((NOON + DAY).timestamp())
    ),
    **of_announcement(
        "told", {HOST, MANAGER}, announcements.AskDeed, deed=announcements.Deed.RECALL
    ),
    **of_announcement(
        "told", {HOST, MANAGER}, announcements.DoDeed, deed=announcements.Deed.RECALL
    ),
    **of_announcement("told", NOBODY, announcements.Replace, key="typed"),
    # Checking in
    **plainly(EVERYBODY, check_in.ShowPass),
    check_in.EnrollAndCheckIn: (
        lambda it: check_in.EnrollAndCheckIn(attempt_id=scan(it)),
        {PARTICIPANT},
    ),
    check_in.TakeIn: (lambda it: check_in.TakeIn(attempt_id=scan(it)), {HOST, MANAGER}),
    check_in.ScanAt: (scan_at, STAFF),
    check_in.UndoCheckIn: (undo_check_in, {ASSISTANT}),
    **of_course({PARTICIPANT}, visits.ShowVisits),
    **of_course({PARTICIPANT}, feedback.ShowFeedback, feedback.EndFeedback),
    **of_course({PARTICIPANT}, feedback.GiveStars, stars=Stars.FOUR),
    **of_lesson({PARTICIPANT}, visits.NotComing, visits.Coming),
    # Questions to those who run a course
    **of_course(KNOWN - {HOST, MANAGER}, course.AskHosts),
    **plainly(EVERYBODY, catalogue.ShowOwnQuestions),
    **of_question({PARTICIPANT}, questions.ShowOwnQuestion, questions.Withdraw),
    **of_course({HOST, MANAGER}, answering.ShowQuestions),
    **of_question({HOST, MANAGER}, answering.ShowQuestion, answering.AskAnswer),
    **of_question({HOST, MANAGER}, answering.AskClose, answering.CloseQuestion),
    # The page on the projector
    # The check-in of a lesson, and its people
    **plainly(KNOWN, room.ShowNow),
    **of_room(STAFF, room.ShowRoom, room.CloseCheckIn, room.FixCode, room.ShowHelpers),
    **of_room(STAFF, room.ShowFailed, roll_call.ShowRoll, roll_call.AskRolled),
    **of_room(STAFF, room.ExtendCheckIn, seen=0),
    room.CallIn: (call_in, STAFF),
    room.TakeInAt: (take_in_at, {HOST, MANAGER}),
    **of_room(STAFF, roll_call.AskAll, roll_call.MarkAll, put=roll_call.Put.PRESENT),
    **of_room(STAFF, roll_call.UndoAll, put=roll_call.Put.PRESENT, at=MOMENT),
    **at_lesson(STAFF, roll_call.Tap, roll_call.ShowMark),
    **at_lesson(STAFF, roll_call.PutMark, put=roll_call.Put.LATE),
    **at_lesson(STAFF, roll_call.PutMarkWhy, put=roll_call.Put.LATE, why=Excuse.MISTAKE),
    roll_call.UndoMark: (undo_mark, {ASSISTANT}),
    **of_lesson(STAFF, projector.ShowProjectors),
    **of_lesson(STAFF, projector.PairAt, number=PAIRING_NUMBER),
    projector.CloseProjector: (close_projector, STAFF),
    **of_course({HOST, MANAGER}, telling.TellNobody),
    **of_course(NOBODY, telling.Tell, entry_id=1, when=When.NOW),
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
    # All courses, importing them, and days off
    **plainly(ADMINS, programme.ShowProgramme, programme.ChooseCircle, programme.AskProgramme),
    **of_course({OTHER_ADMIN}, programme.AskTakeOver, programme.TakeOver),
    **plainly(ADMINS, importing.AskImport, importing.SendTemplate),
    **of_file({MANAGER}, importing.ShowImport, importing.RunImport),
    **of_file(ADMINS, importing.DropImport),
    **plainly(ADMINS, holidays.ShowHolidays, holidays.AskHolidays),
    **plainly(ADMINS, holidays.AskClear, holidays.ClearHolidays),
    **plainly(ADMINS, holidays.AskRemoveHoliday, holidays.RemoveHoliday, **MAY_DAY),
    **plainly(ADMINS, holidays.BringBack, **MAY_DAY),
    **plainly(NOBODY, telling.TellOfDays, entry_id=1, when=When.NOW),
    **plainly(ADMINS, telling.TellNobodyOfDays),
    # History
    **plainly(ADMINS, history.ShowHistory, history.AskPerson, history.AskCourse),
    **plainly(ADMINS, outbox.ShowOutbox, outbox.AskSendAgain, outbox.SendAgain),
    **plainly(ADMINS, history.ChooseAction, history.AskDays, history.SendHistory),
}

COMMANDS: dict[str, set[str]] = {
    **dict.fromkeys(["/start", "/cancel", "/courses", "/my", "/help", "/tv", "/code"], EVERYBODY),
    **dict.fromkeys(["/settings", "/lang"], EVERYBODY),
    **dict.fromkeys(["/privacy", "/my_data", "/forget_me"], EVERYBODY | {BLOCKED}),
    **dict.fromkeys(["/all", "/import"], ADMINS),
    "/new": ADMINS,
    "/now": KNOWN,
    "/announce": EVERYBODY,
    **dict.fromkeys(["/people", "/log", "/messages"], ADMINS),
}

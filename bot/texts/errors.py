from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_, say
from bot.texts.times import deadline
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.NotAuthenticated: N_("I do not know who is asking. Open it from the chat again."),
    errors.Blocked: N_("You are blocked here."),
    errors.NotRegistered: N_("We have not met yet. Choose a course in the chat first."),
    errors.KeyReused: N_("This key belongs to another request."),
    errors.CursorNotValid: N_("This page is out of date. Begin with the first."),
    errors.TokenNotFound: N_("There is no such token."),
    errors.NotAllowed: N_("Only those who run this course can do that."),
    errors.AdminsOnly: N_("Only admins can do that."),
    errors.CourseNotFound: N_("There is no such course, or it is not for everybody."),
    errors.CourseNotOpen: N_("You cannot enroll in this course now."),
    errors.Expelled: N_("You were taken off this course. Only its hosts can take you back."),
    errors.NotEnrolled: N_("You are not on this course."),
    errors.EnrollmentNotFound: N_("There is no such enrollment here any more."),
    errors.PersonNotNamed: N_("A service has to say whom it is about."),
    errors.CourseFull: N_("There is no free seat on this course."),
    errors.StepNotPossible: N_("That cannot be done with this enrollment now."),
    errors.StillWaiting: N_("They wait for a seat and are not on the course yet."),
    errors.AttendanceNotFound: N_("There is no such mark any more."),
    errors.NoLessonThen: N_("The course has no lesson then."),
    errors.FeedbackNotFound: N_("There is no such feedback."),
    errors.CourseCompleted: N_("You have completed this course: there is nothing to leave."),
    errors.DatesNotValid: N_("The course would end before it begins."),
    errors.ScheduleNotValid: N_("I did not understand the schedule."),
    errors.CourseChanged: N_("Somebody has changed the course meanwhile. Look at it again."),
    errors.CourseHasAttendance: N_("People have come to this course: archive it first."),
    errors.StatusNotPossible: N_("That cannot be done with the course now."),
    errors.LessonNotFound: N_("There is no such lesson."),
    errors.LessonClash: N_("This course has a lesson that begins at the same time already."),
    errors.HostBusy: N_("The host gives another lesson at that time."),
    errors.HostNotOnStaff: N_("Only a manager or a host of the course can give its lessons."),
    errors.LessonHasAttendance: N_("People were marked on this lesson: it stays as it is."),
    errors.LessonCancelled: N_("This lesson is cancelled."),
    errors.EmailNotValid: N_("That is not an e-mail. Write it like this: anna@example.org."),
    errors.EmailTaken: N_("This e-mail is taken already. Write another one."),
    errors.LanguageNotSpoken: N_("I do not speak this language. Choose one with a button."),
    errors.TimezoneNotKnown: N_(
        "I do not know this place. Write a big city nearby, such as Tomsk, or how far ahead of "
        "UTC you are: +7."
    ),
    errors.QuietHoursNotValid: N_(
        "I did not understand these hours. Write two times like this: 22:00-8:00."
    ),
    errors.PersonNotFound: N_("There is no such person here any more."),
    errors.NotOnOneself: N_("You cannot do that to yourself. Ask another admin."),
    errors.RoleOfOperator: N_(
        "The operator gave them this role: only the server's settings change it."
    ),
    errors.StillAdmin: N_("They are an admin. Give them another role first."),
    errors.SignInNotFound: N_("There is no such sign-in any more."),
    errors.PeriodNotValid: N_(
        "I did not understand these days. Write them like this: 01.11-15.11, or just 5 November."
    ),
    errors.MeetingNotBegun: N_("This question is out of date. Choose a course and begin again."),
    errors.LinkNotValid: N_("This link does not work. Ask for a new one."),
    errors.LinkExpired: N_("This link is out of date. Ask for a new one."),
    errors.InviteUsed: N_("This link was used already. Ask for a new one."),
    errors.InviteRevoked: N_("This link was taken back. Ask for a new one."),
    errors.InviteOfOwn: N_("You made this link yourself. Send it to the person it is for."),
    errors.RoleHeld: N_(
        "You have this role already, or a higher one. The link is still good: pass it on."
    ),
    errors.PartHeld: N_(
        "You have this part in the course already, or a higher one. The link is still good: "
        "pass it on."
    ),
    errors.ManagerNotAdmin: N_(
        "Only an admin can manage a course. Ask for the admin role first: the link is still good."
    ),
    errors.NotNewcomer: N_(
        "This link is for somebody new here, and you take part already. It is still good: pass it "
        "on."
    ),
    errors.ProfileNotFree: N_("There is no such profile, or it is taken already."),
    errors.PartNotEnough: N_("Your part in this course does not allow that. Ask its manager."),
    errors.NotOnStaff: N_("You are not on the team of this course."),
    errors.MemberNotFound: N_("This person is not on the team any more."),
    errors.LastAdmin: N_("This is the only admin: make somebody else one first."),
    errors.LastManager: N_(
        "This is the only manager, and a course needs one. Invite another one first."
    ),
    errors.ScopeMissing: N_("The token does not allow that: {scope}."),
    errors.AlreadyRegistered: N_("This person is registered already, as number {number}."),
    errors.AlreadyEnrolled: N_("This person is enrolled already, as number {number}."),
    errors.AlreadyMarked: N_("They were marked already, on {at}, as number {number}."),
    errors.AlreadyReviewed: N_("There is feedback already, number {number}: it is given once."),
    errors.SeveralLessonsThen: N_(
        "There are several lessons then: {numbers}. Choose one of them."
    ),
    errors.EnrollmentClosed: N_("Enrollment closed on {at}."),
    errors.LeavingClosed: N_(
        "You could leave until {at}. If you cannot come, write to the hosts."
    ),
    errors.CapacityTooLow: N_("There cannot be fewer seats than people: {taken} are taken."),
    errors.LessonTimesNotValid: N_("A lesson ends after it begins, and within {hours} hours."),
    errors.NameNotValid: N_(
        "That does not look like a name. Write it in letters, such as Anna Petrova: {limit} "
        "characters at most."
    ),
    errors.LabelNotValid: N_("Write it in a few words: {limit} characters at most."),
    errors.GroupNotValid: N_(
        "That does not look like a group. Write it like IT-23-1: {limit} characters at most."
    ),
    errors.ReasonNotValid: N_(
        "Write the reason in words, such as “rude to people”: {limit} characters at most."
    ),
}


def refusal(error: errors.DomainError, tz: tzinfo) -> str:
    """Short enough for the popup over a button."""
    told = dict(_told(name, value, tz) for name, value in vars(error).items())
    return say(_(WORDS[type(error)]), **told)


def _told(name: str, value: object, tz: tzinfo) -> tuple[str, object]:
    """What the error knows, by the name that it has in the sentences."""
    match value:
        case datetime():
            return "at", deadline(value, tz)
        case list():
            return "numbers", ", ".join(map(str, value))
        case int() if name.endswith("_id"):
            return "number", value
        case _other:
            return name, value


def unexpected(code: str) -> str:
    return say(
        _(
            "Something broke, and it is our fault. Try again. If it goes on, tell us the code "
            "{code}."
        ),
        code=code,
    )

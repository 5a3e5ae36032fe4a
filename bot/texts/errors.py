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
    errors.Expelled: N_("You were taken off this course. Only its manager can take you back."),
    errors.NotEnrolled: N_("You are not on this course."),
    errors.EnrollmentNotFound: N_("There is no such enrollment here any more."),
    errors.PersonNotNamed: N_("A service has to say whom it is about."),
    errors.CourseFull: N_("There is no free seat on this course."),
    errors.StepNotPossible: N_("That cannot be done with this enrollment now."),
    errors.NotWaiting: N_("They are not waiting for a seat any more."),
    errors.RankNotValid: N_("I did not understand which number. Write it in digits, such as 3."),
    errors.PersonBlocked: N_("They are blocked here: nobody can enroll them until that ends."),
    errors.TakerNotAdmin: N_("Only an admin can manage a course. Choose somebody else."),
    errors.StillWaiting: N_("They are waiting for a seat and are not on the course yet."),
    errors.AttendanceNotFound: N_("There is no such mark any more."),
    errors.ProjectorNotFound: N_(
        "No screen shows this number now. Numbers change every ten minutes: look at the screen "
        "and send me the one that it shows."
    ),
    errors.MarkReasonMissing: N_(
        "This mark has stood for a while, or somebody else made it. Open it in the lesson's list "
        "to change it with a reason."
    ),
    errors.CheckInLongEnough: N_(
        "Check-in lasts {hours} hours after the lesson at most. Mark people in the lesson's list."
    ),
    errors.CheckInNotOpen: N_("Check-in is not open now. Refresh the screen."),
    errors.NoLessonThen: N_("The course has no lesson then."),
    errors.FeedbackNotFound: N_("There is no such feedback."),
    errors.CourseCompleted: N_("You have completed this course: there is nothing to leave."),
    errors.DatesNotValid: N_(
        "The course would end before it begins. Change the other day first, such as the last one "
        "to 20.12 and then the first one to 1.09."
    ),
    errors.ScheduleNotValid: N_(
        "I did not understand the schedule. Write it like this: Mon, Wed 18:00-19:30 B-734."
    ),
    errors.ScheduleWordUnknown: N_(
        "I did not understand “{words}”. Write it like this: Mon, Wed 18:00-19:30 B-734."
    ),
    errors.ScheduleWordAlike: N_(
        "I did not understand “{words}”. Did you mean “{alike}”? Write it like this: Mon, Wed "
        "18:00-19:30."
    ),
    errors.ScheduleWithoutDays: N_(
        "On which days? I see none in “{words}”. Write it like this: Mon, Wed 18:00-19:30."
    ),
    errors.ScheduleWithoutHours: N_(
        "At what time? I see none in “{words}”. Write it like this: Mon, Wed 18:00-19:30."
    ),
    errors.ScheduleHalfTime: N_(
        "From when until when? “{words}” is not enough. Write both times: 18:00-19:30."
    ),
    errors.ScheduleEndsFirst: N_(
        "“{words}”: a lesson ends after it begins, on the same day. Write it like this: "
        "18:00-19:30."
    ),
    errors.ScheduleDatesUnclear: N_(
        "I did not understand the dates: “{words}”. Write the first day and the last: 1.09-20.12."
    ),
    errors.ScheduleTwiceAtOnce: N_(
        "Two lessons would begin at {start} on the same day, and a course has one at a time. "
        "Leave one of them, or choose another time: Mon 18:00-19:30; Mon 20:00-21:30."
    ),
    errors.PlaceIsLink: N_(
        "Everybody sees the place, and a link is only for those who are enrolled. Write it "
        "under “Link” of the course, and as the place a room, such as B-734, or “online”."
    ),
    errors.TooManyLessons: N_(
        "That makes more than {limit} lessons. Choose fewer days, or an earlier last one, "
        "such as: Mon, Wed 18:00-19:30 until 20.12."
    ),
    errors.CourseTooLong: N_(
        "A course lasts {limit} years at most. Choose an earlier last day, such as 20 December."
    ),
    errors.PreviewGone: N_("This is out of date: open the screen again."),
    errors.LessonTimeUnclear: N_(
        "I did not understand “{words}”. Write it like this: 20.12 18:00, or +1 week."
    ),
    errors.LessonTimeMissing: N_(
        "“{words}” is not enough: I need the day and both times. Write it like this: 20.12 "
        "18:00-19:30."
    ),
    errors.NothingToTell: N_("There is nothing left to tell, or people know already."),
    errors.CourseChanged: N_("Somebody has changed the course in the meantime. Look at it again."),
    errors.CourseHasAttendance: N_("People have come to this course: archive it first."),
    errors.StatusNotPossible: N_("That cannot be done with the course now."),
    errors.LessonNotFound: N_("There is no such lesson."),
    errors.LessonClash: N_(
        "This course has a lesson at the same time already. Choose another time, such as 20.12 "
        "18:00."
    ),
    errors.HostBusy: N_(
        "The host teaches another lesson at that time. Choose another time, such as 20.12 18:00, "
        "or another host."
    ),
    errors.HostNotOnStaff: N_("Only a manager or a host of the course can give its lessons."),
    errors.LessonHasAttendance: N_(
        "People have been marked at this lesson: it cannot be moved or cancelled."
    ),
    errors.LessonCancelled: N_("This lesson is cancelled."),
    errors.LessonBegun: N_("The lesson has begun already: tell its host."),
    errors.LessonMarked: N_(
        "You are marked at this lesson already. If that is not right, tell its host."
    ),
    errors.ExcuseNotValid: N_(
        "Write the reason in a few words, such as “I am ill”: {limit} characters at most."
    ),
    errors.ScanNotFound: N_("This scan is out of date. Scan the code once more."),
    errors.UndoTooLate: N_(
        "A mark can be taken back for a minute. Correct it in the list of the lesson now."
    ),
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
    errors.AlreadyManaged: N_("You manage this course already."),
    errors.BannerNotFound: N_("I do not have this picture any more. Send it again."),
    errors.PictureFileTooBig: N_(
        "The file is too big: {megabytes} MB at most. Send the picture as a photo, not as a file."
    ),
    errors.PictureKindNotKnown: N_(
        "I cannot read this kind of file. Send a photo, or a JPEG, PNG or WebP file."
    ),
    errors.PictureNotRead: N_(
        "This picture is broken or incomplete. Save it again, or send another one."
    ),
    errors.PictureTooSmall: N_(
        "This picture is too small: {width}x{height}. Send a larger one, at least 640x360."
    ),
    errors.PictureTooNarrow: N_(
        "This picture is too long and narrow. Send one that is closer to 16:9, such as 1280x720."
    ),
    errors.PictureTooLarge: N_(
        "This picture is too large: {megapixels} million pixels at most. Send it as a photo, not "
        "as a file."
    ),
    errors.PicturesBusy: N_(
        "I am busy with other pictures just now. Send yours again in half a minute."
    ),
    errors.PictureTooHeavy: N_(
        "I could not process this picture in time. Send it as a photo, not as a file, or try "
        "again."
    ),
    errors.FileNotRead: N_(
        "I cannot read this file. Send a table (XLSX or CSV) or a calendar (.ics)."
    ),
    errors.FileTooBig: N_("The file is too big: {megabytes} MB at most. Send it in parts."),
    errors.FileNotFetched: N_("The file did not come through. Send it once more."),
    errors.FileUnpacksTooBig: N_(
        "Unpacked, this file is too big. Save the table again, without pictures, and send it."
    ),
    errors.FileTooComplex: N_(
        "This file is too complex: I could not read it in time. Split it and send it in parts."
    ),
    errors.FileEmpty: N_(
        "There is nothing in this file that I could read. In a table, the headings are in the "
        "first line, such as “Name” or “Date”."
    ),
    errors.TooManyLines: N_("The file is too long: {most} lines at most. Send it in parts."),
    errors.TooManyCourses: N_(
        "There is too much in this file: {most} courses at most. Send it in parts."
    ),
    errors.TooManyLessonsInFile: N_(
        "There are too many lessons in this file: {most} at most. Send it in parts."
    ),
    errors.NoNameColumn: N_(
        "I did not find the column with names of courses. Call it “Name”, as in the form."
    ),
    errors.AnswerNotValid: N_("Write “yes” or “no”."),
    errors.YearMissing: N_(
        "Write the day with its year, such as 1.09.2026: then the file means the same later, too."
    ),
    errors.CourseTwiceInFile: N_("This course is already in line {line}: keep one of them."),
    errors.EventAllDay: N_(
        "An all-day event cannot be a lesson. Give it a time, such as 18:00-19:30."
    ),
    errors.EventWithoutTimes: N_(
        "The event does not say when it begins and ends. Give it a time, such as 18:00-19:30."
    ),
    errors.EventEndless: N_("The event repeats forever. Give it a last day, such as 20 December."),
    errors.EventRepeatsOddly: N_(
        "I understand events that repeat daily or weekly. Add the others one by one."
    ),
    errors.ImportNotFound: N_("This import is over or out of date. Send the file again."),
    errors.ImportUnderWay: N_("This import has begun already. I will write when it is done."),
    errors.HolidaysNotValid: N_(
        "I did not understand “{words}”. Write days like this: 1-8.01 New Year; 23.02."
    ),
    errors.TooManyHolidays: N_("That is too many days: {most} at most. Send them in parts."),
    errors.HolidayNotFound: N_("There is no such day off any more."),
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
    errors.LessonTimesNotValid: N_(
        "A lesson ends after it begins, and within {hours} hours. Write it like this: 20.12 "
        "18:00-19:30."
    ),
    errors.NameNotValid: N_(
        "That does not look like a name. Write it in letters, such as Anna Petrova: {limit} "
        "characters at most."
    ),
    errors.LabelNotValid: N_(
        "Write it in a few words, such as “Sets and maps”: {limit} characters at most."
    ),
    errors.GroupNotValid: N_(
        "That does not look like a group. Write it like IT-23-1: {limit} characters at most."
    ),
    errors.ReasonNotValid: N_(
        "Write the reason in words, such as “rude to people”: {limit} characters at most."
    ),
    errors.TitleNotValid: N_(
        "Write the name in words, such as “Python for beginners”: {limit} characters at most."
    ),
    errors.DescriptionNotValid: N_(
        "Write the description in words, such as “How to tell data apart from noise.”: {limit} "
        "characters at most."
    ),
    errors.PlaceNotValid: N_(
        "Write the place in words or numbers, such as B-734: {limit} characters at most."
    ),
    errors.DayNotValid: N_(
        "I did not understand the day. Write it like this: 1.09, 1 September or 2026-09-01."
    ),
    errors.MomentNotValid: N_(
        "I did not understand when. Write it like this: 31 August, 31.08 18:00 or tomorrow at "
        "10:00."
    ),
    errors.MomentPast: N_(
        "That moment is over. Write one that is still to come, such as tomorrow at 10:00."
    ),
    errors.MinutesNotValid: N_(
        "I did not understand how long. Write it like this: 15 min, half an hour or 1 h; {limit} "
        "minutes at most."
    ),
    errors.NumberNotValid: N_("Write a whole number, such as 30: from 0 to {limit}."),
    errors.ShareNotValid: N_("Write a share from 0 to 100 %, such as 75 %."),
    errors.AddressNotValid: N_(
        "That is not a link. Send it like this: https://zoom.us/j/123; {limit} characters at most."
    ),
    errors.ChoiceNotValid: N_("That cannot be. Choose with a button."),
    errors.CourseHasNoDates: N_(
        "Nobody would know when to come: set a schedule, a lesson or the first day, such as 1.09."
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

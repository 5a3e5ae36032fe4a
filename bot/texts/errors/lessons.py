"""Single lessons."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
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
    errors.LessonTimesNotValid: N_(
        "A lesson ends after it begins, and within {hours} hours. Write it like this: 20.12 "
        "18:00-19:30."
    ),
}

"""Marks, and what people thought."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.AttendanceNotFound: N_("There is no such mark any more."),
    errors.ProjectorNotFound: N_(
        "No screen shows this number now. Numbers change every ten minutes: look at the screen "
        "and send me the one that it shows."
    ),
    errors.NoLessonThen: N_("The course has no lesson then."),
    errors.FeedbackNotFound: N_("There is no such feedback."),
    errors.CommentNotValid: N_(
        "Feedback has up to {limit} characters. Say it in fewer, or leave it at the stars."
    ),
    errors.ScanNotFound: N_("This scan is out of date. Scan the code once more."),
    errors.UndoTooLate: N_(
        "A mark can be taken back for a minute. Correct it in the list of the lesson now."
    ),
    errors.AlreadyMarked: N_("They were marked already, on {at}, as number {number}."),
    errors.AlreadyReviewed: N_("There is feedback already, number {number}: it is given once."),
    errors.SeveralLessonsThen: N_(
        "There are several lessons then: {numbers}. Choose one of them."
    ),
}

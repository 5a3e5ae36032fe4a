"""Getting onto a course and off it."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
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
    errors.StillWaiting: N_("They are waiting for a seat and are not on the course yet."),
    errors.CourseCompleted: N_("You have completed this course: there is nothing to leave."),
    errors.AlreadyEnrolled: N_("This person is enrolled already, as number {number}."),
    errors.EnrollmentClosed: N_("Enrollment closed on {at}."),
    errors.LeavingClosed: N_(
        "You could leave until {at}. If you cannot come, write to the hosts."
    ),
    errors.ReasonNotValid: N_(
        "Write the reason in words, such as “rude to people”: {limit} characters at most."
    ),
}

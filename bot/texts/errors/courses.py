"""Courses and what they say of themselves."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.CourseNotFound: N_("There is no such course, or it is not for everybody."),
    errors.DatesNotValid: N_(
        "The course would end before it begins. Change the other day first, such as the last one "
        "to 20.12 and then the first one to 1.09."
    ),
    errors.ScheduleNotValid: N_(
        "I did not understand the schedule. Write it like this: Mon, Wed 18:00-19:30 B-734."
    ),
    errors.CourseChanged: N_("Somebody has changed the course in the meantime. Look at it again."),
    errors.CourseHasAttendance: N_("People have come to this course: archive it first."),
    errors.StatusNotPossible: N_("That cannot be done with the course now."),
    errors.CapacityTooLow: N_("There cannot be fewer seats than people: {taken} are taken."),
}

"""All courses at once, files of them, and days without lessons."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.AlreadyManaged: N_("You manage this course already."),
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
}

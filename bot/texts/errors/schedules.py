"""Schedules and times of lessons, as people write them. Each knows the words that it is about."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
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
}

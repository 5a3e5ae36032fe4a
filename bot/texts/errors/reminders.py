"""Reminders of lessons."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.OffsetNotValid: N_(
        "I did not understand how long before. Write it like this: 3 hours, 30 minutes or 2 days; "
        "at least 5 minutes, at most {days} days."
    ),
    errors.TooManyReminders: N_(
        "There are {limit} reminders already: more would only annoy. Remove one first."
    ),
    errors.ReminderNotFound: N_(
        "There is no such reminder any more: somebody has removed it. Open the list again."
    ),
    errors.ReminderTextNotValid: N_(
        "Write it in words, such as “Bring your laptop”: {limit} characters at most."
    ),
}

"""What people write into the fields of a course."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
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

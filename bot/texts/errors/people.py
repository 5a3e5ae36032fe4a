"""Profiles, their settings, and the history."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
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
    errors.AlreadyRegistered: N_("This person is registered already, as number {number}."),
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
}

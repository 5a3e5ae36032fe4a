"""What somebody writes to many people."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.AnnouncementNotFound: N_("There is no such announcement any more. Open the list."),
    errors.AnnouncementBegun: N_(
        "It is going out already: for whom and when cannot be changed any more. The words can."
    ),
    errors.AnnouncementOver: N_("It is not as it was any more. Open the announcement again."),
    errors.AnnouncementEmpty: N_("There is nothing in it. Write a few words, or send a picture."),
    errors.AnnouncementTooLong: N_(
        "That is too long: {limit} characters at most. Under a picture or a file there is less "
        "room than in a text."
    ),
    errors.FormattingNotValid: N_("The formatting does not fit the text. Send it once more."),
    errors.MediaNotTaken: N_("I can send on a text, one photo or one file. Send one of them."),
    errors.MediaStays: N_(
        "People have it as a text, and a text never becomes a picture or a file. Send a text, or "
        "recall it and write another."
    ),
    errors.AudienceNotValid: N_("For whom is it? Choose a course, a lesson or a role."),
    errors.LateTooSoon: N_(
        "It would go out after the day until which those who join get it. Change that first: open "
        "the announcement and press “Who joins later”."
    ),
    errors.NobodyToTell: N_("Nobody would get it now. Choose others under “For whom”."),
    errors.ButtonNotValid: N_(
        "Write what is on the button, up to {limit} characters, and the address: Sign up "
        "https://example.org"
    ),
    errors.CardNotSent: N_(
        "Only a published course in which one can still enroll can be announced."
    ),
}

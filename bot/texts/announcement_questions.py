"""What is asked of who writes an announcement."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.announcements import NAME, audience, body
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import city
from domain.announcements import Part, Seen
from domain.posts import Content


def where() -> str:
    return _("Whom do you want to write to? Choose a course.")


def nowhere() -> str:
    return _("You run no course now, so there is nobody to write to.")


def compose(course_name: str | None) -> str:
    words = _(
        "Send me the announcement: a text, a photo or a file, formatted as you like. People get "
        "it just as you send it. You will see it before anybody else does."
    )
    if course_name is None:
        return words
    head = say(_("For the people of <b>{course}</b>."), course=shorten(course_name, NAME))
    return paragraphs([head, words])


def ask(seen: Seen, part: Part, now: datetime, tz: tzinfo) -> str:
    match part:
        case Part.WORDS:
            return ask_words(seen)
        case Part.BUTTON:
            return ask_button()
        case Part.WHOM:
            return ask_whom(seen, now, tz)
        case Part.LATE:
            return ask_late()
        case Part.TIME:
            return ask_time(city(tz))


def ask_words(seen: Seen) -> str:
    if seen.report is None:
        return _("Send me the new text, photo or file.")
    return paragraphs(
        [
            _("Send me the new words. I will change them for everybody who has got it."),
            _("A photo or a file stays unless you send another.")
            if seen.content.has_media
            else "",
        ]
    )


def ask_whom(seen: Seen, now: datetime, tz: tzinfo) -> str:
    return paragraphs([_("Who should get it?"), audience(seen, now, tz)])


def ask_lesson(*, are_some: bool) -> str:
    if are_some:
        return _("Which lesson?")
    return _("The course has had no lesson yet, so nobody has come and nobody has missed it.")


def ask_late() -> str:
    return _(
        "Should those who join the course later get it too, as soon as they join? Choose until "
        "when."
    )


def ask_button() -> str:
    return _(
        "Write what stands on the button and where it leads, in one line, such as: Sign up "
        "https://example.org"
    )


def ask_time(city: str) -> str:
    sentence = _(
        "When should it go out? Choose, or write the day and the time, such as 25.08 12:00 or "
        "tomorrow at 10. The time is that of {city}."
    )
    return say(sentence, city=city)


def ask_replacing(content: Content) -> str:
    return paragraphs(
        [_("This is what everybody who has got it will see instead:"), body(content)]
    )


def only_posts() -> str:
    return _("I can send on a text, one photo or one file. Send one of them.")

"""What people are asked, and what they say, of a course."""

from aiogram.utils.i18n import gettext as _

from bot.texts.say import paragraphs, say, shorten
from db.models import Course
from domain.rating import Opinion

NAME, COMMENT = 200, 2500


def ask(course: Course) -> str:
    question = _("How did you like <b>{course}</b>? Choose from one star to five.")
    return paragraphs([say(question, course=named(course)), anonymous()])


def ask_again(course: Course) -> str:
    question = _(
        "<b>{course}</b> is over. How did you like it? One tap is enough: from one star to five. "
        "I will not ask again."
    )
    return paragraphs([say(question, course=named(course)), anonymous()])


def anonymous() -> str:
    return _("The course team sees no names, and nothing at all before there are three answers.")


def page(it: Opinion) -> str:
    """One's own feedback, such as it is."""
    if it.given is None:
        return ask(it.course)
    if not it.is_settled:
        return rated(it)
    said = say("<blockquote>{words}</blockquote>", words=shorten(it.given.comment, COMMENT))
    return paragraphs([_given(it), said, _("It is kept like this. Thank you!")])


def rated(it: Opinion) -> str:
    more = _(
        "If you like, write a few words: what was good, what could be better? Until then you can "
        "choose other stars."
    )
    return paragraphs([_given(it), more])


def thanks(it: Opinion) -> str:
    kept = _(
        "🙏 Thank you for your feedback on <b>{course}</b>! It helps to make the course better."
    )
    return say(kept, course=named(it.course))


def already(it: Opinion) -> str:
    head = _("You have given your feedback already, so it stays as it is.")
    return paragraphs([head, page(it)])


def ask_words() -> str:
    return _("Please write it in words, as one message. Or leave it at the stars.")


def glyphs(stars: int) -> str:
    return "★" * stars + "☆" * (5 - stars)


def named(course: Course) -> str:
    return shorten(course.name, NAME)


def _given(it: Opinion) -> str:
    assert it.stars is not None
    sentence = _("Your feedback on <b>{course}</b>: {stars}")
    return say(sentence, course=named(it.course), stars=glyphs(it.stars))

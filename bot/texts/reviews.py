"""What people thought of a course, for those who run it."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext
from aiogram.utils.i18n.context import get_i18n
from babel.numbers import format_decimal

from bot.texts.feedback import glyphs, named
from bot.texts.say import paragraphs, say, shorten
from domain.reviews import LEAST_REVIEWS, Comment, Reviews

COMMENT = 600


def page(seen: Reviews) -> str:
    heading = say(_("<b>Feedback on {course}</b>"), course=named(seen.course))
    if not seen.is_open:
        return paragraphs([heading, _too_few(seen)])
    return paragraphs([heading, _ratings(seen), *_comments(seen)])


def _too_few(seen: Reviews) -> str:
    count = seen.ratings.count
    if not count:
        return _("None yet. When the course ends, I ask everybody who came to it.")
    sentence = ngettext(
        "{count} answer so far. I show them from {least} on, so that nobody is recognized.",
        "{count} answers so far. I show them from {least} on, so that nobody is recognized.",
        count,
    )
    return say(sentence, count=count, least=LEAST_REVIEWS)


def _ratings(seen: Reviews) -> str:
    found = seen.ratings
    average = format_decimal(found.average, "0.0", locale=get_i18n().current_locale)
    sentence = ngettext(
        "{average} of 5, from {count} answer",
        "{average} of 5, from {count} answers",
        found.count,
    )
    lines = [f"{glyphs(it)} {found.by_stars.get(it, 0)}" for it in range(5, 0, -1)]
    return "\n".join([say(sentence, average=average, count=found.count), *lines])


def _comments(seen: Reviews) -> list[str]:
    if not seen.comments.lines:
        return [_("Nobody has written any words yet.")]
    return [_comment(it) for it in seen.comments.lines]


def _comment(it: Comment) -> str:
    words = shorten(it.words, COMMENT)
    return say("{stars}\n<blockquote>{words}</blockquote>", stars=glyphs(it.rating), words=words)

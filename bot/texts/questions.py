"""Questions to those who run a course, and their answers. Of a person only the name is told."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.question_buttons import ask
from bot.texts.say import N_, paragraphs, quote, say, shorten
from bot.texts.times import stamp
from db.models import Course, QuestionStatus
from domain import answering, questions
from domain.questions import PAGE_SIZE, Inquiry, InquiryPage

NAME, COURSE, IN_LIST = 80, 120, 200

BESIDE_ANSWER = 600
"""Of a question: so that both fit into a message, however they are counted."""

STATUSES: dict[QuestionStatus, str] = {
    QuestionStatus.OPEN: N_("waits for an answer"),
    QuestionStatus.ANSWERED: N_("answered"),
    QuestionStatus.CLOSED: N_("closed without an answer"),
    QuestionStatus.WITHDRAWN: N_("taken back"),
}


def ask_question(course: Course) -> str:
    return paragraphs(
        [
            say(_("A question to the hosts of <b>{course}</b>."), course=_course(course)),
            say(
                _("Write it in one message, {limit} characters at most."),
                limit=questions.LENGTH,
            ),
            _(
                "They will see your name, but not your Telegram account. The answer will come "
                "here."
            ),
        ]
    )


def asked(course: Course) -> str:
    sentence = _(
        "✅ Your question has gone to the hosts of <b>{course}</b>. I will write as soon as "
        "somebody answers."
    )
    return say(sentence, course=_course(course))


def mine(found: InquiryPage, tz: tzinfo) -> str:
    heading = _("<b>My questions</b>")
    if not found.lines:
        empty = _("You have not asked anything yet. Choose a course and press “{button}”.")
        return paragraphs([heading, say(empty, button=ask())])
    lines = enumerate(found.lines, found.number * PAGE_SIZE + 1)
    return paragraphs([heading, *(_own_line(number, it, tz) for number, it in lines)])


def own(it: Inquiry, tz: tzinfo) -> str:
    return paragraphs([_head(it.course, stamp(it.question.created_at, tz)), *_exchange(it)])


def withdrawn(course: Course) -> str:
    return say(_("Your question about <b>{course}</b> is taken back."), course=_course(course))


def waiting(course: Course, found: InquiryPage, tz: tzinfo) -> str:
    heading = say(_("<b>Questions about {course}</b>"), course=_course(course))
    if not found.lines:
        return paragraphs([heading, _("Nobody waits for an answer. New questions come here.")])
    lines = enumerate(found.lines, found.number * PAGE_SIZE + 1)
    return paragraphs([heading, *(_line(number, it, tz) for number, it in lines)])


def inquiry(it: Inquiry, tz: tzinfo) -> str:
    """As those who run the course see it."""
    return paragraphs([_head(it.course, _asker(it, tz)), *_exchange(it)])


def ask_answer(it: Inquiry, tz: tzinfo) -> str:
    limit = _("Write the answer in one message, {limit} characters at most.")
    seen = _("{name} will see your name, but not your Telegram account.")
    return paragraphs(
        [
            inquiry(it, tz),
            say(limit, limit=answering.LENGTH),
            say(seen, name=_name(it.asker.full_name)),
        ]
    )


def answered(it: Inquiry) -> str:
    return say(_("✅ The answer is on its way: {name}."), name=_name(it.asker.full_name))


def ask_close(it: Inquiry, tz: tzinfo) -> str:
    sentence = _("Close it without an answer? I will tell {name} that there will be none.")
    return paragraphs([inquiry(it, tz), say(sentence, name=_name(it.asker.full_name))])


def closed() -> str:
    return _("The question is closed.")


def news(it: Inquiry) -> str:
    """To those who run the course."""
    sentence = _("💬 <b>{name}</b> asks about <b>{course}</b>:")
    name = _name(it.asker.full_name)
    return paragraphs([say(sentence, name=name, course=_course(it.course)), _quoted(it)])


def settled(it: Inquiry) -> str:
    """To whoever asked."""
    if it.question.status is QuestionStatus.ANSWERED:
        sentence = _("💬 Your question about <b>{course}</b> is answered.")
        return paragraphs([say(sentence, course=_course(it.course)), *_exchange(it)])
    if it.course.deleted_at:
        gone = _("<b>{course}</b> is not held any more, and nobody is there to answer you:")
        return paragraphs([say(gone, course=_course(it.course)), _quoted(it)])
    sentence = _("The course team has closed your question about <b>{course}</b>:")
    advice = _("If it still matters, ask in another way, or at a lesson.")
    return paragraphs([say(sentence, course=_course(it.course)), _quoted(it), advice])


def answered_by_another(it: Inquiry) -> str:
    """To the others who were asked."""
    sentence = _("✅ A question about <b>{course}</b> is answered already.")
    asker = say("<b>{name}</b>:", name=_name(it.asker.full_name))
    return paragraphs([say(sentence, course=_course(it.course)), asker, *_exchange(it)])


def _exchange(it: Inquiry) -> list[str]:
    """The question, and what came of it."""
    if it.question.is_open:
        return [_quoted(it)]
    if it.question.status is not QuestionStatus.ANSWERED:
        return [_quoted(it), f"<i>{_status(it)}</i>"]
    head = say("<b>{name}</b>:", name=_name(it.settler)) if it.settler else ""
    answer = quote(it.question.answer) or _("The answer is not kept any more.")
    return [_quoted(it, BESIDE_ANSWER), "\n".join(filter(None, [head, answer]))]


def _own_line(number: int, it: Inquiry, tz: tzinfo) -> str:
    head = say("{number}. <b>{course}</b>", number=number, course=_course(it.course))
    status = f"<i>{_status(it)}, {stamp(it.question.created_at, tz)}</i>"
    return "\n".join([head, _in_list(it), status])


def _line(number: int, it: Inquiry, tz: tzinfo) -> str:
    head = say("{number}. <b>{name}</b>", number=number, name=_name(it.asker.full_name))
    return "\n".join([f"{head} · {stamp(it.question.created_at, tz)}", _in_list(it)])


def _head(course: Course, line: str) -> str:
    return "\n".join([say("<b>{course}</b>", course=_course(course)), line])


def _asker(it: Inquiry, tz: tzinfo) -> str:
    return say("{name} · ", name=_name(it.asker.full_name)) + stamp(it.question.created_at, tz)


def _status(it: Inquiry) -> str:
    return _(STATUSES[it.question.status])


def _quoted(it: Inquiry, limit: int = 2 * questions.LENGTH) -> str:
    return say("<blockquote>{text}</blockquote>", text=shorten(it.question.text, limit))


def _in_list(it: Inquiry) -> str:
    """In one line."""
    return quote(shorten(" ".join(it.question.text.split()), IN_LIST))


def _name(name: str) -> str:
    return shorten(name, NAME)


def _course(course: Course) -> str:
    return shorten(course.name, COURSE)

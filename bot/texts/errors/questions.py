"""What people ask those who run a course."""

from bot.texts.say import N_
from domain import errors

WORDS: dict[type[errors.DomainError], str] = {
    errors.QuestionNotFound: N_("This question is not here any more."),
    errors.QuestionNotValid: N_(
        "Write it in one message, in words: {limit} characters at most. Nothing was sent yet."
    ),
    errors.QuestionAnswered: N_(
        "Somebody of the course team has answered already, so your answer was not sent."
    ),
    errors.QuestionNotOpen: N_("Nobody waits for an answer to this question any more."),
    errors.QuestionToOneself: N_("You run this course: its questions come to you."),
    errors.CourseNotAsked: N_("This course takes no questions now."),
    errors.NobodyToAsk: N_(
        "I cannot reach anybody who runs this course now. Try again later, or ask at a lesson."
    ),
    errors.TooManyOpenQuestions: N_(
        "{limit} of your questions about this course wait for an answer. When one is answered, "
        "or you take one back in “My questions”, you can ask again."
    ),
    errors.TooManyQuestions: N_("{limit} questions in a day are enough. Ask again tomorrow."),
}

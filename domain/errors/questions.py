"""What people ask those who run a course."""

from domain.errors.base import DomainError


class QuestionNotFound(DomainError):
    """There is none, or none that the actor may see."""

    code = "question_not_found"


class QuestionNotValid(DomainError):
    """A question or an answer without words, or with too many."""

    code = "question_not_valid"

    def __init__(self, limit: int) -> None:
        super().__init__(f"at most {limit} characters")
        self.limit = limit


class QuestionAnswered(DomainError):
    """By somebody else: the first answer is the one."""

    code = "question_answered"


class QuestionNotOpen(DomainError):
    """It was answered, closed or taken back meanwhile."""

    code = "question_not_open"


class QuestionToOneself(DomainError):
    """They run the course: the questions come to them."""

    code = "question_to_oneself"


class CourseNotAsked(DomainError):
    """It is no course that people take part in, or not any more."""

    code = "course_not_asked"


class NobodyToAsk(DomainError):
    """Nobody runs the course whom a message reaches."""

    code = "nobody_to_ask"


class TooManyOpenQuestions(DomainError):
    """So many of theirs on the course wait for an answer."""

    code = "too_many_open_questions"

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} wait for an answer already")
        self.limit = limit


class TooManyQuestions(DomainError):
    """So many in a day."""

    code = "too_many_questions"

    def __init__(self, limit: int) -> None:
        super().__init__(f"at most {limit} in a day")
        self.limit = limit

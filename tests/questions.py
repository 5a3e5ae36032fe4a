"""Questions that tests need to exist."""

from typing import Any

from db.models import Course, Question, QuestionStatus, User
from tests.factories import NOON, Factory

WORDS = "Do I need a laptop?"


async def a_question(
    make: Factory, course: Course, asker: User, text: str = WORDS, **changed: Any
) -> Question:
    """Asked just now; settled, if it says by whom."""
    if "settled_by" in changed:
        changed = {"status": QuestionStatus.ANSWERED, "settled_at": NOON} | changed
    about = {"course_id": course.id, "user_id": asker.id, "created_at": NOON}
    return await make.add(Question(text=text, **about | changed))

"""What somebody typed into a field, kept until a button says what to do with it."""

from collections.abc import Mapping
from typing import Any

from domain.editing import Wish
from domain.fields import CourseField
from domain.formatting import Written


def kept(wish: Wish) -> dict[str, Any]:
    written = wish.written or Written("")
    return {
        "course_id": wish.course_id,
        "field": wish.field,
        "text": written.text,
        "entities": [dict(it) for it in written.entities],
    }


def found(kept: Mapping[str, Any], course_id: int, field: CourseField, seen: str) -> Wish | None:
    """None if something else was typed since."""
    if (kept.get("course_id"), kept.get("field")) != (course_id, field) or "text" not in kept:
        return None
    return Wish(course_id, field, Written(kept["text"], kept["entities"]), seen)

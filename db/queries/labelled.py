"""Rows of a table under the names that a person reads, beside the course that they are of."""

from typing import Any

from sqlalchemy import ColumnElement, Select, inspect, select

from db.models import Base, Course, Lesson

Section = Select[*tuple[Any, ...]]


def plain(kind: type[Base], mine: ColumnElement[bool], /, **columns: Any) -> Section:
    """The rows that are mine, each column under its name here."""
    named = (column.label(name) for name, column in columns.items())
    return select(*named).select_from(kind).where(mine).order_by(*inspect(kind).primary_key)


def of_course(kind: Any, mine: ColumnElement[bool], /, **columns: Any) -> Section:
    rows = plain(kind, mine, course=Course.name, **columns)
    return rows.outerjoin(Course, Course.id == kind.course_id)


def of_lesson(kind: Any, mine: ColumnElement[bool], /, **columns: Any) -> Section:
    lesson = {"course": Course.name, "lesson_starts_at": Lesson.starts_at}
    rows = plain(kind, mine, **lesson, **columns)
    with_lesson = rows.outerjoin(Lesson, Lesson.id == kind.lesson_id)
    return with_lesson.outerjoin(Course, Course.id == Lesson.course_id)

"""What lists have in common: words that are searched for, and pages."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, SQLColumnExpression, func, literal


def has(text: SQLColumnExpression[str], word: str) -> ColumnElement[bool]:
    """Whether the word is in the text, or begins or ends in it, however it is written."""
    # Not LIKE: people type its wildcards, and mean nothing by them.
    return func.strpos(folded(text), folded(literal(word))) > 0


def folded(text: SQLColumnExpression[str]) -> ColumnElement[str]:
    """To compare and to sort by."""
    # People leave the dots off this letter, and the embedded server has no collation that knows.
    return func.translate(func.lower(text), "\u0451", "\u0435")


def page_within(number: int, count: ScalarSelect[int], size: int) -> ColumnElement[Any]:
    """The page, or the last one: the list may have become shorter since it was shown."""
    return func.least(number, func.greatest(count - 1, 0, type_=BigInteger) // size)

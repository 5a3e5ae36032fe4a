"""Mistakes in a file, kept until they are told."""

from collections.abc import Iterator
from typing import Any

from domain.errors import DomainError
from domain.reading.found import Fault

Json = dict[str, Any]


def as_json(it: Fault) -> Json:
    facts = {"code": it.error.code, "facts": vars(it.error)}
    return {"line": it.line, "column": it.column, "value": it.value} | facts


def of_json(kept: Json) -> Fault:
    kind = next(it for it in _kinds() if it.code == kept["code"])
    error = kind.__new__(kind)
    vars(error).update(kept["facts"])
    return Fault(kept["line"], kept["column"], kept["value"], error)


def _kinds(of: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)

"""/openapi.json: what FastAPI knows of the routes, and what it cannot know of them."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from api.bounds import make_whole
from api.errors import ALWAYS, Problem

VERSION = "0.1.0"
"""As in pyproject.toml, which a test compares."""

SCHEMA = "#/components/schemas/"
JSON = "application/json"
PROBLEM = "application/problem+json"
REPLAYED = "Idempotent-Replayed"

WITH_ETAG = {"CourseOut"}
"""What may be changed by who names its version."""

OF_FASTAPI = ("HTTPValidationError", "ValidationError")
"""Its own way to say what is wrong, which is not ours."""

SUMMARIES = {
    "en": "In English",
    "ru": "In Russian",
    "any": "An example",
    "completed": "They have done it",
    "registered": "They have a seat, as before",
    "code": "A participant: the code that the room sees",
    "pass": "The staff: somebody's pass, scanned",
    "user_id": "The staff, or a service: on their word",
}

Node = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    path: str
    method: str
    node: Node

    @property
    def answers(self) -> list[tuple[str, Node]]:
        """Those of success, with their status."""
        return [it for it in self.node["responses"].items() if it[0].startswith("2")]

    @property
    def returns(self) -> str | None:
        """The name of what it answers."""
        return next((schema_of(answer) for _, answer in self.answers), None)

    @property
    def is_once_only(self) -> bool:
        """By an Idempotency-Key."""
        return any(it["name"] == "Idempotency-Key" for it in self.node.get("parameters", []))


@cache
def words() -> Node:
    return tomllib.loads((Path(__file__).parent / "openapi.toml").read_text(encoding="utf-8"))


@cache
def examples() -> Node:
    """By schema, or by operation where a body may have one of several: in each language, or by
    another name where there are no words in it."""
    known: Node = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))
    return known


def complete(document: Node) -> None:
    """In place."""
    document["tags"] = words()["tags"]
    complete_components(document.setdefault("components", {}))
    found = list(operations(document))
    for operation in found:
        operation.node["security"] = [{name: []} for name in words()["security"]]
        refuse(operation)
        explain_parameters(operation)
        exemplify(operation)
        explain_answers(operation)
        lead_on(operation, found)


def operations(document: Node) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, node in methods.items():
            yield Operation(path, method, node)


def complete_components(components: Node) -> None:
    schemas = components.setdefault("schemas", {})
    for name in OF_FASTAPI:
        schemas.pop(name, None)
    make_whole(schemas)
    schema = Problem.model_json_schema(ref_template=SCHEMA + "{model}")
    schemas |= {**schema.pop("$defs", {}), "Problem": schema}
    components["securitySchemes"] = words()["security"]
    components["headers"] = words()["headers"]
    components["responses"] = {
        known["name"]: response(int(status), known)
        for status, known in words()["responses"].items()
    }


def response(status: int, known: Node) -> Node:
    example = {**known["example"], "status": status}
    content = {"schema": {"$ref": SCHEMA + "Problem"}, "example": example}
    return {
        "description": known["description"],
        "headers": headers(*known.get("headers", ())),
        "content": {PROBLEM: content},
    }


def headers(*names: str) -> Node:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def refuse(operation: Operation) -> None:
    """Every refusal is one of those in the components."""
    responses = operation.node["responses"]
    named = {int(it) for it in responses if not it.startswith("2")}
    also = {413} if "requestBody" in operation.node else set()
    operation.node["responses"] = dict(operation.answers)
    for status in sorted({*named, *ALWAYS, *also}):
        name = words()["responses"][str(status)]["name"]
        operation.node["responses"][str(status)] = {"$ref": f"#/components/responses/{name}"}


def explain_parameters(operation: Operation) -> None:
    for parameter in operation.node.get("parameters", []):
        parameter["schema"] = without_null(parameter["schema"])
        known = words()["parameters"].get(parameter["name"])
        if known:
            parameter.setdefault("description", known)


def without_null(schema: Node) -> Node:
    """In an address or a header, nothing is said by leaving out, never by null."""
    others = [it for it in schema.get("anyOf", []) if it != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, **others[0]} if len(others) == 1 else schema


def exemplify(operation: Operation) -> None:
    """What is asked and what is answered, in both languages."""
    asked = operation.node.get("requestBody", {})
    named = {schema_of(answer): answer for _, answer in operation.answers}
    named[schema_of(asked) or operation.node["operationId"]] = asked
    for name, node in named.items():
        known = examples().get(name or "")
        if known:
            node["content"][JSON]["examples"] = {
                language: {"summary": SUMMARIES[language], "value": value}
                for language, value in known.items()
            }


def explain_answers(operation: Operation) -> None:
    for status, answer in operation.answers:
        answer["description"] = words()["successes"][status]
        names = [REPLAYED] if operation.is_once_only else []
        names += ["Location"] if status == "201" else []
        names += ["ETag"] if schema_of(answer) in WITH_ETAG else []
        if names:
            answer["headers"] = headers(*names)


def lead_on(operation: Operation, others: list[Operation]) -> None:
    """From what was made to what may be done with it."""
    for status, answer in operation.answers:
        made = schema_of(answer)
        if status == "201" and made:
            answer["links"] = dict(links(made, others))


def links(made: str, others: list[Operation]) -> Iterator[tuple[str, Node]]:
    """To all that needs its id and no other."""
    of_one = [it.path for it in others if it.method == "get" and it.returns == made]
    names = [re.findall(r"{(\w+)}", path) for path in of_one]
    for operation in others:
        needed = re.findall(r"{(\w+)}", operation.path)
        if needed and needed in names:
            known = operation.node["operationId"]
            of_it = {needed[0]: "$response.body#/id"}
            yield known, {"operationId": known, "parameters": of_it}


def schema_of(node: Node) -> str | None:
    """The name of the schema of a body, where it has one."""
    reference = node.get("content", {}).get(JSON, {}).get("schema", {}).get("$ref")
    return reference.removeprefix(SCHEMA) if reference else None

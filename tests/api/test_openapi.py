"""/openapi.json: whether it says all, and the truth."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from typer.testing import CliRunner

from api.app import describe
from api.errors import described
from api.openapi import Operation, examples, operations, words
from api.statuses import STATUS
from main import cli

DOCUMENT = describe()
OPERATIONS = list(operations(DOCUMENT))

PROJECT = Path(__file__).parents[2] / "pyproject.toml"

of_each = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda it: f"{it.method} {it.path}")


def resolved(node: Any) -> Any:
    """What is behind a reference."""
    if not isinstance(node, dict) or "$ref" not in node:
        return node
    found: Any = DOCUMENT
    for name in node["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def mistakes(value: Any, schema: dict[str, Any]) -> list[str]:
    checks = OAS31Validator({**schema, "components": DOCUMENT["components"]})
    return [it.message for it in checks.iter_errors(value)]


def bodies(operation: Operation) -> Iterator[dict[str, Any]]:
    """What is asked and what is answered, refusals too."""
    nodes = [operation.node.get("requestBody", {}), *operation.node["responses"].values()]
    for node in nodes:
        yield from resolved(node).get("content", {}).values()


def test_document_is_openapi() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_version_is_that_of_the_project() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]

    assert DOCUMENT["info"]["version"] == project["version"]
    assert DOCUMENT["info"]["license"]["identifier"] == project["license"]


def test_command_prints_the_document() -> None:
    said = CliRunner().invoke(cli, ["openapi"])

    assert said.exit_code == 0
    assert json.loads(said.stdout) == DOCUMENT


def test_every_tag_is_described_and_used() -> None:
    described_tags = [tag["name"] for tag in DOCUMENT["tags"]]

    assert set(described_tags) == {tag for it in OPERATIONS for tag in it.node["tags"]}
    assert all(tag["description"] for tag in DOCUMENT["tags"])


def test_names_of_operations_are_short_and_their_own() -> None:
    names = [it.node["operationId"] for it in OPERATIONS]

    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 30


@of_each
def test_operation_says_what_it_does(operation: Operation) -> None:
    assert operation.node["summary"]
    assert operation.node["tags"]
    assert "Successful Response" not in json.dumps(operation.node)


@of_each
def test_operation_is_signed_in_one_way_or_the_other(operation: Operation) -> None:
    assert operation.node["security"] == [{"ServiceToken": []}, {"MiniApp": []}]


def test_ways_to_sign_in_are_described() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]

    assert set(schemes) == {"ServiceToken", "MiniApp"}
    assert (schemes["ServiceToken"]["type"], schemes["ServiceToken"]["scheme"]) == (
        "http",
        "bearer",
    )
    assert (schemes["MiniApp"]["in"], schemes["MiniApp"]["name"]) == ("header", "Authorization")


@of_each
def test_every_refusal_is_a_problem(operation: Operation) -> None:
    refusals = {
        status: node for status, node in operation.node["responses"].items() if status >= "400"
    }

    assert refusals.keys() >= {"401", "403", "422", "429", "500", "503"}
    for status, node in refusals.items():
        [(media_type, body)] = resolved(node)["content"].items()
        assert media_type == "application/problem+json"
        assert body["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert body["example"]["status"] == int(status)


def test_every_status_of_a_refusal_is_known() -> None:
    known = {int(status) for status in words()["responses"]}

    assert known >= set(STATUS.values())
    assert {it["example"]["code"] for it in words()["responses"].values()} >= {
        "invalid",
        "too_many_requests",
        "internal_error",
        "database_away",
    }
    assert described(404) == {404: {}}


@of_each
def test_every_parameter_is_explained(operation: Operation) -> None:
    for parameter in operation.node.get("parameters", []):
        assert parameter.get("description"), parameter["name"]
        assert {"type": "null"} not in parameter["schema"].get("anyOf", [])


@of_each
def test_every_number_in_an_address_has_its_bounds(operation: Operation) -> None:
    for parameter in operation.node.get("parameters", []):
        schema = parameter["schema"]
        assert (schema.get("type") == "integer") == ({"minimum", "maximum"} <= schema.keys())


@of_each
def test_path_names_its_parameters(operation: Operation) -> None:
    named = {it["name"] for it in operation.node.get("parameters", []) if it["in"] == "path"}

    assert named == {
        part.strip("{}") for part in operation.path.split("/") if part.startswith("{")
    }


@of_each
def test_writing_may_be_sent_again(operation: Operation) -> None:
    writes = operation.method in {"post", "put", "delete"}

    assert operation.is_once_only == writes


@of_each
def test_what_is_made_says_where_it_is_and_leads_on(operation: Operation) -> None:
    made = operation.node["responses"].get("201", {"headers": {}, "links": {}})

    assert ("Location" in made["headers"]) == ("201" in operation.node["responses"])
    for link in made["links"].values():
        [target] = [it for it in OPERATIONS if it.node["operationId"] == link["operationId"]]
        [parameter] = link["parameters"]
        assert f"{{{parameter}}}" in target.path


@of_each
def test_what_is_sent_has_examples_in_both_languages(operation: Operation) -> None:
    sent = operation.node.get("requestBody", {}).get("content", {}).get("application/json")
    if sent is None:
        return

    assert len({"en", "ru"} & sent["examples"].keys()) in {0, 2}


@of_each
def test_examples_are_as_their_schemas_say(operation: Operation) -> None:
    for body in bodies(operation):
        given = [it["value"] for it in body.get("examples", {}).values()]
        given += [body["example"]] if "example" in body else []
        for value in given:
            assert mistakes(value, body["schema"]) == []


def test_no_example_is_of_nothing() -> None:
    said = json.dumps(DOCUMENT, ensure_ascii=False)

    for known in examples().values():
        for value in known.values():
            assert json.dumps(value, ensure_ascii=False) in said


def test_russian_examples_are_russian_and_say_the_same() -> None:
    for name, known in examples().items():
        if "ru" in known:
            assert known["ru"].keys() == known["en"].keys(), name
            assert any(
                "\u0400" <= letter <= "\u04ff"
                for letter in json.dumps(known["ru"], ensure_ascii=False)
            ), name


def test_nothing_is_left_of_what_is_not_ours() -> None:
    assert "ValidationError" not in json.dumps(DOCUMENT)

"""Fields are as the documentation says: whoever follows it is understood."""

from typing import Any

import httpx2
import pytest
from openapi_schema_validator import OAS31Validator

from api.app import describe
from tests.api.conftest import Token
from tests.api.problems import ensure_problem

DOCUMENT = describe()
LONGEST_ID = 2**63 - 1

COURSE = {"name": "Python"}
LESSON = {"starts_at": "2026-03-02T18:00:00+03:00", "ends_at": "2026-03-02T19:30:00+03:00"}


def mistakes(schema: str, sent: dict[str, Any]) -> list[str]:
    known = {"$ref": f"#/components/schemas/{schema}", "components": DOCUMENT["components"]}
    return [it.message for it in OAS31Validator(known).iter_errors(sent)]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", ["", " ", "\u3000\t", "x" * 201, "a\x00b"]),
        ("description", ["\x00", "x" * 3501]),
        ("banner_url", ["", "x", "ftp://example.org", "https://a b", "https://" + "x" * 1000]),
        ("location", ["\x00", "x" * 201]),
        ("start_date", ["1999-12-31", "2100-01-01", ""]),
        ("announce_at", ["1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z"]),
        ("capacity", [-1, 100_001]),
        ("opens_before", [-1, 1441]),
    ],
)
async def test_what_a_course_cannot_be_is_documented_as_such(
    client: httpx2.AsyncClient, token: Token, field: str, values: list[object]
) -> None:
    signed = await token()

    for value in values:
        sent = COURSE | {field: value}
        ensure_problem(await client.post("/courses", json=sent, headers=signed), 422, "invalid")
        assert mistakes("CourseIn", sent), sent
    assert mistakes("CourseIn", COURSE) == []


def test_longest_id_is_exact() -> None:
    assert mistakes("LessonIn", LESSON | {"host_id": LONGEST_ID}) == []
    assert mistakes("LessonIn", LESSON | {"host_id": LONGEST_ID + 1})


@pytest.mark.parametrize("schema", ["CourseChange", "LessonChange", "UserChange"])
def test_change_leaves_alone_what_it_does_not_name(schema: str) -> None:
    properties = DOCUMENT["components"]["schemas"][schema]["properties"]

    assert [name for name, field in properties.items() if "default" in field] == []

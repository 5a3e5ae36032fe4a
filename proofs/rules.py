"""What schemathesis cannot read in /openapi.json. It loads this itself, by SCHEMATHESIS_HOOKS."""

import atexit
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies as st
from openapi_schema_validator import OAS31Validator
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

from tests.photos import saved, striped

ASKER_ID, ANSWERS = "ASKER_ID", "ANSWERS"
"""What we are told by the environment: whose sign-in it is, and where to write how many answers
there were of each kind."""

KEY, IF_MATCH, ANY_VERSION = "Idempotency-Key", "If-Match", "*"
VALID_KEY = re.compile(r"[\x21-\x7e]{1,200}")
VALID_ETAG = re.compile(r'\*|(W/)?"[\x21\x23-\x7e]{0,100}"')

BEYOND_SCHEMAS = {
    # Other fields of the request: which of two days is the first, how long a lesson lasts, where
    # a text ends.
    "dates_not_valid",
    "schedule_not_valid",
    "too_many_lessons",
    "course_too_long",
    "lesson_times_not_valid",
    "audience_not_valid",
    "formatting_not_valid",
    # What there is: lessons of that day, the staff of the course, others' changes, whom the answer
    # to be repeated was about.
    "no_lesson_then",
    "several_lessons_then",
    "host_not_on_staff",
    "course_changed",
    "key_reused",
    # What time it is.
    "moment_past",
    # Who asks: a service is nobody, and has to say whom it means.
    "person_not_named",
    # Spellings of which a pattern would be a page: letters of all scripts, addresses, time zones,
    # numbers within a cursor.
    "name_not_valid",
    "email_not_valid",
    "timezone_not_known",
    "cursor_not_valid",
    # What is in a picture.
    "picture_kind_not_known",
    "picture_not_read",
    "picture_too_small",
    "picture_too_narrow",
    "picture_too_large",
    "picture_too_heavy",
}
"""Why a request is refused with 4xx that is as its schema says. Of anything else schemathesis
tells us: above all of `invalid`, where the schema promises more than is kept."""

answers: Counter[tuple[str, int]] = Counter()


@schemathesis.hook
def before_call(_: HookContext, case: Case[Any], __: dict[str, Any]) -> None:
    name_the_request(case)
    spare_the_asker(case)
    if is_positive(case) and not VALID_ETAG.fullmatch(
        str(case.headers.get(IF_MATCH, ANY_VERSION))
    ):
        # For headers it knows letters and digits only: where those do not fit, it passes off one
        # that is wrong for one that is right.
        case.headers[IF_MATCH] = ANY_VERSION


def name_the_request(case: Case[Any]) -> None:
    """It would send one key with everything, and be refused for that. One for each request it is,
    the same again for the same request."""
    key = case.headers.get(KEY)
    if isinstance(key, str) and VALID_KEY.fullmatch(key):
        said = f"{case.formatted_path} {case.query!r} {case.headers!r} {case.body!r}"
        case.headers[KEY] = key[:168] + sha256(said.encode(errors="replace")).hexdigest()[:32]


def spare_the_asker(case: Case[Any]) -> None:
    """Who erases themselves is a stranger, and of everything later only the refusal is seen."""
    asker = os.environ[ASKER_ID]
    path = case.path_parameters
    if case.method == "DELETE" and path and str(path.get("user_id")) == asker:
        path["user_id"] = int(asker) + 1


@schemathesis.hook
def after_call(_: HookContext, case: Case[Any], response: Response) -> None:
    answers[f"{case.method} {case.path}", response.status_code] += 1


@schemathesis.hook
def filter_failure(_: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
    """Whether it is one."""
    match failure:
        case RejectedPositiveData():
            return not may_be_refused(case, response)
        case AcceptedNegativeData():
            return not is_right_after_all(case)
        case _:
            return True


def may_be_refused(case: Case[Any], response: Response) -> bool:
    # It also follows links to nothing: to the person of a log entry that names none.
    leads_nowhere = None in (case.path_parameters or {}).values()
    told = {it["place"] for it in said(response).get("errors", [])}
    is_of_float = not told.isdisjoint(floats(case.body, "body"))
    return leads_nowhere or is_of_float or said(response).get("code") in BEYOND_SCHEMAS


def is_right_after_all(case: Case[Any]) -> bool:
    """A body that was spoiled for one variant of a union may be the other variant."""
    assert case.meta is not None
    spoiled = [place for place, it in case.meta.components.items() if it.mode.is_negative]
    if spoiled != [ParameterLocation.BODY]:
        return False
    document = case.operation.schema.raw_schema
    operation = document["paths"][case.path][case.method.lower()]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    known: OAS31Validator = OAS31Validator({**schema, "components": document["components"]})
    return bool(known.is_valid(case.body))


def is_positive(case: Case[Any]) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive


def floats(node: object, place: str) -> Iterator[str]:
    """Their places. Schemas take 1.0 for an integer; we are stricter, and say so."""
    if isinstance(node, float):
        yield place
    children: Iterable[tuple[Any, Any]] = ()
    if isinstance(node, dict):
        children = node.items()
    elif isinstance(node, list):
        children = enumerate(node)
    for name, child in children:
        yield from floats(child, f"{place}.{name}")


def said(response: Response) -> dict[str, Any]:
    """Of a refusal."""
    refused = response.status_code >= HTTPStatus.BAD_REQUEST
    return dict(response.json()) if refused else {}


@atexit.register
def write_answers() -> None:
    said = [[operation, status, count] for (operation, status), count in answers.items()]
    Path(os.environ[ANSWERS]).write_text(json.dumps(said), encoding="utf-8")


# Of all the times that there are, those that the API takes.
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SECONDS = st.integers(
    *(int(datetime(year, 1, 2, tzinfo=UTC).timestamp()) for year in (2000, 2099))
)
schemathesis.openapi.format("date", DAYS.map(date.isoformat))
schemathesis.openapi.format(
    "date-time", SECONDS.map(lambda it: datetime.fromtimestamp(it, UTC).isoformat())
)
for kind in ("jpeg", "png", "webp"):
    schemathesis.openapi.media_type(f"image/{kind}", st.just(saved(striped(640, 360), kind)))

"""What schemathesis cannot read in /openapi.json. It loads this itself, by SCHEMATHESIS_HOOKS."""

import re
from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData

KEY = "Idempotency-Key"
VALID_KEY = re.compile(r"[\x21-\x7e]{1,200}")


@schemathesis.hook
def before_call(_: HookContext, case: Case, __: dict[str, Any]) -> None:
    mark = sha256(f"{case.formatted_path} {case.query!r} {case.headers!r} {case.body!r}".encode(errors="replace")).hexdigest()
    key = case.headers.get(KEY)
    if isinstance(key, str) and VALID_KEY.fullmatch(key):
        case.headers[KEY] = f"{key[:168]}{mark[:32]}"
    if case.meta is not None and case.meta.generation.mode.is_positive and case.query and "cursor" in case.query:
        n = int(mark[:2], 16) % 64
        if case.path in ("/logs", "/courses/{course_id}/lessons"):
            n = f"{int((datetime.now(UTC)).timestamp()*1e6)}.{n}"
        case.query["cursor"] = urlsafe_b64encode(str(n).encode()).decode().rstrip("=")


@schemathesis.hook
def filter_failure(_: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    if isinstance(failure, RejectedPositiveData) and response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
        return response.json()["code"] == "invalid" and not has_whole_float(case.body)
    return True


def has_whole_float(node: object) -> bool:
    if isinstance(node, dict):
        return any(map(has_whole_float, node.values()))
    if isinstance(node, list):
        return any(map(has_whole_float, node))
    return isinstance(node, float)


schemathesis.openapi.format("date", st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat))
schemathesis.openapi.format(
    "date-time",
    st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 30), timezones=st.just(UTC)).map(datetime.isoformat),
)

"""What schemathesis cannot read in /openapi.json. It loads this by SCHEMATHESIS_HOOKS."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData

KEY = "Idempotency-Key"
VALID_KEY = re.compile(r"[\x21-\x7e]{1,200}")

BEYOND_SCHEMA = set()


@schemathesis.hook
def before_call(_: HookContext, case: Case, __: dict[str, Any]) -> None:
    """A key stands for one request. The examples have the same for all, and nearly every request
    would be refused for that, instead of being done."""
    key = case.headers.get(KEY)
    if isinstance(key, str) and VALID_KEY.fullmatch(key):
        request = f"{case.method} {case.formatted_path} {case.query!r} {case.body!r}"
        case.headers[KEY] = f"{key[:168]}{sha256(request.encode(errors='replace')).hexdigest()[:32]}"


@schemathesis.hook
def filter_failure(_: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    if isinstance(failure, RejectedPositiveData) and response.status_code == 422:
        return response.json()["code"] == "invalid"
    return True

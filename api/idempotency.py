"""A POST with an Idempotency-Key is done once, and answered the same each time."""

import json
import re
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Header, Request, Response
from fastapi.exceptions import RequestValidationError

from api.parts import work_of
from domain import idempotency
from domain.idempotency import Answered
from domain.pictures import Picture

HEADER = "Idempotency-Key"
KEPT_HEADERS = ("etag", "location")

LONGEST_KEY = 200
FORM = r"^[\x21-\x7e]+$"

Key = Annotated[
    str | None,
    Header(
        alias=HEADER,
        # Checked by ourselves, because FastAPI would refuse it before asking who it is.
        json_schema_extra={"minLength": 1, "maxLength": LONGEST_KEY, "pattern": FORM},
        description="Makes it safe to send the request again: for a day it is done once, and the "
        "same answer comes back.",
    ),
]


class Repeated(Exception):
    """The request was answered before; not an error."""

    def __init__(self, response: Response) -> None:
        super().__init__("answered before")
        self.response = response


async def claim(request: Request, owner: str, key: str | None) -> None:
    """Take the key for this request. Whoever comes meanwhile waits for our end."""
    if key is None:
        return
    if len(key) > LONGEST_KEY or not re.fullmatch(FORM, key, re.ASCII):
        mistake = {"loc": ("header", HEADER), "msg": f"is not 1 to {LONGEST_KEY} visible signs"}
        raise RequestValidationError([mistake])
    body = await sent(request)
    asked = f"{request.method} {request.url.path} {request.headers.get('If-Match')}\n"
    fingerprint = sha256(asked.encode() + body).digest()
    before = await idempotency.claim(work_of(request).session, owner, key, fingerprint)
    if before is not None:
        raise Repeated(as_response(before))
    request.state.claim = owner, key


async def sent(request: Request) -> bytes:
    """Of a picture what it became: as it came, it was never in memory."""
    picture: Picture | None = getattr(request.state, "picture", None)
    return picture.content if picture else await request.body()


async def keep(request: Request, response: Response) -> None:
    """In the transaction that did it."""
    taken = getattr(request.state, "claim", None)
    if taken is None:
        return
    owner, key = taken
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    body: Any = json.loads(bytes(response.body) or b"null")
    answered = Answered(response.status_code, {"headers": headers, "body": body})
    await idempotency.keep(work_of(request).session, owner, key, answered)


def as_response(before: Answered) -> Response:
    body = before.answer["body"]
    spelled = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    content = b"" if body is None else spelled.encode()
    headers = {**before.answer["headers"], "Idempotent-Replayed": "true"}
    return Response(content, before.status, headers, media_type="application/json")

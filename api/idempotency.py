"""A POST with an Idempotency-Key is done once, and answered the same each time."""

import json
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Header, Request, Response

from api.parts import work_of
from domain import idempotency
from domain.idempotency import Answered

HEADER = "Idempotency-Key"
KEPT_HEADERS = ("etag", "location")

Key = Annotated[
    str | None,
    Header(
        alias=HEADER,
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
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
    body = await request.body()
    fingerprint = sha256(f"{request.method} {request.url.path}\n".encode() + body).digest()
    before = await idempotency.claim(work_of(request).session, owner, key, fingerprint)
    if before is not None:
        raise Repeated(as_response(before))
    request.state.claim = owner, key


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

"""Whatever is sent, the answer is a refusal, and never a mistake of ours."""

import httpx2
import pytest

from tests.api.conftest import Token
from tests.api.problems import JSON, ensure_problem


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"Python"',
        b"[" * 100_000,
        b'{"name": "\xff"}',
        b'{"name": "\\ud800"}',
        b'{"name": "a\\u0000b"}',
        b'{"name": "Python", "capacity": 1e400}',
        b'{"name": "Python", "capacity": NaN}',
        b'{"name": "Python", "capacity": ' + b"9" * 5000 + b"}",
        b'{"name": "Python", "capacity": "1"}',
        b'{"name": "Python", "start_date": "9999-12-31"}',
        b'{"name": "Python", "enroll_until": "9999-12-31T23:59:59-23:59"}',
        b'{"name": "Python", "colour": "red"}',
        b'{"name": "Python", "\\ud800": "red"}',
        b'{"name": "Python", "' + b"k" * 100_000 + b'": "red"}',
        b'{"name": "Python", ' + b", ".join(b'"%d": 0' % it for it in range(1000)) + b"}",
        b'{"name": "Python", "schedule": [{"\\udfff": 1}]}',
    ],
    ids=lambda body: body[:60].decode("latin-1"),
)
async def test_nonsense_is_refused_and_not_repeated(
    client: httpx2.AsyncClient, token: Token, body: bytes
) -> None:
    answer = await client.post("/courses", content=body, headers=await token() | JSON)

    ensure_problem(answer, 422, "invalid")
    assert 0 < len(answer.json()["errors"]) <= 20
    assert len(answer.content) < 10_000
    assert all(set(it) == {"place", "message"} for it in answer.json()["errors"])


@pytest.mark.parametrize(
    "path",
    [
        "/courses/0",
        "/courses/-1",
        "/courses/x",
        "/courses/1.0",
        "/courses/+1",
        "/courses/%201",
        "/courses/1_0",
        f"/courses/{2**63}",
        f"/courses/{'9' * 5000}",
        "/courses/%00",
        "/courses/%FF",
        "/courses?limit=0",
        "/courses?limit=101",
        "/courses?limit=1e2",
        "/courses?limit=1.0",
        "/courses?is_from_misis=yes",
        "/logs?user_id=1.0",
        "/logs?course_id=%F0%9F%90%8D",
        "/logs?action=%00",
        "/logs?from=0",
        "/logs?to=9999-12-31T23:59:59%2B23:59",
        "/courses?status=%00",
        f"/courses?cursor={'a' * 41}",
        "/courses?cursor=%D1%8F",
        "/courses?cursor=AAAA",
    ],
)
async def test_address_that_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, token: Token, path: str
) -> None:
    answer = await client.get(path, headers=await token())

    assert answer.status_code == 422, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"

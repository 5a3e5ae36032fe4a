import httpx2

from api.errors import SAFE

JSON = {"Content-Type": "application/json"}


def ensure_problem(answer: httpx2.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["title"]
    assert {name: answer.headers[name] for name in SAFE} == SAFE

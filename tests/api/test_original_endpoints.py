"""The endpoints of the original specification, called by a program that has read nothing but their
list and /openapi.json."""

import re
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.api.conftest import Token

LIST = (Path(__file__).parent / "original_endpoints.md").read_text(encoding="utf-8")
ENDPOINTS = re.findall(r"`([A-Z]+) (/\S*)`", LIST)

ORDER = ("POST", "GET", "PUT", "DELETE")
"""First everything is made, in the order of what needs what; at last it goes, in the reverse."""

AFTER_ONE_ANOTHER = ("/courses", "/register", "/enroll", "/attendance", "/feedback")
"""Each needs those before it."""

Names = dict[str, int]
"""Ids by what parameters and fields call them: ``course_id`` and so on."""


class Program:
    def __init__(self, http: httpx2.AsyncClient, document: dict[str, Any]) -> None:
        self._http = http
        self._paths = document["paths"]
        self._ids: Names = {}

    async def call(self, method: str, path: str, language: str = "en") -> httpx2.Response:
        """With each of its examples; the last answer."""
        operation = self._paths[path][method.lower()]
        for body in self.bodies(operation, language):
            answer = await self._http.request(method, path.format(**self._ids), json=body)
            assert str(answer.status_code) in operation["responses"], answer.text
            if answer.status_code == 201:
                self.remember(answer, operation)
        return answer

    async def call_all(self, language: str) -> dict[str, int]:
        statuses = {}
        for method, path in in_order(ENDPOINTS):
            answer = await self.call(method, path, language)
            statuses[f"{method} {path}"] = answer.status_code
            if path == "/courses" and method == "POST":
                # A change opens it: to a draft nobody comes.
                await self.call("PUT", "/courses/{course_id}", language)
        return statuses

    def bodies(self, operation: dict[str, Any], language: str) -> list[Any]:
        """With the ids that there are instead of those in the examples."""
        if "requestBody" not in operation:
            return [None]
        known = operation["requestBody"]["content"]["application/json"]["examples"]
        chosen = [known[language]] if language in known else known.values()
        return [self.with_ids(it["value"]) for it in chosen]

    def with_ids(self, body: dict[str, Any]) -> dict[str, Any]:
        return body | {name: known for name, known in self._ids.items() if name in body}

    def remember(self, answer: httpx2.Response, operation: dict[str, Any]) -> None:
        """By the links that say which parameter the new id is for."""
        for link in operation["responses"]["201"]["links"].values():
            self._ids |= dict.fromkeys(link["parameters"], answer.json()["id"])


def in_order(endpoints: list[tuple[str, str]]) -> list[tuple[str, str]]:
    def place(endpoint: tuple[str, str]) -> tuple[int, int]:
        method, path = endpoint
        subject = f"/{path.split('/')[1]}"
        known = {"/users": "/register", "/enrollments": "/enroll"}.get(subject, subject)
        turn = AFTER_ONE_ANOTHER.index(known) if known in AFTER_ONE_ANOTHER else 0
        return ORDER.index(method), -turn if method == "DELETE" else turn

    return sorted(endpoints, key=place)


@pytest.fixture
async def program(client: httpx2.AsyncClient, token: Token) -> Program:
    client.headers |= await token()
    return Program(client, (await client.get("/openapi.json")).json())


def test_list_is_the_original_one() -> None:
    assert len(ENDPOINTS) == len(set(ENDPOINTS)) == 20


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_each_works_when_called_one_after_another(program: Program, language: str) -> None:
    statuses = await program.call_all(language)

    expected = {"POST": 201, "GET": 200, "PUT": 200, "DELETE": 204}
    assert statuses == {f"{method} {path}": expected[method] for method, path in ENDPOINTS}


async def test_what_is_deleted_is_not_found(program: Program) -> None:
    await program.call_all("en")

    for method, path in ENDPOINTS:
        if method == "DELETE":
            assert (await program.call("GET", path)).status_code == 404, path
            assert (await program.call("DELETE", path)).status_code == 404, path


async def test_second_registration_names_the_first(program: Program) -> None:
    first = await program.call("POST", "/register")
    second = await program.call("POST", "/register")

    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json()["id"] == first.json()["id"]
    assert second.headers["Content-Type"] == "application/problem+json"

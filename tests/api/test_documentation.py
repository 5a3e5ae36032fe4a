"""The page at /docs, as far as it can be judged without a browser."""

import re

import httpx2
import pytest

from api.documentation import FILES, PAGE, POLICY
from scripts.refresh_vendor import ROOT
from tests.page.test_vendor import listed

OURS = ["index.html", "page.js", "page.css"]


async def test_page_comes_with_a_policy_that_lets_it_ask_nobody_else(
    client: httpx2.AsyncClient,
) -> None:
    page = await client.get("/docs")

    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert page.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert re.findall(r"https?:|//|\*", POLICY) == []


async def test_everything_that_the_page_names_is_served(client: httpx2.AsyncClient) -> None:
    page = (await client.get("/docs")).text
    named = re.findall(r'(?:href|src)="([^"]+)"', page)

    answers = {name: await client.get(f"/{name}") for name in named}

    assert {name.partition("?")[0] for name in named} == {
        "openapi.json",
        *(f"docs/{name}" for name in FILES),
    }
    assert {answer.status_code for answer in answers.values()} == {200}


async def test_libraries_are_kept_for_long_and_asked_for_by_their_version(
    client: httpx2.AsyncClient,
) -> None:
    [version] = {row["version"] for row in listed(ROOT / "api/docs/vendor")}
    page = (await client.get("/docs")).text

    for name in FILES.keys() - {"page.js", "page.css"}:
        assert f'"docs/{name}?v={version}"' in page
        kept = (await client.get(f"/docs/{name}")).headers["Cache-Control"]
        assert kept == "public, max-age=31536000, immutable"
    assert (await client.get("/docs/page.js")).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["index.html", "versions.json", "%2e%2e/app.py", "..%2fapp.py", "vendor", "%00", ""]
)
async def test_nothing_else_is_served(client: httpx2.AsyncClient, path: str) -> None:
    assert (await client.get(f"/docs/{path}")).status_code in {307, 404}


@pytest.mark.parametrize("name", OURS)
def test_no_file_of_ours_names_another_host(name: str) -> None:
    assert re.findall(r"https?://|[\"'(]//", (PAGE / name).read_text("utf-8")) == []


def test_no_script_and_no_style_stands_in_the_page() -> None:
    page = (PAGE / "index.html").read_text("utf-8")

    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", page) == []


def test_no_validator_elsewhere_is_asked() -> None:
    assert "validatorUrl: null" in (PAGE / "page.js").read_text("utf-8")

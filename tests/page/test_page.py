"""What can be said of the sandbox's page without a browser."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "sandbox" / "page"
VENDOR = PAGE / "vendor"

OURS = sorted(
    path
    for path in PAGE.rglob("*")
    if path.suffix in {".js", ".css", ".html", ".svg"} and VENDOR not in path.parents
)
SCRIPTS = [path for path in OURS if path.suffix == ".js"]
CODE = [path for path in SCRIPTS if path.parent.name != "texts"]

NAMED = {"www.w3.org", "t.me"}
"""The namespace of SVG, and links to the bot: neither is ever asked for anything."""

LARGEST = 250


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def vendored() -> list[dict[str, str]]:
    listed: list[dict[str, str]] = json.loads(read(VENDOR / "versions.json"))
    return listed


def import_map() -> str:
    found = re.search(r'<script type="importmap">(.*?)</script>', read(PAGE / "index.html"), re.S)
    assert found is not None
    return found[1]


def texts(language: str) -> dict[str, str]:
    found = re.findall(r'^  (\w+): "(.*)",$', read(PAGE / "texts" / f"{language}.js"), re.M)
    return dict(found)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def named_hosts(text: str) -> set[str]:
    return set(re.findall(r"(?:https?:)?//(?=[\w-]+\.)([\w.-]+)", text))


def test_the_import_map_names_vendored_files_only() -> None:
    files = {f"/page/vendor/{entry['file']}" for entry in vendored()}

    assert set(json.loads(import_map())["imports"].values()) <= files


def test_the_security_policy_allows_this_import_map() -> None:
    digest = base64.b64encode(hashlib.sha256(import_map().encode()).digest()).decode()

    assert f"script-src 'self' 'sha256-{digest}';" in read(PAGE / "csp.txt")


def test_the_security_policy_lets_the_page_ask_nobody_else() -> None:
    directives = dict(part.strip().split(" ", 1) for part in read(PAGE / "csp.txt").split(";"))

    elsewhere = {name for name, sources in directives.items() if "http" in sources}

    assert directives["default-src"] == "'none'"
    assert elsewhere == {"frame-src"}, "only a Mini App comes from elsewhere, into its frame"


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_file_names_another_host(path: Path) -> None:
    assert named_hosts(read(path)) <= NAMED


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(PAGE).as_posix())
def test_every_import_leads_to_a_file(path: Path) -> None:
    imported = re.findall(r'^(?:import|\}) .*?from "([^"]+)";$', read(path), re.M)
    known = json.loads(import_map())["imports"]

    missing = [it for it in imported if it not in known and not (path.parent / it).is_file()]

    assert missing == []


def test_the_document_names_files_that_exist() -> None:
    named = re.findall(r'(?:href|src)="/page/([^"]+)"', read(PAGE / "index.html"))

    assert [it for it in named if not (PAGE / it).is_file()] == []


def test_every_style_sheet_is_in_the_document() -> None:
    there = {path.name for path in (PAGE / "styles").glob("*.css")}

    assert there == set(re.findall(r'/page/styles/([^"]+)"', read(PAGE / "index.html")))


def test_every_text_exists_in_both_languages() -> None:
    russian, english = texts("ru"), texts("en")

    assert russian
    assert russian.keys() == english.keys()


@pytest.mark.parametrize("key", texts("ru"))
def test_a_text_has_the_same_places_to_fill_in_both_languages(key: str) -> None:
    assert placeholders(texts("ru")[key]) == placeholders(texts("en")[key])


def test_every_text_that_is_asked_for_exists() -> None:
    asked = {key for path in CODE for key in re.findall(r'\bt\("(\w+)"', read(path))}

    assert asked - texts("ru").keys() == set()


def test_no_text_is_left_over() -> None:
    quoted = {word for path in CODE for word in re.findall(r'"(\w+)"', read(path))}

    assert texts("ru").keys() - quoted == set()


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(PAGE).as_posix())
def test_no_words_for_people_stand_in_the_code(path: Path) -> None:
    assert re.findall(r"[\u0400-\u04ff]+", read(path)) == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(PAGE).as_posix())
def test_a_file_stays_small(path: Path) -> None:
    assert len(read(path).splitlines()) <= LARGEST

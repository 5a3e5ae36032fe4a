"""What can be said of the Mini App's pages without a browser."""

import json
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from api import app_texts
from api.webapp import ROOT, files
from tests.page.test_page import named_hosts, read
from tests.page.test_vendor import listed
from tests.test_texts import CYRILLIC

VENDOR = ROOT / "vendor"
OURS = sorted(
    path
    for path in ROOT.rglob("*")
    if path.suffix in {".js", ".css", ".html", ".svg"} and VENDOR not in path.parents
)
CODE = [path for path in OURS if path.suffix == ".js"]

NAMED = {"www.w3.org", "t.me"}
"""The namespace of SVG, and the links that codes say: neither is ever asked for anything."""

LARGEST = 250
MOST_AT_FIRST = 40_000
"""Of what the scanner loads before it shows itself, squeezed."""

of_each = pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(ROOT).as_posix())


def import_map() -> dict[str, str]:
    found = re.search(
        r'<script type="importmap">(.*?)</script>', read(ROOT / "index.html"), re.DOTALL
    )
    assert found is not None
    known: dict[str, str] = json.loads(found[1])["imports"]
    return known


def imports(path: Path) -> set[str]:
    """At once; pages that are loaded when they are opened do not count."""
    return set(re.findall(r'^(?:import|\}) .*?from "([^"]+)";$', read(path), re.MULTILINE))


def place(path: Path, imported: str) -> str:
    """Below /app/."""
    known = import_map().get(imported)
    if known:
        return known.removeprefix("/app/").partition("?")[0]
    return (path.parent / imported).resolve().relative_to(ROOT).as_posix()


def needed(name: str, found: set[str]) -> set[str]:
    """With all that it imports; and what those libraries import of each other."""
    if name not in found:
        found.add(name)
        path = ROOT / name
        for imported in imports(path) | (in_one_line(path) if "vendor" in name else set()):
            needed(place(path, imported), found)
    return found


def at_first() -> set[str]:
    return needed("app.js", set()) | needed("pages/scanner.js", set())


def in_one_line(path: Path) -> set[str]:
    return set(re.findall(r'from\s*"([^"]+)"', read(path)))


def test_import_map_names_what_is_vendored_by_its_version() -> None:
    versions = {it["file"]: it["version"] for it in listed(VENDOR)}

    for address in import_map().values():
        file, _, version = address.removeprefix("/app/vendor/").partition("?v=")
        assert versions[file] == version


@of_each
def test_no_file_names_another_host(path: Path) -> None:
    assert named_hosts(read(path)) <= NAMED


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_import_leads_to_a_file(path: Path) -> None:
    later = set(re.findall(r'import\("([^"]+)"\)', read(path)))

    assert [it for it in imports(path) | later if not (ROOT / place(path, it)).is_file()] == []


def test_document_asks_at_once_for_all_that_the_scanner_imports() -> None:
    asked = re.findall(r'rel="modulepreload" href="/app/([^"?]+)', read(ROOT / "index.html"))

    assert set(asked) == at_first() - {"app.js"}
    assert asked == sorted(asked)


def test_only_the_facade_speaks_with_telegram() -> None:
    those = {path.name for path in CODE if re.search(r"@tma\.js|Telegram\.|postEvent", read(path))}

    assert those == {"tg.js"}


def test_document_names_files_that_exist() -> None:
    named = re.findall(r'(?:href|src)="/app/([^"?]+)', read(ROOT / "index.html"))

    assert [it for it in named if not (ROOT / it).is_file()] == []


@of_each
def test_no_words_for_people_stand_in_the_code(path: Path) -> None:
    is_noscript = path.name == "index.html"

    assert is_noscript or CYRILLIC.search(read(path)) is None


@of_each
def test_file_stays_small(path: Path) -> None:
    assert len(read(path).splitlines()) <= LARGEST


def test_nothing_in_a_page_escapes_the_policy() -> None:
    risky = re.compile(r"innerHTML|eval\(|new Function|dangerously|\bstyle=\$?[\"'{]|javascript:")

    assert [path.name for path in OURS if risky.search(read(path))] == []


# Words


def test_sentences_are_in_one_place() -> None:
    elsewhere = [
        path.name
        for path in CODE
        if path not in app_texts.WORDS and list(extract_from_file("javascript", path))
    ]

    assert elsewhere == []


def test_every_sentence_is_translated() -> None:
    sentences = {it if isinstance(it, str) else it[0] for it in app_texts.sentences()}
    translated = app_texts.texts("ru")

    assert len(sentences) > 50
    assert translated.keys() == sentences
    for sentence, translation in translated.items():
        forms = [translation] if isinstance(translation, str) else translation
        assert all(CYRILLIC.search(it) for it in forms), sentence


@pytest.mark.parametrize("path", app_texts.WORDS, ids=lambda path: path.name)
def test_every_sentence_is_found_that_the_code_marks(path: Path) -> None:
    marked = re.findall(r'\b(?:_|ngettext)\(\s*"', read(path))

    assert len(marked) == sum(1 for _ in extract_from_file("javascript", path))


# Weight


def test_first_load_is_light() -> None:
    also = {"index.html", "style.css", "icon.svg", "texts/ru.json"}

    weights = {name: len(files()[name].squeezed) for name in at_first() | also}

    assert {it for it in weights if it.startswith("vendor/")} == {
        it.removeprefix("/app/").partition("?")[0] for it in import_map().values()
    }
    assert sum(weights.values()) <= MOST_AT_FIRST, weights

"""Libraries of others that our pages bring along: whether each is what was taken."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from scripts.refresh_vendor import PLACES, ROOT

VENDORS = [ROOT / place for place in PLACES]


def listed(vendor: Path) -> list[dict[str, Any]]:
    known: list[dict[str, Any]] = json.loads((vendor / "versions.json").read_text("utf-8"))
    return known


FILES = [(vendor / row["file"], row["sha256"]) for vendor in VENDORS for row in listed(vendor)]

of_each = pytest.mark.parametrize(
    "vendor", VENDORS, ids=lambda it: it.relative_to(ROOT).as_posix()
)


def test_every_folder_of_libraries_can_be_renewed() -> None:
    pages = [ROOT / it for it in ("api", "sandbox", "tests", "webapp")]

    assert {it.parent for page in pages for it in page.rglob("versions.json")} == set(VENDORS)


@pytest.mark.parametrize(("file", "sha256"), FILES, ids=[file.name for file, _ in FILES])
def test_a_file_is_the_one_that_was_taken(file: Path, sha256: str) -> None:
    assert hashlib.sha256(file.read_bytes()).hexdigest() == sha256


@of_each
def test_no_file_is_unlisted(vendor: Path) -> None:
    there = {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()}

    assert there == {row["file"] for row in listed(vendor)} | {"versions.json"}


@of_each
def test_every_library_has_its_licence(vendor: Path) -> None:
    licensed = {row["name"] for row in listed(vendor) if row["file"].endswith("/LICENSE")}

    assert licensed == {row["name"] for row in listed(vendor)}


@of_each
def test_no_map_of_sources_is_asked_for(vendor: Path) -> None:
    asking = [it for it in vendor.rglob("*.*s") if b"\n//# sourceMappingURL" in it.read_bytes()]

    assert asking == []

"""Renew the libraries of the sandbox's page: ``python scripts/refresh_vendor.py``.

For developers: needs ``npm``, which knows its registry. Whoever runs the page needs neither.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "sandbox" / "page" / "vendor"

PACKAGES = {
    "preact": ["dist/preact.mjs", "hooks/dist/hooks.mjs"],
    "htm": ["dist/htm.module.js"],
    "@preact/signals": ["dist/signals.mjs"],
    "@preact/signals-core": ["dist/signals-core.mjs"],
}
"""What is taken of each; the import map in index.html names the same files."""


def main() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    taken = [row for name in PACKAGES for row in _take(name)]
    listing = json.dumps(taken, indent=2) + "\n"
    (VENDOR / "versions.json").write_text(listing, encoding="utf-8")


def _take(name: str) -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        package = _download(name, Path(folder))
        version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
        files = [_copy(package / file, name) for file in [*PACKAGES[name], "LICENSE"]]
    return [{"name": name, "version": version, **file} for file in files]


def _download(name: str, folder: Path) -> Path:
    command = ["npm", "pack", "--silent", name]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own list
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def _copy(source: Path, name: str) -> dict[str, str]:
    target = VENDOR / name.removeprefix("@").replace("/", "-") / source.name
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    target.write_text(_without_source_map(text), encoding="utf-8", newline="\n")
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    return {"file": target.relative_to(VENDOR).as_posix(), "sha256": digest}


def _without_source_map(text: str) -> str:
    """The map is not taken along, and a browser's tools would ask for it in vain."""
    lines = text.splitlines()
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL=")) + "\n"


if __name__ == "__main__":
    main()

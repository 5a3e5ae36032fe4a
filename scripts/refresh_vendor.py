"""Renew the libraries of our pages: ``python scripts/refresh_vendor.py``, or with the folders of
those that are to be renewed.

For developers: needs ``npm``, which knows its registry. Whoever runs the pages needs neither.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent

PLACES = {
    "sandbox/page/vendor": {
        "preact": ["dist/preact.mjs", "hooks/dist/hooks.mjs"],
        "htm": ["dist/htm.module.js"],
        "@preact/signals": ["dist/signals.mjs"],
        "@preact/signals-core": ["dist/signals-core.mjs"],
    },
    "webapp/vendor": {
        "preact": ["dist/preact.mjs", "hooks/dist/hooks.mjs"],
        "htm": ["dist/htm.module.js"],
        "@preact/signals": ["dist/signals.mjs"],
        "@preact/signals-core": ["dist/signals-core.mjs"],
        "@tma.js/sdk": ["sdk.mjs"],
    },
    "tests/webapp/vendor": {"axe-core": ["axe.min.js"]},
    "api/docs/vendor": {
        "swagger-ui-dist": [
            "swagger-ui-bundle.js",
            "swagger-ui-bundle.js.LICENSE.txt",
            "swagger-ui.css",
            "favicon-32x32.png",
            "NOTICE",
        ],
    },
}
"""What is taken of each package into each folder. The page beside it names the same files: by the
import map in an index.html, by name and version in that of the documentation."""

SLICED = {"@tma.js/sdk": ("on", "postEvent", "setTargetOrigin")}
"""Taken not whole but by these names: two thirds of what a Mini App loads first would be this."""

ROLLUP = """
import resolve from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";

export default {
  input: "names.mjs",
  output: { file: "package/sdk.mjs" },
  plugins: [resolve(), terser({ module: true })],
  treeshake: {
    moduleSideEffects: false,
    propertyReadSideEffects: false,
    unknownGlobalSideEffects: false,
    tryCatchDeoptimization: false,
    manualPureFunctions: ["pipe", "flow", "dual", "object", "looseObject", "optional", "string"],
  },
};
"""
BUNDLER = ("rollup@4", "@rollup/plugin-node-resolve@16", "@rollup/plugin-terser@0.4")

TEXTS = {".js", ".mjs", ".css"}


def main() -> None:
    for place in sys.argv[1:] or PLACES:
        renew(ROOT / place, PLACES[place])


def renew(vendor: Path, packages: dict[str, list[str]]) -> None:
    shutil.rmtree(vendor, ignore_errors=True)
    taken = [row for name, files in packages.items() for row in _take(name, files, vendor)]
    listing = json.dumps(taken, indent=2) + "\n"
    (vendor / "versions.json").write_text(listing, encoding="utf-8")


def _take(name: str, files: list[str], vendor: Path) -> list[dict[str, str]]:
    target = vendor / name.removeprefix("@").replace("/", "-")
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        fetch = _slice if name in SLICED else _download
        package = fetch(name, Path(folder))
        version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
        copies = [_copy(package / file, target) for file in [*files, "LICENSE"]]
    return [
        {
            "name": name,
            "version": version,
            "file": copy.relative_to(vendor).as_posix(),
            "sha256": hashlib.sha256(copy.read_bytes()).hexdigest(),
        }
        for copy in copies
    ]


def _slice(name: str, folder: Path) -> Path:
    """One module of what those names need, of the package and of those that it stands on, with
    the licences of all."""
    _npm(folder, "install", name, *BUNDLER)
    (folder / "names.mjs").write_text(f'export {{ {", ".join(SLICED[name])} }} from "{name}";\n')
    (folder / "rollup.config.mjs").write_text(ROLLUP)
    package = folder / "package"
    package.mkdir()
    _npm(folder, "exec", "--", "rollup", "--config", "--silent")
    modules = folder / "node_modules"
    shutil.copy(modules / name / "package.json", package)
    licences = [f"{it}\n\n{_licence(modules / it)}" for it in sorted(_standing_on(name, modules))]
    (package / "LICENSE").write_text("\n\n".join(licences))
    return package


def _standing_on(name: str, modules: Path) -> set[str]:
    known = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
    return {name}.union(*(_standing_on(it, modules) for it in known.get("dependencies", {})))


def _licence(package: Path) -> str:
    known = next((it for it in package.iterdir() if it.stem.upper().startswith("LICEN")), None)
    if known:
        return known.read_text(encoding="utf-8")
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["license"])


def _download(name: str, folder: Path) -> Path:
    _npm(folder, "pack", name)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def _npm(folder: Path, *words: str) -> None:
    command = ["npm", "--silent", *words]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own list


def _copy(source: Path, folder: Path) -> Path:
    target = folder / source.name
    content = source.read_bytes()
    target.write_bytes(_without_source_map(content) if source.suffix in TEXTS else content)
    return target


def _without_source_map(content: bytes) -> bytes:
    """The map is not taken along, and a browser's tools would ask for it in vain."""
    lines = re.sub(rb"(?m)^(//|/\*)# sourceMappingURL=.*\n?", b"", content)
    return lines.rstrip(b"\n") + b"\n"


if __name__ == "__main__":
    main()

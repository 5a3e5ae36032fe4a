"""The Mini App's files. All of it is served by us: nothing comes from elsewhere."""

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from api.app_texts import texts
from api.parts import parts_of
from domain.campus import LANGUAGES

ROOT = Path(__file__).parent.parent / "webapp"

TYPES = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)
JSON = "application/json"

TELEGRAM = ("https://web.telegram.org", "https://*.telegram.org")
"""Whose pages show Mini Apps in a frame. On phones there is none."""

POLICY = (
    "default-src 'none'; script-src 'self'{digests}; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {frames}"
)
INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)

A_YEAR = "public, max-age=31536000, immutable"
"""For what is asked for with its version, or its release."""

OWN_FILE = re.compile(rb'((?:href|src)="/app/)(?!vendor/)')
"""Where a page names one of ours: there the release is put in."""

COMMENT = re.compile(rb"^ *(?:// .*|/\*\* [^*]*(?:\* [^*]*)*\*/)$", re.MULTILINE)
"""For who reads the code here, and a fifth of what a phone would load of ours. The lines keep
their numbers."""

RELEASE_LENGTH = 12

WORKER, WORKERS_LIST = "worker.js", "release.js"
NOT_KEPT = ("vendor/", "tv/", "index.html")
"""Vendored files are asked for by their versions, the page without a release; the projector's
needs a network anyway."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class File:
    content: bytes
    squeezed: bytes
    kind: str
    caching: str
    digests: str = ""
    """Of what stands in a page itself and may run, such as its import map."""

    @property
    def tag(self) -> str:
        return f'W/"{sha256(self.content).hexdigest()[:32]}"'


@router.get("/app")
async def lead_on() -> RedirectResponse:
    # A browser takes what follows # along.
    return RedirectResponse("/app/")


@router.get("/app/{path:path}")
async def get_file(path: str, request: Request) -> Response:
    released = path.removeprefix(f"{release()}/")
    file = files().get(released or "index.html")
    if file is None:
        raise HTTPException(404)
    frames = " ".join((*TELEGRAM, *parts_of(request).frames))
    headers = {
        "Content-Security-Policy": POLICY.format(digests=file.digests, frames=frames),
        "Cache-Control": A_YEAR if released != path else file.caching,
        "ETag": file.tag,
        "Vary": "Accept-Encoding",
    }
    if file.tag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return Response(file.content, headers=headers, media_type=file.kind)
    headers["Content-Encoding"] = "gzip"
    return Response(file.squeezed, headers=headers, media_type=file.kind)


@cache
def files() -> dict[str, File]:
    """By their place below /app/, or below that of the release: pages name their files there, so
    that those of two releases never meet in one page."""
    return dict(served())


@cache
def release() -> str:
    """Named by what is in it."""
    every = sha256()
    for name, content in sorted(contents().items()):
        every.update(b"%s\0%d\0%s" % (name.encode(), len(content), content))
    return every.hexdigest()[:RELEASE_LENGTH]


@cache
def contents() -> dict[str, bytes]:
    there = [it for it in ROOT.rglob("*") if it.suffix in TYPES and it.is_file()]
    found = {it.relative_to(ROOT).as_posix(): it.read_bytes() for it in there}
    for language in LANGUAGES:
        words = json.dumps(texts(language), ensure_ascii=False, separators=(",", ":"))
        found[f"texts/{language}.json"] = words.encode()
    return found


def served() -> Iterator[tuple[str, File]]:
    for name, content in contents().items():
        if name.startswith("vendor/"):
            yield name, file(content, TYPES[Path(name).suffix], A_YEAR)
        else:
            kind = TYPES.get(Path(name).suffix, JSON)
            yield name, file(prepared(name, content), kind, "no-cache")
    yield WORKERS_LIST, file(to_keep(), TYPES[".js"], "no-cache")


def prepared(name: str, content: bytes) -> bytes:
    match Path(name).suffix:
        case ".html":
            return OWN_FILE.sub(rb"\g<1>%s/" % release().encode(), content)
        case ".js":
            return COMMENT.sub(lambda it: b"\n" * it[0].count(b"\n"), content)
        case _:
            return content


def to_keep() -> bytes:
    """For the service worker: the release, and the files of the page by their addresses."""
    [import_map] = INLINE_SCRIPT.findall(contents()["index.html"])
    vendored = json.loads(import_map)["imports"].values()
    own = [
        f"/app/{release()}/{name}"
        for name in sorted(contents())
        if not name.startswith(NOT_KEPT) and name != WORKER
    ]
    told = json.dumps({"name": release(), "files": [*own, *vendored]})
    return f"self.release = {told};".encode()


def file(content: bytes, kind: str, caching: str) -> File:
    squeezed = gzip.compress(content, mtime=0)
    scripts = INLINE_SCRIPT.findall(content) if kind.startswith("text/html") else []
    digests = (b64encode(sha256(it).digest()).decode() for it in scripts)
    return File(content, squeezed, kind, caching, "".join(f" 'sha256-{it}'" for it in digests))

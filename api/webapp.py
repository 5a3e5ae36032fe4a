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
"""For what is asked for with its version."""

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
    file = files().get(path or "index.html")
    if file is None:
        raise HTTPException(404)
    frames = " ".join((*TELEGRAM, *parts_of(request).frames))
    headers = {
        "Content-Security-Policy": POLICY.format(digests=file.digests, frames=frames),
        "Cache-Control": file.caching,
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
    """By their place below /app/."""
    return dict(served())


def served() -> Iterator[tuple[str, File]]:
    for path in ROOT.rglob("*"):
        if path.suffix in TYPES and path.is_file():
            name = path.relative_to(ROOT).as_posix()
            caching = A_YEAR if name.startswith("vendor/") else "no-cache"
            yield name, file(path.read_bytes(), TYPES[path.suffix], caching)
    for language in LANGUAGES:
        words = json.dumps(texts(language), ensure_ascii=False, separators=(",", ":"))
        yield f"texts/{language}.json", file(words.encode(), JSON, "no-cache")


def file(content: bytes, kind: str, caching: str) -> File:
    squeezed = gzip.compress(content, mtime=0)
    scripts = INLINE_SCRIPT.findall(content) if kind.startswith("text/html") else []
    digests = (b64encode(sha256(it).digest()).decode() for it in scripts)
    return File(content, squeezed, kind, caching, "".join(f" 'sha256-{it}'" for it in digests))

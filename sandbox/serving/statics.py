"""The page itself."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from sandbox.serving import keys

PAGE = Path(__file__).parents[1] / "page"

TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
POLICY = "; ".join((
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src https: http://127.0.0.1:* http://localhost:*",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
"""Mini Apps are the only strangers, and they stay in their frame."""

INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)

HEADERS = {
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

routes = web.RouteTableDef()


@routes.get("/")
async def index(_request: web.Request) -> web.Response:
    return served("index.html")


@routes.get("/page/{path:.+}")
async def page(request: web.Request) -> web.Response:
    return served(request.match_info["path"])


def served(path: str) -> web.Response:
    file = (PAGE / path).resolve()
    if not file.is_relative_to(PAGE) or not file.is_file() or file.suffix not in TYPES:
        raise keys.Wrong("There is no such file.", 404)
    kind, charset = TYPES[file.suffix], None
    if kind.startswith("text/"):
        charset = "utf-8"
    content = file.read_bytes()
    headers = {**HEADERS, "Content-Security-Policy": policy(content)}
    return web.Response(body=content, content_type=kind, charset=charset, headers=headers)


def policy(page: bytes) -> str:
    """What stands in the page itself may run, such as its import map; nothing written into it."""
    digests = (sha256(script).digest() for script in INLINE_SCRIPT.findall(page))
    own = "".join(f" 'sha256-{b64encode(digest).decode()}'" for digest in digests)
    return f"{POLICY}; script-src 'self'{own}"

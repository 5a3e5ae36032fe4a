"""The page that shows /openapi.json. All of it is served by us: nothing comes from elsewhere."""

from pathlib import Path
from types import MappingProxyType

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

PAGE = Path(__file__).parent / "docs"
VENDORED = PAGE / "vendor" / "swagger-ui-dist"

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""The library's style sheet holds its icons as data."""

A_YEAR = "public, max-age=31536000, immutable"
"""For what is asked for with its version."""

FILES = MappingProxyType(
    {
        "page.js": PAGE / "page.js",
        "page.css": PAGE / "page.css",
        "swagger-ui-bundle.js": VENDORED / "swagger-ui-bundle.js",
        "swagger-ui.css": VENDORED / "swagger-ui.css",
        "favicon-32x32.png": VENDORED / "favicon-32x32.png",
    }
)

router = APIRouter(prefix="/docs", include_in_schema=False)


@router.get("")
async def get_page() -> FileResponse:
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return FileResponse(PAGE / "index.html", headers=headers)


@router.get("/{name}")
async def get_file(name: str) -> FileResponse:
    path = FILES.get(name)
    if path is None:
        raise HTTPException(404)
    is_vendored = path.is_relative_to(VENDORED)
    return FileResponse(path, headers={"Cache-Control": A_YEAR if is_vendored else "no-cache"})

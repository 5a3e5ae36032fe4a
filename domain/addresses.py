"""Addresses of the web, as people write them: with ``https://`` or without."""

import re
from urllib.parse import SplitResult, urlsplit

from domain.errors import AddressNotValid
from domain.names import LABEL, tidy

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?![0-9])", re.IGNORECASE)
WEB = {"http", "https"}
UNFIT = re.compile(r"[\s<>\"\\^`{|}]")
HOST = re.compile(rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
HOST_LENGTH = 253


def address(typed: str, limit: int) -> str:
    """As a browser and a button open it. Raises ``AddressNotValid``."""
    text = tidy(typed)
    whole = text if SCHEME.match(text) else f"https://{text}"
    if len(whole) > limit or UNFIT.search(whole) or not opens(whole):
        raise AddressNotValid(limit)
    scheme, _, rest = whole.partition(":")
    return f"{scheme.lower()}:{rest}"


def opens(url: str) -> bool:
    """Whether it leads to a place on the web, by its looks."""
    try:
        parts = urlsplit(url)
        return parts.scheme in WEB and "@" not in parts.netloc and _has_host(parts)
    except ValueError:
        return False


def _has_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if parts.port == 0 or len(host) > HOST_LENGTH:
        return False
    return HOST.fullmatch(host.encode("idna").decode()) is not None

"""Which addresses Telegram takes, and those on loopback, which only a sandbox can reach."""

import re
from urllib.parse import SplitResult, urlsplit

from sandbox.rules.refusals import Refusal

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
HOST = re.compile(r"[^\s/?#@]+\Z")


def fault(url: str) -> str | None:
    """Why it is no link, in Telegram's words."""
    if url.lower().startswith(("tg:", "ton:", "tonsite:")):
        return None
    parts = split(url if "://" in url else f"http://{url}")
    if parts is None or parts.scheme not in {"http", "https"}:
        return "Unsupported URL protocol"
    host = parts.hostname or ""
    if not HOST.match(host) or ("." not in host and host not in LOOPBACK):
        return "Wrong HTTP URL"
    return None


def fault_of_web_app(url: str) -> str | None:
    return fault(url) or (None if is_safe(url) else "Only HTTPS links are allowed")


def is_safe(url: str) -> bool:
    """HTTPS, or on this machine."""
    parts = split(url)
    return parts is not None and (parts.scheme == "https" or is_near(parts))


def is_near(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def refuse(what: str, url: str, why: str | None) -> None:
    if why is not None:
        raise Refusal(f"{what} URL '{url}' is invalid: {why}")
